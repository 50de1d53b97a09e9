"""Figures published by Ofsted and the press, compared with those of this record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.forms import QueryDates, today
from ratings.models.cached_urls import reverse
from ratings.models.published_figure import PublishedFigure
from ratings.models.record import Record
from ratings.parameters import ENGLAND
from ratings.rules.dates import dates_in_words
from ratings.rules.grades import best_first
from ratings.rules.national import whole_percent
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.national.params import NationalParams, parse_count_params
from ratings.views.national.selectors import AreaChoice, NationalRecord, build_national_record

MATCHES = "matches"
EXPLAINED = "explained"
DIFFERS = "differs"

COLUMNS = (
    "id", "as_at", "published_by", "area", "region", "grades", "unit", "denominator",
    "published_value", "our_value", "our_count", "our_denominator", "result", "address",
    "source_url", "note",
)  # fmt: skip

Unit, Denominator = PublishedFigure.Unit, PublishedFigure.Denominator


@dataclass(frozen=True, slots=True)
class FigureComparison:
    """One published figure and ours; our percentage is `count` of `of`.

    `address` is the URL of the counts as data. `result`: it matches, its difference is
    explained by `figure.note`, or it differs and nobody has said why.
    """

    figure: PublishedFigure
    area: AreaChoice
    what: str
    address: str
    value: int | None
    count: int
    of: int | None
    result: str

    @property
    def region(self) -> str:
        return self.figure.region or ENGLAND

    @property
    def denominator(self) -> str:
        """The population of the figure, as its source states it, with days as text."""
        return dates_in_words(self.figure.denominator_words)

    @property
    def is_percent(self) -> bool:
        return self.figure.unit == Unit.PERCENT


@public_view(*MOMENT)
def figures(request: HttpRequest) -> HttpResponse:
    """The comparison as a page; seven queries cold."""
    asked = get_query_dates(request)
    record, rows = compare_figures(asked)
    return render(
        request,
        "ratings/figures.html",
        {"moment": asked, "record": record, "rows": rows, "results": _results(rows)},
    )


@public_view(*MOMENT)
def figures_json(request: HttpRequest) -> HttpResponse:
    """The comparison as data."""
    asked = get_query_dates(request)
    record, found = compare_figures(asked)
    rows = [dict(zip(COLUMNS, _cells(row), strict=True)) for row in found]
    data = serializers.provenance_data(asked, record)
    return json_answer({**data, "compared": len(rows), **_results(found), "figures": rows})


@public_view(*MOMENT)
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The comparison as CSV."""
    asked = get_query_dates(request)
    _, rows = compare_figures(asked)
    return csv_answer("figures", asked, DataTable(COLUMNS, (_cells(row) for row in rows)))


def _results(rows: list[FigureComparison]) -> dict[str, int]:
    """How many of the figures matched, how many differ for a reason that is known."""
    counts = Counter(row.result for row in rows)
    return {result: counts[result] for result in (MATCHES, EXPLAINED, DIFFERS)}


def compare_figures(asked: QueryDates) -> tuple[Record, list[FigureComparison]]:
    """Figures of days up to the page's, each compared with the record as it is today.

    Each figure has two dates of its own. The page's own dates choose among them: figures
    as at a day up to `as_at`, published by a day up to `known_by`.
    """
    record, last = Record.current(), asked.known_by or date.max
    every = record.kept(
        "figures", today(), lambda: _every(build_national_record(record, QueryDates(today()).span))
    )
    rows = (row for row in every if row.figure.as_at <= asked.as_at)
    return record, [row for row in rows if row.figure.known_by <= last]


def _every(found: NationalRecord) -> tuple[FigureComparison, ...]:
    """All published figures with ours, which do not depend on the day of a page."""
    return tuple(_compared(figure, found) for figure in PublishedFigure.objects.all())


def parameters(figure: PublishedFigure) -> dict[str, str]:
    """The query parameters that give a figure; a default is left out."""
    begun_from, begun_to = serializers.iso(figure.begun_from), serializers.iso(figure.begun_to)
    which = "" if figure.which == PublishedFigure.Which.LATEST else figure.which
    wanted = {
        "as_at": figure.as_at.isoformat(),
        "known_by": figure.known_by.isoformat(),
        "area": figure.area,
        "region": figure.region,
        "frameworks": figure.group,
        "which": which,
        "begun_from": begun_from,
        "begun_to": begun_to,
    }
    return {name: value for name, value in wanted.items() if value}


def _compared(figure: PublishedFigure, found: NationalRecord) -> FigureComparison:
    wanted = parameters(figure)
    asked = parse_count_params(wanted, found)
    is_repeats = figure.denominator == Denominator.REPEATS
    count, of = _repeated(figure, asked) if is_repeats else _counted(figure, asked)
    value = whole_percent(count, of) if figure.unit == Unit.PERCENT else count
    name = "national-repeats-json" if is_repeats else "national-json"
    return FigureComparison(
        figure=figure,
        area=asked.area,
        what=_what(figure, asked),
        address=f"{reverse(name)}?{urlencode(wanted)}",
        value=value,
        count=count,
        of=of,
        result=_result(figure, value),
    )


def _counted(figure: PublishedFigure, asked: NationalParams) -> tuple[int, int]:
    """How many hold the grades, of how many; no grade named: all that have one."""
    shares = asked.shares
    keys = _keys(figure)
    count = sum(len(held) for grade, held in shares.holders.items() if grade.key in keys)
    of = shares.existing if figure.denominator == Denominator.EXISTING else shares.with_grade
    return (count if keys else shares.with_grade), of


def _repeated(figure: PublishedFigure, asked: NationalParams) -> tuple[int, int]:
    """How many of those inspected again had the outcome that a figure names."""
    repeats = asked.repeats
    outcome = figure.grades.replace("-", "_")
    behind = repeats.more_than_one if outcome == "more_than_one" else len(getattr(repeats, outcome))
    return behind, repeats.more_than_one


def _result(figure: PublishedFigure, value: int | None) -> str:
    if not figure.reproducible:
        return EXPLAINED
    return MATCHES if value == figure.value else DIFFERS


def _keys(figure: PublishedFigure) -> list[str]:
    return [key for key in figure.grades.split("|") if key]


REPEAT_WORDS = {
    "more-than-one": "inspected more than once",
    "improved": "improved since their first",
    "declined": "declined since their first",
    "kept-good-plus": "stayed good or outstanding",
    "unchanged-below-good": "unchanged below good",
}


def _what(figure: PublishedFigure, asked: NationalParams) -> str:
    """`good or outstanding`, `inspected`: what was counted, as text."""
    if figure.denominator == Denominator.REPEATS:
        return REPEAT_WORDS.get(figure.grades, figure.grades)
    words = [g.word for g in best_first(asked.grades) if g.key in _keys(figure)]
    return " or ".join(words) or "inspected"


def _cells(row: FigureComparison) -> tuple[object, ...]:
    figure = row.figure
    return (
        figure.key, figure.as_at.isoformat(), figure.known_by.isoformat(), figure.area, row.region,
        figure.grades or None, figure.unit, figure.denominator_words, figure.value, row.value,
        row.count, row.of, row.result, settings.SITE_URL + row.address,
        figure.source_url, figure.note or None,
    )  # fmt: skip
