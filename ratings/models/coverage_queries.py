"""The inspections that the coverage board is made of, with what is known of their evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from ratings.models.discrepancy import public_discrepancies
from ratings.models.rating import Rating
from ratings.models.reference import Reference
from ratings.models.snapshot import RecordSnapshot
from ratings.models.source import Discrepancy, SourceStrength
from ratings.rules.coverage import EvidencedInspection, OpenDiscrepancy
from ratings.rules.types import Area

WEAK = (SourceStrength.REGISTRY, SourceStrength.COUNCIL, SourceStrength.NEWS, SourceStrength.WEAK)
"""Evidence that is neither a report nor anything else that Ofsted published."""


def kept(
    begun: Any,
    whole: RecordSnapshot,
    reference: Reference,
    dispute: Callable[[Discrepancy], OpenDiscrepancy],
) -> tuple[EvidencedInspection, ...]:
    """Inspections with their evidence and open discrepancies; four queries.

    `dispute` gives the text and URL of a discrepancy.
    """
    weak = dict(begun.filter(verified__in=WEAK).values_list("key", "verified"))
    rows = Rating.objects.filter(inspection__in=begun, verified__in=WEAK).order_by("area__order")
    areas: dict[str, list[Area]] = defaultdict(list)
    for key, area in rows.values_list("inspection__key", "area_id"):
        areas[key].append(reference.areas[area])
    disputes: dict[str, list[OpenDiscrepancy]] = defaultdict(list)
    for each in open_discrepancies().filter(inspection__in=begun):
        disputes[each.inspection.key].append(dispute(each))
    return tuple(
        EvidencedInspection(
            inspection=each,
            weak=str(SourceStrength(weak[each.id]).label) if each.id in weak else "",
            weak_areas=tuple(areas[each.id]),
            disputes=tuple(disputes[each.id]),
        )
        for key in begun.in_order().values_list("key", flat=True)
        for each in [whole.by_id.get(key)]
        if each is not None
    )


def open_discrepancies() -> Any:
    """Discrepancies that nothing has settled; none is about a draft."""
    return public_discrepancies().filter(status=Discrepancy.Status.OPEN)
