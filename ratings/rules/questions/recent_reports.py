"""What was published in a month, and who has waited longest for a graded inspection."""

from __future__ import annotations

from datetime import date

from ratings.rules.dates import PartialDate
from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.results import Answer, Row, Timespan, authorities, number_of, sentence
from ratings.rules.questions.visits import visit_finding
from ratings.rules.trend import node_trend
from ratings.rules.types import Authority, Inspection

NOT_OF_THE_LINE = "not in the line"


def published_in_month(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Inspections and visits whose report came out in the month, in order of publication."""
    month = asked.month or known.as_at.replace(day=1)
    found = [
        (council, inspection)
        for council in known.councils
        for inspection in known.inspections(council)
        if inspection.published and _month(inspection.published) == month
    ]
    found.sort(key=lambda pair: (pair[1].published, pair[0].name))
    rows = tuple(_published_row(council, inspection, known) for council, inspection in found)
    return Answer(_sentence([i for _, i in found], month, asked), rows)


def _published_row(council: Authority, inspection: Inspection, known: QuestionContext) -> Row:
    subject = QuestionJudgement(known.comparability)
    graded = inspection.is_graded
    finding = subject.finding(inspection) if graded else visit_finding(inspection)
    return (inspection.published, council, inspection, finding, _trend(inspection, known))


def _trend(inspection: Inspection, known: QuestionContext) -> str:
    """Against the graded inspection before; a visit or an inspection without a step has none."""
    if not inspection.is_graded:
        return "a visit: no grade"
    series = known.statuses[inspection.authority].inspections
    trend = node_trend(inspection, series, known.comparability)
    return trend.words if trend else NOT_OF_THE_LINE


def _sentence(found: list[Inspection], month: date, asked: QuestionParams) -> str:
    when = PartialDate(month, "month").in_words()
    if not found:
        return sentence(f"no report{asked.where} is recorded as published in {when}")
    graded = sum(inspection.is_graded for inspection in found)
    counts = [
        (graded, "graded inspection", "graded inspections"),
        (len(found) - graded, "visit", "visits"),
    ]
    parts = [number_of(*count) for count in counts if count[0]]
    reports = number_of(len(found), "report was", "reports were")
    return sentence(f"{reports} published in {when}{asked.where}: {' and '.join(parts)}")


def _month(day: date) -> date:
    return day.replace(day=1)


def longest_since_inspection(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Existing authorities by the time since their last graded inspection began."""
    latest = [(council, known.latest(council)) for council in known.existing]
    waiting = sorted(
        ((council, last) for council, last in latest if last),
        key=lambda pair: (pair[1].first_day, pair[0].name),
    )
    rows = tuple(_waiting_row(council, last, known) for council, last in waiting)
    never = len(latest) - len(waiting)
    rest = f"; {authorities(never)} not yet inspected" if never else ""
    if not waiting:
        return Answer(sentence(f"no authority{asked.where} had been inspected by then"))
    council, last = waiting[0]
    longest = Timespan(last.first_day, (known.as_at - last.first_day).days)
    return Answer(
        sentence(
            f"of {authorities(len(waiting))}{asked.where}, {council.name} has gone longest "
            f"without a graded inspection: {longest.words}{rest}"
        ),
        rows,
    )


def _waiting_row(council: Authority, last: Inspection, known: QuestionContext) -> Row:
    finding = QuestionJudgement(known.comparability).finding(last)
    span = Timespan(last.first_day, (known.as_at - last.first_day).days, is_open=True)
    return (council, finding, span, len(known.visits_since_graded(council)))
