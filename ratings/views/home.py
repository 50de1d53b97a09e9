"""The first page: where the country stands on a day, and the latest inspections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.forms import Moment
from ratings.models.authority import Authority
from ratings.models.inspection import Inspection
from ratings.models.names import Names
from ratings.models.reference import Reference
from ratings.rules import records
from ratings.rules.grades import best_first
from ratings.rules.rows import InspectionRow
from ratings.rules.standing import (
    NO_OVERALL_GRADE,
    NOT_YET_INSPECTED,
    WITHOUT_GRADE,
    standings,
    tally,
)
from ratings.views.moment import MOMENT, moment
from ratings.views.public import public_page
from ratings.views.record import Record, record_now

LATEST = 10
ALWAYS = {NO_OVERALL_GRADE, NOT_YET_INSPECTED}
"""Counts that are said even when they are nought: each is a fact of its own."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many authorities stand in a group; `grade` is None for those without one."""

    key: str
    words: str
    number: int
    grade: records.Grade | None = None


@public_page(*MOMENT)
def home(request: HttpRequest) -> HttpResponse:
    """Headline counts of the authorities that existed on the day; two queries."""
    asked, record = moment(request), record_now()
    known = _known(asked, record)
    counts = _counts(_tally(known, asked, record), record.reference)
    return render(
        request,
        "ratings/home.html",
        {
            "moment": asked,
            "record": record,
            "counts": counts,
            "total": sum(count.number for count in counts),
            "in_words": in_words(counts),
            "begins": _first_day(record.reference),
            "latest": _latest(known, record),
        },
    )


def _first_day(reference: Reference) -> date | None:
    """The day that the record begins: that of the oldest framework."""
    return min((f.first_day for f in reference.frameworks.values()), default=None)


def _known(asked: Moment, record: Record) -> Sequence[records.Inspection]:
    found = Inspection.objects.as_at(asked.as_at, asked.known_by)
    return found.line_records(record.reference)


def _tally(known: Sequence[records.Inspection], asked: Moment, record: Record) -> Mapping[str, int]:
    existing = [a.record() for a in Authority.objects.existing_on(asked.as_at)]
    comparability = record.reference.comparability
    return tally(standings(existing, known, comparability, asked.as_at, asked.known_by))


def _counts(found: Mapping[str, int], reference: Reference) -> list[Count]:
    """Grades best first, then those without one; groups that nobody is in are left out."""
    grades = [Count(g.key, g.word, found.get(g.key, 0), g) for g in _grades(reference)]
    without = [Count(key, words, found.get(key, 0)) for key, words in WITHOUT_GRADE.items()]
    return [count for count in [*grades, *without] if count.number or count.key in ALWAYS]


def _grades(reference: Reference) -> list[records.Grade]:
    return best_first(reference.grades.values())


def in_words(counts: Sequence[Count]) -> str:
    """`21 are rated outstanding, 80 good and 30 have no overall grade`."""
    graded = [count for count in counts if count.grade and count.number]
    parts = [f"{count.number} {count.words}" for count in graded]
    if graded:
        verb = "is" if graded[0].number == 1 else "are"
        parts[0] = f"{graded[0].number} {verb} rated {graded[0].words}"
    parts += [_without(count) for count in counts if not count.grade and count.number]
    head, tail = parts[:-1], parts[-1:]
    return " and ".join([*([", ".join(head)] if head else []), *tail])


def _without(count: Count) -> str:
    singular = count.number == 1
    if count.key == NOT_YET_INSPECTED:
        return f"{count.number} {'has' if singular else 'have'} not yet been inspected"
    return f"{count.number} {'has' if singular else 'have'} {count.words}"


def _latest(known: Sequence[records.Inspection], record: Record) -> list[InspectionRow]:
    """The inspections and visits that began last, newest first."""
    names = Names.current(record.version)
    return [
        InspectionRow(
            names.authorities[inspection.authority].name,
            names.frameworks[inspection.framework.code],
            inspection,
        )
        for inspection in reversed(known[-LATEST:])
    ]
