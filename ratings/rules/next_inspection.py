"""Time since the last graded inspection, and the intervals seen so far until the next.

Source: domain §2, "ILACS cycle". What to expect is an estimate and nothing more: the
shortest, middle and longest time seen so far between one graded inspection and the next of
an authority, by the grade of the first, under the frameworks of the day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from statistics import median

from ratings.rules.grades import grades_of
from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.results import Timespan
from ratings.rules.status import NO_OVERALL_GRADE, NOT_YET_INSPECTED, WITHOUT_GRADE
from ratings.rules.types import Authority, Framework, Grade, Inspection


@dataclass(frozen=True, slots=True)
class Interval:
    """Two graded inspections of one authority that follow one another."""

    before: Inspection
    now: Inspection

    @property
    def days(self) -> int:
        """From the first day of one to the first day of the other."""
        return (self.now.first_day - self.before.first_day).days


@dataclass(frozen=True)
class Spread:
    """The intervals seen after one grade (None: after none), the shortest first."""

    grade: Grade | None
    intervals: tuple[Interval, ...] = ()

    @property
    def number(self) -> int:
        return len(self.intervals)

    @property
    def shortest(self) -> Interval | None:
        return self.intervals[0] if self.intervals else None

    @property
    def longest(self) -> Interval | None:
        return self.intervals[-1] if self.intervals else None

    @cached_property
    def middle(self) -> float | None:
        """The median, in days; between two intervals it may be half a day."""
        return median(i.days for i in self.intervals) if self.intervals else None


class Waiting(StrEnum):
    """Time since the last inspection, compared with the intervals seen so far."""

    EARLY = "not yet in the range"
    WITHIN = "within the range"
    LATE = "longer than any seen"


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which the next inspection would begin, were it like those seen so far."""

    first: date
    middle: date
    last: date
    waiting: Waiting


@dataclass(frozen=True, slots=True)
class Due:
    """One existing authority. `rank` is 1 for whom the wait is longest in the country, as far
    as is known by the page's day of publication, and shared by those that wait equally long;
    `visits` are those since the last inspection."""

    council: Authority
    last: Inspection | None
    days: int | None
    visits: tuple[Inspection, ...]
    window: Window | None
    rank: int | None = None

    @property
    def span(self) -> Timespan | None:
        """The wait in years and months."""
        return Timespan(self.last.first_day, self.days or 0, True) if self.last else None

    @property
    def grade(self) -> Grade | None:
        return self.last.headline if self.last else None

    @property
    def group(self) -> str:
        """The key of its grade, or of why it has none."""
        if self.grade:
            return self.grade.key
        return NO_OVERALL_GRADE if self.last else NOT_YET_INSPECTED

    @property
    def words(self) -> str:
        return self.grade.word if self.grade else WITHOUT_GRADE[self.group]

    @property
    def visits_by_kind(self) -> tuple[tuple[str, int], ...]:
        """Name of the kind and how many, the most frequent first."""
        return tuple(Counter(visit.kind_name for visit in self.visits).most_common())


def current_frameworks(frameworks: Iterable[Framework], day: date) -> tuple[Framework, ...]:
    """The frameworks of the group in force: that of the line's newest one."""
    begun = [f for f in frameworks if f.in_line and f.first_day <= day]
    newest = max(begun, key=lambda f: (f.first_day, f.code), default=None)
    return tuple(f for f in begun if newest and f.group == newest.group)


def spreads(known: QuestionContext, frameworks: Collection[Framework]) -> tuple[Spread, ...]:
    """The intervals within some frameworks, by the grade of the first; none for grades after
    which none was seen. The last is for inspections without an overall grade."""
    codes = {framework.code for framework in frameworks}
    found: dict[Grade | None, list[Interval]] = {}
    for council in known.councils:
        for before, now in pairwise(known.graded(council)):
            if {before.framework.code, now.framework.code} <= codes:
                found.setdefault(before.headline, []).append(Interval(before, now))
    return tuple(
        Spread(grade, tuple(sorted(found.get(grade, ()), key=lambda i: (i.days, i.now.order_key))))
        for grade in (*grades_of(frameworks), None)
    )


def due(known: QuestionContext, seen: Iterable[Spread]) -> tuple[Due, ...]:
    """Every existing authority, the longest wait first; those never inspected last, A to Z."""
    by_grade = {spread.grade: spread for spread in seen}
    everyone = [_due(known, council, by_grade) for council in known.existing]
    waiting = sorted(
        (one for one in everyone if one.days is not None),
        key=lambda one: (-(one.days or 0), one.council.name),
    )
    never = [one for one in everyone if one.days is None]
    return (*_ranked(waiting), *never)


def _due(
    known: QuestionContext, council: Authority, by_grade: Mapping[Grade | None, Spread]
) -> Due:
    last, visits = known.latest(council), known.visits_since_graded(council)
    if last is None:
        return Due(council, None, None, visits, None)
    days = (known.as_at - last.first_day).days
    spread = by_grade.get(last.headline)
    return Due(council, last, days, visits, _window(last, days, spread) if spread else None)


def _window(last: Inspection, days: int, spread: Spread) -> Window | None:
    shortest, longest, middle = spread.shortest, spread.longest, spread.middle
    if shortest is None or longest is None or middle is None:
        return None
    first, until = shortest.days, longest.days
    waiting = Waiting.EARLY if days < first else Waiting.LATE if days > until else Waiting.WITHIN
    day = last.first_day
    return Window(
        first=day + timedelta(days=first),
        middle=day + timedelta(days=int(middle + 0.5)),
        last=day + timedelta(days=until),
        waiting=waiting,
    )


def _ranked(waiting: list[Due]) -> Iterable[Due]:
    """Equal waits share a rank, and the next one counts all before it."""
    rank = 0
    for place, one in enumerate(waiting, 1):
        if place == 1 or one.days != waiting[place - 2].days:
            rank = place
        yield replace(one, rank=rank)
