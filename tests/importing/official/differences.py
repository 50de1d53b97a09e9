"""What differs between two records of the same inspections, fact by fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from ratings.importing.record_index import GRADE, Held, Known

RELEASE = "official-"
FIELDS = (
    "key", "framework", "kind", "start_date", "end_date", "published", "theme", "direction",
    "direction_source_url", "priority_action", "report_url", "source_url", "verified", "note",
)  # fmt: skip
MOST_APART = timedelta(days=70)
"""Between the start in a report and the publication in a release."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact: in the record, and as the releases alone tell it; empty: nothing."""

    record: Held
    field: str
    old: str
    new: str

    @property
    def told(self) -> tuple[str, str, str, str]:
        return (self.record.key, self.field, self.old, self.new)


def is_official(held: Held) -> bool:
    return any(key.startswith(RELEASE) for key in held.sources)


def releases(keys: Iterable[str]) -> set[str]:
    return {key for key in keys if key.startswith(RELEASE)}


def pairs(record: Known, rebuilt: Known) -> tuple[list[tuple[Held, Held]], list[Held], list[Held]]:
    """Inspections of both that are one, those of the record only, those of the rebuilt only."""
    left = {held.key: held for held in rebuilt.by_key.values()}
    found, only = [], []
    official = [held for held in record.by_key.values() if is_official(held)]
    for is_near in (_same_day, _near):
        rest = official if is_near is _same_day else only
        only = []
        for held in rest:
            able = [other for other in left.values() if is_near(held, other)]
            if len(able) == 1:
                found.append((held, left.pop(able[0].key)))
            else:
                only.append(held)
    return found, only, list(left.values())


def _same_day(one: Held, other: Held) -> bool:
    same_start = one.start is not None and one.start == other.start
    same_published = one.published is not None and one.published == other.published
    return _alike(one, other) and (same_start or same_published)


def _near(one: Held, other: Held) -> bool:
    days = [(one.first_day, other.first_day), (one.published, other.published)]
    gaps = [abs(a - b) for a, b in days if a and b]
    return _alike(one, other) and min(gaps) <= MOST_APART


def _alike(one: Held, other: Held) -> bool:
    mine = (one.authority, one.framework, one.is_graded)
    return mine == (other.authority, other.framework, other.is_graded)


def differences(found: Iterable[tuple[Held, Held]]) -> Iterator[Difference]:
    for record, rebuilt in found:
        for field in (*FIELDS, *sorted(_areas(record) | _areas(rebuilt))):
            old, new = record.value(field), rebuilt.value(field)
            if old != new:
                yield Difference(record, field, old, new)


def _areas(held: Held) -> set[str]:
    return {GRADE + area for area in (*held.grades, *held.missing)}
