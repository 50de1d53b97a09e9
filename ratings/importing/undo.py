"""Undo everything that a run did; or report what depends on it, with nothing changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from ratings.importing.apply import (
    ImportContext,
    put_state,
    set_field,
    state_of,
    value_of_field,
)
from ratings.importing.record_index import GRADE
from ratings.models import Discrepancy, ImportChange, ImportRun, Inspection, Rating
from ratings.models.bulk_history import (
    ChangeReasons,
    Kept,
    citations,
    keep_first,
    write_versions,
)
from ratings.models.db import BATCH

Action = ImportChange.Action
MOST_NAMED = 10
"""This many dependents of a run are named; the others are counted."""

OWNERS: tuple[tuple[Kept, str], ...] = ((Inspection, "id"), (Rating, "inspection_id"))
"""Models with history, and the field of their versions that identifies the inspection."""


class UndoError(Exception):
    """A later change depends on what the run did; the message names it."""

    def __init__(self, reasons: Iterable[str]) -> None:
        found = list(dict.fromkeys(reasons))
        more = f" And {len(found) - MOST_NAMED:,} more." if len(found) > MOST_NAMED else ""
        super().__init__(" ".join(found[:MOST_NAMED]) + more)


def undo(run: ImportRun, ledger: ImportContext, why: str) -> None:
    """Restore the state before the run. Raises UndoError; the caller opens the transaction."""
    changes = list(run.changes.order_by("-order"))
    keys = {change.inspection for change in changes}
    rows = Inspection.objects.filter(key__in=keys).select_related("framework", "kind")
    by_key = {row.key: row for row in rows}
    if reasons := list(_standing(run, changes, by_key)):
        raise UndoError(reasons)
    reason = f"undo of import {run.pk}: {why}"
    for change in changes:
        if change.action == Action.DISPUTED and (row := _discrepancy(change)):
            ledger.told(row, reason)
            row.delete()
        elif change.action == Action.CHANGED:
            _unchange(ledger, change, by_key[change.inspection].pk, reason)
    _uncite(ledger, [c for c in changes if c.action == Action.CITED], reason)
    _uncreate(ledger, [c.inspection for c in changes if c.action == Action.CREATED], reason)


# --- what depends on a run ---


def _standing(
    run: ImportRun, changes: Sequence[ImportChange], by_key: dict[str, Inspection]
) -> Iterator[str]:
    created = {c.inspection for c in changes if c.action == Action.CREATED} & set(by_key)
    keys = {by_key[key].pk: key for key in created}
    for pk, reason in changed_since(run.history_mark, keys) if created else ():
        yield f"{keys[pk]} has been changed since ({reason or 'no reason was given'})."
    named = ("inspection__key", "field", "source_b", "value_b")
    disputed = run.changes.filter(action=Action.DISPUTED)
    own = {(c.inspection, *(c.new[name] for name in named[1:])) for c in disputed}
    for row in Discrepancy.objects.filter(inspection__key__in=created).values_list(*named):
        if row not in own:
            yield f"A discrepancy about {row[0]} ({row[1]}) has been recorded since."
    for change in changes:
        if change.inspection not in by_key:
            yield f"{change.inspection} has been deleted since."
        elif change.action == Action.CHANGED and not _still_says(change, by_key):
            yield f"{change.field} of {change.inspection} has been changed since."
        elif change.action == Action.DISPUTED and (
            (found := _discrepancy(change)) and found.status != change.new["status"]
        ):
            yield f"The discrepancy on {change.inspection}, {change.field}, has been settled."


def changed_since(mark: Mapping[str, int], pks: Collection[int]) -> Iterator[tuple[int, str]]:
    """Inspections that, or whose ratings, differ from their state when the history had reached
    `mark`; each with the reason of its last change. A change that was reverted (a later run that
    was undone) does not count."""
    for model, owner in OWNERS:
        reached, history = mark[str(model._meta.model_name)], cast("Any", model.history)
        later = history.filter(history_id__gt=reached, **{f"{owner}__in": pks})
        found = history.filter(id__in=set(later.values_list("id", flat=True)))
        grouped: dict[int, list[Any]] = defaultdict(list)
        for version in found.order_by("history_id").prefetch_related(
            rows_of_sources(history.model)
        ):
            grouped[version.id].append(version)
        for versions in grouped.values():
            then = [version for version in versions if version.history_id <= reached]
            if _said(then[-1:]) != _said(versions[-1:]):
                yield getattr(versions[-1], owner), versions[-1].history_change_reason or ""


def rows_of_sources(history: Any) -> str:
    """The accessor of a version's rows of sources, which `.sources` cannot prefetch."""
    return f"{history._meta.model_name}_sources_set"


def _said(versions: list[Any]) -> Any:
    """The content of a version as comparable values; None: there was no such row."""
    if not versions or versions[0].history_type == "-":
        return None
    (version,) = versions
    sources = getattr(version, rows_of_sources(version)).all()
    facts = {field.attname: getattr(version, field.attname) for field in version.tracked_fields}
    return facts, {row.source_id for row in sources}


def _still_says(change: ImportChange, by_key: dict[str, Inspection]) -> bool:
    inspection = by_key[change.inspection]
    if not change.field.startswith(GRADE):
        return bool(value_of_field(inspection, change.field) == change.new)
    state = state_of(_rating(inspection.pk, change.field))
    return state is not None and all(state[n] == change.new[n] for n in ("grade", "missing"))


def _rating(inspection: int, field: str) -> Rating | None:
    key = field.removeprefix(GRADE)
    found = Rating.objects.filter(inspection_id=inspection, area__key=key)
    return found.select_related("grade", "inspection__framework").first()


def _discrepancy(change: ImportChange) -> Discrepancy | None:
    named = {name: change.new[name] for name in ("field", "source_b", "value_b")}
    return Discrepancy.objects.filter(inspection__key=change.inspection, **named).first()


# --- undoing ---


def _unchange(ledger: ImportContext, change: ImportChange, pk: int, reason: str) -> None:
    """Restore a field of an inspection, or a rating."""
    if not change.field.startswith(GRADE):
        inspection = Inspection.objects.select_related("kind").get(pk=pk)
        set_field(inspection, change.field, change.old, ledger.kinds)
        ledger.told(inspection, reason)
        inspection.save()
        return
    rating = _rating(pk, change.field)
    assert rating is not None
    if change.old is None:
        ledger.told(rating, reason)
        rating.delete()
    else:
        put_state(ledger, rating, change.old, reason)


def _uncite(ledger: ImportContext, changes: Sequence[ImportChange], reason: str) -> None:
    """Remove the source again, and what it had added to the evidence."""
    of_inspections = [change for change in changes if not change.field]
    of_ratings = [change for change in changes if change.field]
    keys = {change.inspection for change in changes}
    rows = Inspection.objects.filter(key__in=keys).values_list("pk", "key")
    _take_away(ledger, Inspection, of_inspections, {(key, ""): pk for pk, key in rows}, reason)
    ratings = Rating.objects.filter(inspection__key__in=keys)
    values = ratings.values_list("pk", "inspection__key", "area__key")
    found = {(key, GRADE + area): pk for pk, key, area in values}
    _take_away(ledger, Rating, of_ratings, found, reason)


def _take_away(
    ledger: ImportContext,
    model: Kept,
    changes: Sequence[ImportChange],
    found: dict[tuple[str, str], int],
    reason: str,
) -> None:
    by_pk = {found[(c.inspection, c.field)]: c for c in changes if (c.inspection, c.field) in found}
    keep_first(model, by_pk)
    for source in {change.new["source"] for change in by_pk.values()}:
        pks = [pk for pk, change in by_pk.items() if change.new["source"] == source]
        citations(model, pks).filter(source=ledger.sources[source]).delete()
    rows = list(model.objects.filter(pk__in=by_pk))
    for row in rows:
        change = by_pk[row.pk]
        if row.verified == change.new["verified"]:
            row.verified = change.old["verified"]
    model.objects.bulk_update(rows, ["verified"], batch_size=BATCH)
    teller = ChangeReasons(ledger.by, dict.fromkeys(by_pk, reason))
    write_versions(model, list(by_pk), "~", teller)


def _uncreate(ledger: ImportContext, keys: Sequence[str], reason: str) -> None:
    """Delete what the run created; the history keeps it, with the reason."""
    pks = list(Inspection.objects.filter(key__in=keys).values_list("pk", flat=True))
    ratings = list(Rating.objects.filter(inspection__in=pks).values_list("pk", flat=True))
    for model, rows in ((Rating, ratings), (Inspection, pks)):
        write_versions(model, rows, "-", ChangeReasons(ledger.by, dict.fromkeys(rows, reason)))
        citations(model, rows).delete()
        found = model.objects.filter(pk__in=rows)
        found._raw_delete(found.db)
