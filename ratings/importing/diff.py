"""Compare one row of a source with the record: the same, a detail or a conflict, and which of the
two takes precedence. Source of the rules: domain §6, the order of trust.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ratings.importing.matching import grade_of
from ratings.importing.record_index import (
    ALL_SAY,
    DATES,
    GRADE,
    ONE_SAYS,
    PLAIN,
    IndexedInspection,
    RecordIndex,
    Side,
)
from ratings.importing.types import CellRef, ImportRow, JudgementCell
from ratings.models import ImportItem, Source
from ratings.rules.dates import PartialDate, Period
from ratings.rules.name_matching import normalise
from ratings.rules.types import Framework, NoGradeReason
from ratings.rules.validation import DAYS, order_problems, wrong_grade

NO_SOURCE = Source(key="", title="the table that was loaded", trust=10**6)
"""The source of the site's own table where its rows name none: the least trusted."""

LONGEST_CHANGE = 400
"""Maximum length of the text that identifies a change in an import run."""

Outcome = ImportItem.Outcome


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


def facts_of(
    row: ImportRow, framework: Framework, known: RecordIndex
) -> tuple[list[tuple[str, str]], list[JudgementCell]]:
    """The fields that a row gives with their values as text, and the cells that are no grade.

    A dash means that there is no grade, but gives no reason for it.
    """
    found, unread = list(_plain_facts(row)), []
    for cell in row.findings:
        if not normalise(cell.text):
            continue
        area = known.area_of(cell.heading, framework.code)
        grade = grade_of(cell.text, framework, known)
        if area and grade:
            found.append((GRADE + area, grade))
        else:
            unread.append(cell)
    reasons = ((area, why) for area, why in row.missing if why != NoGradeReason.NOT_RECORDED)
    return [*found, *((GRADE + area, why) for area, why in reasons)], unread


def _plain_facts(row: ImportRow) -> Iterator[tuple[str, str]]:
    """All but the grades."""
    if start := row.start.isoformat() if row.start else row.start_words:
        yield "start_date", start
    for name, attribute in DATES.items():
        if day := getattr(row, attribute):
            yield name, day.isoformat()
    if row.kind and not row.kind_is_estimate:
        yield "kind", row.kind
    yield from ((name, value) for name in PLAIN if (value := getattr(row, name)))
    if row.priority_action:
        yield "priority_action", "yes"


def says_the_same(name: str, old: str, value: str) -> bool:
    """Whether the record's value of a field equals the given one or is more precise."""
    if name == "theme":
        return normalise(old) == normalise(value)
    if name == "start_date" and old:
        return old == value or old.startswith(f"{value}-")
    if old == NoGradeReason.REVIEWED_SEPARATELY and value == NoGradeReason.NOT_PART:
        return True
    return old == value


class Comparison:
    """One row beside its inspection: makes each fact an item of the plan, and weighs the source's
    values against those that the record cites."""

    def __init__(
        self, known: RecordIndex, source: Source, row: ImportRow, held: IndexedInspection
    ) -> None:
        self.known, self.source, self.row, self.held = known, source, row, held
        self.framework = known.frameworks[held.framework]
        self.disputes: set[Side] = known.disputes.get(held.key, set())
        """Both sides of each discrepancy of the inspection."""

    def item(self, outcome: str, name: str = "", new: str = "", **more: Any) -> PlanItem:
        """An item about the inspection; what is new or a detail can be accepted."""
        can_take = outcome in (Outcome.NEW, Outcome.DETAILS)
        whole: dict[str, Any] = {
            "new_source": self.source.key or NO_SOURCE.title,
            "can_take": can_take,
        } | more
        return PlanItem(
            outcome, self.row.where, self.held.authority, self.held, name, new=new, **whole
        )

    def of_fact(self, name: str, value: str) -> PlanItem | None:
        """Compare a fact; None: the record has it, or a more precise value."""
        held = self.held
        old = held.value(name)
        if says_the_same(name, old, value) or self._is_elsewhere(name, value):
            return None
        if (name, self.source.key, value) in self.disputes:
            return self._known(name, value)
        impossible = self._impossible(name, value)
        more_precise = name == "start_date" and old and value.startswith(f"{old}-")
        if (held.lacks(name) or more_precise) and not impossible:
            reason = "The record does not say this yet."
            if held.is_new:
                reason = f"More of the new inspection: {reason}"
                return self.item(Outcome.NEW, name, value, reason=reason)
            return self.item(Outcome.DETAILS, name, value, old=old, reason=reason)
        wins, reason = (False, impossible) if impossible else self._verdict(name)
        return self.item(
            Outcome.CONTRADICTS, name, value, old=old, old_source=self.cited(name), reason=reason,
            wins=wins, can_take=not impossible,
        )  # fmt: skip

    def of_unread(self, cell: JudgementCell) -> PlanItem:
        """A cell that is no grade: a conflict if the record has a grade there."""
        area = self.known.area_of(cell.heading, self.framework.code)
        own, text = self.framework.short_name, cell.text
        if area is None:
            why = (
                f"{cell.cell}: {own} judges nothing under the heading “{cell.heading}”: add it to"
                " the heading aliases of one of its areas."
            )
        else:
            words = [grade.word for grade in self.framework.grades]
            why = f"{cell.cell}: {wrong_grade(own, text, words)}"
        if not area or not self.held.grades.get(area) or self.held.is_new:
            return self.item(Outcome.REFUSED, new=text, reason=why, new_source="")
        name = GRADE + area
        if (name, self.source.key, text) in self.disputes:
            return self._known(name, text)
        old, cited = self.held.value(name), self.cited(name)
        return self.item(
            Outcome.CONTRADICTS, name, text, old=old, old_source=cited, reason=why, can_take=False
        )

    def of_source(self, key: str, areas: Sequence[str]) -> PlanItem:
        """The source agrees, and the record does not cite it for the inspection or these areas."""
        what = f" for {', '.join(areas)}" if areas else ""
        reason = f"The source says the same, and the record does not cite it{what} yet."
        return self.item(Outcome.DETAILS, "sources", key, reason=reason, areas=tuple(areas))

    def _known(self, name: str, value: str) -> PlanItem:
        old, cited = self.held.value(name), self.cited(name)
        reason = "This contradiction is on record as a discrepancy."
        return self.item(Outcome.KNOWN, name, value, old=old, old_source=cited, reason=reason)

    def _impossible(self, name: str, value: str) -> str:
        """Why a value conflicts with the record's other dates; empty: it does not."""
        if name not in DAYS:
            return ""
        texts = {each: self.held.value(each) for each in DAYS} | {name: value}
        days = {each: PartialDate.parse(text) for each, text in texts.items() if text}
        end, published = (
            days[each].first_day if each in days else None for each in ("end_date", "published")
        )
        for problem in order_problems(days.get("start_date"), end, published):
            return f"It cannot be so beside the record’s other dates. {problem.message}"
        return ""

    def _is_elsewhere(self, name: str, value: str) -> bool:
        """Whether the record has this grade in a separate review of the area."""
        area = name.removeprefix(GRADE)
        if self.held.missing.get(area) != NoGradeReason.REVIEWED_SEPARATELY:
            return False
        day = self.held.first_day
        near = self.known.near(self.held.authority, Period(day, day)) if day else []
        return any(one is not self.held and one.grades.get(area) == value for one in near)

    def _supporters(self, name: str) -> list[Source]:
        """Sources that the record cites for its value, the most trusted first, without this source
        and those recorded as giving another value."""
        area = name.removeprefix(GRADE) if name.startswith(GRADE) else ""
        own = self.held.rating_sources.get(area)
        keys = (own or self.held.sources) - {self.source.key}
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
        keys = [source.key for source in self._supporters(name)] or [self.source.key]
        return (ALL_SAY if name.startswith(GRADE) else ONE_SAYS).join(keys)[:200]

    def _verdict(self, name: str) -> tuple[bool, str]:
        """Whether the source takes precedence over the record's value, and why."""
        supporters = self._supporters(name)
        if not supporters:
            return False, "The record cites the same source for another value: look at both."
        best, own = supporters[0], self.source
        if own.rank < best.rank:
            return True, f"{own.title} is more trusted than {best.title}: the file would win."
        return False, f"{best.title} is more trusted than {own.title}: the record would win."
