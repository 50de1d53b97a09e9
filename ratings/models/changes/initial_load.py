"""Rows of the initial load: all that were not created here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ratings.models.changes.filters import ChangeFilter
from ratings.models.event import Event
from ratings.models.history import FIRST_RECORDED
from ratings.models.inspection import Inspection
from ratings.models.rating import Rating
from ratings.models.source import Discrepancy


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much came with the record, loaded without a history of its own."""

    inspections: int
    visits: int
    ratings: int
    events: int
    discrepancies: int


def loaded(asked: ChangeFilter) -> Loaded:
    """What came with the record, of what is asked about; five queries."""
    inspections = _not_entered(Inspection).filter(asked.on_record("pk"))
    inspections = inspections.filter(asked.of_authority("authority__slug"))
    grades = _not_entered(Rating).filter(inspection__in=inspections, grade__isnull=False)
    disputes = _not_entered(Discrepancy).filter(asked.of_authority("authority__slug"))
    events = _not_entered(Event).filter(asked.of_authority("authority__slug"))
    begun = Q(start_date__lte=asked.as_at) if asked.as_at else Q()
    of_inspection = Q(inspection__isnull=False) & asked.on_record("inspection")
    graded = Q(kind__is_graded=True)
    return Loaded(
        inspections=inspections.filter(graded).count(),
        visits=inspections.exclude(graded).count(),
        ratings=grades.count(),
        events=events.filter(begun).count(),
        discrepancies=disputes.filter(Q(inspection__isnull=True) | of_inspection).count(),
    )


def _not_entered(model: Any) -> Any:
    """Rows that no version says were made here."""
    made = model.history.filter(history_type="+").exclude(history_change_reason=FIRST_RECORDED)
    return model.objects.exclude(pk__in=made.values("id"))
