"""What the record lacks: for each authority and framework, what is missing, weak or disputed.

A cell is one authority under one framework. Its state is the worst problem among its
inspections, or why it has none. Source: domain §3 ("Missing is never blank") and §6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.types import (
    FINDING_WORDS,
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


Disputes = Mapping[str, Sequence[tuple[str, str]]]
"""The open discrepancies about inspections (ids): what each is about, and its URL."""


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


CoverageRow = tuple[Authority, list[CoverageCell]]
"""One authority under each framework, oldest first."""


def coverage_table(
    authorities: Iterable[Authority],
    frameworks: Sequence[Framework],
    inspections: Iterable[Inspection],
    as_at: date,
    disputes: Disputes,
    weak: Mapping[str, str],
) -> list[CoverageRow]:
    """Each authority begun by the day, under each framework in force by then.

    `weak` are the labels of strengths of evidence that is weak.
    """
    begun = sorted((f for f in frameworks if f.first_day <= as_at), key=_in_time)
    found: dict[tuple[str, str], list[Inspection]] = {}
    for each in sorted(inspections, key=lambda each: each.order_key):
        found.setdefault((each.authority, each.framework.code), []).append(each)
    rows = []
    for authority in authorities:
        if authority.had_begun(as_at):
            row = []
            for framework in begun:
                own = found.get((authority.slug, framework.code), ())
                gaps = tuple(gap for each in own for gap in gaps_of(each, disputes, weak))
                state = _state(gaps) if own else _why_none(authority, framework, as_at)
                row.append(CoverageCell(authority, framework, state, len(own), gaps))
            rows.append((authority, row))
    return rows


def gaps_of(
    inspection: Inspection, disputes: Disputes, weak: Mapping[str, str]
) -> Iterator[CoverageGap]:
    """The problems of one inspection, in the order of `Lack`."""
    for about, address in disputes.get(inspection.id, ()):
        sentence = f"Two sources disagree on the {about}, and nothing has settled it yet."
        yield CoverageGap(inspection, Lack.DISPUTE, sentence, address)
    yield from _missing(inspection)
    if label := weak.get(inspection.verified):
        sentence = f"It rests on a {label}, not on a report or a release by Ofsted."
        yield CoverageGap(inspection, Lack.EVIDENCE, sentence)
    for rating in inspection.ratings:
        if rating.verified in weak:
            name = rating.area.short_name
            sentence = f"The grade for {name} rests on neither a report nor a release."
            yield CoverageGap(inspection, Lack.AREA_EVIDENCE, sentence)


def letters_by(
    inspections: Iterable[Inspection], key: Callable[[Inspection], str]
) -> list[tuple[str, dict[str, int]]]:
    """Visits that should state a direction, and of how many the letter, or an account of it, was
    read, counted by what `key` makes of each; in the order of that."""
    asked = [i for i in inspections if not i.is_graded and i.asks_direction]
    visits = Counter(map(key, asked))
    not_read = Counter(key(i) for i in asked if i.direction_status == DirectionStatus.NOT_READ)
    return [
        (of, {"visits": n, "read": n - not_read[of], "not_read": not_read[of]})
        for of, n in sorted(visits.items())
    ]


def _in_time(framework: Framework) -> tuple[date, str]:
    return (framework.first_day, framework.code)


def _state(gaps: Iterable[CoverageGap]) -> CoverageState:
    states = {gap.state for gap in gaps}
    return next((state for state in WORSE_FIRST if state in states), CoverageState.COMPLETE)


def _why_none(authority: Authority, framework: Framework, as_at: date) -> CoverageState:
    """Without an inspection: whether it existed on any day that the framework was in force."""
    last = min(framework.last_day or as_at, as_at)
    begun = authority.start is None or authority.start <= last
    ended = authority.end is not None and authority.end < framework.first_day
    return CoverageState.NOT_INSPECTED if begun and not ended else CoverageState.NOT_THEN


def _missing(inspection: Inspection) -> Iterator[CoverageGap]:
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


def _missing_dates(inspection: Inspection) -> Iterator[CoverageGap]:
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
