"""The page of one inspection."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.rules.dates import day_in_words
from ratings.views.dates import MOMENT, moment
from ratings.views.decorators import public_page
from ratings.views.discrepancy_text import disagreements
from ratings.views.inspection.areas import area_rows, numbered_sources
from ratings.views.inspection.selectors import Found, found
from ratings.views.text import (
    evidence,
    explanation,
    fieldwork,
    note_in_words,
    outcome,
    publication,
    title_of,
    trend_words,
    why_no_headline_trend,
)


@public_page(*MOMENT)
def inspection(request: HttpRequest, key: str) -> HttpResponse:
    """One inspection: its ratings, what changed, where it comes from, what was corrected."""
    one = found(key, moment(request))
    sources = numbered_sources(one)
    numbers = {source.key: number for number, source in sources.items()}
    before, trend = one.before, one.trend
    return render(
        request,
        "ratings/inspection.html",
        {
            "record": one.record,
            "moment": one.moment,
            "authority": one.row.authority,
            "inspection": one.inspection,
            "detail": one.detail,
            "title": title_of(one.inspection),
            "framework_name": one.framework_name,
            "is_on_record": one.is_on_record,
            "not_yet": not_yet(one),
            "ofsted_page": one.reference.ofsted_page(one.row.authority.ofsted_urn),
            "mark": outcome(one.inspection),
            "trend": trend_words(trend, before.headline if before else None),
            "why": why_no_headline_trend(trend, one.inspection, before),
            "before": before,
            "fieldwork": fieldwork(one.inspection),
            "publication": publication(one.inspection),
            "explanation": _explanation(one),
            "note": note_in_words(one.detail.note, one.inspection),
            "evidence": evidence(one.detail.verified),
            "line": one.line,
            "line_until": f"until {one.inspection.shown_date.in_words()}",
            "areas": area_rows(one, numbers),
            "sources": sources,
            "own_sources": [numbers[source.key] for source in one.detail.sources],
            "disagreements": disagreements(one.discrepancies, one.reference),
            "corrections": one.corrections,
            "previous": one.previous,
            "following": one.following,
            "citation": citation(one),
        },
    )


def _explanation(one: Found) -> str:
    """Why there is no overall grade, where the framework is of the line and gives none."""
    framework = one.inspection.framework
    gives_none = framework.in_line and framework.headline_area is None
    return explanation(framework) if gives_none and one.inspection.is_graded else ""


def not_yet(one: Found) -> str:
    """Why the inspection is not on record on the day asked about."""
    if one.inspection.first_day > one.moment.as_at:
        return f"had not begun on {day_in_words(one.moment.as_at)}"
    known_by = one.moment.known_by or one.moment.as_at
    return f"had not been published by {day_in_words(known_by)}"


def citation(one: Found) -> str:
    """What to write beside a fact of this page."""
    name = f"{one.row.authority.name}, {title_of(one.inspection)} ({one.framework_name})"
    words = outcome(one.inspection).words
    return f"{name}: {words}" if words else name
