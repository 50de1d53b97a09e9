"""When what a page shows last changed, for every inspection and authority at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from ratings.models.authority import Authority
from ratings.models.event import Event
from ratings.models.history import FIRST_RECORDED
from ratings.models.inspection import Inspection
from ratings.models.rating import Rating
from ratings.models.version_entries import oldest_known

Times = dict[int, datetime]


Changed = tuple[str, datetime | None]
"""The key in a URL (slug or id) with the time of its last change."""


def inspections_changed() -> tuple[list[Changed], dict[int, datetime]]:
    """Every public inspection, and by authority the last change to any of them.

    Rows never changed here are as loaded. Four queries.
    """
    loaded = oldest_known()
    since = loaded.moved_at if loaded else None
    own, ratings = _times(Inspection, "id"), _times(Rating, "inspection_id")
    found, latest = [], dict[int, datetime]()
    rows = Inspection.objects.public().in_order().values_list("pk", "key", "authority_id")
    for pk, key, authority in rows:
        when = _latest(own.get(pk), ratings.get(pk), since)
        found.append((key, when))
        if when:
            latest[authority] = max(when, latest.get(authority, when))
    return found, latest


def authorities_changed(latest: dict[int, datetime]) -> list[Changed]:
    """Every authority; `latest` are the changes to its inspections. Three queries."""
    own, events = _times(Authority, "id"), _times(Event, "authority_id")
    rows = Authority.objects.order_by("slug").values_list("pk", "slug")
    return [(slug, _latest(own.get(pk), events.get(pk), latest.get(pk))) for pk, slug in rows]


def _times(model: Any, column: str) -> Times:
    """The last change by what it is about; loading is none."""
    changed = model.history.exclude(history_change_reason=FIRST_RECORDED).order_by()
    return dict(
        changed.values(column).annotate(last=Max("history_date")).values_list(column, "last")
    )


def _latest(*times: datetime | None) -> datetime | None:
    return max((when for when in times if when), default=None)
