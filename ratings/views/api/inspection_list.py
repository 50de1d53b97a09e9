"""Inspections with everything that an answer says of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ratings.models import Authority
from ratings.models.export_querysets import Full, Given
from ratings.models.inspection import Detail
from ratings.rules import types
from ratings.rules.trend import Comparability, Trend, headline_trend, one_before
from ratings.views.api.params import Asked

NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Entry:
    """One inspection with its authority, where it comes from, and its trend."""

    authority: Authority
    full: Full
    trend: Trend | None

    @property
    def inspection(self) -> types.Inspection:
        return self.full.record

    @property
    def detail(self) -> Detail:
        return self.full.detail

    def given(self, area: str) -> Given:
        """How the grade of an area was given."""
        return self.full.given.get(area, NOTHING)


def entries(keys: Collection[str], of: Asked[Any]) -> dict[str, Entry]:
    """The inspections with these ids, as they were known at the moment."""
    whole = of.record.whole
    found = (whole.by_id[key] for key in keys if key in whole.by_id)
    return {each.id: _entry(each, of) for each in found}


def _entry(inspection: types.Inspection, of: Asked[Any]) -> Entry:
    whole, slug = of.record.whole, inspection.authority
    series = whole.of([slug], of.moment.as_at, of.moment.known_by)
    trend = _trend(inspection, series, whole.comparability)
    full = Full(inspection, whole.detail(inspection.id))
    return Entry(whole.authorities[slug], full, trend)


def _trend(
    inspection: types.Inspection,
    series: Sequence[types.Inspection],
    comparability: Comparability,
) -> Trend | None:
    """Of a graded node against the one before; other inspections have none."""
    if not inspection.gives_node:
        return None
    return headline_trend(inspection, one_before(inspection, series), comparability)
