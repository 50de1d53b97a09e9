"""The tables of the national page as data: each day, region or type with each grade, a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse

from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.serializers import Data
from ratings.exports.table import Sheet
from ratings.rules.national import Shares
from ratings.views.decorators import public_page
from ratings.views.national.data import good_or_outstanding, of_existing, of_graded, provenance
from ratings.views.national.groups import groups_of
from ratings.views.national.over_time import series_of
from ratings.views.national.params import PAGE, Asked, asked_page
from ratings.views.national.selectors import national_now

Row = tuple[Data, Shares]
View = Callable[..., HttpResponse]

COUNTS = ("grade", "count", "existing", "inspected", "with_grade", "percent_of_graded",
          "percent_of_existing")  # fmt: skip


def over_time_rows(asked: Asked) -> Iterator[Row]:
    """The shares on each day of the series."""
    for point in series_of(asked):
        yield {"day": point.day.isoformat()}, point.shares


def group_rows(asked: Asked) -> Iterator[Row]:
    """The shares of each region and each type."""
    for group in groups_of(asked):
        yield {"by": group.by, "name": group.name}, group.shares


def table_views(
    name: str, heads: tuple[str, ...], rows: Callable[[Asked], Iterator[Row]]
) -> tuple[View, View]:
    """JSON and CSV of a table of shares; `heads` are the keys that say what a row is of."""

    @public_page(*PAGE)
    def as_json(request: HttpRequest) -> HttpResponse:
        asked, _ = asked_page(request.GET, national_now())
        found = [{**head, **_shares_data(asked, shares)} for head, shares in rows(asked)]
        return json_answer({**provenance(asked), "rows": found})

    @public_page(*PAGE)
    def as_csv(request: HttpRequest) -> HttpResponse:
        asked, _ = asked_page(request.GET, national_now())
        lines = (line for head, shares in rows(asked) for line in _lines(asked, head, shares))
        return csv_answer(name, asked.moment, Sheet((*heads, "area", *COUNTS), lines))

    return as_json, as_csv


def _shares_data(asked: Asked, found: Shares) -> Data:
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


def _lines(asked: Asked, head: Data, found: Shares) -> Iterator[tuple[object, ...]]:
    """A line a grade, then those inspected without one and those not inspected."""
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
