"""Compare one fact from a source with the record: the same, a detail or a conflict, and which of
the two takes precedence. Source of the rules: domain §6, the order of trust.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ratings.importing.entry.types import join_words
from ratings.importing.matching import area_of, grade_of
from ratings.importing.record_index import (
    ALL_SAY,
    GRADE,
    ONE_SAYS,
    PLAIN,
    IndexedFramework,
    IndexedInspection,
    IndexedSource,
    RecordIndex,
    Side,
)
from ratings.importing.types import CellRef, ImportRow
from ratings.models import ImportItem
from ratings.rules.dates import PartialDate, day_in_words
from ratings.rules.name_matching import normalise
from ratings.rules.types import NoGradeReason

NO_SOURCE = IndexedSource("", "the table that was loaded", "", (10**6, 0))
"""The source of the site's own table where its rows name none: the least trusted."""

LONGEST_CHANGE = 400
"""Maximum length of the text that identifies a change in an import run."""

Outcome = ImportItem.Outcome

IN_ORDER = {"start_date": "first day", "end_date": "last day", "published": "publication"}
"""Dates that must be in this order, and their labels."""

ADDS = "The record does not say this yet."

Unread = tuple[str, str, str]
"""A cell that could not be read: heading, place, text."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One item of a plan. `held` is the inspection it is about, None where none was found; `areas`
    are those whose grades a citation is for."""

    outcome: str
    where: CellRef
    authority: str
    held: IndexedInspection | None = None
    field: str = ""
    old: str = ""
    new: str = ""
    old_source: str = ""
    new_source: str = ""
    reason: str = ""
    wins: bool = False
    can_take: bool = False
    areas: tuple[str, ...] = ()

    @property
    def inspection(self) -> str:
        return self.held.key if self.held else ""

    @property
    def change(self) -> str:
        """What it would change: items with the same text are accepted or skipped together."""
        if not self.can_take and self.outcome != Outcome.CONTRADICTS:
            return ""
        if self.outcome == Outcome.NEW:
            return f"new|{self.inspection}"
        change = f"{self.inspection}|{self.field}|{self.new}|{self.new_source}"
        is_short = len(change) <= LONGEST_CHANGE
        return change if is_short else f"sha256:{hashlib.sha256(change.encode()).hexdigest()}"

    @property
    def is_taken(self) -> bool:
        """Whether it is accepted by default: it takes precedence by trust."""
        return self.can_take and (self.outcome != Outcome.CONTRADICTS or self.wins)


def new_in_words(known: RecordIndex, held: IndexedInspection) -> str:
    """Why an inspection is new, as a sentence with its kind and dates."""
    kind = known.kinds[held.kind].name
    days = [f"begun {held.start.in_words()}"] if held.start else []
    days += [f"published {day_in_words(held.published)}"] if held.published else []
    return f"A {kind} that the record does not have, {', '.join(days)}."


@dataclass(frozen=True, slots=True)
class FactComparison:
    """The result of comparing a fact with the record."""

    outcome: str
    old: str
    old_source: str
    reason: str
    wins: bool = False
    can_take: bool = False


def facts_of(
    row: ImportRow, framework: IndexedFramework, known: RecordIndex
) -> tuple[list[tuple[str, str]], list[Unread]]:
    """The fields that a row gives with their values as text, and the cells that are no grade.

    A dash means that there is no grade, but gives no reason for it.
    """
    grades: list[tuple[str, str]] = []
    unread: list[Unread] = []
    for finding in row.findings:
        if not normalise(finding.text):
            continue
        area = area_of(finding.heading, framework)
        grade = grade_of(finding.text, framework, known)
        if area and grade:
            grades.append((GRADE + area, grade))
        else:
            unread.append((finding.heading, finding.cell, finding.text))
    reasons = [
        (GRADE + area, why) for area, why in row.missing if why != NoGradeReason.NOT_RECORDED
    ]
    return [*_dates(row), *_plain(row), *grades, *reasons], unread


def _dates(row: ImportRow) -> Iterator[tuple[str, str]]:
    start = row.start.isoformat() if row.start else row.start_words
    days = (("end_date", row.end), ("published", row.published))
    if start:
        yield "start_date", start
    yield from ((name, day.isoformat()) for name, day in days if day)


def _plain(row: ImportRow) -> Iterator[tuple[str, str]]:
    if row.kind and not row.kind_is_estimate:
        yield "kind", row.kind
    yield from ((name, value) for name in PLAIN if (value := getattr(row, name)))
    if row.priority_action:
        yield "priority_action", "yes"


def compare_facts(judge: ConflictResolver, name: str, value: str) -> FactComparison | None:
    """Compare a fact with the record; None: the record has it, or a more precise value."""
    held = judge.held
    old = held.value(name)
    if says_the_same(name, old, value) or judge.is_elsewhere(name, value):
        return None
    if judge.is_known(name, value):
        reason = "This contradiction is on record as a discrepancy."
        return FactComparison(Outcome.KNOWN, old, judge.cited(name), reason)
    impossible = _impossible(held, name, value)
    is_new = held.lacks(name) or _is_more_precise(name, old, value)
    if is_new and not impossible:
        return FactComparison(Outcome.DETAILS, old, "", ADDS, can_take=True)
    wins, reason = judge.verdict(name)
    if impossible:
        return FactComparison(Outcome.CONTRADICTS, old, judge.cited(name), impossible)
    return FactComparison(Outcome.CONTRADICTS, old, judge.cited(name), reason, wins, can_take=True)


def says_the_same(name: str, old: str, value: str) -> bool:
    """Whether the record's value of a field equals the given one or is more precise."""
    if name == "theme":
        return normalise(old) == normalise(value)
    if name == "start_date" and old:
        return old == value or old.startswith(f"{value}-")
    if old == NoGradeReason.REVIEWED_SEPARATELY and value == NoGradeReason.NOT_PART:
        return True
    return old == value


def _is_more_precise(name: str, old: str, value: str) -> bool:
    """Whether a date is more precise and consistent: 2018-07-11 and 2018-07."""
    return name == "start_date" and bool(old) and value.startswith(f"{old}-")


def _impossible(held: IndexedInspection, name: str, value: str) -> str:
    """Why a value conflicts with the record's other fields, as a sentence; empty: it does not."""
    if name not in IN_ORDER:
        return ""
    days = {other: held.value(other) for other in IN_ORDER} | {name: value}
    given = [(other, _first_day(text)) for other, text in days.items() if text]
    for (earlier, day), (later, then) in pairwise(given):
        if then < day:
            return (
                f"It cannot be so beside the record’s other dates: the {IN_ORDER[later]} would be"
                f" before the {IN_ORDER[earlier]}. Look at the report."
            )
    return ""


def _first_day(text: str) -> date:
    return PartialDate.parse(text).first_day


@dataclass(frozen=True, slots=True)
class ConflictResolver:
    """Weighs a source's values for one inspection against those that the record cites."""

    known: RecordIndex
    source: IndexedSource
    held: IndexedInspection

    @property
    def framework(self) -> IndexedFramework:
        return self.known.frameworks[self.held.framework]

    @property
    def disputes(self) -> set[Side]:
        """Both sides of each discrepancy of the inspection."""
        return self.known.disputes.get(self.held.key, set())

    def area_of(self, heading: str) -> str | None:
        return area_of(heading, self.framework)

    def is_known(self, name: str, value: str) -> bool:
        """Whether the record already holds this source's value as a discrepancy."""
        return (name, self.source.key, value) in self.disputes

    def is_elsewhere(self, name: str, value: str) -> bool:
        """Whether the record has this grade in a separate review of the area."""
        area = name.removeprefix(GRADE)
        if self.held.missing.get(area) != NoGradeReason.REVIEWED_SEPARATELY:
            return False
        day = self.held.first_day
        near = self.known.near(self.held.authority, day, day) if day else []
        return any(one is not self.held and one.grades.get(area) == value for one in near)

    def supporters(self, name: str) -> list[IndexedSource]:
        """Sources that the record cites for its value, the most trusted first, without this source
        and those recorded as giving another value."""
        keys = self.held.supporters(name) - {self.source.key}
        value = self.held.value(name)
        said = {(source, text) for field, source, text in self.disputes if field == name}
        others = {source for source, _ in said if (source, value) not in said}
        found = [self.known.sources[key] for key in keys - others if key in self.known.sources]
        return sorted(found, key=lambda source: (source.rank, source.key))

    def cited(self, name: str) -> str:
        """Keys of the supporters, up to the length that a discrepancy can hold.

        A grade has sources of its own, and each gives it; of an inspection's sources, one gave the
        date or the kind, and the record does not say which.
        """
        keys = [source.key for source in self.supporters(name)] or [self.source.key]
        return (ALL_SAY if name.startswith(GRADE) else ONE_SAYS).join(keys)[:200]

    def verdict(self, name: str) -> tuple[bool, str]:
        """Whether the source takes precedence over the record's value, and why."""
        supporters = self.supporters(name)
        if not supporters:
            return False, "The record cites the same source for another value: look at both."
        best, own = supporters[0], self.source
        if own.rank < best.rank:
            return True, f"{own.title} is more trusted than {best.title}: the file would win."
        return False, f"{best.title} is more trusted than {own.title}: the record would win."

    def unreadable(self, name: str, text: str, cell: str) -> FactComparison:
        """The result for a cell that is no grade, where the record has a grade."""
        old, cited = self.held.value(name), self.cited(name)
        if self.is_known(name, text):
            reason = "This contradiction is on record as a discrepancy."
            return FactComparison(Outcome.KNOWN, old, cited, reason)
        return FactComparison(
            Outcome.CONTRADICTS, old, cited, self._no_grade(self.framework, text, cell)
        )

    def why_unread(self, framework: IndexedFramework, heading: str, cell: str, text: str) -> str:
        """Why a cell was not imported, and what to do."""
        if area_of(heading, framework) is None:
            return (
                f"{cell}: {framework.short_name} judges nothing under the heading “{heading}”:"
                " add it to the heading aliases of one of its areas."
            )
        return self._no_grade(framework, text, cell)

    def _no_grade(self, framework: IndexedFramework, text: str, cell: str) -> str:
        words = join_words([grade.word for grade in framework.grades], "or")
        return f"{cell}: “{text}” is no grade of {framework.short_name}: it gives {words}."
