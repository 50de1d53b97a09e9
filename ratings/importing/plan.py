"""Plan an import: work out, row by row, what a file would change. Nothing is written here.

Each row yields at least one item: new, same, adds a detail, conflicts, is a known discrepancy, or
is rejected with a reason. Rows that name their programme are planned first, so that a row which
gives only a date can match an inspection reported on another sheet.

Source of the rules: domain §6 (order of trust) and §7.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ratings.importing.diff import (
    NO_SOURCE,
    Comparison,
    Outcome,
    PlanItem,
    facts_of,
    says_the_same,
)
from ratings.importing.matching import (
    MatchError,
    authority_of,
    check_direction,
    check_facts,
    check_same,
    framework_of,
    inspection_of,
    match_row,
)
from ratings.importing.record_index import GRADE, IndexedInspection, RecordIndex
from ratings.importing.types import EMPTY, ImportRow, SheetRead, free_key
from ratings.models import Source
from ratings.rules.dates import Period, day_in_words
from ratings.rules.types import Framework, NoGradeReason

__all__ = ["NO_SOURCE", "Outcome", "Plan", "PlanItem", "Progress", "plan_import"]

Progress = Callable[[int, int], None]

EVERY = 500
"""Report progress once per this many rows."""

REINSPECTION = "re-inspection"
"""The kind of inspection that re-inspects some areas only; the others are not part of it."""

Values = dict[tuple[int, str], set[str]]
"""The values that a file gives, by the identity of an inspection (`id(held)`) and field."""


@dataclass(slots=True)
class Plan:
    """Items in the order of the file, its sheets, and the inspections that it would create."""

    source: Source
    sheets: tuple[SheetRead, ...] = ()
    items: list[PlanItem] = field(default_factory=list)
    new: list[IndexedInspection] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(item.outcome for item in self.items)
        return {outcome: found[outcome] for outcome in Outcome.values}

    @property
    def digest(self) -> str:
        """A hash that is equal for two plans with the same result for every row."""
        rows = [
            [i.outcome, i.where.sheet, i.where.row, i.inspection, i.field, i.old, i.new, i.reason]
            for i in self.items
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def mark_conflicts(items: Iterable[PlanItem], said: Values, source: Source) -> list[PlanItem]:
    """The items; where a file gives two values for one field neither is accepted by default: the
    user reviews both and accepts one."""
    found = list(items)
    added = {(id(i.held), i.field, i.new) for i in found if i.outcome == Outcome.DETAILS}
    both = {key: sorted(values) for key, values in said.items() if len(values) > 1}
    for number, item in enumerate(found):
        key = (id(item.held), item.field)
        if item.outcome != Outcome.CONTRADICTS or not item.can_take:
            continue
        other = next((v for v in both.get(key, ()) if not _agree(item.field, v, item.new)), None)
        if other is not None:
            is_own = (*key, item.old) in added
            found[number] = replace(
                item,
                wins=False,
                old_source=(source.key or source.title) if is_own else item.old_source,
                reason=f"The file says “{other}” elsewhere: look at both.",
            )
    return found


def _agree(name: str, one: str, other: str) -> bool:
    return says_the_same(name, one, other) or says_the_same(name, other, one)


class Planner:
    """Plans row by row: the record, plus what the rows so far have added."""

    def __init__(self, known: RecordIndex, source: Source, today: date, as_at: date | None) -> None:
        self.known, self.source, self.today, self.as_at = known, source, today, as_at
        self.new: list[IndexedInspection] = []
        self.said: Values = {}

    def items_of(self, row: ImportRow) -> list[PlanItem]:
        """Plan one row: always at least one item."""
        refused = PlanItem(Outcome.REFUSED, row.where, row.authority, reason=row.problem)
        if row.problem:
            return [refused]
        try:
            if row.nothing:
                return [self._nothing(row)]
            said, frameworks = match_row(row, self.known, self.today)
            held = inspection_of(said, frameworks, self.known)
            found = self._compared(row, said, held) if held else self._new(row, said, frameworks)
        except MatchError as problem:
            return [replace(refused, reason=str(problem))]
        for name, why in row.unread:
            reason = f"It could not be read: {why} Read it yourself, and answer it."
            found.append(replace(refused, field=name, reason=reason))
        return found

    def name_new(self) -> None:
        """Give each new inspection its id, once everything that the file says of it is known."""
        for held in self.new:
            if not held.key:
                plain = f"{held.authority}-{held.framework}-{held.shown}"
                held.key = free_key(plain, held.kind, self.known.by_key)
                self.known.by_key[held.key] = held

    def _nothing(self, row: ImportRow) -> PlanItem:
        """Plan a "not yet inspected" row: the record agrees, or has an inspection."""
        day = self.as_at or self.today
        authority = authority_of(row, self.known, Period(day, day)).slug
        outcome, reason = Outcome.SAME, f"The file says “{row.nothing}”, and so does the record."
        own = self.known.of(authority)
        on_record = [held.key for held in own if held.is_graded and self._counts(held)]
        if row.nothing == EMPTY:
            reason = "The row tells of no inspection."
        elif on_record:
            outcome = Outcome.CONTRADICTS
            reason = (
                f"The file says “{row.nothing}”, and the record has {', '.join(on_record)}: look"
                " at the report."
            )
        return PlanItem(outcome, row.where, authority, reason=reason)

    def _counts(self, held: IndexedInspection) -> bool:
        """Whether the file should have included an inspection."""
        is_headline = self.known.frameworks[held.framework].in_line
        shown = held.published or held.first_day
        return is_headline and self.as_at is not None and shown is not None and shown <= self.as_at

    # --- a new inspection ---

    def _new(
        self, row: ImportRow, held: IndexedInspection, able: Sequence[Framework]
    ) -> list[PlanItem]:
        framework = framework_of(row, held, able, self.known)
        held.framework, held.is_new = framework.code, True
        held.kind = held.kind or self._only_kind(held.is_graded, framework)
        check_direction(row, held.kind, self.known)
        facts, unread = facts_of(row, framework, self.known)
        check_facts(row, held.is_graded, facts, framework)
        for name, value in facts:
            held.put(name, value)
        # Areas that the framework asks for and the row leaves out; an area whose cell cannot be
        # read stays unknown.
        unknown = {self.known.area_of(cell.heading, framework.code) for cell in unread}
        reason = NoGradeReason.NOT_PART if held.kind == REINSPECTION else NoGradeReason.NOT_RECORDED
        for area in framework.areas if held.is_graded else ():
            if area.key not in held.grades:
                why = NoGradeReason.NOT_RECORDED if area.key in unknown else reason
                held.presume(area.key, why)
        held.rows.append(row)
        held.sources |= self._cited(row)
        held.rating_sources = {area: self._cited(row) for area in held.grades}
        self.new.append(held)
        if held.key:
            self.known.by_key[held.key] = held
        self.known.index(held)
        judge = Comparison(self.known, self.source, row, held)
        days = [f"begun {held.start.in_words()}"] if held.start else []
        days += [f"published {day_in_words(held.published)}"] if held.published else []
        kind = self.known.kinds[held.kind].name
        new = f"A {kind} that the record does not have, {', '.join(days)}."
        return [judge.item(Outcome.NEW, reason=new), *map(judge.of_unread, unread)]

    def _only_kind(self, is_graded: bool, framework: Framework) -> str:
        able = [kind.key for kind in framework.kinds if kind.is_graded == is_graded]
        if len(able) == 1:
            return able[0]
        raise MatchError(
            "It is not in the record, and the row does not say what kind of inspection it was:"
            " load a sheet that does first, or enter it by hand."
        )

    def _cited(self, row: ImportRow) -> set[str]:
        """Keys of the sources that a row cites for its facts."""
        own = {key for key in row.sources if key in self.known.sources}
        return own | ({self.source.key} if self.source.key else set())

    # --- an inspection that is in the record ---

    def _compared(
        self, row: ImportRow, said: IndexedInspection, held: IndexedInspection
    ) -> list[PlanItem]:
        check_same(row, said.is_graded, held, self.known)
        framework = self.known.frameworks[held.framework]
        facts, unread = facts_of(row, framework, self.known)
        check_facts(row, said.is_graded, facts, framework)
        for name, value in facts:
            self.said.setdefault((id(held), name), set()).add(value)
        judge = Comparison(self.known, self.source, row, held)
        items = []
        for name, value in facts:
            if item := judge.of_fact(name, value):
                items.append(item)
                if item.outcome in (Outcome.DETAILS, Outcome.NEW):
                    self._add(row, held, name, value)
        items += map(judge.of_unread, unread)
        items += self._uncited(judge, facts)
        if held.is_new:
            held.rows.append(row)
        return items or [judge.item(Outcome.SAME, reason="The record says the same.")]

    def _add(self, row: ImportRow, held: IndexedInspection, name: str, value: str) -> None:
        """Add what the record did not say to the inspection as planned."""
        held.put(name, value)
        self.known.index(held)
        if name.startswith(GRADE):
            held.rating_sources[name.removeprefix(GRADE)] = self._cited(row)

    def _uncited(self, judge: Comparison, facts: Sequence[tuple[str, str]]) -> list[PlanItem]:
        """Add the source as a detail, where the record does not yet cite it for these values.

        Sources named by a row of the site's own table belong to the inspection as a whole: they do
        not say which source gives which grade.
        """
        items, held = [], judge.held
        said = {name for name, value in facts if held.value(name) == value}
        agreed = [a.key for a in judge.framework.areas if GRADE + a.key in said]
        for key in sorted(self._cited(judge.row)):
            lacking = [
                area for area in agreed
                if key == self.source.key
                and area in held.grades
                and key not in held.rating_sources.setdefault(area, set())
            ]  # fmt: skip
            if key in held.sources and not lacking:
                continue
            held.sources.add(key)
            for area in lacking:
                held.rating_sources[area].add(key)
            if not held.is_new:
                items.append(judge.of_source(key, lacking))
        return items


def plan_import(
    sheets: Sequence[SheetRead],
    source: Source | None,
    known: RecordIndex,
    today: date,
    as_at: date | None = None,
    told: Progress | None = None,
) -> Plan:
    """Compare the rows of the sheets with the record; `known` is updated to the planned result.

    `source` gives the values (None: the sources named by each row of the site's own table); `as_at`
    is the day to which "not yet inspected" refers; `told(done, total)` reports progress.
    """
    planner = Planner(known, source or NO_SOURCE, today, as_at)
    rows = [row for sheet in sheets for row in sheet.rows]
    names_programme = [bool(row.programme or row.framework or row.key) for row in rows]
    in_order = sorted(range(len(rows)), key=lambda number: not names_programme[number])
    found: dict[int, list[PlanItem]] = {}
    for done, number in enumerate(in_order, 1):
        found[number] = planner.items_of(rows[number])
        if told and (done % EVERY == 0 or done == len(rows)):
            told(done, len(rows))
    planner.name_new()
    in_file = (item for number in range(len(rows)) for item in found[number])
    items = mark_conflicts(in_file, planner.said, planner.source)
    return Plan(planner.source, tuple(sheets), items, planner.new)
