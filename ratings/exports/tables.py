"""Read the rows of the tables that the data dictionary describes, lazily.

Every reader takes the two dates and the reference data and gives rows in the order of the
dictionary's columns. Nothing is queried before the first row is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from ratings.exports.changes import discrepancy_cells
from ratings.exports.columns import (
    RATING_COLUMNS,
    finding_cells,
    inspection_cells,
    precision_cell,
    rating_rows,
    read_cells,
    status_row,
)
from ratings.exports.dictionary import TableDef
from ratings.exports.table import DataTable, Row
from ratings.forms import QueryDates
from ratings.models import (
    Alias,
    Authority,
    Event,
    FormerCode,
    Inspection,
    Neighbour,
    Succession,
)
from ratings.models.cached_urls import reverse
from ratings.models.discrepancy import discrepancy_key, public_discrepancies, subject_of
from ratings.models.export_querysets import (
    CHUNK,
    Council,
    InspectionWithProvenance,
    RatingProvenance,
    iter_inspections,
    iter_with_provenance,
)
from ratings.models.inspection import InspectionQuerySet
from ratings.models.reference import Reference
from ratings.rules.row_types import AuthorityRow
from ratings.rules.status import AuthorityStatus, get_statuses
from ratings.rules.trend import Comparability, Trend, headline_trend, one_before

Read = Callable[[InspectionQuerySet, Reference], Iterator[Council]]

NOTHING = RatingProvenance()
AREA = RATING_COLUMNS.index("area")


@dataclass(frozen=True, slots=True)
class ExportContext:
    """The two dates, and the reference data of the data version that is read. `site` is the
    start of every URL, without a slash at its end."""

    moment: QueryDates
    reference: Reference
    site: str


# --- ratings, inspections and visits: three tables of one reading of the record ---


def tidy_rows(asked: ExportContext) -> Iterator[Row]:
    """A row for each inspection and judgement area, a visit one row; by authority."""
    for authority, full, trend in _each(asked, iter_with_provenance):
        rows = rating_rows(authority, full.record, full.detail, trend, asked.reference)
        for *row, status, read, page in rows:
            given = full.given.get(str(row[AREA]), NOTHING)
            sources = "|".join(source.key for source in given.sources)
            yield (*row, given.verified, sources, given.label, status, read, page)


def inspection_rows(asked: ExportContext) -> Iterator[Row]:
    """The graded inspections."""
    for authority, full, trend in _each(asked):
        if full.record.is_graded:
            found = finding_cells(full.record, full.detail, trend)
            headline = full.record.headline
            grade = headline.key if headline else ""
            yield (*_head(authority, full), grade, *found[:2], *found[5:])


def visit_rows(asked: ExportContext) -> Iterator[Row]:
    """The visits."""
    for authority, full, _ in _each(asked):
        if not full.record.is_graded:
            found = finding_cells(full.record, full.detail, None)[2:]
            yield (*_head(authority, full), *found, *read_cells(full.record))


def _head(authority: Authority, full: InspectionWithProvenance) -> tuple[object, ...]:
    """Which inspection of whom, and when: without `is_graded`, which the table says."""
    key, framework, kind, _, *dates = inspection_cells(full.record)
    precision = precision_cell(full.record)
    return (key, authority.slug, authority.name, framework, kind, *dates, precision)


def _each(
    asked: ExportContext, read: Read = iter_inspections
) -> Iterator[tuple[Authority, InspectionWithProvenance, Trend | None]]:
    """Every inspection by then with its authority and trend; the queries of `read`."""
    moment, reference = asked.moment, asked.reference
    begun = Inspection.objects.as_at(moment.as_at, moment.known_by)
    for authority, own in read(begun, reference):
        for full in own:
            yield authority, full, _trend(full, own, reference.comparability)


def _trend(
    full: InspectionWithProvenance,
    own: Sequence[InspectionWithProvenance],
    comparability: Comparability,
) -> Trend | None:
    """Trend of a graded step against the one before; other inspections have none."""
    if not full.record.gives_node:
        return None
    before = one_before(full.record, [each.record for each in own])
    return headline_trend(full.record, before, comparability)


# --- every authority of the register, and its current grade on the day ---


def authority_rows(asked: ExportContext) -> Iterator[Row]:
    """In the order of their slugs; four queries."""
    found = {a.slug: a for a in Authority.objects.order_by("slug")}
    aliases: dict[str, list[str]] = defaultdict(list)
    for slug, name in Alias.objects.order_by("name").values_list("authority__slug", "name"):
        aliases[slug].append(name)
    former: dict[str, list[str]] = defaultdict(list)
    rows = FormerCode.objects.order_by("scheme", "value")
    for slug, scheme, value in rows.values_list("authority__slug", "scheme", "value"):
        former[slug].append(f"{scheme}:{value}")
    for standing in _standings(asked, found):
        authority = found[standing.authority.slug]
        exists = standing.authority.exists_on(asked.moment.as_at)
        listed = _listed(authority, standing)
        *stands, visit_status, page = status_row(listed, asked.moment, asked.reference)
        yield (
            *stands, exists, _number(authority.latitude), _number(authority.longitude),
            "|".join(aliases[authority.slug]), "|".join(former[authority.slug]), visit_status,
            page,
        )  # fmt: skip


def _standings(asked: ExportContext, found: dict[str, Authority]) -> tuple[AuthorityStatus, ...]:
    moment, reference = asked.moment, asked.reference
    inspections = Inspection.objects.as_at(moment.as_at, moment.known_by)
    return get_statuses(
        [authority.record() for authority in found.values()],
        inspections.line_records(reference),
        reference.comparability,
        moment.as_at,
        moment.known_by,
    )


def _listed(a: Authority, standing: AuthorityStatus) -> AuthorityRow:
    return AuthorityRow(
        slug=a.slug, name=a.name, gss_code=a.gss_code, la_code=a.la_code,
        ofsted_urn=a.ofsted_urn, region=a.region, type=a.authority_type,
        start=a.start_date, end=a.end_date, abolished=None, standing=standing,
    )  # fmt: skip


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


# --- tables other than inspections ---


def succession_rows(asked: ExportContext) -> Iterator[Row]:
    """Successions by then, the oldest first; one query."""
    columns = ("predecessor__slug", "successor__slug", "date", "kind", "source_url")
    found = Succession.objects.filter(date__lte=asked.moment.as_at)
    yield from found.values_list(*columns).iterator(chunk_size=CHUNK)


def event_rows(asked: ExportContext) -> Iterator[Row]:
    """Events begun by then, by authority and day; one query."""
    found = Event.objects.filter(start_date__lte=asked.moment.as_at).select_related("authority")
    ordered = found.order_by("authority__slug", "start_date", "kind", "title")
    for event in ordered.iterator(chunk_size=CHUNK):
        yield (
            event.authority.slug, event.authority.name, event.kind, event.start, event.end,
            event.title, event.source_url, event.verified, event.note,
        )  # fmt: skip


def neighbour_rows(asked: ExportContext) -> Iterator[Row]:
    """Every model year, as on the pages; one query."""
    columns = ("authority__slug", "model_year", "rank", "neighbour__slug", "neighbour__name")
    ordered = Neighbour.objects.order_by("authority__slug", "model_year", "rank")
    yield from ordered.values_list(*columns).iterator(chunk_size=CHUNK)


def discrepancy_rows(asked: ExportContext) -> Iterator[Row]:
    """Those about what was on record then; one query."""
    begun = Inspection.objects.as_at(asked.moment.as_at, asked.moment.known_by)
    found = public_discrepancies().filter(Q(inspection__isnull=True) | Q(inspection__in=begun))
    ordered = found.order_by(
        "authority__slug", F("inspection__key").asc(nulls_first=True), "field", "source_b",
        "value_b",
    )  # fmt: skip
    for row in ordered.iterator(chunk_size=CHUNK):
        address = reverse("discrepancy", args=[subject_of(row), discrepancy_key(row)])
        yield discrepancy_cells(row, asked.site + address)


READERS: dict[str, Callable[[ExportContext], Iterator[Row]]] = {
    "ratings": tidy_rows,
    "authorities": authority_rows,
    "successions": succession_rows,
    "inspections": inspection_rows,
    "visits": visit_rows,
    "events": event_rows,
    "neighbours": neighbour_rows,
    "discrepancies": discrepancy_rows,
}


def sheet_of(table: TableDef, asked: ExportContext) -> DataTable:
    """The table for the as-of dates, not yet read."""
    return DataTable(table.names, READERS[table.name](asked))


def row_counts(asked: ExportContext) -> dict[str, int]:
    """Rows by table; six queries."""
    day = asked.moment.as_at
    begun = Inspection.objects.as_at(day, asked.moment.known_by)
    disputed = Q(inspection__isnull=True) | Q(inspection__in=begun)
    return {
        **_inspections(asked),
        "authorities": Authority.objects.count(),
        "successions": Succession.objects.filter(date__lte=day).count(),
        "events": Event.objects.filter(start_date__lte=day).count(),
        "neighbours": Neighbour.objects.count(),
        "discrepancies": public_discrepancies().filter(disputed).count(),
    }


def _inspections(asked: ExportContext) -> dict[str, int]:
    """A graded inspection has a row an area that its framework asks, a visit one."""
    reference = asked.reference
    begun = Inspection.objects.as_at(asked.moment.as_at, asked.moment.known_by)
    groups = begun.order_by().values_list("framework_id", "kind_id").annotate(Count("pk"))
    found = {"ratings": 0, "inspections": 0, "visits": 0}
    for framework, kind, count in groups:
        is_graded = reference.kinds[kind].is_graded
        rows = len(reference.frameworks[framework].areas) if is_graded else 1
        found["ratings"] += count * rows
        found["inspections" if is_graded else "visits"] += count
    return found
