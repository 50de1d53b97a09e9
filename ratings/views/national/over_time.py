"""Shares at the end of each year and on the day: chart, table, data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from ratings.charts.stacked_bars import FrameworkSpan, Slice, StackedBar, shares_picture
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.serializers import Data
from ratings.exports.table import DataTable
from ratings.rules.dates import MONTHS, day_in_words
from ratings.rules.national import Shares
from ratings.rules.time_series import days_of, points
from ratings.rules.types import Framework, Grade
from ratings.views.decorators import public_view
from ratings.views.national.authorities import without_words
from ratings.views.national.data import good_or_outstanding, of_existing, of_graded, provenance
from ratings.views.national.groups import given, groups_of, share_row, share_table
from ratings.views.national.params import PAGE, NationalParams, address, parse_page_params
from ratings.views.national.selectors import get_national_record

Row = tuple[Data, Shares]
View = Callable[..., HttpResponse]

COUNTS = ("grade", "count", "existing", "inspected", "with_grade", "percent_of_graded",
          "percent_of_existing")  # fmt: skip


def over_time_rows(asked: NationalParams) -> Iterator[Row]:
    """The shares on each day of the series."""
    for day, shares in series_of(asked).items():
        yield {"day": day.isoformat()}, shares


def group_rows(asked: NationalParams) -> Iterator[Row]:
    """The shares of each region and each type."""
    for by, name, _, shares in groups_of(asked):
        yield {"by": by, "name": name}, shares


def table_views(
    name: str, heads: tuple[str, ...], rows: Callable[[NationalParams], Iterator[Row]]
) -> tuple[View, View]:
    """JSON and CSV of a table of shares; `heads` are the keys that identify a row's group."""

    @public_view(*PAGE)
    def as_json(request: HttpRequest) -> HttpResponse:
        asked, _ = parse_page_params(request.GET, get_national_record(request.GET))
        found = [{**head, **_shares_data(asked, shares)} for head, shares in rows(asked)]
        return json_answer({**provenance(asked), "rows": found})

    @public_view(*PAGE)
    def as_csv(request: HttpRequest) -> HttpResponse:
        asked, _ = parse_page_params(request.GET, get_national_record(request.GET))
        lines = (line for head, shares in rows(asked) for line in _lines(asked, head, shares))
        return csv_answer(name, asked.moment, DataTable((*heads, "area", *COUNTS), lines))

    return as_json, as_csv


def _shares_data(asked: NationalParams, found: Shares) -> Data:
    counts = {grade.key: found.count(grade) for grade in asked.grades}
    return {
        "existing": found.existing,
        "inspected": found.inspected,
        "with_grade": found.with_grade,
        "without_grade": len(found.without),
        "grades": counts,
        "percent_of_graded": {key: of_graded(found, n) for key, n in counts.items()},
        "percent_of_existing": {key: of_existing(asked, found, n) for key, n in counts.items()},
        "good_or_outstanding": good_or_outstanding(found),
    }


def _lines(asked: NationalParams, head: Data, found: Shares) -> Iterator[tuple[object, ...]]:
    """One line per grade, then those inspected without one and those not inspected."""
    start = (*head.values(), asked.area.key)
    totals = (found.existing, found.inspected, found.with_grade)
    for grade in asked.grades:
        n = found.count(grade)
        yield (*start, grade.key, n, *totals, of_graded(found, n), of_existing(asked, found, n))
    for key, n in (
        ("without-grade", len(found.without)),
        ("not-yet-inspected", found.existing - found.inspected),
    ):
        yield (*start, key, n, *totals, None, of_existing(asked, found, n))


over_time_json, over_time_csv = table_views("national-over-time", ("day",), over_time_rows)
groups_json, groups_csv = table_views("national-groups", ("by", "name"), group_rows)


NOT_YET = "not yet inspected under these rules"


Series = dict[date, Shares]
"""The shares on each day of the series, the day requested last."""


def series_of(asked: NationalParams) -> Series:
    days = days_of(asked.country.inspections, asked.frameworks, asked.moment.as_at)
    return points(asked.country, asked.areas, asked.counted, days)


def years_in_words(found: Series) -> str:
    """`, 2014 to 2026`: from the first year in which anything counts to that of the day."""
    last = max(found).year
    first = next((day.year for day, shares in found.items() if shares.inspected), None)
    if first is None:
        return ""
    return f", {first} to {last}" if first < last else f", {last}"


def over_time_of(asked: NationalParams, found: Series) -> dict[str, Any]:
    """The series as the page shows it: its chart, its table, and the rules that give no grade."""
    grades = given(asked, found.values())
    picture = shares_picture(
        [_column(day, shares, grades, asked) for day, shares in found.items()],
        list(_eras(asked, list(found))),
        _key(grades, asked, found),
        uid="shares",
        title=f"{asked.area.words}: {asked.councils} by grade",
        description=_description(found, grades),
    )
    rows = [
        share_row(
            day_in_words(day), shares, grades,
            href=address("national", asked, as_at=day.isoformat()),
        )
        for day, shares in reversed(found.items())
    ]  # fmt: skip
    return {
        "is_empty": not any(shares.inspected for shares in found.values()),
        "picture": picture,
        "table": share_table("On", grades, rows, asked),
        "breaks": list(_breaks(asked, found[asked.moment.as_at])),
    }


def _description(found: Series, grades: Sequence[Grade]) -> str:
    """The first and the last column as text; the table has the rest."""
    every = list(found.items())
    return " ".join(
        f"{day_in_words(day)}: "
        + ", ".join(f"{shares.count(g)} {g.word}" for g in grades)
        + f", {shares.existing - shares.with_grade} without a grade."
        for day, shares in (every if len(every) == 1 else (every[0], every[-1]))
    )


def _column(
    day: date, shares: Shares, grades: Sequence[Grade], asked: NationalParams
) -> StackedBar:
    """One bar, from the worst grade up; above them those without one."""
    slices = [Slice(shares.count(g), g.word, g) for g in reversed(grades)]
    slices.append(Slice(len(shares.without), without_words(asked), dashed=True))
    slices.append(Slice(shares.existing - shares.inspected, NOT_YET))
    day_and_month = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return StackedBar(str(day.year), day_and_month, tuple(slices))


def _key(
    grades: Sequence[Grade], asked: NationalParams, found: Series
) -> list[tuple[str, Grade | None, bool]]:
    key: list[tuple[str, Grade | None, bool]] = [(g.word, g, False) for g in grades]
    if any(shares.without for shares in found.values()):
        key.append((without_words(asked), None, True))
    if any(shares.existing > shares.inspected for shares in found.values()):
        key.append((NOT_YET, None, False))
    return key


def _eras(asked: NationalParams, days: Sequence[date]) -> Iterator[FrameworkSpan]:
    """Where the rules in force change, as positions between the columns."""
    begun = [f for f in asked.frameworks if f.first_day <= days[-1]]
    places = [*(sum(day < f.first_day for day in days) for f in begun), len(days)]
    for framework, start, end in zip(begun, places, places[1:], strict=False):
        change = without_words(asked) if not _judges(framework, asked) else ""
        yield FrameworkSpan(
            framework.short_name, start, end, change if framework != begun[0] else ""
        )


def _judges(framework: Framework, asked: NationalParams) -> bool:
    return any(framework.area(key) for key in asked.areas)


def _breaks(asked: NationalParams, now: Shares) -> Iterator[dict[str, Any]]:
    """Rules among those that count that give no grade for the area, from a day on."""
    without = {i.framework.code for i in now.without}
    for framework in asked.frameworks:
        day, code = framework.first_day, framework.code
        if day <= asked.moment.as_at and not _judges(framework, asked):
            yield {"rules": framework.name, "day": day, "counts": code in without}
