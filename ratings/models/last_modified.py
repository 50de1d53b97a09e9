"""When what a page shows last changed, for every inspection and authority at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, QuerySet

from ratings.models.authority import Authority
from ratings.models.data_version import VersionEntry
from ratings.models.inspection import Inspection
from ratings.models.public_change import PublicChange

Changed = tuple[str, datetime | None]
"""The key in a URL (slug or id) with the time of its last change."""


def inspections_changed() -> list[Changed]:
    """Every public inspection; one never changed here is as loaded."""
    rows = Inspection.objects.public().in_order().values_list("pk", "key")
    about = PublicChange.objects.filter(subject_kind=Inspection._meta.model_name)
    return _last_changes(rows, about, "subject_pk")


def authorities_changed() -> list[Changed]:
    """Every authority, with all that is its own."""
    rows = Authority.objects.order_by("slug").values_list("pk", "slug")
    return _last_changes(rows, PublicChange.objects.all(), "authority_pk")


def _last_changes(
    rows: Iterable[tuple[int, str]], changes: QuerySet[PublicChange], column: str
) -> list[Changed]:
    """The last change by what it is about; else when the record was loaded."""
    last = dict(changes.order_by().values_list(column).annotate(Max("when")))
    loaded = VersionEntry.first_known()
    return [(key, last.get(pk, loaded and loaded.moved_at)) for pk, key in rows]
