"""What visits found: decline since the last grade, and areas for priority action.

Visits carry no grade. The record of them is not complete: the page says how far it reaches.
"""

from __future__ import annotations

from ratings.rules.questions.answer import Answer, Finding, Row, authorities, number_of, sentence
from ratings.rules.questions.known import Council, Known
from ratings.rules.questions.question import Asked
from ratings.rules.questions.subject import Subject
from ratings.rules.records import Direction, Inspection

NOTHING_STATED = "nothing stated"
NO_THEME = "theme not recorded"


def decline_since_inspection(known: Known, asked: Asked) -> Answer:
    """Visits that found decline after the last graded inspection of an existing authority."""
    found = [
        (council, visit)
        for council in known.existing
        for visit in known.visits_since_graded(council)
        if visit.direction == Direction.DECLINED
    ]
    found.sort(key=lambda pair: pair[1].order_key, reverse=True)
    rows = tuple(_row(council, visit, known) for council, visit in found)
    number = len({council.slug for council, _ in found})
    visits = number_of(len(rows), "visit", "visits", "no visit")
    after = " after the last graded inspection"
    text = f"{visits} to {authorities(number)}{asked.where} found decline{after}"
    none = f"no visit{asked.where} is recorded as finding decline{after}"
    return Answer(sentence(text if rows else none), rows)


def priority_action(known: Known, asked: Asked) -> Answer:
    """Visits that named areas for priority action, the newest first."""
    found = [
        (council, visit)
        for council in known.councils
        for visit in known.visits(council)
        if visit.priority_action and (asked.since is None or visit.first_day >= asked.since)
    ]
    found.sort(key=lambda pair: pair[1].order_key, reverse=True)
    rows = tuple(_row(council, visit, known) for council, visit in found)
    number = len({council.slug for council, _ in found})
    visits = number_of(len(rows), "visit", "visits", "no visit")
    text = f"{visits} to {authorities(number)}{asked.where}{asked.since_words} named areas for"
    none = f"no visit{asked.where}{asked.since_words} is recorded as naming areas for"
    return Answer(sentence(f"{text if rows else none} priority action"), rows)


def visit_finding(visit: Inspection) -> Finding:
    """The direction of a visit."""
    return Finding(visit.direction or NOTHING_STATED, None, visit, visit.direction)


def _row(council: Council, visit: Inspection, known: Known) -> Row:
    """The visit, and the grade that the authority held when it began."""
    before = [node for node in known.graded(council) if node.order_key < visit.order_key]
    grade = Subject(known.comparability).finding(before[-1]) if before else None
    return (council, visit, visit.theme or NO_THEME, visit_finding(visit), grade)
