"""Iterate over all inspections, one authority at a time, for streamed files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ratings.models.authority import Authority
from ratings.models.inspection import (
    COLUMNS,
    DETAIL_COLUMNS,
    IN_ORDER,
    Detail,
    InspectionQuerySet,
    detail_of,
    record_of,
)
from ratings.models.rating import Rating
from ratings.models.reference import Reference
from ratings.models.source import Source
from ratings.rules.types import Inspection

AUTHORITY = (
    "slug", "name", "gss_code", "la_code", "ofsted_urn", "region", "authority_type",
    "start_date", "end_date",
)  # fmt: skip

GIVEN = (
    "inspection__authority__slug", "inspection__key", "area__key", "verified",
    "label_as_published", "sources__id",
)  # fmt: skip

OWN, DETAILS, HEAD = len(AUTHORITY), len(DETAIL_COLUMNS), len(COLUMNS) - 3
CHUNK = 500
"""Rows that are fetched at a time."""


@dataclass(frozen=True, slots=True)
class RatingProvenance:
    """How a grade was given: the strength of its evidence, the label as printed, its sources."""

    verified: str = ""
    label: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class InspectionWithProvenance:
    """All stored data of one inspection; `given` by the key of the judgement area, if asked."""

    record: Inspection
    detail: Detail
    given: dict[str, RatingProvenance] = field(default_factory=dict)


Council = tuple[Authority, tuple[InspectionWithProvenance, ...]]
ByInspection = dict[str, dict[str, RatingProvenance]]
NOTHING: tuple[str, ByInspection] = ("", {})


def iter_inspections(found: InspectionQuerySet, reference: Reference) -> Iterator[Council]:
    """Each authority with its inspections in the order of the line, by slug; one query, read
    as it is asked for. Authorities without an inspection among `found` are not there."""
    rows = (
        found.order_by("authority__slug", *IN_ORDER, "ratings__area__order")
        .values_list(
            *(f"authority__{name}" for name in AUTHORITY), *DETAIL_COLUMNS, *COLUMNS, "sources__id"
        )
        .iterator(chunk_size=CHUNK)
    )
    for own, group in groupby(rows, key=lambda row: row[:OWN]):
        authority = Authority(**dict(zip(AUTHORITY, own, strict=True)))
        yield authority, tuple(_full((row[OWN:] for row in group), reference))


def iter_with_provenance(found: InspectionQuerySet, reference: Reference) -> Iterator[Council]:
    """The same with how each grade was given; two queries that are read side by side."""
    given = _given(found, reference)
    slug, own = next(given, NOTHING)
    for authority, inspections in iter_inspections(found, reference):
        here: ByInspection = {}
        if slug == authority.slug:
            here = own
            slug, own = next(given, NOTHING)
        yield (
            authority,
            tuple(
                InspectionWithProvenance(full.record, full.detail, here.get(full.record.id, {}))
                for full in inspections
            ),
        )


def _full(
    rows: Iterable[tuple[Any, ...]], reference: Reference
) -> Iterator[InspectionWithProvenance]:
    """The inspections of one authority from its rows."""
    for _, group in groupby(rows, key=lambda row: row[DETAILS]):
        lines = list(group)
        ratings = dict.fromkeys(line[DETAILS + HEAD : -1] for line in lines)
        record = record_of(lines[0][DETAILS : DETAILS + HEAD], ratings, reference)
        yield InspectionWithProvenance(
            record, detail_of(lines[0][:DETAILS], {line[-1] for line in lines}, reference)
        )


def _given(found: InspectionQuerySet, reference: Reference) -> Iterator[tuple[str, ByInspection]]:
    """How the grades of each authority were given, by slug, inspection and judgement area."""
    ratings = Rating.objects.filter(inspection__in=found.order_by())
    rows = ratings.order_by(*GIVEN[:3]).values_list(*GIVEN).iterator(chunk_size=CHUNK)
    for slug, group in groupby(rows, key=lambda row: row[0]):
        by_inspection: ByInspection = defaultdict(dict)
        for (key, area, verified, label), lines in groupby(group, key=lambda row: row[1:5]):
            sources = _in_order((line[5] for line in lines), reference)
            by_inspection[key][area] = RatingProvenance(verified, label, sources)
        yield slug, by_inspection


def _in_order(pks: Iterable[int | None], reference: Reference) -> tuple[Source, ...]:
    found = {reference.sources[pk] for pk in pks if pk is not None}
    return tuple(sorted(found, key=lambda source: (source.order, source.key)))
