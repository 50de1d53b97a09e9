"""Preview of applying a plan with the items now accepted: counts and sentences."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import QuerySet

from ratings.admin.imports.labels import number_of
from ratings.models import ImportItem, ImportRun

Outcome = ImportItem.Outcome


def outlook_of(run: ImportRun) -> dict[str, Any]:
    """Counts of accepted and skipped changes; a change that several rows make counts once.

    `seen` is a hash of the plan and the accepted items, and so differs after any change to
    the choice; `is_only_new`: the accepted items change nothing that is already in the record.
    """
    taken, left = run.items.filter(is_taken=True), run.items.filter(is_taken=False)
    left_out = left.filter(outcome=Outcome.NEW).values("inspection")
    disputed = left.filter(outcome=Outcome.CONTRADICTS).exclude(inspection="")
    left_over = left.filter(can_take=True).exclude(outcome=Outcome.CONTRADICTS)
    refused = run.items.filter(outcome=Outcome.REFUSED).values("sheet", "row").distinct()
    found: dict[str, Any] = {
        "new": _changes(taken.filter(outcome=Outcome.NEW)),
        "details": _changes(taken.filter(outcome=Outcome.DETAILS)),
        "replaced": _changes(taken.filter(outcome=Outcome.CONTRADICTS)),
        "disputed": _changes(disputed.exclude(inspection__in=left_out)),
    }
    return found | {
        "is_only_new": not (found["details"] or found["replaced"]),
        "does_anything": any(found.values()),
        "left": _changes(left_over),
        "refused": refused.count(),
        "known": run.items.filter(outcome=Outcome.KNOWN).count(),
        "seen": _seen(run),
    }


def sentences(outlook: dict[str, Any], publish: bool) -> list[str]:
    """Return what will happen, one sentence per kind of change."""
    new = "new inspection or visit", "new inspections and visits"
    fate = "published: readers see them at once" if publish else "saved as drafts"
    old = "the old one stays" if outlook["replaced"] == 1 else "the old ones stay"
    as_what = "an open discrepancy" if outlook["disputed"] == 1 else "open discrepancies"
    return _said(
        (outlook["new"], new, f"will be entered and {fate}."),
        (outlook["details"], ("detail",), "will be added where the record has nothing."),
        (outlook["replaced"], ("value",), f"will be replaced; {old} in the history."),
        (outlook["disputed"], ("contradiction",),
         f"will be left as {as_what}, which readers see."),
    )  # fmt: skip


def omissions(outlook: dict[str, Any]) -> list[str]:
    """Return what will not be applied, one sentence per reason."""
    return _said(
        (outlook["left"], ("change",), "left by choice will not be made."),
        (outlook["known"], ("contradiction",), "on record already will stay as settled there."),
        (outlook["refused"], ("refused row",), "will not be loaded."),
    )


def _said(*parts: tuple[int, tuple[str, ...], str]) -> list[str]:
    return [f"{number_of(count, *what)} {happens}" for count, what, happens in parts if count]


def _changes(found: QuerySet[ImportItem]) -> int:
    return found.values("change").distinct().count()


def _seen(run: ImportRun) -> str:
    numbers = run.items.filter(is_taken=True).order_by("number").values_list("number", flat=True)
    text = ",".join(str(number) for number in numbers.iterator(chunk_size=5000))
    return hashlib.sha256(f"{run.plan_digest}:{text}".encode()).hexdigest()[:32]
