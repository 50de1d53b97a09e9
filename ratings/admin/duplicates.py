"""What is entered by hand beside what the record has: found by the plan that files go through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ratings.admin.imports.changes import MEANINGS, Outcome
from ratings.admin.imports.labels import Value, Words
from ratings.importing import jobs
from ratings.importing.entry import Entry
from ratings.importing.manual_entry import BY_HAND, as_file, plan_by_hand, source_of
from ratings.models import ImportRun, Inspection, Source


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the entry says and the record does not."""

    what: str
    old: Value
    new: Value
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Beside:
    """The inspection of the record that an entry is about, and how the two differ; None: it is
    new."""

    inspection: Inspection | None
    differences: tuple[Difference, ...] = ()

    @property
    def is_there(self) -> bool:
        return self.inspection is not None


def beside(entry: Entry, today: date) -> Beside:
    """What the plan of an entry finds."""
    plan = plan_by_hand(entry, today)
    held = next((item.held for item in plan.items if item.held), None)
    if held is None or held.is_new:
        return Beside(None)
    words = Words.current()
    differences = tuple(
        Difference(
            words.field(item.field), words.value(item.field, item.old),
            words.value(item.field, item.new), MEANINGS[Outcome(item.outcome)][0], item.reason,
        )
        for item in plan.items if item.outcome != Outcome.SAME
    )  # fmt: skip
    return Beside(Inspection.objects.get(key=held.key), differences)


def plan_entry(entry: Entry, user: Any) -> ImportRun:
    """An entry as a run whose items are taken or left. Raises CannotImport."""
    source = Source.objects.filter(key=source_of(entry)).first()
    name = f"{entry.facts.authority}, {BY_HAND}"
    run = jobs.receive(ImportRun.Kind.ENTRY, name, as_file(entry), user, source=source)
    jobs.start(run, "plan")
    return run
