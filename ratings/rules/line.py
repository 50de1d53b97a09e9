"""The line of an authority: one sentence a person can quote. Source: domain §3.

inadequate (2013) → requires improvement (2016) → declined (2018)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ratings.rules.grades import NO_OVERALL_GRADE
from ratings.rules.trend import Comparability, Trend, headline_trend
from ratings.rules.types import Authority, Direction, Grade, Inspection, on_record

ARROW = " → "
DID_NOT_YET_EXIST = "did not yet exist"
NOT_YET_INSPECTED = "not yet inspected"
WAITING, NONE = "…", "–"
NO_GRADE_ON_RECORD = "no overall grade on record"

NODE_DIRECTIONS = frozenset({Direction.IMPROVED, Direction.DECLINED})


def sign_without_grade(words: str) -> str:
    """The sign shown instead of a grade's letter: an inspection still to come is not one that
    gave none."""
    return WAITING if words.startswith(NOT_YET_INSPECTED) else NONE


def tone_without_grade(words: str) -> str:
    """The colour key of the sign: `waiting` or `none`, neither has a colour."""
    return "waiting" if sign_without_grade(words) == WAITING else "none"


@dataclass(frozen=True, slots=True)
class LineStep:
    """One step of a line: a graded inspection, or visits that found the same direction.

    `inspections` holds the inspections of the step, in order; a graded step has one.
    """

    word: str
    inspections: tuple[Inspection, ...]

    @property
    def is_graded(self) -> bool:
        return self.inspections[0].is_graded

    @property
    def grade(self) -> Grade | None:
        return self.inspections[0].headline if self.is_graded else None

    @property
    def years(self) -> str:
        first, last = self.inspections[0].first_day.year, self.inspections[-1].first_day.year
        return str(first) if first == last else f"{first}–{last}"

    @property
    def text(self) -> str:
        return f"{self.word} ({self.years})"


@dataclass(frozen=True, slots=True)
class OverallJudgement:
    """The headline now: that of the latest graded step, and the last one ever given.

    `inspection` is the latest graded step (None: there is none yet), `grade` its overall
    grade. Where it has none, `last_overall` is the latest earlier inspection with one.
    """

    inspection: Inspection | None = None
    last_overall: Inspection | None = None

    @property
    def grade(self) -> Grade | None:
        return self.inspection.headline if self.inspection else None


@dataclass(frozen=True, slots=True)
class Line:
    """The line, its headline and its trend, as at a day."""

    text: str
    nodes: tuple[LineStep, ...]
    headline: OverallJudgement
    trend: Trend | None

    @property
    def graded(self) -> tuple[Inspection, ...]:
        return tuple(node.inspections[0] for node in self.nodes if node.is_graded)


def build_line(
    authority: Authority,
    inspections: Sequence[Inspection],
    comparability: Comparability,
    as_at: date,
    known_by: date | None = None,
) -> Line:
    """The line of one authority as at a day, from its own inspections only.

    A predecessor's inspections are not the authority's own (domain §3.7) and raise
    ValueError, so that no caller can merge two authorities by accident.
    """
    foreign = {i.authority for i in inspections} - {authority.slug}
    if foreign:
        raise ValueError(f"inspections of {', '.join(sorted(foreign))} in {authority.slug}'s line")
    known = on_record(inspections, as_at, known_by)
    nodes = merge_visits(known)
    graded = [node.inspections[0] for node in nodes if node.is_graded]
    return Line(
        text=ARROW.join(node.text for node in nodes) or _why_empty(authority, known, as_at),
        nodes=nodes,
        headline=_headline(graded),
        trend=_trend(graded, comparability),
    )


def merge_visits(inspections: Sequence[Inspection]) -> tuple[LineStep, ...]:
    """Steps of inspections already in order; visits with one direction become one step."""
    nodes: list[LineStep] = []
    for inspection in inspections:
        word = _word(inspection)
        if word is None:
            continue
        last = nodes[-1] if nodes else None
        if last and not last.is_graded and not inspection.is_graded and last.word == word:
            nodes[-1] = LineStep(word, (*last.inspections, inspection))
        else:
            nodes.append(LineStep(word, (inspection,)))
    return tuple(nodes)


def _word(inspection: Inspection) -> str | None:
    """The text of this inspection's step, or None where it makes no step."""
    if inspection.gives_node:
        grade = inspection.headline
        return grade.word if grade else NO_OVERALL_GRADE
    if not inspection.is_graded and inspection.direction in NODE_DIRECTIONS:
        return inspection.direction
    return None


def _headline(graded: list[Inspection]) -> OverallJudgement:
    if not graded:
        return OverallJudgement()
    latest = graded[-1]
    if latest.headline is not None:
        return OverallJudgement(latest)
    return OverallJudgement(
        latest, next((i for i in reversed(graded) if i.headline is not None), None)
    )


def _trend(graded: list[Inspection], comparability: Comparability) -> Trend | None:
    if not graded:
        return None
    return headline_trend(graded[-1], graded[-2] if len(graded) > 1 else None, comparability)


def _why_empty(authority: Authority, known: Sequence[Inspection], as_at: date) -> str:
    if authority.start is not None and as_at < authority.start:
        return DID_NOT_YET_EXIST
    if not any(inspection.is_graded for inspection in known):
        return NOT_YET_INSPECTED
    return NO_GRADE_ON_RECORD
