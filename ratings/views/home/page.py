"""The national dashboard: counts and shares, tile map, grade changes, latest inspections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports.schema_org import record_dataset
from ratings.forms import QueryDates, today
from ratings.models.authority_search import AuthoritySearch
from ratings.models.cached_urls import reverse
from ratings.rules import types
from ratings.rules.changes import GradeMove
from ratings.rules.dates import day_in_words
from ratings.rules.grades import INADEQUATE
from ratings.rules.row_types import InspectionRow
from ratings.rules.status import NOT_YET_INSPECTED
from ratings.rules.types import Framework
from ratings.views.context import get_data_context
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.home.selectors import (
    PAST,
    PRESENT,
    ChosenArea,
    Count,
    OnDay,
    area_choices,
    change_in_words,
    chosen_area,
    in_words,
    moves_in_words,
    on_day,
)
from ratings.views.text import explanation

LATEST = 10


@dataclass(frozen=True, slots=True)
class SliderStop:
    """One day of the slider: `as_at` for the URL (blank for today), its label in full and
    in short, and whether it is one of the yearly ones."""

    as_at: str
    words: str
    short: str
    is_year: bool
    is_current: bool


def slider_stops(
    asked: QueryDates, frameworks: Iterable[Framework], names: Mapping[str, str]
) -> list[SliderStop]:
    """31 March of every year of the record, the days before new frameworks of the line, today,
    and the page's day where it is none of these; in order."""
    known = list(frameworks)
    now = today()
    days = {day: (day_in_words(day), str(day.year), True) for day in _year_ends(known, now)}
    for framework in known:
        day = framework.first_day - timedelta(days=1)
        eve = f"eve of {names.get(framework.code, framework.code)}"
        if framework.in_line and day <= now:
            days.setdefault(day, (f"{day_in_words(day)}, {eve}", eve, False))
    days[now] = (f"today, {day_in_words(now)}", "today", False)
    if asked.as_at not in days:
        words = day_in_words(asked.as_at)
        days[asked.as_at] = (words, words, False)
    return [
        SliderStop("" if day == now else day.isoformat(), *told, day == asked.as_at)
        for day, told in sorted(days.items())
    ]


def _year_ends(frameworks: list[Framework], now: date) -> list[date]:
    first = min((f.first_day for f in frameworks), default=now)
    found = (date(year, 3, 31) for year in range(first.year, now.year + 1))
    return [day for day in found if first <= day <= now]


@public_view(*MOMENT, "area")
def home(request: HttpRequest) -> HttpResponse:
    """The country on a day, for one judgement area."""
    asked, record = get_query_dates(request), get_data_context()
    names = AuthoritySearch.current(record.version)
    frameworks = record.reference.begun(*asked.span)
    areas = area_choices(frameworks, record.whole.counted_as_one, names.frameworks)
    area = chosen_area(request.GET.get("area", ""), areas)
    found = on_day(asked, area, record)
    (counts, judged_otherwise), moves = found.counts(), found.moves()
    tense = PRESENT if asked.is_now() else PAST
    return render(
        request,
        "ratings/home.html",
        {
            "moment": asked,
            "record": record,
            "area": area,
            "areas": areas,
            "counts": counts,
            "groups": [_group(c, names, area.is_headline) for c in counts if c.number],
            "existing": sum(count.number for count in counts),
            "graded": sum(count.number for count in counts if count.grade),
            "inspected": any(count.number for count in counts if count.key != NOT_YET_INSPECTED),
            "earlier": _earlier(areas, asked.as_at),
            "explanations": _explanations(area, asked.as_at),
            "judged_otherwise": judged_otherwise,
            "in_words": in_words(counts, tense),
            "year_before": found.year_before,
            "change_in_words": change_in_words(counts, tense),
            "begins": min((f.first_day for f in frameworks), default=None),
            "counted": [names.frameworks[f.code] for f in _in_force(area, asked.as_at)],
            "regions": found.map(counts),
            "stops": slider_stops(asked, frameworks, names.frameworks),
            "moves": moves,
            "moves_in_words": moves_in_words(moves),
            "rose": _named(moves.rose, names),
            "fell": _named(moves.fell, names),
            "latest": [_row(each, names) for each in reversed(found.inspections[-LATEST:])],
            "data": _data_address(found),
            "since": _since_address(found),
            "carry": asked.suffix(),
            "structured": record_dataset(record.reference.complete_to.get("graded"), record.number),
        },
    )


def _group(count: Count, names: AuthoritySearch, asks: bool) -> dict[str, Any]:
    """A count with its authorities; `asks_since` where the page links to what became of them."""
    return {
        "count": count,
        "members": sorted((names.authorities[slug].name, slug) for slug in count.authorities),
        "asks_since": asks and count.key == INADEQUATE,
    }


def _named(moved: Iterable[GradeMove], names: AuthoritySearch) -> list[dict[str, Any]]:
    """Authorities whose grade rose or fell."""
    return [{"name": names.authorities[move.authority].name, "move": move} for move in moved]


def _earlier(areas: Sequence[ChosenArea], day: date) -> list[ChosenArea]:
    """Areas outside the national shares judged by a day."""
    return [
        area
        for area in areas
        if not any(f.in_national for f in area.frameworks)
        and any(f.first_day <= day for f in area.frameworks)
    ]


def _explanations(area: ChosenArea, as_at: date) -> list[str]:
    """Why some inspections that count by then give no overall grade."""
    if not area.is_headline:
        return []
    begun = (f for f in area.frameworks if f.first_day <= as_at)
    return [explanation(f) for f in begun if f.headline_area is None]


def _in_force(area: ChosenArea, day: date) -> list[types.Framework]:
    """The frameworks that count and were in force by a day; else the first to come."""
    oldest_first = sorted(area.frameworks, key=lambda framework: framework.first_day)
    return [f for f in oldest_first if f.first_day <= day] or oldest_first[:1]


def _row(inspection: types.Inspection, names: AuthoritySearch) -> InspectionRow:
    name = names.authorities[inspection.authority].name
    return InspectionRow(name, names.frameworks[inspection.framework.code], inspection)


def _data_address(found: OnDay) -> str:
    """The URL of the counts as data."""
    asked = found.moment.parameters()
    if found.area.parameter:
        asked["area"] = found.area.parameter
    path = reverse("national-json")
    return f"{path}?{urlencode(asked)}" if asked else path


def _since_address(found: OnDay) -> str:
    """The URL of what became of those who were inadequate on the page's day."""
    asked = {"on": found.moment.as_at.isoformat(), "reached": "good"}
    return f"{reverse('question', args=['since-inadequate'])}?{urlencode(asked)}"
