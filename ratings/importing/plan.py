"""What a file would change in the record, row by row; nothing is written here.

Every row of the file ends in at least one item: new, same, adds a detail, contradicts, known
to be disputed, or refused with what is wrong. Rows that name their programme are taken first,
so that a row which gives only a date finds the inspection that another sheet told of.

Source of the rules: domain §6 (order of trust) and §7.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ratings.importing.conflicts import with_quarrels
from ratings.importing.plan_items import NO_SOURCE, Item, Outcome
from ratings.importing.planner import Planner
from ratings.importing.record_index import Held, Known, KnownSource
from ratings.importing.types import SheetRead, SourceRow

__all__ = ["NO_SOURCE", "Item", "Outcome", "Plan", "Progress", "plan_import"]

Progress = Callable[[int, int], None]

EVERY = 500
"""After so many rows the progress is told."""


@dataclass(slots=True)
class Plan:
    """Items in the order of the file, the sheets, and the inspections that would be new."""

    source: KnownSource
    sheets: tuple[SheetRead, ...] = ()
    items: list[Item] = field(default_factory=list)
    new: list[Held] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(item.outcome for item in self.items)
        return {outcome: found[outcome] for outcome in Outcome.values}

    @property
    def digest(self) -> str:
        """The same for two plans that say the same of every row."""
        rows = [
            [i.outcome, i.where.sheet, i.where.row, i.inspection, i.field, i.old, i.new, i.reason]
            for i in self.items
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def plan_import(
    sheets: Sequence[SheetRead],
    source: KnownSource | None,
    known: Known,
    today: date,
    as_at: date | None = None,
    told: Progress | None = None,
) -> Plan:
    """Compare what the sheets say with the record; `known` becomes what the record would be.

    `source` is who says it (None: what each row of the site's own table names); `as_at` the
    day to which a "not yet inspected" refers; `told(done, total)` hears of the progress.
    """
    planner = Planner(known, source or NO_SOURCE, today, as_at)
    rows = [row for sheet in sheets for row in sheet.rows]
    in_order = sorted(range(len(rows)), key=lambda number: not _names_programme(rows[number]))
    found: dict[int, list[Item]] = {}
    for done, number in enumerate(in_order, 1):
        found[number] = planner.items_of(rows[number])
        if told and (done % EVERY == 0 or done == len(rows)):
            told(done, len(rows))
    planner.name_new()
    in_file = (item for number in range(len(rows)) for item in found[number])
    items = with_quarrels(in_file, planner.said, planner.source)
    return Plan(planner.source, tuple(sheets), items, planner.new)


def _names_programme(row: SourceRow) -> bool:
    return bool(row.programme or row.framework or row.key)
