"""The current overall grade, or why there is none, and each judgement area's own grade."""

from __future__ import annotations

from typing import Any

from ratings.rules.dates import day_in_words
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.line import NO_GRADE_ON_RECORD
from ratings.rules.questions.results import Finding
from ratings.rules.trend import area_trend, one_before
from ratings.rules.types import MISSING_WORDS, Area, Framework, Inspection, NoGradeReason
from ratings.views.authority.context import AuthorityContext
from ratings.views.text import (
    explanation,
    graded_or_reason,
    outcome,
    rating_before,
    trend_words,
    why_no_headline_trend,
    why_not,
)

NOT_YET = Finding(MISSING_WORDS[NoGradeReason.NOT_YET_INSPECTED])


def now(story: AuthorityContext) -> dict[str, Any]:
    """The overall grade and the areas of the latest graded inspection of the line.

    `heading` says as at when; `mark` is the grade or why there is none. `inspection` is None
    where there is no such inspection yet: then the areas are those of the framework in force.
    `last_overall` and `explanation` are set where that inspection gave no overall grade.
    """
    status, inspection = story.status, story.line.headline.inspection
    if inspection is None:
        never = status.last_graded is None
        framework = _in_force(story) if status.began and never else None
        return {
            "heading": _heading(story),
            "mark": NOT_YET if never else Finding(NO_GRADE_ON_RECORD),
            "inspection": None,
            "areas": [_area(area) for area in _parts(framework)],
        }
    before, trend = one_before(inspection, story.inspections), status.trend
    return {
        "heading": _heading(story),
        "mark": outcome(inspection),
        "inspection": inspection,
        "trend": trend_words(trend, before.headline if before else None),
        "why": why_no_headline_trend(trend, inspection, before),
        "profile": status.profile,
        "last_overall": status.last_overall,
        "last_overall_inspection": story.line.headline.last_overall,
        "explanation": "" if inspection.headline else explanation(inspection.framework),
        "areas": [
            _area(area) | _area_now(area, inspection, before, story)
            for area in _parts(inspection.framework)
        ],
    }


def _heading(story: AuthorityContext) -> str:
    """`Now`, or the day: the one requested, or the authority's last."""
    if ended := story.status.abolished:
        return f"Grades on its last day, {day_in_words(ended)}"
    return "Now" if story.moment.is_now() else f"Grades on {day_in_words(story.moment.as_at)}"


def _parts(framework: Framework | None) -> list[Area]:
    """The judgement areas below the overall one."""
    return [area for area in framework.areas if not area.is_headline] if framework else []


def _area(area: Area) -> dict[str, Any]:
    """A judgement area that is not yet inspected."""
    return {
        "name": area.short_name,
        "official_name": area.name,
        "is_part": bool(area.parent),
        "mark": NOT_YET,
        "trend": "",
        "why": "",
    }


def _area_now(
    area: Area, inspection: Inspection, before: Inspection | None, story: AuthorityContext
) -> dict[str, Any]:
    """Its current grade, and its trend since the inspection before."""
    comparability = story.record.comparability
    trend = area_trend(area, inspection, before, comparability)
    held, then = rating_or_reason(inspection, area), rating_before(area, before, comparability)
    return {
        "mark": graded_or_reason(held),
        "trend": trend_words(trend, then.grade if then else None),
        "why": why_not(trend, then, held),
    }


def _in_force(story: AuthorityContext) -> Framework | None:
    """The newest framework of the line in force on the day, or on the authority's last day."""
    end = story.authority.end
    day = min(story.moment.as_at, end) if end else story.moment.as_at
    inside = [
        framework
        for framework in story.record.begun(day)
        if framework.in_line and (framework.last_day is None or day <= framework.last_day)
    ]
    return max(inside, key=lambda framework: framework.first_day, default=None)
