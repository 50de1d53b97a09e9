"""Whether inspections still say what a run left, by the versions in their history.

What was changed and put back (a later run that was undone) stands on nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ratings.models import Inspection, Rating
from ratings.models.bulk_history import Kept
from ratings.models.corrections.history_diff import rows_of_sources

OWNERS: tuple[tuple[Kept, str], ...] = ((Inspection, "id"), (Rating, "inspection_id"))
"""What is kept of an inspection, and what its versions call the inspection."""


def changed_since(mark: Mapping[str, int], pks: Collection[int]) -> Iterator[tuple[int, str]]:
    """Inspections that, or whose ratings, differ from what they were when the history had
    reached `mark`; each with the reason of its last change."""
    for model, owner in OWNERS:
        reached = mark[str(model._meta.model_name)]
        for versions in _with_later(model, owner, reached, pks):
            then = [version for version in versions if version.history_id <= reached]
            if _said(then[-1:]) != _said(versions[-1:]):
                yield getattr(versions[-1], owner), versions[-1].history_change_reason or ""


def _with_later(model: Kept, owner: str, reached: int, pks: Collection[int]) -> Iterator[list[Any]]:
    """The versions of each row that has any after the mark, the oldest first."""
    history: Any = model.history
    later = history.filter(history_id__gt=reached, **{f"{owner}__in": pks})
    rows = set(later.values_list("id", flat=True))
    grouped: dict[int, list[Any]] = defaultdict(list)
    found = history.filter(id__in=rows).order_by("history_id")
    for version in found.prefetch_related(rows_of_sources(history.model)):
        grouped[version.id].append(version)
    yield from grouped.values()


def _said(versions: list[Any]) -> Any:
    """What a version says, as values that can be compared; None: there was no such row."""
    if not versions or versions[0].history_type == "-":
        return None
    (version,) = versions
    sources = getattr(version, rows_of_sources(version)).all()
    facts = {field.attname: getattr(version, field.attname) for field in version.tracked_fields}
    return facts, {row.source_id for row in sources}
