"""What a parameter can be where that is the record's to say: frameworks, areas, grades, …"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ratings.filters import FINDINGS, INSPECTION_ORDER
from ratings.models import Authority, Event
from ratings.models.authority import Succession
from ratings.models.framework import Framework
from ratings.models.source import Discrepancy
from ratings.parameters import PARTS
from ratings.rules.discrepancies import ABOUT_WORDS
from ratings.rules.grades import best_first
from ratings.rules.national import Which
from ratings.rules.status import NO_OVERALL_GRADE, WITHOUT_GRADE
from ratings.rules.trend import Change
from ratings.rules.types import Missing
from ratings.tables import AuthorityTable
from ratings.views.changes.selectors import WHAT
from ratings.views.context import Record

Choice = Callable[[Record], Iterable[str]]


def _grades(record: Record) -> list[str]:
    return [grade.key for grade in best_first(record.reference.grades.values())]


def _frameworks(record: Record) -> list[str]:
    oldest_first = sorted(record.reference.frameworks.values(), key=lambda f: (f.first_day, f.code))
    return [framework.code for framework in oldest_first]


def _programmes(record: Record) -> Iterable[str]:
    rows = Framework.objects.values_list("code", "programme")
    return dict.fromkeys(programme or code for code, programme in rows)


FOLLOWING = {Missing.NOT_A_JUDGEMENT, Missing.NOT_YET_INSPECTED}
"""Reasons that follow from the rules: no inspection has a row that says so."""

CHOICES: dict[str, Choice] = {
    "region": lambda _: [part.name for part in PARTS],
    "type": lambda _: Authority.Type.values,
    "trend": lambda _: [str(change).replace(" ", "-") for change in Change],
    "abolished": lambda _: ["yes"],
    "authority-sort": lambda _: [key for key, _ in AuthorityTable.sort_choices()],
    "inspection-sort": lambda _: INSPECTION_ORDER,
    "result": lambda _: ["graded", "visit"],
    "direction": lambda _: [finding for finding, _ in FINDINGS],
    "missing": lambda _: [each for each in Missing if each not in FOLLOWING],
    "event": lambda _: Event.Kind.values,
    "succession": lambda _: Succession.Kind.values,
    "status": lambda _: Discrepancy.Status.values,
    "about": lambda _: ABOUT_WORDS,
    "what": lambda _: WHAT,
    "which": lambda _: list(Which),
    "programme": _programmes,
    "framework": _frameworks,
    "kind": lambda record: [kind.key for kind in record.reference.kinds.values()],
    "area": lambda record: dict.fromkeys(a.key for a in record.reference.areas.values()),
    "grade": _grades,
    "overall-grade": lambda record: [*_grades(record), NO_OVERALL_GRADE],
    "standing": lambda record: [*_grades(record), *WITHOUT_GRADE],
    "source": lambda record: [source.key for source in record.reference.sources.values()],
}
"""By name, what a marked parameter can be."""


def choices(name: str, record: Record) -> list[str]:
    """The values of a choice, in an order a person would expect."""
    return [str(value) for value in CHOICES[name](record)]
