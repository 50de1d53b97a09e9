"""Spells: how long a grade is held. Source: domain §3, "Spells"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ratings.rules.trend import Comparability
from ratings.rules.types import Area, Authority, Grade, Inspection, NoGradeReason


@dataclass(frozen=True, slots=True)
class Spell:
    """The time from one graded step to the next.

    `start` and `end` are the first and last day. `is_open` says that nothing is known to
    have ended it: it was closed by the authority's end or by the day the record reaches.
    `following` is the graded step that ended it.
    `grade` is None where there was none, and `missing` then says why (empty on a headline
    spell: no overall grade is given under that framework).
    """

    start: date
    end: date
    is_open: bool
    inspection: Inspection
    grade: Grade | None
    missing: str = ""
    following: Inspection | None = None

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end


def headline_spells(
    graded: Sequence[Inspection], authority: Authority, complete_to: date
) -> tuple[Spell, ...]:
    """The spells of overall grades; `graded` are the graded steps of the line, in order.

    A step without a headline starts a spell of no overall grade.
    """
    return tuple(
        Spell(start, end, after is None, inspection, inspection.headline, following=after)
        for inspection, start, end, after in _periods(graded, authority, complete_to)
    )


def area_spells(
    area: Area,
    graded: Sequence[Inspection],
    authority: Authority,
    complete_to: date,
    comparability: Comparability,
) -> tuple[Spell, ...]:
    """The spells of one judgement area through the frameworks that judge a comparable one.

    Each ends at the next graded step, even where that framework did not judge the area:
    what follows is "not a judgement then", never the old grade carried on.
    """
    spells = []
    for inspection, start, end, after in _periods(graded, authority, complete_to):
        counterpart = comparability.counterpart(
            (area.framework, area.key), inspection.framework.areas
        )
        rating = inspection.rating(counterpart.key) if counterpart else None
        grade = rating.grade if rating else None
        missing = rating.missing if rating else NoGradeReason.NOT_A_JUDGEMENT
        missing = "" if grade else missing
        spells.append(Spell(start, end, after is None, inspection, grade, missing, after))
    return tuple(spells)


def spell_on(spells: Sequence[Spell], day: date) -> Spell | None:
    """The spell that covers a day, if any."""
    return next((spell for spell in spells if spell.covers(day)), None)


def _periods(
    graded: Sequence[Inspection], authority: Authority, complete_to: date
) -> list[tuple[Inspection, date, date, Inspection | None]]:
    """Each step with its first day, last day and the step that ended it.

    Two steps that begin on one day leave the earlier of them no time: it gets no spell.
    """
    last_day = min(complete_to, authority.end) if authority.end else complete_to
    periods = []
    for index, inspection in enumerate(graded):
        following = graded[index + 1] if index + 1 < len(graded) else None
        end = following.first_day - timedelta(days=1) if following else last_day
        end = max(end, inspection.first_day) if following is None else end
        if end >= inspection.first_day:
            periods.append((inspection, inspection.first_day, end, following))
    return periods
