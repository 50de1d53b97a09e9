"""Whom an authority is compared with: statistical neighbours and region, with their headlines.

All of it comes from one query, however many models of neighbours the record holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, JSONObject

from ratings.models.authority import Authority, Neighbour
from ratings.models.inspection import Inspection
from ratings.models.reference import Reference
from ratings.rules.dates import PartialDate
from ratings.rules.records import Grade


@dataclass(frozen=True, slots=True)
class PeerNode:
    """A graded node of a peer's line: its inspection's id, first day and overall grade."""

    inspection: str
    date: PartialDate
    grade: Grade | None


@dataclass(frozen=True, slots=True)
class Peer:
    """Another authority; `rank` is its place among the statistical neighbours, 0 for region.

    `node` is its latest graded node on the day asked about, `last_overall` the latest with an
    overall grade; `was_inspected`: it had a graded inspection of any kind by then.
    """

    rank: int
    slug: str
    name: str
    start: date | None
    end: date | None
    node: PeerNode | None
    last_overall: PeerNode | None
    was_inspected: bool


@dataclass(frozen=True, slots=True)
class Peers:
    """`neighbours` by model year: every year of the record, empty where there are none."""

    neighbours: dict[int, tuple[Peer, ...]]
    region: tuple[Peer, ...]


def peers_of(
    authority: Authority, as_at: date, known_by: date | None, reference: Reference
) -> Peers:
    """Neighbours in every model year, and the other authorities of its region on the day."""
    graded = [pk for pk, kind in reference.kinds.items() if kind.is_graded]
    inspections = Inspection.objects.as_at(as_at, known_by).filter(kind__in=graded)
    neighbours = Neighbour.objects.filter(authority=authority)
    region = Authority.objects.existing_on(as_at).filter(region=authority.region)
    region = region.exclude(pk=authority.pk).annotate(year=_number(0), place=_number(0))
    rows = _with_headlines(
        neighbours.annotate(year=F("model_year"), place=F("rank")),
        "neighbour__",
        inspections,
        reference,
    ).union(_with_headlines(region, "", inspections, reference), _model_years(), all=True)
    return _peers(rows.order_by("year", "place", "peer_name"), reference)


COLUMNS = (
    "year", "place", "peer_slug", "peer_name", "begin", "last",
    "node", "overall", "was_inspected",
)  # fmt: skip


def _with_headlines(
    rows: QuerySet[Any], path: str, inspections: QuerySet[Inspection], reference: Reference
) -> QuerySet[Any]:
    """Rows that lead to authorities by `path`, as one part of the union."""
    mine = inspections.filter(authority=OuterRef(f"{path}pk"))
    nodes = _nodes(mine, reference)
    return (
        rows.order_by()
        .annotate(
            peer_slug=F(f"{path}slug"),
            peer_name=F(f"{path}name"),
            begin=F(f"{path}start_date"),
            last=F(f"{path}end_date"),
            node=Subquery(nodes.values("summary")[:1]),
            overall=Subquery(nodes.filter(headline__grade__isnull=False).values("summary")[:1]),
            was_inspected=Exists(mine),
        )
        .values_list(*COLUMNS)
    )


def _nodes(inspections: QuerySet[Inspection], reference: Reference) -> QuerySet[Any]:
    """Graded nodes of a line, the latest first, each with a `summary` of what it says."""
    in_line = {pk: each for pk, each in reference.frameworks.items() if each.in_line}
    without = [pk for pk, each in in_line.items() if each.headline_area is None]
    headlines = [pk for pk, area in reference.areas.items() if area.is_headline]
    return (
        inspections.filter(framework__in=in_line)
        .annotate(headline=FilteredRelation("ratings", condition=Q(ratings__area__in=headlines)))
        .filter(Q(framework__in=without) | Q(headline__grade__isnull=False))
        .annotate(
            summary=JSONObject(
                key="key",
                day="first_day",
                precision="start_precision",
                grade="headline__grade_id",
            )
        )
        .order_by("-first_day", F("published").desc(nulls_last=True), "-key")
    )


def _model_years() -> QuerySet[Any]:
    """A row a model year, so that a year without neighbours for this authority is known."""
    nothing = Value("", models.CharField())
    return (
        Neighbour.objects.order_by()
        .annotate(
            year=F("model_year"), place=_number(0), peer_slug=nothing, peer_name=nothing,
            begin=_null(models.DateField()), last=_null(models.DateField()),
            node=_null(models.JSONField()), overall=_null(models.JSONField()),
            was_inspected=Value(False),
        )
        .values_list(*COLUMNS)
        .distinct()
    )  # fmt: skip


def _number(value: int) -> Value:
    return Value(value, models.PositiveSmallIntegerField())


def _null(field: models.Field[Any, Any]) -> Cast:
    """Nothing, of the type that the other parts of the union have there."""
    return Cast(Value(None), field)


def _peers(rows: QuerySet[Any], reference: Reference) -> Peers:
    neighbours: dict[int, list[Peer]] = {}
    region: list[Peer] = []
    for year, place, slug, name, begin, last, node, overall, inspected in rows:
        group = neighbours.setdefault(year, []) if year else region
        if slug:
            nodes = (_node(node, reference), _node(overall, reference))
            group.append(Peer(place, slug, name, begin, last, *nodes, inspected))
    return Peers({year: tuple(found) for year, found in neighbours.items()}, tuple(region))


def _node(summary: dict[str, Any] | None, reference: Reference) -> PeerNode | None:
    if summary is None:
        return None
    day = PartialDate(date.fromisoformat(summary["day"]), summary["precision"] or "day")
    grade = summary["grade"]
    return PeerNode(summary["key"], day, reference.grades[grade] if grade else None)
