"""Where a chart shows more time than the record reaches: from which day, and the text.

Graded inspections and visits are two kinds of fact, with a reach and a mark each. What is on
record all the same, later than its kind reaches, is never drawn over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ratings.charts.timeline.labels import sentence
from ratings.rules.completeness import Basis, Completeness
from ratings.rules.dates import day_in_words
from ratings.rules.types import Inspection

GRADED, VISITS = "graded", "visits"

Reach = Mapping[str, Completeness]
"""How far the record of each kind reaches; a kind that is not in it has no limit."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """From `start` to the end of the chart nothing of a type is recorded."""

    kind: str
    start: date
    words: str


def beyond(
    reach: Reach, inspections: Collection[Inspection], first: date, last: date
) -> tuple[Beyond, ...]:
    """What a chart from `first` to `last` must mark, given the inspections drawn in it."""
    found = []
    for kind in _kinds(reach):
        drawn = (each.first_day for each in _of(kind, inspections))
        start = max([first, kind.last_day, *drawn])
        if start < last:
            found.append(Beyond(kind.kind, start, words_after(kind, inspections)))
    return tuple(found)


def words_after(kind: Completeness, inspections: Collection[Inspection]) -> str:
    """`visits after 31 March 2025 not recorded`, or only in part where there are some."""
    is_recorded = "recorded only in part" if _has_later(kind, inspections) else "not recorded"
    is_report = kind.kind == GRADED and kind.basis == Basis.PUBLISHED
    what = "reports" if is_report else kind.subject
    return f"{what} after {day_in_words(kind.last_day)} {is_recorded}"


def known_to(reach: Reach, as_at: date) -> date:
    """The last day on which a grade is known to be held still."""
    return min(as_at, reach[GRADED].last_day) if GRADED in reach else as_at


def on_reports(reach: Reach, known_by: date | None) -> str:
    """`, on reports published to 20 August 2026`, to go after a date."""
    return f", {reach[GRADED].on_reports(known_by)}" if GRADED in reach else ""


def in_sentences(reach: Reach, inspections: Collection[Inspection]) -> Iterator[str]:
    """How far the record reaches and what that means, for beneath a chart."""
    kinds = [kind.in_words for kind in _kinds(reach)]
    if kinds:
        yield f"{sentence('; '.join(kinds))}."
        yield "Anything later may have happened but is not recorded here."
    for kind in _kinds(reach):
        if kind.first_day:
            days = f"before {day_in_words(kind.first_day)}"
            if _has_later(kind, inspections):
                days += f" and after {day_in_words(kind.last_day)}"
            yield f"{sentence(kind.subject)} {days} are recorded only in part."


def _kinds(reach: Reach) -> Iterator[Completeness]:
    return (reach[kind] for kind in (GRADED, VISITS) if kind in reach)


def _of(kind: Completeness, inspections: Collection[Inspection]) -> Iterator[Inspection]:
    return (each for each in inspections if each.is_graded == (kind.kind == GRADED))


def _has_later(kind: Completeness, inspections: Collection[Inspection]) -> bool:
    """Whether some of a kind are on record although they are later than its reach."""
    counts_published = kind.basis == Basis.PUBLISHED
    days = (i.known_from if counts_published else i.first_day for i in _of(kind, inspections))
    return any(day > kind.last_day for day in days)
