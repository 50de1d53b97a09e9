"""The input and the result of small multiples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ratings.charts.timeline.reach import Beyond, Reach, beyond, known_to
from ratings.rules.dates import day_in_words
from ratings.rules.line import Line
from ratings.rules.spells import Spell, headline_spells
from ratings.rules.types import Authority, Framework, Grade, Inspection

FEWEST_YEARS = 3
"""The axis is at least this long, so that one inspection does not fill it."""


@dataclass(frozen=True, slots=True)
class MultiplesRow:
    """One authority: its own inspections on record, in the order of the line.

    `note` is shown under its name: when it began or ended. `before` names its predecessors.
    """

    authority: Authority
    line: Line
    inspections: tuple[Inspection, ...]
    note: str = ""
    before: str = ""

    @property
    def visits(self) -> tuple[Inspection, ...]:
        return tuple(inspection for inspection in self.inspections if not inspection.is_graded)


@dataclass(frozen=True)
class MultiplesData:
    """Authorities in the order of their rows, all as at one day.

    `scale` is the scale of the newest framework, best first; `frameworks` those of the line;
    `reach` is how far the record goes.
    """

    subjects: Sequence[MultiplesRow]
    frameworks: Sequence[Framework]
    scale: Sequence[Grade]
    reach: Reach
    as_at: date
    known_by: date | None = None

    @property
    def moment(self) -> str:
        """`as at 31 March 2024, as published by 30 June 2024`."""
        known = f", as published by {day_in_words(self.known_by)}" if self.known_by else ""
        return f"as at {day_in_words(self.as_at)}{known}"

    @cached_property
    def spells(self) -> tuple[tuple[Spell, ...], ...]:
        """The spells of overall grades of each subject, up to the day."""
        last = known_to(self.reach, self.as_at)
        return tuple(headline_spells(s.line.graded, s.authority, last) for s in self.subjects)

    @cached_property
    def beyond(self) -> tuple[tuple[Beyond, ...], ...]:
        """What of each subject's time the record does not reach."""
        return tuple(
            beyond(
                self.reach,
                s.inspections,
                self.first,
                min(s.authority.end or self.as_at, self.as_at),
            )
            for s in self.subjects
        )

    @cached_property
    def first(self) -> date:
        """Where the axis begins: with the year of the first grade or visit of any of them."""
        days = [spell.start for spells in self.spells for spell in spells]
        days += [visit.first_day for subject in self.subjects for visit in subject.visits]
        return date(min([day.year for day in days] + [self.as_at.year - FEWEST_YEARS]), 1, 1)

    @cached_property
    def eras(self) -> tuple[tuple[Framework, date, date], ...]:
        """Each framework from its first day on the axis to that of the next, as far as shown."""
        starts = sorted((f for f in self.frameworks if f.in_line), key=lambda f: f.first_day)
        ends = [f.first_day for f in starts[1:]] + [date.max]
        found = zip(starts, ends, strict=False)
        return tuple(
            (f, max(f.first_day, self.first), min(end, f.last_day or end, self.as_at))
            for f, end in found
            if f.first_day <= self.as_at and min(end, f.last_day or end) > self.first
        )
