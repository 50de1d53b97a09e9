"""Authorities whose latest inspection gave no overall grade, and what it did give."""

from __future__ import annotations

from ratings.rules.grades import in_a_sentence, rating_in_words
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.results import (
    Answer,
    Finding,
    Row,
    number_of,
    sentence,
)
from ratings.rules.types import Authority, Inspection

NEVER_GIVEN = "none on record"


def without_overall_grade(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Existing authorities with no overall grade now: their areas' grades, the newest first."""
    found = [
        (council, last)
        for council in known.existing
        if (last := known.latest(council)) and last.headline is None
    ]
    found.sort(key=lambda pair: pair[1].order_key, reverse=True)
    rows = tuple(_row(council, last, known) for council, last in found)
    who = number_of(len(rows), "authority has", "authorities have", "no authority is without")
    grade = "no overall grade" if rows else "an overall grade because of the rules it was under"
    return Answer(sentence(f"{who} {grade}{asked.where}"), rows)


def _row(council: Authority, last: Inspection, known: QuestionContext) -> Row:
    overall = known.statuses[council.slug].line.headline.last_overall
    subject = QuestionJudgement(known.comparability)
    before = subject.finding(overall) if overall else Finding(NEVER_GIVEN)
    return (council, last, profile(last), before)


def profile(inspection: Inspection) -> tuple[Finding, ...]:
    """The result of an inspection for each area that its framework judges."""
    ratings = (rating_or_reason(inspection, area) for area in inspection.framework.areas)
    return tuple(
        Finding(rating_in_words(rating), rating.grade, label=in_a_sentence(rating.area.short_name))
        for rating in ratings
    )
