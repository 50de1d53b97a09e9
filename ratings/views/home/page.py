"""The national dashboard: counts and shares, tile map, grade changes, latest inspections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports.schema_org import record_dataset
from ratings.forms import QueryDates, today
from ratings.models.cached_urls import reverse
from ratings.models.record import Record
from ratings.rules import types
from ratings.rules.dates import day_in_words
from ratings.rules.grades import INADEQUATE
from ratings.rules.status import NOT_YET_INSPECTED
from ratings.rules.trend import Change
from ratings.rules.types import Framework
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
)
from ratings.views.text import explanation

LATEST = 10


def slider_stops(
    asked: QueryDates, frameworks: Iterable[Framework], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """31 March of every year of the record, the days before new frameworks of the line, today,
    and the page's day where it is none of these; in order.

    `as_at` is for the URL (blank for today); the label is in full and in short.
    """
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
        {
            "as_at": "" if day == now else day.isoformat(),
            "words": words,
            "short": short,
            "is_year": is_year,
            "is_current": day == asked.as_at,
        }
        for day, (words, short, is_year) in sorted(days.items())
    ]


def _year_ends(frameworks: list[Framework], now: date) -> list[date]:
    first = min((f.first_day for f in frameworks), default=now)
    found = (date(year, 3, 31) for year in range(first.year, now.year + 1))
    return [day for day in found if first <= day <= now]


@public_view(*MOMENT, "area")
def home(request: HttpRequest) -> HttpResponse:
    """The country on a day, for one judgement area."""
    asked, record = get_query_dates(request), Record.current()
    frameworks = record.begun(*asked.span)
    areas = area_choices(frameworks, record.counted_as_one, record.framework_names)
    area = chosen_area(request.GET.get("area", ""), areas)
    found = OnDay(asked, area, record)
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
            "groups": [_group(c, record, area.is_headline) for c in counts if c.number],
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
            "counted": [record.framework_names[f.code] for f in _in_force(area, asked.as_at)],
            "regions": found.map(counts),
            "stops": slider_stops(asked, frameworks, record.framework_names),
            "compared": sum(map(len, moves.values())),
            "moves_in_words": moves_in_words(moves),
            "uncompared": moves[Change.NOT_COMPARABLE],
            "rose": moves[Change.IMPROVED],
            "fell": moves[Change.DECLINED],
            "latest": found.inspections[: -LATEST - 1 : -1],
            "data": _data_address(found),
            "since": _since_address(found),
            "carry": asked.suffix(),
            "structured": record_dataset(record.complete_to.get("graded"), record.number),
        },
    )


def _group(count: Count, record: Record, asks: bool) -> dict[str, Any]:
    """A count with its authorities; `asks_since` where the page links to what became of them."""
    return {
        "count": count,
        "members": sorted((record.authorities[slug].name, slug) for slug in count.authorities),
        "asks_since": asks and count.key == INADEQUATE,
    }


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
