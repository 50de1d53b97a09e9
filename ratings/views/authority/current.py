"""The current overall grade, or why there is none, and each judgement area's own grade."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.rules.dates import day_in_words
from ratings.rules.grades import judgements_summary
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.line import NO_GRADE_ON_RECORD
from ratings.rules.trend import area_trend, one_before
from ratings.rules.types import MISSING_WORDS, Area, Framework, Inspection, NoGradeReason
from ratings.views.authority.context import AuthorityContext
from ratings.views.text import (
    FindingText,
    explanation,
    graded_or_reason,
    outcome,
    rating_before,
    trend_words,
    why_no_headline_trend,
    why_not,
)


@dataclass(frozen=True, slots=True)
class CurrentArea:
    """A judgement area, its current grade, and its trend since the inspection before."""

    name: str
    official_name: str
    is_part: bool
    mark: FindingText
    trend: str
    why: str


@dataclass(frozen=True, slots=True)
class CurrentGrades:
    """The overall grade and the areas of the latest graded inspection of the line.

    `heading` says as at when. `inspection` is None where there is no such inspection yet.
    `last_overall` and `explanation` are set where that inspection gave no overall grade.
    """

    heading: str
    mark: FindingText
    inspection: Inspection | None
    trend: str
    why: str
    profile: str
    last_overall: str
    last_overall_inspection: Inspection | None
    explanation: str
    areas: tuple[CurrentArea, ...]


def now(story: AuthorityContext) -> CurrentGrades:
    """The current grades of an authority as at the context's as-of dates."""
    inspection = story.line.headline.inspection
    if inspection is None:
        return _nothing_yet(story)
    before = one_before(inspection, story.inspections)
    trend, last = story.line.trend, story.line.headline.last_overall
    last_word = last.headline.word if last and last.headline else ""
    missing = inspection.headline is None
    return CurrentGrades(
        heading=_heading(story),
        mark=outcome(inspection),
        inspection=inspection,
        trend=trend_words(trend, before.headline if before else None),
        why=why_no_headline_trend(trend, inspection, before),
        profile=judgements_summary(inspection) if missing else "",
        last_overall=f"{last_word} ({last.first_day.year})" if last else "",
        last_overall_inspection=last,
        explanation=explanation(inspection.framework) if missing else "",
        areas=tuple(
            _area(area, inspection, before, story)
            for area in inspection.framework.areas
            if not area.is_headline
        ),
    )


def _heading(story: AuthorityContext) -> str:
    """`Now`, or the day: the one requested, or the authority's last."""
    end, as_at = story.authority.end_date, story.moment.as_at
    if end and end < as_at:
        return f"Grades on its last day, {day_in_words(end)}"
    return "Now" if story.moment.is_now() else f"Grades on {day_in_words(as_at)}"


def _area(
    area: Area, inspection: Inspection, before: Inspection | None, story: AuthorityContext
) -> CurrentArea:
    comparability = story.reference.comparability
    trend = area_trend(area, inspection, before, comparability)
    now, then = rating_or_reason(inspection, area), rating_before(area, before, comparability)
    return CurrentArea(
        name=area.short_name,
        official_name=area.name,
        is_part=bool(area.parent),
        mark=graded_or_reason(now),
        trend=trend_words(trend, then.grade if then else None),
        why=why_not(trend, then, now),
    )


def _nothing_yet(story: AuthorityContext) -> CurrentGrades:
    """No graded inspection by then: the framework in force's areas, not yet inspected."""
    framework = _in_force(story) if story.began else None
    never = not any(inspection.is_graded for inspection in story.inspections)
    asked = framework.areas if framework and never else ()
    return CurrentGrades(
        heading=_heading(story),
        mark=NOT_YET if never else FindingText(NO_GRADE_ON_RECORD),
        inspection=None,
        trend="",
        why="",
        profile="",
        last_overall="",
        last_overall_inspection=None,
        explanation="",
        areas=tuple(
            CurrentArea(area.short_name, area.name, bool(area.parent), NOT_YET, "", "")
            for area in asked
            if not area.is_headline
        ),
    )


NOT_YET = FindingText(MISSING_WORDS[NoGradeReason.NOT_YET_INSPECTED])


def _in_force(story: AuthorityContext) -> Framework | None:
    """The newest framework of the line in force on the day, or on the authority's last day."""
    end = story.authority.end_date
    day = min(story.moment.as_at, end) if end else story.moment.as_at
    inside = [
        framework
        for framework in story.reference.begun(day)
        if framework.in_line and (framework.last_day is None or day <= framework.last_day)
    ]
    return max(inside, key=lambda framework: framework.first_day, default=None)
