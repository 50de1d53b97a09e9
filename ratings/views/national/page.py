"""The national page: shares over time, transitions, durations, recovery, regions and types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.parameters import councils
from ratings.rules.changes import year_before
from ratings.rules.dates import day_in_words
from ratings.rules.national import Shares, whole_percent
from ratings.rules.time_series import points
from ratings.rules.types import Grade
from ratings.views.decorators import public_view
from ratings.views.national.authorities import without_words
from ratings.views.national.data import good_or_outstanding, note_of
from ratings.views.national.durations import spells_of, times_of
from ratings.views.national.groups import group_tables
from ratings.views.national.over_time import over_time_of, series_of, years_in_words
from ratings.views.national.params import PAGE, NationalParams, parse_page_params
from ratings.views.national.recovery import recovery_of
from ratings.views.national.selectors import get_national_record
from ratings.views.national.transitions import steps_of
from ratings.views.text import listed


@public_view(*PAGE)
def national(request: HttpRequest) -> HttpResponse:
    """Everything about the country on one page, without a query of its own.

    Transitions and durations are of overall grades: pages that count another area share them.
    """
    asked, form = parse_page_params(request.GET, get_national_record(request.GET))
    series, spells = series_of(asked), spells_of(asked)
    by_region, by_type = group_tables(asked)
    kept, place = asked.national.record.kept, (asked.moment, asked.part, asked.type)
    return render(
        request,
        "ratings/national.html",
        {
            "moment": asked.moment,
            "record": asked.national.record,
            "asked": asked,
            "form": form,
            "heading": f"{asked.place}: {asked.of_area('grades')}{years_in_words(series)}",
            "sentence": sentence(asked, series[asked.moment.as_at]),
            "note": note_of(asked, series[asked.moment.as_at]),
            "over_time": over_time_of(asked, series),
            "by_region": by_region,
            "by_type": by_type,
            "steps": kept("steps", place, lambda: steps_of(asked)),
            "times": kept("times", place, lambda: times_of(asked, spells)),
            "recovery": recovery_of(asked, spells),
            "pooled": pooled(asked),
            "without": without_words(asked),
        },
    )


def sentence(asked: NationalParams, now: Shares) -> str:
    """The text alternative of the first chart."""
    if not now.with_grade:
        return ""
    whom = councils(asked.part, asked.type, now.existing)
    parts = [_part(grade, now) for grade in now.holders]
    return (
        f"On {asked.moment.days_in_words()}, of {now.existing} {whom}, {now.with_grade} had a "
        f"grade for {asked.area.in_a_sentence}: {listed(parts)}. {_without(asked, now)}"
        f"{_a_year_before(asked, now)}"
    )


def pooled(asked: NationalParams) -> list[dict[str, str]]:
    """The areas counted as one with the one requested, and the rules that judge them;
    none where it is counted alone."""
    choices = asked.national.areas
    found = [choices[key] for key in sorted(asked.areas)]
    return [{"name": each.words, "rules": each.group} for each in found] if len(found) > 1 else []


def _part(grade: Grade, now: Shares) -> str:
    count = now.count(grade)
    return f"{count} {grade.word} ({whole_percent(count, now.with_grade)}%)"


def _without(asked: NationalParams, now: Shares) -> str:
    """Those without a grade, with a count for each reason."""
    parts = []
    if now.without:
        gave = without_words(asked)
        parts.append(f"{len(now.without)} had a latest inspection that gave {gave}")
    waiting = now.existing - now.inspected
    if waiting:
        were = "were" if waiting > 1 else "was"
        parts.append(f"{waiting} {were} not yet inspected under these rules")
    return f"{listed(parts)}. " if parts else ""


def _a_year_before(asked: NationalParams, now: Shares) -> str:
    """How many were good or outstanding, and how many on the same day a year before, of what was
    public by the same day."""
    day = year_before(asked.moment.as_at)
    before = points(asked.country, asked.areas, asked.counted, [day])[day]
    text = f"Of those with a grade, {_good(now)} were good or outstanding"
    if not before.with_grade:
        return f"{text}."
    return f"{text}; a year before, on {day_in_words(day)}, it was {_good(before)}."


def _good(found: Shares) -> str:
    """`107 of 142 (75%)`."""
    good = good_or_outstanding(found)
    return f"{good} of {found.with_grade} ({whole_percent(good, found.with_grade)}%)"
