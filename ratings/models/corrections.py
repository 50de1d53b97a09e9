"""Corrections of an inspection that the public may see: old value, new value, when and why.

Who made one is told by role, never by name. Changes of a draft are nobody's business until
it is published, so only what once was public is compared. Source: domain §6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from ratings.models.history import FIRST_RECORDED
from ratings.models.inspection import Inspection
from ratings.models.rating import Rating
from ratings.rules.dates import day_in_words

ENTERED_TOGETHER = timedelta(minutes=1)
"""What is saved this soon after an inspection became public belongs to its first entry."""

UNTOLD = frozenset({"status"})
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that became another. `who` is a role, `why` the reason that was given."""

    when: datetime
    who: str
    what: str
    old: str
    new: str
    why: str


def corrections_of(inspection: Inspection) -> tuple[Correction, ...]:
    """Every correction of an inspection and of its ratings, the latest first."""
    versions = _versions(inspection.history.all())
    published = [v for v in versions if v.status == Inspection.Status.PUBLISHED]
    since = _public_since(versions, published)
    ratings = _versions(Rating.history.filter(inspection_id=inspection.pk))
    found = [*_of_inspection(published), *_of_ratings(ratings, since)]
    return tuple(sorted(found, key=lambda correction: correction.when, reverse=True))


def _versions(history: Any) -> list[Any]:
    """Versions, the oldest first, with whoever made them."""
    found = history.order_by("history_id").select_related("history_user")
    return list(found.prefetch_related("history_user__groups"))


def _public_since(versions: Sequence[Any], published: Sequence[Any]) -> datetime | None:
    """From when on changes are corrections; None: always, it came with the record."""
    if not versions or versions[0].history_change_reason == FIRST_RECORDED:
        return None
    first: datetime | None = published[0].history_date if published else None
    return first + ENTERED_TOGETHER if first else None


def _of_inspection(published: Sequence[Any]) -> Iterator[Correction]:
    for before, after in pairwise(published):
        yield from _differences(before, after, "")


def _of_ratings(versions: Iterable[Any], since: datetime | None) -> Iterator[Correction]:
    by_area = sorted(versions, key=lambda version: (version.area_id, version.history_id))
    for _, group in groupby(by_area, key=lambda version: version.area_id):
        own = list(group)
        if own[0].history_change_reason != FIRST_RECORDED:
            own = [None, *own]
        for before, after in pairwise(own):
            if since is None or after.history_date > since:
                yield from _rating_change(before, after)


def _rating_change(before: Any, after: Any) -> Iterator[Correction]:
    """A grade added, taken away or changed; other fields of a rating only as they changed."""
    if before is None or "-" in (before.history_type, after.history_type):
        old, new = _grade(before), _grade(after)
        if old != new:
            yield _correction(after, f"{after.area.short_name}: grade", old, new)
        return
    yield from _differences(before, after, f"{after.area.short_name}: ")


def _grade(version: Any) -> str:
    if version is None or version.history_type == "-":
        return NOTHING
    return _in_words(version.grade or version.instance.get_missing_display())


def _differences(before: Any, after: Any, prefix: str) -> Iterator[Correction]:
    for change in after.diff_against(before, foreign_keys_are_objs=True).changes:
        if change.field not in UNTOLD:
            label = str(after.instance_type._meta.get_field(change.field).verbose_name)
            old, new = _in_words(change.old), _in_words(change.new)
            yield _correction(after, prefix + label, old, new)


def _correction(version: Any, what: str, old: str, new: str) -> Correction:
    why = version.history_change_reason or "no reason was given"
    return Correction(version.history_date, _role(version.history_user), what, old, new, why)


def _role(user: Any) -> str:
    """What a person is here: their groups; never who they are."""
    if user is None:
        return "not recorded"
    groups = sorted(group.name.lower() for group in user.groups.all())
    return " and ".join(groups) or ("administrator" if user.is_superuser else "keeper")


def _in_words(value: Any) -> str:
    """A value as people read it; rows of sources by their titles."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(row["source"]) for row in value) or NOTHING
    if isinstance(value, date):
        return day_in_words(value)
    return str(value) if value not in (None, "") else NOTHING
