"""Allowed values of columns that have a list of them: database rows or model choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ratings.forms import today
from ratings.models import Authority, Discrepancy, Event, Inspection, Succession
from ratings.models.event import Precision
from ratings.models.record import Record
from ratings.models.source import SourceStrength
from ratings.rules.grades import grades_of
from ratings.rules.trend import Change
from ratings.rules.types import (
    FINDING_WORDS,
    MISSING_WORDS,
    Area,
    DirectionStatus,
    Grade,
    NoGradeReason,
)

Allowed = dict[str, str]
"""Each value with what it means; the value itself if it needs no explanation."""


def allowed(name: str, record: Record) -> Allowed:
    """The values of one list of `LISTS`; empty for no name."""
    return LISTS[name](record) if name else {}


def _choices(found: Iterable[tuple[str, str]]) -> Callable[[Record], Allowed]:
    values = {str(value): str(words) for value, words in found}
    return lambda _: dict(values)


def _kinds(record: Record, *graded: bool) -> Allowed:
    """The kinds of inspections, of those that give grades or of the others."""
    kinds = record.kinds.values()
    return {kind.key: kind.name for kind in kinds if kind.is_graded in graded}


def _areas(record: Record) -> Iterable[Area]:
    """The areas of the frameworks in the tables."""
    codes = {framework.code for framework in record.listed(today())}
    return (area for area in record.areas.values() if area.framework in codes)


def _grades(record: Record) -> list[Grade]:
    return grades_of(record.listed(today()))


REASONS = (
    NoGradeReason.NOT_GRADED, NoGradeReason.NOT_PART,
    NoGradeReason.REVIEWED_SEPARATELY, NoGradeReason.NOT_RECORDED,
)  # fmt: skip

LISTS: dict[str, Callable[[Record], Allowed]] = {
    "frameworks": lambda known: {each.code: each.name for each in known.listed(today())},
    "areas": lambda known: {each.key: each.name for each in _areas(known)},
    "area names": lambda known: {each.name: each.name for each in _areas(known)},
    "grades": lambda known: {each.key: each.word for each in _grades(known)},
    "grade words": lambda known: {each.word: each.word for each in _grades(known)},
    "kinds": lambda known: _kinds(known, True, False),
    "graded kinds": lambda known: _kinds(known, True),
    "kinds of visits": lambda known: _kinds(known, False),
    "sources": lambda known: {each.key: each.title for each in known.sources.values()},
    "reasons": _choices((why.value, MISSING_WORDS[why]) for why in NoGradeReason if why in REASONS),
    "trends": _choices((change.value, change.value) for change in Change),
    "regions": _choices(Authority.Region.choices),
    "types": _choices(Authority.Type.choices),
    "directions": _choices(Inspection.Direction.choices),
    "direction statuses": _choices(
        (s.value, FINDING_WORDS.get(s, s.value)) for s in DirectionStatus
    ),
    "what was read": _choices(Inspection.DirectionRead.choices),
    "precisions": _choices(Precision.choices),
    "evidence": _choices(SourceStrength.choices),
    "successions": _choices(Succession.Kind.choices),
    "events": _choices(Event.Kind.choices),
    "states": _choices(Discrepancy.Status.choices),
}
