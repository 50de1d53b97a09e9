"""Corrections of an inspection that the public may see: old value, new value, when and why.

Who made one is told by role, never by name. A correction is the difference between successive
values as public. What changed while the inspection was withdrawn is told as one difference,
with the reason of publishing it again: work on a draft is nobody's business. Source: domain §6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from ratings.models.history import FIRST_RECORDED
from ratings.models.inspection import Inspection
from ratings.models.rating import Rating
from ratings.rules.dates import day_in_words

ENTERED_TOGETHER = timedelta(minutes=1)
"""What an entry made in public adds to nothing this soon, with its reason, belongs to it."""

UNTOLD = frozenset({"id", "inspection", "status", "sources"})
"""Fields that say nothing to the public, and sources, which are compared by their titles."""

NOTHING = "nothing"
NO_REASON = "no reason was given"
WHILE_WITHDRAWN = "changed while it was withdrawn"
EVER, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that became another. `who` is a role, `why` the reason that was given."""

    when: datetime
    who: str
    what: str
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class _Span:
    """A time in which the inspection was public; `opened` is the version that made it so."""

    start: datetime
    end: datetime
    opened: Any


@dataclass(frozen=True, slots=True)
class _Teller:
    """When, by whom and why something became another in public."""

    when: datetime
    who: str
    why: str


_Step = tuple[Any, Any, _Teller]
"""Two successive versions as public (None: there was none yet), and who tells of it."""


def corrections_of(inspection: Inspection) -> tuple[Correction, ...]:
    """Every correction of an inspection and of its ratings, the latest first."""
    own = _versions(inspection.history.all(), "authority", "framework", "kind")
    ratings = _versions(Rating.history.filter(inspection_id=inspection.pk), "area", "grade")
    spans = _spans(own)
    found = [*_of_inspection(own, spans), *_of_ratings(ratings, spans)]
    entry = _entry(own)
    told = (each for each in found if not _belongs(each, entry))
    return tuple(sorted(told, key=lambda correction: correction.when, reverse=True))


def _versions(history: Any, *related: str) -> list[Any]:
    """Versions, the oldest first, with whoever made them."""
    found = history.order_by("history_id").select_related("history_user", *related)
    return list(found.prefetch_related("history_user__groups", f"{_rows(found.model)}__source"))


def _rows(model: Any) -> str:
    """The accessor of a version's rows of sources, which `.sources` cannot prefetch."""
    return f"{model._meta.model_name}_sources_set"


def _at(version: Any) -> datetime:
    """Since when a version holds; what came with the record always did."""
    is_first = version.history_change_reason == FIRST_RECORDED
    return EVER if is_first else version.history_date


def _spans(versions: Sequence[Any]) -> list[_Span]:
    """The times in which the inspection was public; without history it always was."""
    if not versions:
        return [_Span(EVER, NEVER, None)]
    grouped = groupby(versions, key=lambda v: v.status == Inspection.Status.PUBLISHED)
    firsts = [(is_public, next(group)) for is_public, group in grouped]
    ends = [*(_at(version) for _, version in firsts[1:]), NEVER]
    return [
        _Span(_at(version), end, version)
        for (is_public, version), end in zip(firsts, ends, strict=True)
        if is_public
    ]


def _entry(versions: Sequence[Any]) -> _Teller | None:
    """The entry of an inspection that was public from the first; None: it was a draft, or
    came with the record."""
    if not versions or _at(versions[0]) == EVER:
        return None
    is_public = versions[0].status == Inspection.Status.PUBLISHED
    return _teller(versions[0]) if is_public else None


def _belongs(correction: Correction, entry: _Teller | None) -> bool:
    """Whether it only completes the first entry: grades and sources follow the inspection."""
    if entry is None or correction.old != NOTHING:
        return False
    is_soon = correction.when - entry.when <= ENTERED_TOGETHER
    return is_soon and (correction.who, correction.why) == (entry.who, entry.why)


def _steps(versions: Sequence[Any], spans: Iterable[_Span]) -> Iterator[_Step]:
    """Changes while public, one by one; between two times, one step told by the second."""
    shown: list[Any] = []
    for span in spans:
        then = next((v for v in reversed(versions) if _at(v) <= span.start), None)
        if shown:
            yield shown[-1], then, _teller(span.opened, WHILE_WITHDRAWN)
        shown = [then, *(v for v in versions if span.start < _at(v) < span.end)]
        for before, after in pairwise(shown):
            yield before, after, _teller(after)


def _of_inspection(versions: Sequence[Any], spans: Iterable[_Span]) -> Iterator[Correction]:
    for before, after, teller in _steps(versions, spans):
        yield from _differences(before, after, "", teller)


def _of_ratings(versions: Iterable[Any], spans: Sequence[_Span]) -> Iterator[Correction]:
    by_area = sorted(versions, key=lambda version: (version.area_id, version.history_id))
    for _, group in groupby(by_area, key=lambda version: version.area_id):
        for step in _steps(list(group), spans):
            yield from _rating_change(*step)


def _rating_change(before: Any, after: Any, teller: _Teller) -> Iterator[Correction]:
    """A grade added, taken away or changed; other fields of a rating only as they changed."""
    if _is_there(before) and _is_there(after):
        yield from _differences(before, after, f"{after.area.short_name}: ", teller)
        return
    old, new = _grade(before), _grade(after)
    if old != new:
        area = (after or before).area
        yield _correction(teller, f"{area.short_name}: grade", old, new)


def _is_there(version: Any) -> bool:
    return version is not None and version.history_type != "-"


def _grade(version: Any) -> str:
    if not _is_there(version):
        return NOTHING
    return _in_words(version.grade or version.instance.get_missing_display())


def _differences(before: Any, after: Any, prefix: str, teller: _Teller) -> Iterator[Correction]:
    delta = after.diff_against(before, excluded_fields=UNTOLD, foreign_keys_are_objs=True)
    changes = [(change.field, change.old, change.new) for change in delta.changes]
    for field, old, new in [*changes, ("sources", _titles(before), _titles(after))]:
        if old != new:
            label = str(after.instance_type._meta.get_field(field).verbose_name)
            yield _correction(teller, prefix + label, _in_words(old), _in_words(new))


def _titles(version: Any) -> str:
    rows = getattr(version, _rows(version)).all()
    return ", ".join(sorted(str(row.source) for row in rows))


def _correction(teller: _Teller, what: str, old: str, new: str) -> Correction:
    return Correction(teller.when, teller.who, what, old, new, teller.why)


def _teller(version: Any, otherwise: str = NO_REASON) -> _Teller:
    why = version.history_change_reason or otherwise
    return _Teller(version.history_date, _role(version.history_user), why)


def _role(user: Any) -> str:
    """What a person is here: their groups; never who they are."""
    if user is None:
        return "not recorded"
    groups = sorted(group.name.lower() for group in user.groups.all())
    return " and ".join(groups) or ("administrator" if user.is_superuser else "keeper")


def _in_words(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_in_words(value)
    return str(value) if value not in (None, "") else NOTHING
