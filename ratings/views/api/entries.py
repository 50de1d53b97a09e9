"""Inspections with everything that an answer says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ratings.models import Authority, Inspection
from ratings.models.inspection import Detail
from ratings.models.streamed import Full, Given, streamed
from ratings.rules import records
from ratings.rules.trend import Comparability, Trend, headline_trend, one_before
from ratings.views.api.asked import Asked

NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Entry:
    """One inspection with its authority, where it comes from, and its trend."""

    authority: Authority
    full: Full
    trend: Trend | None

    @property
    def inspection(self) -> records.Inspection:
        return self.full.record

    @property
    def detail(self) -> Detail:
        return self.full.detail

    def given(self, area: str) -> Given:
        """How the grade of an area was given."""
        return self.full.given.get(area, NOTHING)


def entries(keys: Collection[str], of: Asked[Any]) -> dict[str, Entry]:
    """The inspections with these ids, as they were known at the moment; one query.

    Whole authorities are read, because a trend needs the inspection before.
    """
    concerned = Inspection.objects.filter(key__in=keys).order_by().values("authority")
    begun = Inspection.objects.as_at(of.moment.as_at, of.moment.known_by)
    found = streamed(begun.filter(authority__in=concerned), of.record.reference)
    wanted = set(keys)
    return {
        entry.inspection.id: entry
        for authority, own in found
        for entry in _entries(authority, own, wanted, of.record.reference.comparability)
    }


def _entries(
    authority: Authority, own: Sequence[Full], wanted: set[str], comparability: Comparability
) -> Iterator[Entry]:
    series = [full.record for full in own]
    for full in own:
        if full.record.id in wanted:
            yield Entry(authority, full, _trend(full.record, series, comparability))


def _trend(
    inspection: records.Inspection,
    series: Sequence[records.Inspection],
    comparability: Comparability,
) -> Trend | None:
    """Of a graded node against the one before; other inspections have none."""
    if not inspection.gives_node:
        return None
    return headline_trend(inspection, one_before(inspection, series), comparability)
