"""National shares on a date, repeats and transitions. Source: domain §4.

Counting is not comparing: which areas are counted as one (leaders and the leadership
judgement of the single inspection framework, for instance) is data, passed as an argument.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from ratings.rules.grades import GOOD, INADEQUATE, best_first, reaches
from ratings.rules.kaplan_meier import Duration
from ratings.rules.spells import Spell
from ratings.rules.status import by_authority
from ratings.rules.trend import Change, Comparability, Trend, compare, headline_trend
from ratings.rules.types import Authority, Framework, Grade, Inspection


class CountBasis(StrEnum):
    """Which of an authority's inspections count."""

    LATEST = "latest"
    FIRST = "first"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CountCriteria:
    """Which inspections count: of these frameworks (codes), begun in this time, which of
    each authority's. Dates are inclusive; None leaves that side open."""

    frameworks: frozenset[str]
    which: CountBasis = CountBasis.LATEST
    begun_from: date | None = None
    begun_to: date | None = None

    def of(self, inspections: Iterable[Inspection]) -> tuple[Inspection, ...]:
        """The graded inspections that count, in the order of the line."""
        found = sorted(filter(self._counts, inspections), key=attrgetter("order_key"))
        if self.which is CountBasis.ALL:
            return tuple(found)
        if self.which is CountBasis.FIRST:
            found.reverse()
        return tuple({i.authority: i for i in found}.values())

    def every(self, inspections: Iterable[Inspection]) -> tuple[Inspection, ...]:
        """All that may count, whichever of an authority's does: enough to count from again."""
        return replace(self, which=CountBasis.ALL).of(inspections)

    def _counts(self, inspection: Inspection) -> bool:
        return (
            inspection.is_graded
            and inspection.framework.code in self.frameworks
            and (self.begun_from is None or self.begun_from <= inspection.first_day)
            and (self.begun_to is None or inspection.first_day <= self.begun_to)
        )


@dataclass(frozen=True)
class Country:
    """Authorities (abolished ones too) and their graded inspections, in line order."""

    councils: tuple[Authority, ...]
    inspections: tuple[Inspection, ...]

    def within(self, regions: Collection[str] = (), type: str = "") -> Country:
        """The part in some regions and of one type; nothing given: all."""
        councils = tuple(
            c
            for c in self.councils
            if (not regions or c.region in regions) and (not type or c.type == type)
        )
        slugs = {c.slug for c in councils}
        return Country(councils, tuple(i for i in self.inspections if i.authority in slugs))

    def existing_on(self, day: date) -> frozenset[str]:
        """Slugs of the authorities that exist on a day."""
        return frozenset(c.slug for c in self.councils if c.exists_on(day))

    @cached_property
    def lines(self) -> Mapping[str, Sequence[Inspection]]:
        """The graded steps of each authority that has some, in order."""
        return by_authority(i for i in self.inspections if i.gives_node)


@dataclass(frozen=True, slots=True)
class Shares:
    """How many hold each grade. `holders` maps a grade to the inspections behind its count;
    `without` are inspections that gave no grade for the area (not judged, or not graded).

    Shares are fractions of 1, None where the denominator is nought.
    """

    existing: int
    holders: Mapping[Grade, tuple[Inspection, ...]]
    without: tuple[Inspection, ...]

    @property
    def with_grade(self) -> int:
        return sum(len(held) for held in self.holders.values())

    @property
    def inspected(self) -> int:
        return self.with_grade + len(self.without)

    def count(self, grade: Grade) -> int:
        return len(self.holders.get(grade, ()))

    def of_graded(self, count: int) -> float | None:
        return count / self.with_grade if self.with_grade else None

    def of_existing(self, count: int) -> float | None:
        return count / self.existing if self.existing else None


def whole_percent(count: int, of: int) -> int | None:
    """A whole percentage, rounded half up as Ofsted does; None of nought."""
    return (200 * count + of) // (2 * of) if of else None


def counted_as_one(area: str, pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The keys of the areas that are counted with one (domain §4), itself among them."""
    found = {area}
    links = [set(pair) for pair in pairs]
    while any(found & link and not link <= found for link in links):
        found |= set().union(*(link for link in links if found & link))
    return frozenset(found)


def frameworks_that_count(
    frameworks: Iterable[Framework], areas: Collection[str], group: str = ""
) -> tuple[Framework, ...]:
    """The frameworks of a group, if one is requested; else those of the national shares; for
    areas that none of these judges, the frameworks that judge them (domain §4)."""
    known = sorted(frameworks, key=lambda f: (f.first_day, f.code))
    if group:
        return tuple(f for f in known if f.group == group)
    judging = [f for f in known if any(f.area(key) for key in areas)]
    national = [f for f in known if f.in_national]
    return tuple(national if any(f.in_national for f in judging) else judging)


def grade_for(inspection: Inspection, areas: Collection[str]) -> Grade | None:
    """The grade that an inspection gave for one of the areas that are counted as one."""
    for rating in inspection.ratings:
        if rating.grade and rating.area.key in areas:
            return rating.grade
    return None


def shares(
    existing: Collection[str],
    inspections: Iterable[Inspection],
    areas: Collection[str],
    counted: CountCriteria,
) -> Shares:
    """The shares of grades among authorities that exist (slugs), by area keys."""
    chosen = counted.of(i for i in inspections if i.authority in existing)
    by_grade: dict[Grade, list[Inspection]] = {}
    without = []
    for inspection in chosen:
        grade = grade_for(inspection, areas)
        if grade is None:
            without.append(inspection)
        else:
            by_grade.setdefault(grade, []).append(inspection)
    holders = {grade: tuple(by_grade[grade]) for grade in best_first(by_grade)}
    return Shares(len(existing), holders, tuple(without))


@dataclass(frozen=True, slots=True)
class Repeats:
    """Authorities (slugs) inspected more than once: their latest grade against their first."""

    improved: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    kept_good_plus: tuple[str, ...] = ()
    unchanged_below_good: tuple[str, ...] = ()
    not_comparable: tuple[str, ...] = ()

    @property
    def more_than_one(self) -> int:
        return sum(len(getattr(self, field.name)) for field in fields(self))


def repeats(
    existing: Collection[str],
    inspections: Iterable[Inspection],
    areas: Collection[str],
    counted: CountCriteria,
) -> Repeats:
    """Compare latest and first grade of existing authorities (slugs) inspected again.

    Only inspections that gave a grade for the area count; `counted.which` is ignored.
    """
    graded: dict[str, list[Grade]] = {}
    for inspection in counted.every(inspections):
        grade = grade_for(inspection, areas)
        if grade and inspection.authority in existing:
            graded.setdefault(inspection.authority, []).append(grade)
    groups: dict[str, list[str]] = {}
    for slug in sorted(slug for slug, grades in graded.items() if len(grades) > 1):
        outcome = _outcome(graded[slug][0], graded[slug][-1])
        groups.setdefault(outcome, []).append(slug)
    return Repeats(**{name: tuple(slugs) for name, slugs in groups.items()})


def _outcome(first: Grade, latest: Grade) -> str:
    change = compare(first, latest)
    if change is Change.UNCHANGED:
        return "kept_good_plus" if reaches(latest, GOOD) else "unchanged_below_good"
    return str(change).replace(" ", "_")


@dataclass(frozen=True, slots=True)
class Transition:
    """The change from one graded step of the line to the next, of one authority."""

    before: Inspection
    now: Inspection
    trend: Trend


def transitions(
    lines: Iterable[Sequence[Inspection]], comparability: Comparability
) -> tuple[Transition, ...]:
    """Every change from one graded step to the next; `lines` hold each authority's steps."""
    return tuple(
        Transition(before, now, headline_trend(now, before, comparability))
        for graded in lines
        for before, now in pairwise(graded)
    )


@dataclass(frozen=True, slots=True)
class Episode:
    """A run of inspections from the first that found inadequate to one that reached a goal.

    `end` is the day that closed it: of the recovery where `recovered`, else of what
    censored it (an inspection without an overall grade, the authority's end, or the day
    to which the record is complete).
    """

    authority: str
    start: date
    end: date
    recovered: Inspection | None

    @property
    def duration(self) -> Duration:
        return Duration((self.end - self.start).days, self.recovered is not None)


def recoveries(spells: Sequence[Spell], goal: str) -> tuple[Episode, ...]:
    """Episodes from inadequate until a grade that reaches a goal (the key of a grade).

    `spells` are the headline spells of one authority. Source: domain §3, "Spells": reaching
    no overall grade, or the authority's end, is censoring and not recovery; so is a grade of
    another scale. A grade between the two neither ends an episode nor starts one.
    """
    episodes: list[Episode] = []
    start: date | None = None
    for spell in spells:
        grade, slug = spell.grade, spell.inspection.authority
        unknown = grade is None or INADEQUATE not in grade.at_least
        if start is not None and (unknown or reaches(grade, goal)):
            recovered = None if unknown else spell.inspection
            episodes.append(Episode(slug, start, spell.start, recovered))
            start = None
        elif start is None and grade is not None and grade.key == INADEQUATE:
            start = spell.start
    if start is not None:
        episodes.append(Episode(spells[0].inspection.authority, start, spells[-1].end, None))
    return tuple(episodes)
