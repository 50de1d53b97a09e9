"""Shares at the end of each year and on the day: chart, table, data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse

from ratings.charts.picture_address import Picture
from ratings.charts.stacked_bars import FrameworkSpan, SharesData, Slice, StackedBar, shares_picture
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.serializers import Data
from ratings.exports.table import DataTable
from ratings.models.authority_search import AuthoritySearch
from ratings.rules.changes import year_before
from ratings.rules.dates import MONTHS, day_in_words
from ratings.rules.national import Shares
from ratings.rules.time_series import Point, days_of, points
from ratings.rules.types import Framework, Grade
from ratings.views.decorators import public_view
from ratings.views.national.authorities import without_words
from ratings.views.national.data import good_or_outstanding, of_existing, of_graded, provenance
from ratings.views.national.groups import CAPTION, ShareTable, given, groups_of, share_row
from ratings.views.national.params import PAGE, NationalParams, address, parse_page_params
from ratings.views.national.selectors import get_national_record

Row = tuple[Data, Shares]
View = Callable[..., HttpResponse]

COUNTS = ("grade", "count", "existing", "inspected", "with_grade", "percent_of_graded",
          "percent_of_existing")  # fmt: skip


def over_time_rows(asked: NationalParams) -> Iterator[Row]:
    """The shares on each day of the series."""
    for point in series_of(asked):
        yield {"day": point.day.isoformat()}, point.shares


def group_rows(asked: NationalParams) -> Iterator[Row]:
    """The shares of each region and each type."""
    for group in groups_of(asked):
        yield {"by": group.by, "name": group.name}, group.shares


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


@dataclass(frozen=True, slots=True)
class Break:
    """Rules that give no grade for the area, from a day on."""

    rules: str
    day: date
    counts: bool


@dataclass(frozen=True, slots=True)
class OverTime:
    """The series as the page shows it; `now` are the shares on the day itself, `before` those
    a year before, of what was public by the same day."""

    points: tuple[Point, ...]
    before: Point
    picture: Picture
    table: ShareTable
    breaks: tuple[Break, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing counts on any of the days."""
        return not any(point.shares.inspected for point in self.points)

    @property
    def years(self) -> str:
        """`, 2014 to 2026`: from the first year in which anything counts to that of the day."""
        last = self.points[-1].day.year
        first = next((point.day.year for point in self.points if point.shares.inspected), None)
        if first is None:
            return ""
        return f", {first} to {last}" if first < last else f", {last}"

    @property
    def now(self) -> Shares:
        return self.points[-1].shares


def series_of(asked: NationalParams) -> tuple[Point, ...]:
    """The shares on each day of the series, the day requested last."""
    days = days_of(asked.country.inspections, asked.frameworks, asked.moment.as_at)
    return points(asked.country, asked.areas, asked.counted, days)


def over_time_of(asked: NationalParams) -> OverTime:
    """All data of the page's section on shares over time."""
    found = series_of(asked)
    grades = given(asked, [point.shares for point in found])
    breaks = tuple(_breaks(asked, found))
    data = SharesData(
        uid="shares",
        title=f"{asked.area.words}: {asked.councils} by grade",
        description=_description(found, grades),
        columns=tuple(_column(point, grades, asked) for point in found),
        eras=tuple(_eras(asked, [point.day for point in found])),
        key=_key(grades, asked, found),
    )
    (before,) = points(asked.country, asked.areas, asked.counted, [year_before(asked.moment.as_at)])
    return OverTime(found, before, shares_picture(data), _table(asked, found, grades), breaks)


def _description(found: Sequence[Point], grades: Sequence[Grade]) -> str:
    """The first and the last column as text; the table has the rest."""
    ends = found[:1] if len(found) == 1 else (found[0], found[-1])
    return " ".join(
        f"{day_in_words(point.day)}: "
        + ", ".join(f"{point.shares.count(g)} {g.word}" for g in grades)
        + f", {point.shares.existing - point.shares.with_grade} without a grade."
        for point in ends
    )


def _column(point: Point, grades: Sequence[Grade], asked: NationalParams) -> StackedBar:
    """One bar, from the worst grade up; above them those without one."""
    shares = point.shares
    slices = [Slice(shares.count(g), g.word, g) for g in reversed(grades)]
    slices.append(Slice(len(shares.without), without_words(asked), dashed=True))
    slices.append(Slice(shares.existing - shares.inspected, NOT_YET))
    day_and_month = f"{point.day.day} {MONTHS[point.day.month - 1][:3]}"
    return StackedBar(str(point.day.year), day_and_month, tuple(slices))


def _key(
    grades: Sequence[Grade], asked: NationalParams, found: Sequence[Point]
) -> tuple[tuple[str, Grade | None, bool], ...]:
    key: list[tuple[str, Grade | None, bool]] = [(g.word, g, False) for g in grades]
    if any(point.shares.without for point in found):
        key.append((without_words(asked), None, True))
    if any(point.shares.existing > point.shares.inspected for point in found):
        key.append((NOT_YET, None, False))
    return tuple(key)


def _eras(asked: NationalParams, days: Sequence[date]) -> Iterator[FrameworkSpan]:
    """Where the rules in force change, as positions between the columns."""
    names = AuthoritySearch.current(asked.national.record.version).frameworks
    begun = [f for f in asked.frameworks if f.first_day <= days[-1]]
    places = [*(sum(day < f.first_day for day in days) for f in begun), len(days)]
    for framework, start, end in zip(begun, places, places[1:], strict=False):
        change = without_words(asked) if not _judges(framework, asked) else ""
        yield FrameworkSpan(
            names[framework.code], start, end, change if framework != begun[0] else ""
        )


def _judges(framework: Framework, asked: NationalParams) -> bool:
    return any(framework.area(key) for key in asked.areas)


def _breaks(asked: NationalParams, found: Sequence[Point]) -> Iterator[Break]:
    """Rules among those that count under which the area is not graded."""
    without = {i.framework.code for i in found[-1].shares.without}
    for framework in asked.frameworks:
        if framework.first_day <= asked.moment.as_at and not _judges(framework, asked):
            yield Break(framework.name, framework.first_day, framework.code in without)


def _table(asked: NationalParams, found: Sequence[Point], grades: tuple[Grade, ...]) -> ShareTable:
    """Newest day first; each day links to the page as at that day."""
    rows = []
    for point in reversed(found):
        day = {"as_at": point.day.isoformat()}
        name = day_in_words(point.day)
        rows.append(share_row(name, point.shares, grades, href=address("national", asked, **day)))
    return ShareTable(CAPTION, "On", grades, without_words(asked), tuple(rows))
