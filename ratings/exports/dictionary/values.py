"""What a column can hold, where that is a list: rows of the record, or choices of a model."""

from __future__ import annotations

from collections.abc import Callable

from ratings.models import Authority, Discrepancy, Event, Inspection, Succession
from ratings.models.event import Precision
from ratings.models.reference import Reference
from ratings.models.source import Evidence
from ratings.rules.trend import Change
from ratings.rules.types import FINDING_WORDS, MISSING_WORDS, DirectionStatus, Missing

Allowed = dict[str, str]
"""Each value with what it means; the same where a value speaks for itself."""


def allowed(name: str, reference: Reference) -> Allowed:
    """The values of one list of `LISTS`; empty for no name."""
    return LISTS[name](reference) if name else {}


def _frameworks(reference: Reference) -> Allowed:
    return {each.code: each.name for each in reference.frameworks.values()}


def _areas(reference: Reference) -> Allowed:
    return {each.key: each.name for each in reference.areas.values()}


def _area_names(reference: Reference) -> Allowed:
    return {each.name: each.name for each in reference.areas.values()}


def _grades(reference: Reference) -> Allowed:
    return {each.key: each.word for each in reference.grades.values()}


def _grade_words(reference: Reference) -> Allowed:
    return {each.word: each.word for each in reference.grades.values()}


def _kinds(reference: Reference) -> Allowed:
    return {each.key: each.name for each in reference.kinds.values()}


def _kinds_graded(reference: Reference) -> Allowed:
    return {each.key: each.name for each in reference.kinds.values() if each.is_graded}


def _kinds_of_visits(reference: Reference) -> Allowed:
    return {each.key: each.name for each in reference.kinds.values() if not each.is_graded}


def _sources(reference: Reference) -> Allowed:
    return {each.key: each.title for each in reference.sources.values()}


def _reasons(_: Reference) -> Allowed:
    kept = (reason for reason in Missing if reason in set(REASONS))
    return {reason.value: MISSING_WORDS[reason] for reason in kept}


def _trends(_: Reference) -> Allowed:
    return {change.value: change.value for change in Change}


def _direction_statuses(_: Reference) -> Allowed:
    return {status.value: FINDING_WORDS.get(status, status.value) for status in DirectionStatus}


def _choices(found: list[tuple[str, str]]) -> Callable[[Reference], Allowed]:
    return lambda _: {str(value): str(words) for value, words in found}


REASONS = (
    Missing.NOT_GRADED, Missing.NOT_PART, Missing.REVIEWED_SEPARATELY, Missing.NOT_RECORDED,
)  # fmt: skip

LISTS: dict[str, Callable[[Reference], Allowed]] = {
    "frameworks": _frameworks,
    "areas": _areas,
    "area names": _area_names,
    "grades": _grades,
    "grade words": _grade_words,
    "kinds": _kinds,
    "graded kinds": _kinds_graded,
    "kinds of visits": _kinds_of_visits,
    "sources": _sources,
    "reasons": _reasons,
    "trends": _trends,
    "regions": _choices(Authority.Region.choices),
    "types": _choices(Authority.Type.choices),
    "directions": _choices(Inspection.Direction.choices),
    "direction statuses": _direction_statuses,
    "what was read": _choices(Inspection.DirectionRead.choices),
    "precisions": _choices(Precision.choices),
    "evidence": _choices(Evidence.choices),
    "successions": _choices(Succession.Kind.choices),
    "events": _choices(Event.Kind.choices),
    "states": _choices(Discrepancy.Status.choices),
}
