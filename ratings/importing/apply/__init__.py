"""Apply the chosen items of a plan, or undo a whole import run; the caller opens the transaction.

Every change of a run is stored as an `ImportChange` with the data needed to undo it; the old value
of a replaced field stays in the history, with the run, sheet and row as reason.
"""

from __future__ import annotations

from collections.abc import Set

from ratings.importing.apply.change import apply_change, record_conflict
from ratings.importing.apply.context import ImportContext
from ratings.importing.apply.create import create_inspection
from ratings.importing.apply.undo import UndoError, undo
from ratings.importing.plan import Outcome, Plan
from ratings.models import ImportRun

__all__ = ["UndoError", "apply_plan", "undo"]


def apply_plan(plan: Plan, run: ImportRun, chosen: Set[str], publish: bool) -> int:
    """Write the items whose change is chosen, and every other conflict as an open discrepancy;
    returns the number of changes made. New inspections are published if `publish`, else drafts.
    """
    ledger = ImportContext(run, plan.source, by=run.decided_by)
    created = [held for held in plan.new if f"new|{held.key}" in chosen]
    create_inspection(ledger, created, publish)
    changing = (Outcome.DETAILS, Outcome.CONTRADICTS)
    found = [item for item in plan.items if item.change in chosen and item.outcome in changing]
    apply_change(ledger, found)
    left_out = {held.key for held in plan.new} - {held.key for held in created}
    contradicting = (item for item in plan.items if item.outcome == Outcome.CONTRADICTS)
    for item in contradicting:
        if item.held and item.inspection not in left_out:
            record_conflict(ledger, item, is_taken=item.can_take and item.change in chosen)
    return ledger.close()
