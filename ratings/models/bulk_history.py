"""Versions of many rows at once, as saving each of them would write to its history.

Saving row by row costs some 20 milliseconds a row with its history; a release has thousands.
What is written here is the same: the value before the first change, then the new value, each
with its many-to-many rows, reason and person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from ratings.models.data_version import change_timestamp
from ratings.models.db import BATCH, batches
from ratings.models.history import FIRST_RECORDED
from ratings.models.inspection import Inspection
from ratings.models.public_change import hold_rows, note_rows
from ratings.models.rating import Rating
from ratings.models.source import Source

Kept = type[Inspection] | type[Rating]
Change = Literal["+", "~", "-"]


@dataclass(frozen=True, slots=True)
class ChangeReasons:
    """Who changes rows, and why: a reason for each primary key."""

    user: Any
    reasons: Mapping[int, str]


def keep_first(model: Kept, pks: Collection[int]) -> None:
    """Before rows are changed: record the values of those without history, and what the public
    sees of them."""
    hold_rows(model, pks)
    history: Any = model.history
    for some in batches(pks):
        known = set(history.filter(id__in=some).values_list("id", flat=True))
        without = [pk for pk in some if pk not in known]
        write_versions(
            model, without, "+", ChangeReasons(None, dict.fromkeys(without, FIRST_RECORDED))
        )


def citations(model: Kept, pks: Collection[int]) -> Any:
    """What inspections or ratings cite: one row for each source of each, to read or delete."""
    return model.sources.through.objects.filter(**{f"{_owner(model)}__in": pks})


def add_citations(model: Kept, found: Iterable[tuple[int, Source]]) -> None:
    """Let inspections or ratings, by primary key, cite sources that they do not cite yet."""
    row: Any = model.sources.through
    own = _owner(model)
    rows = [row(source=source, **{own: pk}) for pk, source in found]
    row.objects.bulk_create(rows, batch_size=BATCH)


def _owner(model: Kept) -> str:
    """The column that says whose citation it is, such as `rating_id`."""
    return f"{model._meta.model_name}_id"


@contextmanager
def unversioned(row: Any) -> Iterator[None]:
    """Save a row inside without a version: the caller writes one when the row is complete."""
    row.skip_history_when_saving = True
    try:
        yield
    finally:
        del row.skip_history_when_saving


def write_versions(
    model: Kept, pks: Collection[int], change: Change, teller: ChangeReasons
) -> None:
    """Write the current values of rows to their history, and the public changes; for a
    deletion, before it. The caller holds `single_version`."""
    for some in batches(pks):
        _write(model, some, change, teller)


def _write(model: Kept, pks: list[int], change: Change, teller: ChangeReasons) -> None:
    history: Any = model.history.model
    now, rows = change_timestamp(), list(model.objects.filter(pk__in=pks))
    versions = [
        history(
            history_date=now,
            history_type=change,
            history_change_reason=teller.reasons[row.pk],
            history_user=teller.user,
            **{field.attname: getattr(row, field.attname) for field in history.tracked_fields},
        )
        for row in rows
    ]
    written = history.objects.bulk_create(versions)
    _write_sources(model, {version.id: version for version in written})
    if change != "+":
        hold_rows(model, pks)
    note_rows(rows, teller.user, teller.reasons)


def _write_sources(model: Kept, versions: Mapping[int, Any]) -> None:
    """The sources of each row, as its version cites them."""
    own, rows = _owner(model), citations(model, list(versions))
    kept: Any = model.history.model._meta.related_objects[0].related_model
    found = [kept(history=versions[row[own]], **row) for row in rows.values("id", "source_id", own)]
    kept.objects.bulk_create(found, batch_size=BATCH)
