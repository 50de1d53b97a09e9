"""Grade changes within a year: each latest graded inspection against the one before.

Source: domain §3, "Trend". What cannot be compared is counted apart, never left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ratings.rules.national import grade_for
from ratings.rules.status import by_authority
from ratings.rules.trend import Change, Comparability, Trend, area_trend, headline_trend, one_before
from ratings.rules.types import Grade, Inspection


@dataclass(frozen=True, slots=True)
class GradeMove:
    """How an authority's latest graded inspection changed its grade for an area.

    `before` is the graded inspection before it; the grades are None where there was none.
    """

    now: Inspection
    before: Inspection | None
    grade: Grade | None
    grade_before: Grade | None
    trend: Trend

    @property
    def authority(self) -> str:
        return self.now.authority


def year_before(day: date) -> date:
    """The same day a year earlier; for 29 February the 28th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def moves(
    inspections: Iterable[Inspection],
    existing: Collection[str],
    areas: Collection[str] | None,
    comparability: Comparability,
    since: date,
) -> dict[Change, list[GradeMove]]:
    """Group existing authorities (slugs) inspected after the day `since` by change of grade.

    `inspections` are those known on the day of the page; `areas` the keys of the areas that
    are counted as one, None for the overall grade whatever its area is called. Only steps of
    the line are compared, each authority's latest; the newest come first.
    """
    found: dict[Change, list[GradeMove]] = {change: [] for change in Change}
    for slug, made in by_authority(inspections).items():
        nodes = sorted((i for i in made if i.gives_node), key=lambda i: i.order_key)
        if slug in existing and nodes and nodes[-1].first_day > since:
            move = _move(nodes, areas, comparability)
            found[move.trend.change].append(move)
    for own in found.values():
        own.sort(key=lambda move: move.now.order_key, reverse=True)
    return found


def _move(
    nodes: Sequence[Inspection], areas: Collection[str] | None, comparability: Comparability
) -> GradeMove:
    now = nodes[-1]
    before = one_before(now, nodes)
    if areas is None:
        then = before.headline if before else None
        return GradeMove(
            now, before, now.headline, then, headline_trend(now, before, comparability)
        )
    return _area_move(now, before, areas, comparability)


def _area_move(
    now: Inspection,
    before: Inspection | None,
    areas: Collection[str],
    comparability: Comparability,
) -> GradeMove:
    area = next((area for area in now.framework.areas if area.key in areas), None)
    if area is None:
        trend = Trend(Change.NOT_COMPARABLE, why="the latest inspection did not judge it")
        return GradeMove(now, before, None, grade_for(before, areas) if before else None, trend)
    trend = area_trend(area, now, before, comparability)
    counterpart = before and comparability.counterpart(
        (area.framework, area.key), before.framework.areas
    )
    then = before.rating(counterpart.key) if before and counterpart else None
    return GradeMove(now, before, grade_for(now, areas), then.grade if then else None, trend)
