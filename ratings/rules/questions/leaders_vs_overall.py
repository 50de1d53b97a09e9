"""Where the grade of one area differs from the overall grade of the same inspection."""

from __future__ import annotations

from collections.abc import Iterator

from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.results import Answer, Row, authorities, number_of, sentence
from ratings.rules.trend import Change, compare
from ratings.rules.types import Area, Authority, Inspection, Rating

ALL = "all"
WORDS = {Change.IMPROVED: "higher", Change.DECLINED: "lower"}


def differing(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Of inspections that graded both: each authority's latest, or (`which=all`) every one."""
    area = asked.subject.area
    if area is None:
        return Answer(sentence("no inspection on record graded such a judgement"))
    every = asked.which == ALL
    pairs = list(_all(known, area) if every else _latest(known, area))
    found = [pair for pair in pairs if WORDS.get(_change(pair[1], area))]
    found.sort(key=lambda pair: (pair[1].order_key if every else (), pair[0].name))
    rows = tuple(_row(council, inspection, asked.subject) for council, inspection in found)
    return Answer(_sentence(len(found), len(pairs), asked), rows)


def _all(known: QuestionContext, area: Area) -> Iterator[tuple[Authority, Inspection]]:
    """Every graded inspection with both grades, those of abolished authorities too."""
    for council in known.councils:
        for inspection in known.graded(council):
            if _has_both(inspection, area):
                yield council, inspection


def _latest(known: QuestionContext, area: Area) -> Iterator[tuple[Authority, Inspection]]:
    """The latest with both grades of each existing authority."""
    for council in known.existing:
        both = [i for i in known.graded(council) if _has_both(i, area)]
        if both:
            yield council, both[-1]


def _has_both(inspection: Inspection, area: Area) -> bool:
    own = inspection.rating(area.key)
    return inspection.headline is not None and own is not None and own.grade is not None


def _change(inspection: Inspection, area: Area) -> Change:
    own: Rating | None = inspection.rating(area.key)
    return compare(inspection.headline, own.grade if own else None)


def _row(council: Authority, inspection: Inspection, subject: QuestionJudgement) -> Row:
    assert subject.area is not None
    overall = QuestionJudgement(subject.comparability).finding(inspection)
    words = f"{WORDS[_change(inspection, subject.area)]} than overall"
    return (council, inspection, overall, subject.finding(inspection), words)


def _sentence(found: int, pairs: int, asked: QuestionParams) -> str:
    grade = f"the grade for {asked.subject.words}"
    if not pairs:
        return sentence(f"no inspection{asked.where} had graded both by then")
    if asked.which == ALL:
        of = number_of(pairs, "inspection", "inspections")
        words = f"in {found} of the {of}{asked.where} that graded both"
        return sentence(f"{words}, {grade} differed from the overall grade")
    return sentence(
        f"in the latest inspection that graded both, {grade} differs from the overall grade "
        f"for {found} of {authorities(pairs)}{asked.where}"
    )
