"""Each judgement area of an inspection: its rating, and what changed since the one before."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.models import Source
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.trend import area_trend
from ratings.rules.types import Area
from ratings.views.inspection.selectors import Found, RatingFact
from ratings.views.text import Mark, evidence, graded_or_reason, rating_before, trend_words, why_not

NO_FACT = RatingFact("", "", ())


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One judgement area. `label`: the words in the report, where they differ from ours."""

    area: Area
    mark: Mark
    before: Mark | None
    trend: str
    why: str
    label: str
    evidence: str
    sources: tuple[int, ...]


def area_rows(found: Found, numbers: dict[str, int]) -> tuple[AreaRow, ...]:
    """The areas that the framework asks, in its order; a visit has none."""
    if not found.inspection.is_graded:
        return ()
    return tuple(_row(area, found, numbers) for area in found.inspection.framework.areas)


def _row(area: Area, found: Found, numbers: dict[str, int]) -> AreaRow:
    inspection, before = found.inspection, found.before
    comparability = found.reference.comparability
    now, then = rating_or_reason(inspection, area), rating_before(area, before, comparability)
    compared = inspection.framework.in_line
    trend = area_trend(area, inspection, before, comparability) if compared else None
    fact = found.facts.get(area.key, NO_FACT)
    return AreaRow(
        area=area,
        mark=graded_or_reason(now),
        before=graded_or_reason(then) if then and compared else None,
        trend=trend_words(trend, then.grade if then else None),
        why=why_not(trend, then, now) if trend else "",
        label=fact.label,
        evidence=evidence(fact.verified) if fact.verified else "",
        sources=tuple(numbers[source.key] for source in fact.sources),
    )


def numbered_sources(found: Found) -> dict[int, Source]:
    """Every source of the inspection and of its ratings, numbered in their own order."""
    every = [*found.detail.sources, *(s for fact in found.facts.values() for s in fact.sources)]
    distinct = {source.key: source for source in every}
    in_order = sorted(distinct.values(), key=lambda source: (source.order, source.key))
    return dict(enumerate(in_order, 1))
