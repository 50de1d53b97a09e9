"""What visits found: decline since the last grade, and areas for priority action.

Visits carry no grade. The record of them is not complete: the page says how far it reaches.
"""

from __future__ import annotations

from collections.abc import Iterable

from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.results import Answer, Finding, Row, authorities, number_of, sentence
from ratings.rules.types import FINDING_WORDS, Authority, Direction, DirectionStatus, Inspection

NO_THEME = "theme not recorded"


def decline_since_inspection(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Visits that found decline after the last graded inspection of an existing authority."""
    since = [(c, visit) for c in known.existing for visit in known.visits_since_graded(c)]
    found = [pair for pair in since if pair[1].direction == Direction.DECLINED]
    found.sort(key=lambda pair: pair[1].order_key, reverse=True)
    rows = tuple(_row(council, visit, known) for council, visit in found)
    number = len({council.slug for council, _ in found})
    visits = number_of(len(rows), "visit", "visits", "no visit")
    after = " after the last graded inspection"
    text = f"{visits} to {authorities(number)}{asked.where} found decline{after}"
    none = f"no visit{asked.where} finds decline{after}"
    read = how_many_read(visit for _, visit in since)
    return Answer(sentence(f"{text if rows else none}: {read}"), rows)


def priority_action(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Visits that named areas for priority action, the newest first."""
    since = [
        (council, visit)
        for council in known.councils
        for visit in known.visits(council)
        if asked.since is None or visit.first_day >= asked.since
    ]
    found = [pair for pair in since if pair[1].priority_action]
    found.sort(key=lambda pair: pair[1].order_key, reverse=True)
    rows = tuple(_row(council, visit, known) for council, visit in found)
    number = len({council.slug for council, _ in found})
    visits = number_of(len(rows), "visit", "visits", "no visit")
    text = f"{visits} to {authorities(number)}{asked.where}{asked.since_words} named areas for"
    none = f"no visit{asked.where}{asked.since_words} names areas for"
    read = how_many_read(visit for _, visit in since)
    return Answer(sentence(f"{text if rows else none} priority action: {read}"), rows)


def visit_finding(visit: Inspection) -> Finding:
    """What a visit found, or why that is not known."""
    return Finding(FINDING_WORDS[visit.finding], inspection=visit)


def how_many_read(visits: Iterable[Inspection]) -> str:
    """Of how many visits somebody read what they found; joint inspections do not count."""
    asked = [visit for visit in visits if visit.asks_direction]
    if not asked:
        return "no focused or monitoring visit is on record"
    read = sum(visit.finding != DirectionStatus.NOT_READ for visit in asked)
    of = number_of(len(asked), "focused or monitoring visit", "focused and monitoring visits")
    return f"of the {of}, the letter or an account of {read or 'none'} was read"


def _row(council: Authority, visit: Inspection, known: QuestionContext) -> Row:
    """The visit, and the grade that the authority held when it began."""
    before = [node for node in known.graded(council) if node.order_key < visit.order_key]
    grade = QuestionJudgement(known.comparability).finding(before[-1]) if before else None
    return (council, visit, visit.theme or NO_THEME, visit_finding(visit), grade)
