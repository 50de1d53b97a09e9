"""Recovery of the authorities that were inadequate on a day.

Source: domain §3, "Spells": recovery runs from the first day of the inadequate spell to the
first day of the inspection that reached the goal; an inspection without an overall grade
and the authority's end cut it off and are no recovery.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ratings.rules.dates import day_in_words
from ratings.rules.grades import GOOD, INADEQUATE, reaches
from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.results import Answer, Finding, Row, Timespan, number_of, sentence
from ratings.rules.types import Authority, Inspection

GOAL_WORDS = {GOOD: "good or better", "requires-improvement": "requires improvement or better"}


NO_GRADE_SINCE = "no overall grade since"
OTHER_SCALE_SINCE = "graded on another scale since"


@dataclass(frozen=True, slots=True)
class RecoveryEpisode:
    """An authority inadequate on the day: since which inspection, and what ended it.

    `reached` is the recovery; `without_grade` the one whose missing grade, or grade of another
    scale, leaves it unknown.
    """

    council: Authority
    since: Inspection
    reached: Inspection | None
    without_grade: Inspection | None
    now: Inspection


def since_inadequate(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Authorities inadequate on `on`, and when each reached the goal."""
    on = asked.on or known.as_at
    found = [c for council in known.councils if (c := _course(known, council, on, asked))]
    rows = sorted((_row(course, known) for course in found), key=_by_length)
    return Answer(_sentence(found, on, asked), tuple(rows))


def _course(
    known: QuestionContext, council: Authority, on: date, asked: QuestionParams
) -> RecoveryEpisode | None:
    nodes = known.graded(council)
    begun = [node for node in nodes if node.first_day <= on]
    if not (begun and _is_inadequate(begun[-1]) and council.exists_on(on)):
        return None
    reached, without = _next(nodes[len(begun) :], asked.reached or GOOD)
    return RecoveryEpisode(council, _first_of_run(begun), reached, without, nodes[-1])


def _next(after: Sequence[Inspection], goal: str) -> tuple[Inspection | None, Inspection | None]:
    """The inspection that reached the goal, or the one without a grade that came before it."""
    for node in after:
        if node.headline is None or INADEQUATE not in node.headline.at_least:
            return None, node
        if reaches(node.headline, goal):
            return node, None
    return None, None


def _first_of_run(begun: Sequence[Inspection]) -> Inspection:
    """The inspection from which on every one found inadequate."""
    first = begun[-1]
    for node in reversed(begun):
        if not _is_inadequate(node):
            break
        first = node
    return first


def _is_inadequate(inspection: Inspection) -> bool:
    return inspection.headline is not None and inspection.headline.key == INADEQUATE


def _row(course: RecoveryEpisode, known: QuestionContext) -> Row:
    subject = QuestionJudgement(known.comparability)
    return (
        course.council, subject.finding(course.since), _outcome(course, known, subject),
        _length(course, known), _now(course, known, subject),
    )  # fmt: skip


def _now(course: RecoveryEpisode, known: QuestionContext, subject: QuestionJudgement) -> Finding:
    """Its grade on the as-at day; an abolished authority has none."""
    end = course.council.end
    if end and end < known.as_at:
        return Finding(f"abolished {day_in_words(end)}")
    return subject.finding(course.now)


def _outcome(
    course: RecoveryEpisode, known: QuestionContext, subject: QuestionJudgement
) -> Finding:
    if course.reached:
        return subject.finding(course.reached)
    if course.without_grade:
        words = OTHER_SCALE_SINCE if course.without_grade.headline else NO_GRADE_SINCE
        return Finding(words, inspection=course.without_grade)
    end = course.council.end
    if end and end < known.as_at:
        return Finding(f"abolished {day_in_words(end)}")
    return Finding("not yet")


def _length(course: RecoveryEpisode, known: QuestionContext) -> Timespan:
    start, end = course.since.first_day, course.council.end
    closing = course.reached or course.without_grade
    if closing:
        days = (closing.first_day - start).days
        return (
            Timespan(start, days) if course.reached else Timespan(start, days, True, "until then")
        )
    until = min(known.complete_to, end) if end else known.complete_to
    return Timespan(start, (max(until, start) - start).days, True)


def _by_length(row: Row) -> tuple[bool, int, str]:
    """Those that reached it first, the quickest first; then the others by name."""
    council, _, _, span, _ = row
    assert isinstance(span, Timespan)
    assert isinstance(council, Authority)
    return (span.is_open, 0 if span.is_open else span.days, council.name)


def _sentence(found: list[RecoveryEpisode], on: date, asked: QuestionParams) -> str:
    day = day_in_words(on)
    if not found:
        return sentence(f"no authority{asked.where} was inadequate on {day}")
    goal = GOAL_WORDS.get(asked.reached, GOAL_WORDS[GOOD])
    spans = [
        Timespan(c.since.first_day, (c.reached.first_day - c.since.first_day).days)
        for c in found
        if c.reached is not None
    ]
    verb = "was" if len(found) == 1 else "were"
    were = number_of(len(found), "authority", "authorities")
    has = "has" if len(spans) < 2 else "have"
    reached = f"{len(spans) or 'none'} of them {has} since reached {goal}{_range(spans)}"
    return sentence(f"{were}{asked.where} {verb} inadequate on {day}; {reached}{_others(found)}")


def _range(spans: Sequence[Timespan]) -> str:
    """`, after 2 years at the soonest and 12 years 6 months at the latest`."""
    if not spans:
        return ""
    first, last = min(spans, key=lambda s: s.days), max(spans, key=lambda s: s.days)
    if len(spans) == 1:
        return f", after {first.words}"
    return f", after {first.words} at the soonest and {last.words} at the latest"


def _others(found: list[RecoveryEpisode]) -> str:
    """`; 2 were next graded without an overall grade, so nobody can tell`."""
    without = sum(c.without_grade is not None and not c.without_grade.headline for c in found)
    if not without:
        return ""
    were = "was" if without == 1 else "were"
    return f"; {without} {were} next graded without an overall grade, so nobody can tell"
