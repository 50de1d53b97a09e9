"""Grade changes since a given day, and from one inspection to the next.

Comparisons are those of `rules.trend`: what is not comparable is counted as that and
never as a move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ratings.rules.grades import GOOD, INADEQUATE, OUTSTANDING, reaches
from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.results import Answer, Row, Timespan, authorities, number_of, sentence
from ratings.rules.trend import Change, Trend
from ratings.rules.types import Authority, Inspection

WAYS = {"up": Change.IMPROVED, "down": Change.DECLINED}
MOVED = frozenset(WAYS.values())


@dataclass(frozen=True, slots=True)
class GradeChange:
    """One authority's grade before (None: it had no inspection yet) and now."""

    council: Authority
    before: Inspection | None
    now: Inspection
    trend: Trend
    steps: int


def improved(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Authorities with a better grade on the as-at day than on `since`."""
    return _then_and_now(known, asked, Change.IMPROVED)


def declined(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Authorities with a worse grade on the as-at day than on `since`."""
    return _then_and_now(known, asked, Change.DECLINED)


def moved(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Steps of at least so many grades from one graded inspection to the next."""
    wanted = {WAYS[asked.way]} if asked.way in WAYS else MOVED
    found = [
        move
        for move in _consecutive(known, asked)
        if move.trend.change in wanted and move.steps >= asked.steps
    ]
    how = {"up": " up", "down": " down"}.get(asked.way, "")
    grades = "a grade" if asked.steps == 1 else f"{_in_words(asked.steps)} grades"
    more = "" if asked.steps == 3 else " or more"
    return _steps_answer(
        found, asked, f"went {grades}{more}{how}{asked.subject.in_words} between one graded "
        "inspection and the next",
    )  # fmt: skip


def fell_from_outstanding(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Steps down from outstanding at the next graded inspection."""
    found = [
        move
        for move in _consecutive(known, asked)
        if move.trend.change is Change.DECLINED and _key(asked.subject, move.before) == OUTSTANDING
    ]
    words = f"fell from outstanding{asked.subject.in_words} at the next graded inspection"
    return _steps_answer(found, asked, words)


def straight_to_good(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Steps from inadequate to good or better with no grade in between."""
    found = [
        move
        for move in _consecutive(known, asked)
        if move.trend.change is Change.IMPROVED
        and _key(asked.subject, move.before) == INADEQUATE
        and reaches(asked.subject.grade(move.now), GOOD)
    ]
    words = f"went straight from inadequate to good or better{asked.subject.in_words}"
    return _steps_answer(found, asked, words)


def _then_and_now(known: QuestionContext, asked: QuestionParams, wanted: Change) -> Answer:
    inspected = [move for council in known.existing if (move := _since(known, council, asked))]
    found = sorted(
        (move for move in inspected if move.trend.change is wanted),
        key=lambda move: (-move.steps, move.council.name),
    )
    rows = tuple(_then_row(move, asked.subject) for move in found)
    return Answer(_then_sentence(inspected, len(rows), wanted, asked), rows)


def _since(known: QuestionContext, council: Authority, asked: QuestionParams) -> GradeChange | None:
    """Its grade on the requested day and now; None: not inspected since."""
    nodes = known.graded(council)
    begun = [node for node in nodes if asked.since is None or node.first_day <= asked.since]
    if len(begun) == len(nodes):
        return None
    return _move(council, begun[-1] if begun else None, nodes[-1], asked.subject)


def _then_sentence(
    inspected: list[GradeChange], number: int, wanted: Change, asked: QuestionParams
) -> str:
    since, subject = asked.since_words, asked.subject.in_words
    if not inspected:
        return sentence(f"no authority{asked.where} has had a graded inspection{since}")
    counts = Counter(move.trend.change for move in inspected)
    left = []
    if uncompared := counts[Change.NOT_COMPARABLE]:
        left.append(f"{uncompared} cannot be compared with before")
    if first := counts[Change.FIRST]:
        left.append(f"{first} {'was' if first == 1 else 'were'} inspected for the first time")
    rest = f"; {' and '.join(left)}" if left else ""
    verb = "has" if number < 2 else "have"
    return sentence(
        f"of the {authorities(len(inspected))}{asked.where} with a graded inspection{since}, "
        f"{number or 'none'} {verb} {wanted}{subject}{rest}"
    )


def _then_row(move: GradeChange, subject: QuestionJudgement) -> Row:
    before = subject.finding(move.before) if move.before else None
    return (move.council, before, subject.finding(move.now), move.steps, move.trend.words)


def _consecutive(known: QuestionContext, asked: QuestionParams) -> Iterator[GradeChange]:
    """Changes between consecutive graded steps, the later begun since the day."""
    for council in known.councils:
        for before, now in pairwise(known.graded(council)):
            if asked.since is None or now.first_day >= asked.since:
                yield _move(council, before, now, asked.subject)


def _move(
    council: Authority,
    before: Inspection | None,
    now: Inspection,
    subject: QuestionJudgement,
) -> GradeChange:
    then, place = _place(subject, before), _place(subject, now)
    steps = abs(then - place) if then and place else 0
    return GradeChange(council, before, now, subject.trend(now, before), steps)


def _place(subject: QuestionJudgement, inspection: Inspection | None) -> int | None:
    grade = subject.grade(inspection) if inspection else None
    return grade.position if grade else None


def _key(subject: QuestionJudgement, inspection: Inspection | None) -> str:
    grade = subject.grade(inspection) if inspection else None
    return grade.key if grade else ""


def _steps_answer(found: list[GradeChange], asked: QuestionParams, words: str) -> Answer:
    found.sort(key=lambda move: move.now.order_key, reverse=True)
    rows = tuple(_step_row(move, asked.subject) for move in found)
    concerned = len({move.council.slug for move in found})
    several = f", {number_of(len(found), 'time', 'times')} in all" if concerned < len(found) else ""
    who = f"{authorities(concerned)}{asked.where}"
    return Answer(sentence(f"{who} {words}{asked.since_words}{several}"), rows)


def _step_row(move: GradeChange, subject: QuestionJudgement) -> Row:
    before = move.before
    assert before is not None
    apart = Timespan(before.first_day, (move.now.first_day - before.first_day).days)
    return (
        move.council, subject.finding(before), subject.finding(move.now), move.trend.words,
        move.steps, apart,
    )  # fmt: skip


def _in_words(steps: int) -> str:
    return {2: "two", 3: "three"}.get(steps, str(steps))
