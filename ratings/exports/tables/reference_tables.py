"""What stands beside the inspections: successions, events, neighbours, discrepancies."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

from ratings.exports.changes import discrepancy_cells
from ratings.exports.table import Row
from ratings.exports.tables.context import Asked
from ratings.models import Discrepancy, Event, Inspection, Neighbour, Succession
from ratings.models.cached_urls import reverse
from ratings.models.discrepancy import key_of, public_discrepancies, subject_of
from ratings.models.export_querysets import CHUNK


def succession_rows(asked: Asked) -> Iterator[Row]:
    """Successions by then, the oldest first; one query."""
    columns = ("predecessor__slug", "successor__slug", "date", "kind", "source_url")
    found = Succession.objects.filter(date__lte=asked.moment.as_at)
    yield from found.values_list(*columns).iterator(chunk_size=CHUNK)


def event_rows(asked: Asked) -> Iterator[Row]:
    """Events begun by then, by authority and day; one query."""
    found = Event.objects.filter(start_date__lte=asked.moment.as_at).select_related("authority")
    ordered = found.order_by("authority__slug", "start_date", "kind", "title")
    for event in ordered.iterator(chunk_size=CHUNK):
        yield (
            event.authority.slug, event.authority.name, event.kind, event.start, event.end,
            event.title, event.source_url, event.verified, event.note,
        )  # fmt: skip


def neighbour_rows(asked: Asked) -> Iterator[Row]:
    """Every model year, as on the pages; one query."""
    columns = ("authority__slug", "model_year", "rank", "neighbour__slug", "neighbour__name")
    ordered = Neighbour.objects.order_by("authority__slug", "model_year", "rank")
    yield from ordered.values_list(*columns).iterator(chunk_size=CHUNK)


def discrepancy_rows(asked: Asked) -> Iterator[Row]:
    """Those about what was on record then; one query."""
    begun = Inspection.objects.as_at(asked.moment.as_at, asked.moment.known_by)
    found = public_discrepancies().filter(Q(inspection__isnull=True) | Q(inspection__in=begun))
    ordered = found.order_by(
        "authority__slug", F("inspection__key").asc(nulls_first=True), "field", "source_b",
        "value_b",
    )  # fmt: skip
    for row in ordered.iterator(chunk_size=CHUNK):
        yield discrepancy_cells(row, asked.site + _address(row))


def _address(row: Discrepancy) -> str:
    return reverse("discrepancy", args=[subject_of(row), key_of(row)])
