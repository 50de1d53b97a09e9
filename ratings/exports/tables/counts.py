"""How many rows each table has, without reading them."""

from __future__ import annotations

from django.db.models import Count, Q

from ratings.exports.tables.context import Asked
from ratings.models import Authority, Event, Inspection, Neighbour, Succession
from ratings.models.discrepancy import public_discrepancies


def row_counts(asked: Asked) -> dict[str, int]:
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


def _inspections(asked: Asked) -> dict[str, int]:
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
