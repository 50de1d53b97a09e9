"""How much came with the record: all that was not entered here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from ratings.models.event import Event
from ratings.models.history import FIRST_RECORDED
from ratings.models.inspection import Inspection
from ratings.models.rating import Rating
from ratings.models.source import Discrepancy


def count_loaded(slug: str, as_at: date | None, known_by: date | None) -> dict[str, int]:
    """What was loaded without a history of its own: of one authority (empty: of all), and as far
    as the two dates know it. Five queries."""
    own, begun = Q(authority__slug=slug) if slug else Q(), Q(start_date__lte=as_at or date.max)
    known = Inspection.objects.begun(as_at or date.max, known_by)
    found = _not_entered(Inspection).filter(own, pk__in=known)
    about = Q(inspection__isnull=True) | Q(inspection__in=known)
    graded = Q(kind__is_graded=True)
    ratings = _not_entered(Rating).filter(inspection__in=found, grade__isnull=False)
    return {
        "inspections": found.filter(graded).count(),
        "visits": found.exclude(graded).count(),
        "ratings": ratings.count(),
        "events": _not_entered(Event).filter(own & begun).count(),
        "discrepancies": _not_entered(Discrepancy).filter(own & about).count(),
    }


def _not_entered(model: Any) -> Any:
    """Rows that no version in the keepers' log says were made here."""
    made = model.history.filter(history_type="+").exclude(history_change_reason=FIRST_RECORDED)
    return model.objects.exclude(pk__in=made.values("id"))
