"""Read the rows of the tables that the data dictionary describes, lazily.

Every reader takes the metadata of a file, which has its dates and the record, and gives rows in
the order of the dictionary's columns. Nothing is queried before the first row is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.db.models import F, Q

from ratings.exports.changes import discrepancy_cells
from ratings.exports.columns import (
    RATING_COLUMNS,
    authority_cells,
    finding_cells,
    given_cells,
    inspection_cells,
    precision_cell,
    rating_rows,
    read_cells,
)
from ratings.exports.dictionary import BY_NAME, TableDef
from ratings.exports.formats.metadata import FileMeta
from ratings.exports.table import DataTable, Row
from ratings.models import Event, Inspection, Neighbour, Succession
from ratings.models.cached_urls import reverse
from ratings.models.discrepancy import discrepancy_key, public_discrepancies, subject_of
from ratings.rules.status import AuthorityStatus
from ratings.rules.trend import Trend, node_trend
from ratings.rules.types import Authority
from ratings.rules.types import Inspection as InspectionRecord

AREA = RATING_COLUMNS.index("area")
CHUNK = 500
"""Rows that are fetched at a time."""

# --- the record in memory: ratings, inspections, visits, authorities ---


def _statuses(about: FileMeta) -> list[AuthorityStatus]:
    """Every authority on the day, in the order of their slugs."""
    found = about.record.statuses(about.moment.as_at, about.moment.known_by)
    return [status for _, status in sorted(found.items())]


def _each(about: FileMeta) -> Iterator[tuple[Authority, InspectionRecord, Trend | None]]:
    """Every inspection by then, of every programme, with its authority and trend."""
    days = about.moment.as_at, about.moment.known_by
    for status in _statuses(about):
        for each in about.record.every_of(status.authority.slug, *days):
            trend = node_trend(each, status.inspections, about.record.comparability)
            yield status.authority, each, trend


def tidy_rows(about: FileMeta) -> Iterator[Row]:
    """A row for each inspection and judgement area, a visit one row; by authority."""
    for authority, inspection, trend in _each(about):
        for *row, status, read, page in rating_rows(authority, inspection, trend, about.record):
            verified, sources, label = given_cells(inspection, row[AREA])
            yield (*row, verified, "|".join(sources), label, status, read, page)


def inspection_rows(about: FileMeta) -> Iterator[Row]:
    """The graded inspections."""
    for authority, inspection, trend in _each(about):
        if inspection.is_graded:
            found = finding_cells(inspection, trend)
            grade = inspection.headline.key if inspection.headline else ""
            yield (*_head(authority, inspection), grade, *found[:2], *found[5:])


def visit_rows(about: FileMeta) -> Iterator[Row]:
    """The visits."""
    for authority, inspection, _ in _each(about):
        if not inspection.is_graded:
            found = finding_cells(inspection, None)[2:]
            yield (*_head(authority, inspection), *found, *read_cells(inspection))


def _head(authority: Authority, inspection: InspectionRecord) -> tuple[object, ...]:
    """Which inspection of whom, and when: without `is_graded`, which the table says."""
    key, framework, kind, _, *dates = inspection_cells(inspection)
    precision = precision_cell(inspection)
    return (key, authority.slug, authority.name, framework, kind, *dates, precision)


def authority_rows(about: FileMeta) -> Iterator[Row]:
    """Every authority of the register, and its current grade on the day."""
    cells = [column.cell for column in BY_NAME["authorities"].columns if column.cell]
    for status in _statuses(about):
        own = (cell(status, about.record) for cell in cells)
        yield (*authority_cells(status.authority), *own)


# --- tables other than inspections ---


def succession_rows(about: FileMeta) -> Iterator[Row]:
    """Successions by then, the oldest first; one query."""
    columns = ("predecessor__slug", "successor__slug", "date", "kind", "source_url")
    found = Succession.objects.filter(date__lte=about.moment.as_at)
    yield from found.values_list(*columns).iterator(chunk_size=CHUNK)


def event_rows(about: FileMeta) -> Iterator[Row]:
    """Events begun by then, by authority and day; one query."""
    found = Event.objects.filter(start_date__lte=about.moment.as_at).select_related("authority")
    ordered = found.order_by("authority__slug", "start_date", "kind", "title")
    for event in ordered.iterator(chunk_size=CHUNK):
        yield (
            event.authority.slug, event.authority.name, event.kind, event.start, event.end,
            event.title, event.source_url, event.verified, event.note,
        )  # fmt: skip


def neighbour_rows(about: FileMeta) -> Iterator[Row]:
    """Every model year, as on the pages; one query."""
    columns = ("authority__slug", "model_year", "rank", "neighbour__slug", "neighbour__name")
    ordered = Neighbour.objects.order_by("authority__slug", "model_year", "rank")
    yield from ordered.values_list(*columns).iterator(chunk_size=CHUNK)


def discrepancy_rows(about: FileMeta) -> Iterator[Row]:
    """Those about what was on record then; one query."""
    begun = Inspection.objects.as_at(about.moment.as_at, about.moment.known_by)
    found = public_discrepancies().filter(Q(inspection__isnull=True) | Q(inspection__in=begun))
    ordered = found.order_by(
        "authority__slug", F("inspection__key").asc(nulls_first=True), "field", "source_b",
        "value_b",
    )  # fmt: skip
    for row in ordered.iterator(chunk_size=CHUNK):
        address = reverse("discrepancy", args=[subject_of(row), discrepancy_key(row)])
        yield discrepancy_cells(row, settings.SITE_URL + address)


READERS: dict[str, Callable[[FileMeta], Iterator[Row]]] = {
    "ratings": tidy_rows,
    "authorities": authority_rows,
    "successions": succession_rows,
    "inspections": inspection_rows,
    "visits": visit_rows,
    "events": event_rows,
    "neighbours": neighbour_rows,
    "discrepancies": discrepancy_rows,
}


def sheet_of(table: TableDef, about: FileMeta) -> DataTable:
    """The table for the as-of dates, not yet read."""
    return DataTable(table.names, READERS[table.name](about))


def row_counts(about: FileMeta) -> dict[str, int]:
    """Rows by table; four queries. A graded inspection has a row an area that its framework
    asks, a visit one."""
    day, record = about.moment.as_at, about.record
    begun = Inspection.objects.as_at(day, about.moment.known_by)
    disputed = Q(inspection__isnull=True) | Q(inspection__in=begun)
    days = day, about.moment.known_by
    known = [each for slug in record.authorities for each in record.every_of(slug, *days)]
    graded = [each for each in known if each.is_graded]
    visits = len(known) - len(graded)
    return {
        "ratings": sum(len(each.framework.areas) for each in graded) + visits,
        "inspections": len(graded),
        "visits": visits,
        "authorities": len(record.authorities),
        "successions": Succession.objects.filter(date__lte=day).count(),
        "events": Event.objects.filter(start_date__lte=day).count(),
        "neighbours": Neighbour.objects.count(),
        "discrepancies": public_discrepancies().filter(disputed).count(),
    }
