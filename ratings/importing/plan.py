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
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date

from ratings.importing.diff import (
    NO_SOURCE,
    ConflictResolver,
    FactComparison,
    Outcome,
    PlanItem,
    Unread,
    compare_facts,
    facts_of,
    new_in_words,
    says_the_same,
)
from ratings.importing.entry.actions import free_key
from ratings.importing.entry.types import EntryDates
from ratings.importing.matching import (
    MatchedRow,
    MatchError,
    area_of,
    authority_of,
    framework_of,
    inspection_of,
    match_row,
)
from ratings.importing.matching.validation import (
    check_direction,
    check_in_force,
    check_missing,
    check_said_once,
    check_same_finding,
    check_same_sort,
    check_visit,
)
from ratings.importing.record_index import (
    GRADE,
    IndexedFramework,
    IndexedInspection,
    IndexedSource,
    RecordIndex,
)
from ratings.importing.types import EMPTY, ImportRow, SheetRead
from ratings.rules.types import NoGradeReason

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

    source: IndexedSource
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


def mark_conflicts(
    items: Iterable[PlanItem], said: Values, source: IndexedSource
) -> list[PlanItem]:
    """The items; where a file gives two values for one field neither is accepted by default: the
    user reviews both and accepts one."""
    found = list(items)
    added = {(id(i.held), i.field, i.new) for i in found if i.outcome == Outcome.DETAILS}
    in_order = {key: sorted(values) for key, values in said.items() if len(values) > 1}
    return [_item(item, in_order, added, source) for item in found]


def _item(
    item: PlanItem,
    said: Mapping[tuple[int, str], Sequence[str]],
    added: set[tuple[int, str, str]],
    source: IndexedSource,
) -> PlanItem:
    if item.outcome != Outcome.CONTRADICTS or item.held is None or not item.can_take:
        return item
    key = (id(item.held), item.field)
    values = said.get(key, ())
    other = next((each for each in values if not _agree(item.field, each, item.new)), None)
    if other is None:
        return item
    is_own = (*key, item.old) in added
    return replace(
        item,
        wins=False,
        old_source=(source.key or source.title) if is_own else item.old_source,
        reason=f"The file says “{other}” elsewhere: look at both.",
    )


def _agree(name: str, one: str, other: str) -> bool:
    return says_the_same(name, one, other) or says_the_same(name, other, one)


@dataclass(slots=True)
class Planner:
    """The state while planning: the record, plus what the rows so far have added."""

    known: RecordIndex
    source: IndexedSource
    today: date
    as_at: date | None
    new: list[IndexedInspection] = field(default_factory=list)
    said: Values = field(default_factory=dict)

    def items_of(self, row: ImportRow) -> list[PlanItem]:
        """Plan one row: always at least one item."""
        if row.problem:
            return [self._refused(row, row.problem)]
        try:
            if row.nothing:
                return [self._nothing(row)]
            said = match_row(row, self.known, self.today)
            held = inspection_of(said, self.known)
            found = self._compared(said, held) if held else self._new(said)
            return found + [self._open(row, *gap) for gap in row.unread]
        except MatchError as problem:
            return [self._refused(row, str(problem))]

    def name_new(self) -> None:
        """Give each new inspection its id, once everything that the file says of it is known."""
        for held in self.new:
            if not held.key:
                shown = held.start.isoformat() if held.start else held.value("published")
                plain = f"{held.authority}-{held.framework}-{shown}"
                held.key = free_key(plain, held.kind, self.known.by_key)
                self.known.by_key[held.key] = held

    # --- rows that give no inspection, or one that cannot be used ---

    def _refused(self, row: ImportRow, reason: str) -> PlanItem:
        return PlanItem(Outcome.REFUSED, row.where, row.authority, reason=reason)

    def _open(self, row: ImportRow, name: str, why: str) -> PlanItem:
        """Report a value that could not be read; it is not guessed."""
        reason = f"It could not be read: {why} Read it yourself, and answer it."
        return replace(self._refused(row, reason), field=name)

    def _nothing(self, row: ImportRow) -> PlanItem:
        """Plan a "not yet inspected" row: the record agrees, or has an inspection."""
        authority = self._authority(row)
        if row.nothing == EMPTY:
            reason = "The row tells of no inspection."
            return PlanItem(Outcome.SAME, row.where, authority, reason=reason)
        own = self.known.of(authority)
        on_record = [held.key for held in own if held.is_graded and self._counts(held)]
        if on_record:
            reason = (
                f"The file says “{row.nothing}”, and the record has {', '.join(on_record)}: look"
                " at the report."
            )
            return PlanItem(Outcome.CONTRADICTS, row.where, authority, reason=reason)
        reason = f"The file says “{row.nothing}”, and so does the record."
        return PlanItem(Outcome.SAME, row.where, authority, reason=reason)

    def _authority(self, row: ImportRow) -> str:
        day = self.as_at or self.today
        return authority_of(row, self.known, EntryDates(day, day)).slug

    def _counts(self, held: IndexedInspection) -> bool:
        """Whether the file should have included an inspection."""
        is_headline = self.known.frameworks[held.framework].in_line
        shown = held.published or held.first_day
        return is_headline and self.as_at is not None and shown is not None and shown <= self.as_at

    # --- a new inspection ---

    def _new(self, said: MatchedRow) -> list[PlanItem]:
        row = said.row
        framework = framework_of(said, self.known)
        check_in_force(said, framework, self.known)
        kind = row.kind or self._only_kind(said, framework.kinds)
        check_direction(row, kind, self.known)
        held = IndexedInspection(
            key=row.key,
            authority=said.authority.slug,
            framework=framework.code,
            kind=kind,
            is_graded=said.is_graded,
            start=said.start,
            end=row.end,
            published=row.published,
            is_new=True,
        )
        facts, problems = self._facts(said, framework)
        for name, value in facts:
            held.put(name, value)
        unread = {area_of(heading, framework) for heading, _, _ in problems}
        self._fill_missing(held, unread)
        self._keep(held, row)
        items = [self._item(Outcome.NEW, row, held, reason=new_in_words(self.known, held))]
        return items + [self._cell_refused(row, held, *problem) for problem in problems]

    def _only_kind(self, said: MatchedRow, kinds: Iterable[str]) -> str:
        able = [kind for kind in kinds if self.known.kinds[kind].is_graded == said.is_graded]
        if len(able) == 1:
            return able[0]
        raise MatchError(
            "It is not in the record, and the row does not say what kind of inspection it was:"
            " load a sheet that does first, or enter it by hand."
        )

    def _fill_missing(self, held: IndexedInspection, unread: Set[str | None]) -> None:
        """Record areas that the framework asks for and the row leaves out as missing; an area whose
        cell cannot be read stays unknown."""
        if not held.is_graded:
            return
        reason = NoGradeReason.NOT_PART if held.kind == REINSPECTION else NoGradeReason.NOT_RECORDED
        for area in self.known.frameworks[held.framework].areas:
            if area.key not in held.grades:
                why = NoGradeReason.NOT_RECORDED if area.key in unread else reason
                held.presume(area.key, why)

    def _keep(self, held: IndexedInspection, row: ImportRow) -> None:
        held.rows.append(row)
        held.sources |= self._cited(row)
        for area in held.grades:
            held.rating_sources[area] = self._cited(row)
        self.new.append(held)
        if held.key:
            self.known.by_key[held.key] = held
        self.known.index(held)

    def _cited(self, row: ImportRow) -> set[str]:
        """Keys of the sources that a row cites for its facts."""
        own = {key for key in row.sources if key in self.known.sources}
        return own | ({self.source.key} if self.source.key else set())

    def _facts(
        self, said: MatchedRow, framework: IndexedFramework
    ) -> tuple[list[tuple[str, str]], list[Unread]]:
        """The facts of a row, and its unreadable cells. Raises MatchError where the row gives two
        values for one area, a reason that does not exist, or grades for an ungraded visit."""
        check_missing(said.row, framework)
        facts, problems = facts_of(said.row, framework, self.known)
        check_said_once(facts, framework)
        check_visit(said, facts)
        return facts, problems

    # --- an inspection that is in the record ---

    def _compared(self, said: MatchedRow, held: IndexedInspection) -> list[PlanItem]:
        row, framework = said.row, self.known.frameworks[held.framework]
        check_same_sort(said, held, self.known)
        check_direction(row, row.kind or held.kind, self.known)
        check_same_finding(row, held, self.known)
        facts, problems = self._facts(said, framework)
        for name, value in facts:
            self.said.setdefault((id(held), name), set()).add(value)
        judge = ConflictResolver(self.known, self.source, held)
        items = [item for fact in facts if (item := self._of_fact(row, held, judge, *fact))]
        for heading, cell, text in problems:
            items.append(self._unread(row, held, judge, heading, cell, text))
        items += self._uncited(row, held, facts)
        if held.is_new:
            held.rows.append(row)
        return items or [self._item(Outcome.SAME, row, held, reason="The record says the same.")]

    def _of_fact(
        self,
        row: ImportRow,
        held: IndexedInspection,
        judge: ConflictResolver,
        name: str,
        value: str,
    ) -> PlanItem | None:
        found = compare_facts(judge, name, value)
        if found is None:
            return None
        if found.outcome == Outcome.DETAILS:
            held.put(name, value)
            self.known.index(held)
            if name.startswith(GRADE):
                held.rating_sources[name.removeprefix(GRADE)] = self._cited(row)
        if held.is_new and found.outcome == Outcome.DETAILS:
            reason = f"More of the new inspection: {found.reason}"
            return self._item(Outcome.NEW, row, held, name=name, new=value, reason=reason)
        return self._judged(row, held, name, value, found)

    def _judged(
        self, row: ImportRow, held: IndexedInspection, name: str, value: str, found: FactComparison
    ) -> PlanItem:
        return PlanItem(
            found.outcome, row.where, held.authority, held, name, found.old, value,
            found.old_source, self.source.key or NO_SOURCE.title, found.reason,
            found.wins, found.can_take,
        )  # fmt: skip

    def _unread(
        self,
        row: ImportRow,
        held: IndexedInspection,
        judge: ConflictResolver,
        heading: str,
        cell: str,
        text: str,
    ) -> PlanItem:
        """Report a cell that is no grade: a conflict if the record has a grade there."""
        area = judge.area_of(heading)
        if area and held.grades.get(area) and not held.is_new:
            found = judge.unreadable(GRADE + area, text, cell)
            return self._judged(row, held, GRADE + area, text, found)
        return self._cell_refused(row, held, heading, cell, text)

    def _uncited(
        self, row: ImportRow, held: IndexedInspection, facts: Sequence[tuple[str, str]]
    ) -> list[PlanItem]:
        """Add the source as a detail, where the record does not yet cite it for these values.

        Sources named by a row of the site's own table belong to the inspection as a whole: they do
        not say which source gives which grade.
        """
        items = []
        said = {name for name, value in facts if held.value(name) == value}
        areas = [area.key for area in self.known.frameworks[held.framework].areas]
        agreed = [area for area in areas if GRADE + area in said]
        for key in sorted(self._cited(row)):
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
                items.append(self._citing(row, held, key, lacking))
        return items

    def _citing(
        self, row: ImportRow, held: IndexedInspection, key: str, areas: list[str]
    ) -> PlanItem:
        what = f" for {', '.join(areas)}" if areas else ""
        reason = f"The source says the same, and the record does not cite it{what} yet."
        return self._item(
            Outcome.DETAILS, row, held, name="sources", new=key, reason=reason, areas=areas
        )

    # --- items ---

    def _item(
        self,
        outcome: str,
        row: ImportRow,
        held: IndexedInspection,
        reason: str,
        name: str = "",
        new: str = "",
        areas: Sequence[str] = (),
    ) -> PlanItem:
        can_take = outcome in (Outcome.NEW, Outcome.DETAILS)
        return PlanItem(
            outcome, row.where, held.authority, held, name, new=new, reason=reason,
            new_source=self.source.key or NO_SOURCE.title, can_take=can_take, areas=tuple(areas),
        )  # fmt: skip

    def _cell_refused(
        self, row: ImportRow, held: IndexedInspection, heading: str, cell: str, text: str
    ) -> PlanItem:
        framework = self.known.frameworks[held.framework]
        judge = ConflictResolver(self.known, self.source, held)
        reason = judge.why_unread(framework, heading, cell, text)
        return PlanItem(Outcome.REFUSED, row.where, held.authority, held, new=text, reason=reason)


def plan_import(
    sheets: Sequence[SheetRead],
    source: IndexedSource | None,
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
