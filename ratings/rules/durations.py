"""How long a grade is held. Source: domain §3, "Spells".

Two measures, because users need both: a *spell* lasts from one graded inspection to the next,
whatever it finds; a *run* lasts through inspections that find the same grade, until one
finds another. What is not known to have ended is censored, not left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ratings.rules.grades import is_comparable
from ratings.rules.kaplan_meier import Duration
from ratings.rules.spells import Spell, headline_spells
from ratings.rules.types import Authority, Grade, Inspection


@dataclass(frozen=True, slots=True)
class GradeSpell:
    """The time that one authority (slug) held a grade: `start` to `end`, both included.

    `inspections` found it. `next` is the inspection that ended it; `ended` says that this is
    known: a run is censored by an inspection whose grade cannot be compared, or that gives
    none, by the authority's end, and by the day that the record reaches.
    """

    authority: str
    grade: Grade
    start: date
    end: date
    inspections: tuple[Inspection, ...]
    next: Inspection | None
    ended: bool

    @property
    def duration(self) -> Duration:
        """Days from the first day to that of what ended it, or to the last day known of."""
        return Duration((self.end - self.start).days + self.ended, self.ended)


def spells_held(spells: Sequence[Spell]) -> tuple[GradeSpell, ...]:
    """The headline spells of one authority, each its own time; those without a grade left out.

    A spell has ended when there was another graded inspection, whatever it found.
    """
    following = [*(spell.inspection for spell in spells[1:]), None]
    return tuple(
        GradeSpell(
            s.inspection.authority, s.grade, s.start, s.end, (s.inspection,), after, not s.is_open
        )
        for s, after in zip(spells, following, strict=False)
        if s.grade is not None
    )


def runs_held(spells: Sequence[Spell]) -> tuple[GradeSpell, ...]:
    """Spells of one grade that follow one another, as one time each."""
    return tuple(_runs(spells_held(spells)))


def _runs(held: Iterable[GradeSpell]) -> Iterator[GradeSpell]:
    run: GradeSpell | None = None
    for each in held:
        if run and run.next == each.inspections[0] and run.grade.key == each.grade.key:
            both = (*run.inspections, *each.inspections)
            run = replace(each, start=run.start, inspections=both)
            continue
        if run:
            yield _judged(run)
        run = each
    if run:
        yield _judged(run)


def _judged(run: GradeSpell) -> GradeSpell:
    """A run has ended only where the next inspection gave a grade that can be compared."""
    found = run.next.headline if run.next else None
    ended = found is not None and is_comparable(run.grade, found)
    return run if ended == run.ended else replace(run, ended=ended)


def all_spells(
    lines: Mapping[str, Sequence[Inspection]], authorities: Iterable[Authority], reaches: date
) -> dict[str, tuple[Spell, ...]]:
    """The headline spells of every authority with graded steps; `reaches` ends the open ones."""
    return {
        a.slug: headline_spells(lines[a.slug], a, reaches) for a in authorities if a.slug in lines
    }


def by_grade(held: Iterable[GradeSpell]) -> dict[Grade, list[GradeSpell]]:
    """Group spells by the grade held."""
    found: dict[Grade, list[GradeSpell]] = {}
    for each in held:
        found.setdefault(each.grade, []).append(each)
    return found
