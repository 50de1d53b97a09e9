"""First grades of authorities that began within the record."""

from __future__ import annotations

from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.results import Answer, Finding, Row, Timespan, authorities, sentence
from ratings.rules.succession import predecessors
from ratings.rules.types import Authority, Inspection

NOT_YET = "not yet inspected"


def first_inspections(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Authorities that began after the record does, the newest first, and their first grade."""
    new = sorted(
        (council for council in known.councils if _is_new(council, known)),
        key=lambda council: (council.start, council.name),
        reverse=True,
    )
    firsts = [(council, next(iter(known.graded(council)), None)) for council in new]
    rows = tuple(_row(council, first, known) for council, first in firsts)
    if not rows:
        return Answer(sentence(f"no authority{asked.where} had begun within the record by then"))
    done = sum(first is not None for _, first in firsts)
    had = "none has" if not done else "1 has" if done == 1 else f"{done} have"
    text = f"{authorities(len(rows))}{asked.where} began within the record; {had} had a first"
    return Answer(sentence(f"{text} graded inspection"), rows)


def _is_new(council: Authority, known: QuestionContext) -> bool:
    """Whether it began after the first day of the oldest framework."""
    begins = min((framework.first_day for framework in known.frameworks), default=known.as_at)
    return council.start is not None and council.start > begins


def _row(council: Authority, first: Inspection | None, known: QuestionContext) -> Row:
    start = council.start
    assert start is not None
    before = [s.predecessor for s in predecessors(council.slug, known.successions)]
    by_slug = {each.slug: each for each in known.councils}
    old = tuple(by_slug[slug] for slug in before if slug in by_slug)
    finding = QuestionJudgement(known.comparability).finding(first) if first else Finding(NOT_YET)
    until = first.first_day if first else known.complete_to
    span = Timespan(start, max((until - start).days, 0), is_open=first is None)
    return (council, start, old, finding, span)
