"""Authorities to compare one with (statistical neighbours, region) and their overall grades."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ratings.models.authority import Authority
from ratings.models.snapshot import RecordSnapshot
from ratings.rules.dates import PartialDate
from ratings.rules.types import Grade, Inspection


@dataclass(frozen=True, slots=True)
class NeighbourStep:
    """A graded step of a peer's line: its inspection's id, first day and overall grade."""

    inspection: str
    date: PartialDate
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class NeighbourEntry:
    """Another authority; `rank` is its place among the statistical neighbours, 0 for region.

    `node` is its latest graded step on the as-of date, `last_overall` the latest with an
    overall grade; `was_inspected`: it had a graded inspection of any kind by then.
    """

    rank: int
    slug: str
    name: str
    start: date | None
    end: date | None
    node: NeighbourStep | None
    last_overall: NeighbourStep | None
    was_inspected: bool


@dataclass(frozen=True, slots=True)
class NeighbourGroups:
    """`neighbours` by model year: every model year on record, empty if it has none."""

    neighbours: dict[int, tuple[NeighbourEntry, ...]]
    region: tuple[NeighbourEntry, ...]


def get_neighbours(
    authority: Authority, as_at: date, known_by: date | None, whole: RecordSnapshot
) -> NeighbourGroups:
    """Neighbours in every model year, and the other authorities of its region on `as_at`."""
    neighbours: dict[int, list[NeighbourEntry]] = {year: [] for year in reversed(whole.model_years)}
    for year, rank, slug in whole.neighbours.get(authority.slug, ()):
        neighbours[year].append(_peer(slug, rank, as_at, known_by, whole))
    region = (
        _peer(slug, 0, as_at, known_by, whole)
        for slug, other in whole.authorities.items()
        if other.region == authority.region
        and slug != authority.slug
        and whole.records[slug].exists_on(as_at)
    )
    by_year = {year: tuple(found) for year, found in neighbours.items()}
    return NeighbourGroups(by_year, tuple(region))


def _peer(
    slug: str, rank: int, as_at: date, known_by: date | None, whole: RecordSnapshot
) -> NeighbourEntry:
    record = whole.records[slug]
    inspections = whole.of([slug], as_at, known_by)
    nodes = [each for each in reversed(inspections) if each.gives_node]
    return NeighbourEntry(
        rank=rank,
        slug=slug,
        name=record.name,
        start=record.start,
        end=record.end,
        node=_node(next(iter(nodes), None)),
        last_overall=_node(next((each for each in nodes if each.headline), None)),
        was_inspected=any(each.is_graded for each in inspections),
    )


def _node(inspection: Inspection | None) -> NeighbourStep | None:
    if inspection is None:
        return None
    return NeighbourStep(inspection.id, inspection.shown_date, inspection.headline)
