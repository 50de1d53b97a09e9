"""How many authorities hold each grade, and how many held it a year before, in words too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratings.rules.changes import Moves
from ratings.rules.grades import best_first
from ratings.rules.national import Shares, whole_percent
from ratings.rules.status import NO_OVERALL_GRADE, NOT_YET_INSPECTED, WITHOUT_GRADE
from ratings.rules.types import Grade

NOT_JUDGED = "not-judged"
WORDS = {**WITHOUT_GRADE, NOT_JUDGED: "not judged"}


@dataclass(frozen=True, slots=True)
class Count:
    """How many authorities stand in a group, and a year before; `grade` is None for those
    without one. `authorities` are slugs; percentages are whole, None of nought."""

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
    left out, the others are facts even when they are nought.

    `existing` are the slugs of the authorities that exist on the day.
    """
    without = NO_OVERALL_GRADE if headline else NOT_JUDGED
    graded = [
        _count(grade.key, grade.word, _slugs(now, grade), before.count(grade), now, grade)
        for grade in best_first({*now.holders, *before.holders})
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


def _slugs(shares: Shares, grade: Grade) -> tuple[str, ...]:
    return tuple(i.authority for i in shares.holders.get(grade, ()))


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


@dataclass(frozen=True, slots=True)
class Tense:
    """Verbs for one and for several: of today, or of a day that is past."""

    is_: str = "is"
    are: str = "are"
    has: str = "has"
    have: str = "have"

    def be(self, number: int) -> str:
        return self.is_ if number == 1 else self.are

    def own(self, number: int) -> str:
        return self.has if number == 1 else self.have


PRESENT, PAST = Tense(), Tense("was", "were", "had", "had")


def in_words(counts: Sequence[Count], tense: Tense = PRESENT) -> str:
    """`21 are rated outstanding, 80 good and 30 have no overall grade`."""
    graded = [count for count in counts if count.grade and count.number]
    parts = [f"{count.number} {count.words}" for count in graded]
    if graded:
        first = graded[0]
        parts[0] = f"{first.number} {tense.be(first.number)} rated {first.words}"
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
        verb = tense.be(abs(first.difference))
        parts[0] = f"{first.change_in_words} {verb} {first.words}"
    parts += [
        f"{count.change_in_words} {_without(count, abs(count.difference), tense)}"
        for count in moved
        if not count.grade
    ]
    return listed(parts) or "the counts are the same"


def _without(count: Count, number: int, tense: Tense) -> str:
    """What is said of so many authorities without a grade."""
    if count.key == NOT_YET_INSPECTED:
        return f"{tense.own(number)} not yet been inspected"
    if count.key == NOT_JUDGED:
        return f"{PAST.be(number)} not judged on it"
    return f"{tense.own(number)} {count.words}"


def moves_in_words(moves: Moves) -> str:
    """`12 rose, 3 fell, 9 kept their grade and 16 cannot be compared`."""
    kept, first = len(moves.kept), len(moves.first)
    parts = [
        f"{_number(len(moves.rose))} rose",
        f"{_number(len(moves.fell))} fell",
        f"{_number(kept)} kept {'its' if kept == 1 else 'their'} grade",
    ]
    if first:
        parts.append(f"{first} {PAST.be(first)} graded for the first time")
    if moves.not_comparable:
        parts.append(f"{len(moves.not_comparable)} cannot be compared")
    return listed(parts)


def _number(number: int) -> str:
    return str(number) if number else "none"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    head, tail = parts[:-1], parts[-1:]
    return " and ".join([*([", ".join(head)] if head else []), *tail])
