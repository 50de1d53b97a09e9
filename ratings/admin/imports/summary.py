"""Preview of applying a plan with the items now accepted: counts and sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet

from ratings.admin.imports.labels import number_of
from ratings.models import ImportItem, ImportRun

Outcome = ImportItem.Outcome


@dataclass(frozen=True, slots=True)
class Outlook:
    """Counts of accepted and skipped changes; a change that several rows make counts once.

    `seen` is a hash of the plan and the accepted items, and so differs after any change to
    the choice.
    """

    new: int
    details: int
    replaced: int
    disputed: int
    left: int
    refused: int
    known: int
    seen: str

    @classmethod
    def of(cls, run: ImportRun) -> Outlook:
        taken, left = run.items.filter(is_taken=True), run.items.filter(is_taken=False)
        left_out = left.filter(outcome=Outcome.NEW).values("inspection")
        contradicting = left.filter(outcome=Outcome.CONTRADICTS).exclude(inspection="")
        contradicting = contradicting.exclude(inspection__in=left_out)
        return cls(
            new=_changes(taken.filter(outcome=Outcome.NEW)),
            details=_changes(taken.filter(outcome=Outcome.DETAILS)),
            replaced=_changes(taken.filter(outcome=Outcome.CONTRADICTS)),
            disputed=_changes(contradicting),
            left=_changes(left.filter(can_take=True).exclude(outcome=Outcome.CONTRADICTS)),
            refused=run.items.filter(outcome=Outcome.REFUSED).values("sheet", "row").distinct()
            .count(),
            known=run.items.filter(outcome=Outcome.KNOWN).count(),
            seen=_seen(run),
        )  # fmt: skip

    @property
    def is_only_new(self) -> bool:
        """Whether the accepted items change nothing that is already in the record."""
        return not (self.details or self.replaced)

    @property
    def does_anything(self) -> bool:
        return bool(self.new or self.details or self.replaced or self.disputed)

    def sentences(self, publish: bool) -> list[str]:
        """Return what will happen, one sentence per kind of change."""
        new = "new inspection or visit", "new inspections and visits"
        fate = "published: readers see them at once" if publish else "saved as drafts"
        old = "the old one stays" if self.replaced == 1 else "the old ones stay"
        as_what = "an open discrepancy" if self.disputed == 1 else "open discrepancies"
        return _said(
            (self.new, number_of(self.new, *new), f"will be entered and {fate}."),
            (self.details, number_of(self.details, "detail"),
             "will be added where the record has nothing."),
            (self.replaced, number_of(self.replaced, "value"),
             f"will be replaced; {old} in the history."),
            (self.disputed, number_of(self.disputed, "contradiction"),
             f"will be left as {as_what}, which readers see."),
        )  # fmt: skip

    def omissions(self) -> list[str]:
        """Return what will not be applied, one sentence per reason."""
        return _said(
            (self.left, number_of(self.left, "change"), "left by choice will not be made."),
            (self.known, number_of(self.known, "contradiction"),
             "on record already will stay as settled there."),
            (self.refused, number_of(self.refused, "refused row"), "will not be loaded."),
        )  # fmt: skip


def _said(*parts: tuple[int, str, str]) -> list[str]:
    return [f"{what} {happens}" for count, what, happens in parts if count]


def _changes(found: QuerySet[ImportItem]) -> int:
    return found.values("change").distinct().count()


def _seen(run: ImportRun) -> str:
    numbers = run.items.filter(is_taken=True).order_by("number").values_list("number", flat=True)
    text = ",".join(str(number) for number in numbers.iterator(chunk_size=5000))
    return hashlib.sha256(f"{run.plan_digest}:{text}".encode()).hexdigest()[:32]
