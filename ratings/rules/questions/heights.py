"""Authorities with high grades: never below good, and outstanding by region. Source: domain §4."""

from __future__ import annotations

from collections.abc import Sequence

from ratings.rules.grades import GOOD, OUTSTANDING, reaches
from ratings.rules.national import (
    CountCriteria,
    Shares,
    counted_as_one,
    frameworks_that_count,
    shares,
)
from ratings.rules.questions.context import QuestionContext
from ratings.rules.questions.judgement import QuestionJudgement
from ratings.rules.questions.question import QuestionParams
from ratings.rules.questions.results import (
    Answer,
    AuthorityCount,
    Percentage,
    Row,
    authorities,
    sentence,
)
from ratings.rules.types import Authority, Inspection

ENGLAND = "England"


def never_below_good(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Existing authorities whose every grade on record was good or outstanding.

    An inspection that gave no such grade is ignored. Adequate is below good.
    """
    found = []
    for council in known.existing:
        nodes = known.graded(council)
        grades = [grade for node in nodes if (grade := asked.subject.grade(node))]
        if grades and all(reaches(grade, GOOD) for grade in grades):
            found.append((council, nodes, len(grades)))
    rows = tuple(_row(council, nodes, n, asked.subject) for council, nodes, n in found)
    words = f"{authorities(len(rows))}{asked.where} {'has' if len(rows) < 2 else 'have'}"
    return Answer(sentence(f"{words} never been graded below good{asked.subject.in_words}"), rows)


def _row(
    council: Authority, nodes: Sequence[Inspection], number: int, subject: QuestionJudgement
) -> Row:
    findings = tuple(subject.finding(node) for node in nodes)
    return (council, number, findings)


def outstanding_by_region(known: QuestionContext, asked: QuestionParams) -> Answer:
    """Each region's share of outstanding among its latest grades, and all of England's."""
    regions = sorted({council.region for council in known.existing})
    rows = [_region_row(region, known.within({region}), asked) for region in regions]
    total = _region_row(ENGLAND, known, asked)
    share = total[3]
    assert isinstance(share, Percentage)
    if not share.of:
        return Answer(sentence(f"no grade{asked.subject.in_words} had been given by then"))
    text = (
        f"{share.count} of the {authorities(share.of)} in England with a "
        f"grade{asked.subject.in_words} {'is' if share.count == 1 else 'are'} outstanding: "
        f"{share.percent}%"
    )
    return Answer(sentence(text), (*rows, total))


def _region_row(region: str, known: QuestionContext, asked: QuestionParams) -> Row:
    found = _shares(known, asked.subject)
    best = [i for grade, held in found.holders.items() if grade.key == OUTSTANDING
            for i in held]  # fmt: skip
    by_slug = {council.slug: council for council in known.existing}
    names = sorted((by_slug[i.authority] for i in best), key=lambda council: council.name)
    asked_region = "" if region == ENGLAND else region
    listed = asked.subject.area is None
    return (
        region, AuthorityCount(len(known.existing), "", asked_region),
        AuthorityCount(len(names), OUTSTANDING, asked_region, listed),
        Percentage(len(names), found.with_grade),
        None if region == ENGLAND else tuple(names),
    )  # fmt: skip


def _shares(known: QuestionContext, subject: QuestionJudgement) -> Shares:
    """The latest grade of each, as national shares count it."""
    headline = next((f.headline_area for f in known.frameworks if f.in_national), None)
    area = subject.area or headline
    areas = counted_as_one(area.key, known.counted_as_one) if area else frozenset()
    counting = frameworks_that_count(known.frameworks, areas)
    slugs = {council.slug for council in known.existing}
    inspections = [i for council in known.existing for i in known.inspections(council)]
    return shares(slugs, inspections, areas, CountCriteria(frozenset(f.code for f in counting)))
