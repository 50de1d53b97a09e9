"""What the record lacks: for each authority and framework, what is missing, weak or disputed.

A cell is one authority under one framework. Its state is the worst problem among its
inspections, or why it has none. Source: domain §3 ("Missing is never blank") and §6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.types import (
    FINDING_WORDS,
    Area,
    Authority,
    DirectionStatus,
    Framework,
    Inspection,
    NoGradeReason,
)


class CoverageState(StrEnum):
    """Coverage state of an authority under a framework, most urgent first."""

    DISPUTED = "disputed"
    MISSING = "missing"
    WEAK = "weak"
    COMPLETE = "complete"
    NOT_INSPECTED = "not-inspected"
    NOT_THEN = "did-not-exist"


STATE_WORDS = {
    CoverageState.DISPUTED: "disputed",
    CoverageState.MISSING: "missing",
    CoverageState.WEAK: "weak evidence",
    CoverageState.COMPLETE: "complete",
    CoverageState.NOT_INSPECTED: "not inspected",
    CoverageState.NOT_THEN: "did not exist",
}

WORSE_FIRST = (CoverageState.DISPUTED, CoverageState.MISSING, CoverageState.WEAK)


class Lack(StrEnum):
    """A problem that an inspection can have."""

    DISPUTE = "dispute"
    AREA = "area"
    LETTER = "letter"
    FIRST_DAY = "first-day"
    FIRST_DAY_IN_PART = "first-day-in-part"
    PUBLISHED = "publication-date"
    REPORT = "report-address"
    EVIDENCE = "evidence"
    AREA_EVIDENCE = "area-evidence"


LACK_WORDS = {
    Lack.DISPUTE: "open discrepancy",
    Lack.AREA: "judgement area not recorded",
    Lack.LETTER: FINDING_WORDS[DirectionStatus.NOT_READ],
    Lack.FIRST_DAY: "first day not recorded",
    Lack.FIRST_DAY_IN_PART: "first day known only in part",
    Lack.PUBLISHED: "publication date not recorded",
    Lack.REPORT: "report address not recorded",
    Lack.EVIDENCE: "weak evidence",
    Lack.AREA_EVIDENCE: "weak evidence for a grade",
}

STATE_OF = {
    Lack.DISPUTE: CoverageState.DISPUTED,
    Lack.AREA: CoverageState.MISSING,
    Lack.LETTER: CoverageState.MISSING,
    Lack.FIRST_DAY: CoverageState.MISSING,
    Lack.FIRST_DAY_IN_PART: CoverageState.MISSING,
    Lack.PUBLISHED: CoverageState.MISSING,
    Lack.REPORT: CoverageState.MISSING,
    Lack.EVIDENCE: CoverageState.WEAK,
    Lack.AREA_EVIDENCE: CoverageState.WEAK,
}


@dataclass(frozen=True, slots=True)
class OpenDiscrepancy:
    """An open discrepancy about an inspection: the text of what it is about, and its URL."""

    about: str
    address: str


@dataclass(frozen=True, slots=True)
class EvidencedInspection:
    """An inspection with the evidence recorded for it.

    `weak`: label of the strength of its evidence, where that is weak; `weak_areas`: areas
    whose grade rests on weak evidence; `disputes`: its open discrepancies.
    """

    inspection: Inspection
    weak: str = ""
    weak_areas: tuple[Area, ...] = ()
    disputes: tuple[OpenDiscrepancy, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageGap:
    """One problem of an inspection. `address`: URL of a discrepancy, else empty."""

    inspection: Inspection
    lack: Lack
    sentence: str
    address: str = ""

    @property
    def state(self) -> CoverageState:
        return STATE_OF[self.lack]

    @property
    def words(self) -> str:
        return LACK_WORDS[self.lack]


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One authority under one framework: how many inspections it has, and what they lack."""

    authority: Authority
    framework: Framework
    state: CoverageState
    inspections: int
    gaps: tuple[CoverageGap, ...]

    def count(self, state: CoverageState) -> int:
        """How many of its gaps are of a state."""
        return sum(gap.state == state for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class AuthorityCoverage:
    """One authority under each framework, oldest first."""

    authority: Authority
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, slots=True)
class FrameworkCoverage:
    """A framework as a whole: how many authorities are in each state, what is lacking."""

    framework: Framework
    inspections: int
    states: dict[CoverageState, int]
    lacks: dict[Lack, int]

    @property
    def gaps(self) -> int:
        return sum(self.lacks.values())


def coverage_table(
    authorities: Iterable[Authority],
    frameworks: Sequence[Framework],
    kept: Iterable[EvidencedInspection],
    as_at: date,
) -> tuple[AuthorityCoverage, ...]:
    """Each authority begun by the day, under each framework in force by then."""
    begun = sorted((f for f in frameworks if f.first_day <= as_at), key=_in_time)
    found: dict[tuple[str, str], list[EvidencedInspection]] = {}
    for each in kept:
        key = (each.inspection.authority, each.inspection.framework.code)
        found.setdefault(key, []).append(each)
    return tuple(
        AuthorityCoverage(
            a, tuple(_cell(a, f, found.get((a.slug, f.code), ()), as_at) for f in begun)
        )
        for a in authorities
        if a.start is None or a.start <= as_at
    )


def columns(rows: Sequence[AuthorityCoverage]) -> tuple[FrameworkCoverage, ...]:
    """The columns of some rows, summed up."""
    by_framework = zip(*(row.cells for row in rows), strict=True)
    return tuple(_column(cells) for cells in by_framework)


def gaps_of(kept: EvidencedInspection) -> tuple[CoverageGap, ...]:
    """The problems of one inspection, in the order of `Lack`."""
    found = [*_disputed(kept), *_missing(kept.inspection), *_weak(kept)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Letters:
    """Visits that should state a direction, of one year or of one authority (slug)."""

    of: str
    visits: int
    not_read: int

    @property
    def read(self) -> int:
        """Of how many the letter, or an account of it, was read."""
        return self.visits - self.not_read


def letters_by(
    inspections: Iterable[Inspection], key: Callable[[Inspection], str]
) -> tuple[Letters, ...]:
    """The letters of visits, counted by what `key` makes of each; in the order of that."""
    asked = [i for i in inspections if not i.is_graded and i.asks_direction]
    visits = Counter(map(key, asked))
    not_read = Counter(key(i) for i in asked if i.direction_status == DirectionStatus.NOT_READ)
    return tuple(Letters(of, visits[of], not_read[of]) for of in sorted(visits))


def _in_time(framework: Framework) -> tuple[date, str]:
    return (framework.first_day, framework.code)


def _cell(
    authority: Authority, framework: Framework, kept: Sequence[EvidencedInspection], as_at: date
) -> CoverageCell:
    in_order = sorted(kept, key=lambda each: each.inspection.order_key)
    gaps = tuple(gap for each in in_order for gap in gaps_of(each))
    state = _state(gaps) if kept else _why_none(authority, framework, as_at)
    return CoverageCell(authority, framework, state, len(kept), gaps)


def _state(gaps: Iterable[CoverageGap]) -> CoverageState:
    states = {gap.state for gap in gaps}
    return next((state for state in WORSE_FIRST if state in states), CoverageState.COMPLETE)


def _why_none(authority: Authority, framework: Framework, as_at: date) -> CoverageState:
    """Without an inspection: whether it existed on any day that the framework was in force."""
    last = min(framework.last_day or as_at, as_at)
    begun = authority.start is None or authority.start <= last
    ended = authority.end is not None and authority.end < framework.first_day
    return CoverageState.NOT_INSPECTED if begun and not ended else CoverageState.NOT_THEN


def _column(cells: Sequence[CoverageCell]) -> FrameworkCoverage:
    states = Counter(cell.state for cell in cells)
    lacks = Counter(gap.lack for cell in cells for gap in cell.gaps)
    return FrameworkCoverage(
        framework=cells[0].framework,
        inspections=sum(cell.inspections for cell in cells),
        states={state: states[state] for state in CoverageState},
        lacks={lack: lacks[lack] for lack in Lack},
    )


def _disputed(kept: EvidencedInspection) -> Iterable[CoverageGap]:
    for each in kept.disputes:
        sentence = f"Two sources disagree on the {each.about}, and nothing has settled it yet."
        yield CoverageGap(kept.inspection, Lack.DISPUTE, sentence, each.address)


def _missing(inspection: Inspection) -> Iterable[CoverageGap]:
    for area in inspection.framework.areas if inspection.is_graded else ():
        if rating_or_reason(inspection, area).missing == NoGradeReason.NOT_RECORDED:
            sentence = f"The grade for {area.short_name} exists, and the record does not hold it."
            yield CoverageGap(inspection, Lack.AREA, sentence)
    if inspection.direction_status == DirectionStatus.NOT_READ:
        sentence = "Nobody here has read its letter yet, so what it found is not known."
        yield CoverageGap(inspection, Lack.LETTER, sentence)
    yield from _missing_dates(inspection)
    if not inspection.report_url:
        yield CoverageGap(inspection, Lack.REPORT, "No address of the report is recorded.")


def _missing_dates(inspection: Inspection) -> Iterable[CoverageGap]:
    start = inspection.start
    if start is None:
        sentence = "The first day is not recorded: publication stands for it."
        yield CoverageGap(inspection, Lack.FIRST_DAY, sentence)
    elif start.precision != "day":
        sentence = f"The first day is known only to the {start.precision}: {start.in_words()}."
        yield CoverageGap(inspection, Lack.FIRST_DAY_IN_PART, sentence)
    if inspection.published is None:
        sentence = "The day of publication is not recorded: the first day stands for it."
        yield CoverageGap(inspection, Lack.PUBLISHED, sentence)


def _weak(kept: EvidencedInspection) -> Iterable[CoverageGap]:
    if kept.weak:
        sentence = f"It rests on a {kept.weak}, not on a report or a release by Ofsted."
        yield CoverageGap(kept.inspection, Lack.EVIDENCE, sentence)
    for area in kept.weak_areas:
        sentence = f"The grade for {area.short_name} rests on neither a report nor a release."
        yield CoverageGap(kept.inspection, Lack.AREA_EVIDENCE, sentence)
