"""Selectors of the home page: the country on its day, read once, counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ratings.charts.tilemap import Drawn, Tile, tile_map
from ratings.forms import QueryDates
from ratings.models.record import Record
from ratings.parameters import DEFAULT_AREA
from ratings.rules import types
from ratings.rules.changes import GradeMove, moves, year_before
from ratings.rules.grades import best_first, in_a_sentence
from ratings.rules.national import (
    CountCriteria,
    Shares,
    counted_as_one,
    frameworks_that_count,
    shares,
    whole_percent,
)
from ratings.rules.status import NO_OVERALL_GRADE, NOT_YET_INSPECTED, WITHOUT_GRADE
from ratings.rules.tile_map import abbreviations, placed
from ratings.rules.trend import Change
from ratings.rules.types import Area, Authority, Framework, Grade
from ratings.views.errors import ParameterError
from ratings.views.text import listed


@dataclass(frozen=True, slots=True)
class ChosenArea:
    """One area, or several that are counted as one (domain §4).

    `key` is the one in the newest framework, `keys` all of them, `frameworks` those whose
    inspections count. `is_headline`: it is an overall grade of the national shares;
    `in_line`: its inspections are in the line, so that they can be compared.
    """

    key: str
    words: str
    keys: frozenset[str]
    frameworks: tuple[Framework, ...]
    is_headline: bool

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(framework.code for framework in self.frameworks)

    @property
    def in_a_sentence(self) -> str:
        return in_a_sentence(self.words)

    @property
    def in_line(self) -> bool:
        return any(framework.in_line for framework in self.frameworks)

    @property
    def parameter(self) -> str:
        """The query parameter; blank for the default."""
        return "" if self.key == DEFAULT_AREA else self.key

    @property
    def is_asked_now(self) -> bool:
        """Whether a framework that is still in force judges it."""
        return any(f.last_day is None and f.area(self.key) for f in self.frameworks)


def chosen_area(asked: str, choices: Iterable[ChosenArea]) -> ChosenArea:
    """The area that a URL requests, by any of its keys. Raises ParameterError."""
    known = tuple(choices)
    for area in known:
        if (asked or DEFAULT_AREA) in area.keys:
            return area
    raise ParameterError("area", asked, [area.key for area in known])


def area_choices(
    frameworks: Iterable[Framework], pairs: Iterable[tuple[str, str]], names: Mapping[str, str]
) -> tuple[ChosenArea, ...]:
    """Every area that can be counted, those of the national shares first, then by age.

    `names` are the short names of frameworks, for areas whose own name is not enough.
    """
    newest_first = sorted(frameworks, key=lambda f: (f.in_national, f.first_day), reverse=True)
    links = list(pairs)
    found: dict[str, ChosenArea] = {}
    for framework in newest_first:
        for area in framework.areas:
            if not any(area.key in other.keys for other in found.values()):
                found[area.key] = _area(area, newest_first, links)
    headline_first = sorted(found.values(), key=lambda area: not area.is_headline)
    return tuple(_named_apart(headline_first, names))


def _area(area: Area, known: list[Framework], links: list[tuple[str, str]]) -> ChosenArea:
    keys = counted_as_one(area.key, links)
    frameworks = frameworks_that_count(known, keys)
    national = any(framework.in_national for framework in frameworks)
    return ChosenArea(area.key, area.short_name, keys, frameworks, area.is_headline and national)


def _named_apart(areas: Iterable[ChosenArea], names: Mapping[str, str]) -> Iterable[ChosenArea]:
    """The areas; an area that no framework in force judges names those that did."""
    for area in areas:
        judging = [f for f in area.frameworks if any(f.area(key) for key in area.keys)]
        told = ", ".join(names.get(f.code, f.code) for f in judging)
        if area.is_headline:
            yield replace(area, words="Overall effectiveness")
        elif area.is_asked_now:
            yield area
        else:
            yield replace(area, words=f"{area.words} ({told})")


NOT_JUDGED = "not-judged"
WORDS = {**WITHOUT_GRADE, NOT_JUDGED: "not judged"}


@dataclass(frozen=True, slots=True)
class Count:
    """The number of authorities in a group, and a year before; `grade` is None for those
    without one. `authorities` are slugs; percentages are integers, None of nought."""

    key: str
    words: str
    number: int
    grade: Grade | None = None
    before: int = 0
    authorities: tuple[str, ...] = ()
    percent_of_graded: int | None = None
    percent_of_existing: int | None = None

    @property
    def difference(self) -> int:
        return self.number - self.before

    @property
    def change(self) -> str:
        """`+3`, `−2` (a minus sign) or `0`."""
        more = self.difference > 0
        return f"+{self.difference}" if more else str(self.difference).replace("-", "−")

    @property
    def change_in_words(self) -> str:
        """`3 more` or `2 fewer`."""
        return f"{abs(self.difference)} {'more' if self.difference > 0 else 'fewer'}"


def counts_of(now: Shares, before: Shares, existing: Sequence[str], headline: bool) -> list[Count]:
    """Grades best first, then those without one; a grade that nobody holds on either day is
    left out, the others are shown even when they are nought.

    `existing` are the slugs of the authorities that exist on the day."""
    without = NO_OVERALL_GRADE if headline else NOT_JUDGED
    graded = [
        _count(grade.key, grade.word, slugs, before.count(grade), now, grade)
        for grade in best_first({*now.holders, *before.holders})
        for slugs in [tuple(i.authority for i in now.holders.get(grade, ()))]
    ]
    seen = {i.authority for held in (*now.holders.values(), now.without) for i in held}
    unseen = tuple(slug for slug in existing if slug not in seen)
    not_judged = tuple(i.authority for i in now.without)
    unseen_before = before.existing - before.inspected
    return [
        *graded,
        _count(without, WORDS[without], not_judged, len(before.without), now),
        _count(NOT_YET_INSPECTED, WORDS[NOT_YET_INSPECTED], unseen, unseen_before, now),
    ]


def _count(
    key: str, words: str, slugs: tuple[str, ...], before: int, now: Shares,
    grade: Grade | None = None,
) -> Count:  # fmt: skip
    number = len(slugs)
    return Count(
        key=key,
        words=words,
        number=number,
        grade=grade,
        before=before,
        authorities=slugs,
        percent_of_graded=whole_percent(number, now.with_grade) if grade else None,
        percent_of_existing=whole_percent(number, now.existing),
    )


Tense = tuple[str, str, str, str]
"""Verbs, singular and plural: for today, or for a day that is past."""

PRESENT: Tense = ("is", "are", "has", "have")
PAST: Tense = ("was", "were", "had", "had")


def _be(number: int, tense: Tense) -> str:
    return tense[0] if number == 1 else tense[1]


def _own(number: int, tense: Tense) -> str:
    return tense[2] if number == 1 else tense[3]


def in_words(counts: Sequence[Count], tense: Tense = PRESENT) -> str:
    """`21 are rated outstanding, 80 good and 30 have no overall grade`."""
    graded = [count for count in counts if count.grade and count.number]
    parts = [f"{count.number} {count.words}" for count in graded]
    if graded:
        first = graded[0]
        parts[0] = f"{first.number} {_be(first.number, tense)} rated {first.words}"
    without = [count for count in counts if not count.grade and count.number]
    parts += [f"{count.number} {_without(count, count.number, tense)}" for count in without]
    return listed(parts)


def change_in_words(counts: Sequence[Count], tense: Tense = PRESENT) -> str:
    """`3 more are outstanding, 20 fewer good and 23 more have no overall grade`."""
    moved = [count for count in counts if count.difference]
    graded = [count for count in moved if count.grade]
    parts = [f"{count.change_in_words} {count.words}" for count in graded]
    if graded:
        first = graded[0]
        verb = _be(abs(first.difference), tense)
        parts[0] = f"{first.change_in_words} {verb} {first.words}"
    parts += [
        f"{count.change_in_words} {_without(count, abs(count.difference), tense)}"
        for count in moved
        if not count.grade
    ]
    return listed(parts) or "the counts are the same"


def _without(count: Count, number: int, tense: Tense) -> str:
    """The text for a number of authorities without a grade."""
    if count.key == NOT_YET_INSPECTED:
        return f"{_own(number, tense)} not yet been inspected"
    if count.key == NOT_JUDGED:
        return f"{_be(number, PAST)} not judged on it"
    return f"{_own(number, tense)} {count.words}"


def moves_in_words(moves: Mapping[Change, Sequence[GradeMove]]) -> str:
    """`12 rose, 3 fell, 9 kept their grade and 16 cannot be compared`."""
    numbers = {change: len(moves.get(change, ())) for change in Change}
    kept, first = numbers[Change.UNCHANGED], numbers[Change.FIRST]
    parts = [
        f"{numbers[Change.IMPROVED] or 'none'} rose",
        f"{numbers[Change.DECLINED] or 'none'} fell",
        f"{kept or 'none'} kept {'its' if kept == 1 else 'their'} grade",
    ]
    if first:
        parts.append(f"{first} {_be(first, PAST)} graded for the first time")
    if uncompared := numbers[Change.NOT_COMPARABLE]:
        parts.append(f"{uncompared} cannot be compared")
    return listed(parts)


@dataclass(frozen=True, slots=True)
class OnDay:
    """The country on a day, for an area: everything on the page is derived from it."""

    moment: QueryDates
    area: ChosenArea
    record: Record

    @property
    def year_before(self) -> date:
        return year_before(self.moment.as_at)

    @property
    def inspections(self) -> tuple[types.Inspection, ...]:
        return self.record.as_at(self.moment.as_at, self.moment.known_by)

    def existing(self, day: date) -> list[Authority]:
        return [a for a in self.record.authorities.values() if a.exists_on(day)]

    def shares(self, day: date) -> Shares:
        """The shares on the page's day or an earlier one, with what was public by `known_by`."""
        begun = self.record.as_at(day, self.moment.known_by)
        existing = {authority.slug for authority in self.existing(day)}
        return shares(existing, begun, self.area.keys, CountCriteria(self.area.codes))

    def counts(self) -> tuple[list[Count], int]:
        """Counts, and how many of those not yet inspected had been, under rules not counted."""
        slugs = [authority.slug for authority in self.existing(self.moment.as_at)]
        now, before = self.shares(self.moment.as_at), self.shares(self.year_before)
        counts = counts_of(now, before, slugs, self.area.is_headline)
        unseen = {slug for c in counts if c.key == NOT_YET_INSPECTED for slug in c.authorities}
        otherwise = unseen & {i.authority for i in self.inspections if i.is_graded}
        if otherwise:
            counts[-1] = replace(counts[-1], words=f"{counts[-1].words} under these rules")
        return counts, len(otherwise)

    def moves(self) -> dict[Change, list[GradeMove]]:
        """The grade changes in the year to the page's day."""
        existing = {authority.slug for authority in self.existing(self.moment.as_at)}
        areas = None if self.area.is_headline else self.area.keys
        comparability = self.record.comparability
        return moves(self.inspections, existing, areas, comparability, self.year_before)

    def map(self, counts: list[Count]) -> list[Drawn]:
        """The tile map, coloured by the page's counts."""
        held = {slug: count for count in counts for slug in count.authorities}
        existing, everyone = self.existing(self.moment.as_at), self.record.authorities
        cells = placed(existing, list(everyone.values()))
        names = {slug: authority.name for slug, authority in everyone.items()}
        short = self.record.kept("short names", None, lambda: abbreviations(names))
        return tile_map(
            Tile(a, short[a.slug], cells[a.slug], held[a.slug].grade, held[a.slug].words)
            for a in existing
        )
