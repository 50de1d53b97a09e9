"""Drill-down lists: the page with fifty rows at a time, JSON and CSV with all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.models.cached_urls import reverse
from ratings.rules.dates import day_in_words
from ratings.rules.grades import NO_OVERALL_GRADE
from ratings.rules.types import Grade, Inspection
from ratings.views.decorators import public_view
from ratings.views.national.params import NationalParams
from ratings.views.national.selectors import NationalRecord, get_national_record
from ratings.views.paging import numbers_of, page_of

View = Callable[..., HttpResponse]
T = TypeVar("T")

PER_PAGE = 50
"""Rows per page, as in the list of inspections. On a phone fifty rows are fourteen screens."""


@dataclass(frozen=True, slots=True)
class ListCell:
    """One value: as data, as text, its URL; a grade (or its absence) is marked."""

    value: object
    words: str
    href: str = ""
    grade: Grade | None = None
    is_grade: bool = False


Row = tuple[ListCell, ...]


@dataclass(frozen=True, slots=True)
class DrillDownList(Generic[T]):
    """A list: `columns` are pairs of key and heading; `cells` makes the row of an item, with a
    cell for each column, when the row is shown."""

    name: str
    title: str
    sentence: str
    asked: NationalParams
    columns: tuple[tuple[str, str], ...]
    items: Sequence[T]
    cells: Callable[[T], Row]
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> Iterator[Row]:
        """All rows, each made lazily."""
        return map(self.cells, self.items)

    def labelled(self, items: Iterable[T]) -> list[list[tuple[str, ListCell]]]:
        """The rows of some items with the heading of each cell, for narrow screens."""
        return [list(zip(self.headings, self.cells(item), strict=True)) for item in items]

    @property
    def headings(self) -> list[str]:
        return [heading for _, heading in self.columns]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key, _ in self.columns)


Build = Callable[[Mapping[str, Any], NationalRecord], DrillDownList[Any]]


def listing_views(build: Build, parameters: Sequence[str]) -> tuple[View, View, View]:
    """The views of a list as page, JSON and CSV; each reads the national record.

    The page takes `page` as well; the data have all rows.
    """

    @public_view(*parameters, "page")
    def page(request: HttpRequest) -> HttpResponse:
        found = build(request.GET, get_national_record(request.GET))
        shown = page_of(request, found.items, PER_PAGE)
        return render(
            request,
            "ratings/national/listing.html",
            {
                "moment": found.asked.moment,
                "record": found.asked.national.record,
                "listing": found,
                "rows": found.labelled(shown.object_list),
                "page": shown,
                "pages": numbers_of(shown),
                "csv": f"{found.name}-csv",
                "json": f"{found.name}-json",
            },
        )

    @public_view(*parameters)
    def as_json(request: HttpRequest) -> HttpResponse:
        return json_answer(listing_data(build(request.GET, get_national_record(request.GET))))

    @public_view(*parameters)
    def as_csv(request: HttpRequest) -> HttpResponse:
        found = build(request.GET, get_national_record(request.GET))
        rows = ([cell.value for cell in row] for row in found.rows)
        return csv_answer(found.name, found.asked.moment, DataTable(found.keys, rows))

    return page, as_json, as_csv


def listing_data(found: DrillDownList[Any]) -> serializers.Data:
    """The rows as objects, with provenance."""
    asked = found.asked
    record = asked.national.record
    return {
        **serializers.provenance_data(asked.moment, record),
        "region": asked.part.name,
        "type": asked.type or None,
        "rows": [
            {key: serializers.plain(cell.value) for key, cell in zip(found.keys, row, strict=True)}
            for row in found.rows
        ],
    }


# --- cells -------------------------------------------------------------------------------


def authority_cell(slug: str, asked: NationalParams) -> ListCell:
    """An authority's name, linked to its page as at the day."""
    name = asked.national.record.authorities[slug].name
    return ListCell(slug, name, reverse("authority", args=[slug]) + asked.moment.suffix())


def grade_cell(grade: Grade | None, words: str = NO_OVERALL_GRADE) -> ListCell:
    """A grade with its mark, or the text why there is none."""
    if grade is None:
        return ListCell(words.replace(" ", "-"), words, is_grade=True)
    return ListCell(grade.key, grade.word, grade=grade, is_grade=True)


def inspection_cell(
    inspection: Inspection | None, asked: NationalParams, none: str = ""
) -> ListCell:
    """The first day of an inspection, linked to it; as data its id."""
    if inspection is None:
        return ListCell(None, none)
    address = reverse("inspection", args=[inspection.id]) + asked.moment.suffix()
    return ListCell(inspection.id, inspection.shown_date.in_words(), address)


def framework_cell(inspection: Inspection | None) -> ListCell:
    """The short name of the rules that an inspection was made under."""
    if inspection is None:
        return ListCell(None, "")
    return ListCell(inspection.framework.code, inspection.framework.short_name)


def day_cell(day: date | None, none: str = "") -> ListCell:
    return ListCell(day, day_in_words(day) if day else none)


def text_cell(words: str) -> ListCell:
    return ListCell(words, words)
