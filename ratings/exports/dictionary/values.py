"""Allowed values of columns that have a list of them: database rows or model choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ratings.models import Authority, Discrepancy, Event, Inspection, Succession
from ratings.models.event import Precision
from ratings.models.record import Record
from ratings.models.source import SourceStrength
from ratings.rules.trend import Change
from ratings.rules.types import FINDING_WORDS, MISSING_WORDS, DirectionStatus, NoGradeReason

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


REASONS = (
    NoGradeReason.NOT_GRADED, NoGradeReason.NOT_PART,
    NoGradeReason.REVIEWED_SEPARATELY, NoGradeReason.NOT_RECORDED,
)  # fmt: skip

LISTS: dict[str, Callable[[Record], Allowed]] = {
    "frameworks": lambda known: {each.code: each.name for each in known.frameworks.values()},
    "areas": lambda known: {each.key: each.name for each in known.areas.values()},
    "area names": lambda known: {each.name: each.name for each in known.areas.values()},
    "grades": lambda known: {each.key: each.word for each in known.grades.values()},
    "grade words": lambda known: {each.word: each.word for each in known.grades.values()},
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
