"""Ratings, inspections and visits: three tables of one reading of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ratings.exports.columns import (
    RATING_COLUMNS,
    finding_cells,
    inspection_cells,
    precision_cell,
    rating_rows,
    read_cells,
)
from ratings.exports.table import Row
from ratings.exports.tables.context import Asked
from ratings.models import Authority, Inspection
from ratings.models.export_querysets import Council, Full, Given, streamed, streamed_with_given
from ratings.models.inspection import InspectionQuerySet
from ratings.models.reference import Reference
from ratings.rules.trend import Comparability, Trend, headline_trend, one_before

Read = Callable[[InspectionQuerySet, Reference], Iterator[Council]]

NOTHING = Given()
AREA = RATING_COLUMNS.index("area")


def tidy_rows(asked: Asked) -> Iterator[Row]:
    """A row for each inspection and judgement area, a visit one row; by authority."""
    for authority, full, trend in _each(asked, streamed_with_given):
        rows = rating_rows(authority, full.record, full.detail, trend, asked.reference)
        for *row, status, read, page in rows:
            given = full.given.get(str(row[AREA]), NOTHING)
            yield (*row, *_given_cells(given), status, read, page)


def _given_cells(given: Given) -> tuple[object, ...]:
    return (given.verified, "|".join(source.key for source in given.sources), given.label)


def inspection_rows(asked: Asked) -> Iterator[Row]:
    """The graded inspections."""
    for authority, full, trend in _each(asked):
        if full.record.is_graded:
            found = finding_cells(full.record, full.detail, trend)
            headline = full.record.headline
            grade = headline.key if headline else ""
            yield (*_head(authority, full), grade, *found[:2], *found[5:])


def visit_rows(asked: Asked) -> Iterator[Row]:
    """The visits."""
    for authority, full, _ in _each(asked):
        if not full.record.is_graded:
            found = finding_cells(full.record, full.detail, None)[2:]
            yield (*_head(authority, full), *found, *read_cells(full.record))


def _head(authority: Authority, full: Full) -> tuple[object, ...]:
    """Which inspection of whom, and when: without `is_graded`, which the table says."""
    key, framework, kind, _, *dates = inspection_cells(full.record)
    return (
        key,
        authority.slug,
        authority.name,
        framework,
        kind,
        *dates,
        precision_cell(full.record),
    )


def _each(asked: Asked, read: Read = streamed) -> Iterator[tuple[Authority, Full, Trend | None]]:
    """Every inspection by then with its authority and trend; the queries of `read`."""
    moment, reference = asked.moment, asked.reference
    begun = Inspection.objects.as_at(moment.as_at, moment.known_by)
    for authority, own in read(begun, reference):
        for full in own:
            yield authority, full, _trend(full, own, reference.comparability)


def _trend(full: Full, own: Sequence[Full], comparability: Comparability) -> Trend | None:
    """Of a graded node against the one before; other inspections have none."""
    if not full.record.gives_node:
        return None
    before = one_before(full.record, [each.record for each in own])
    return headline_trend(full.record, before, comparability)
