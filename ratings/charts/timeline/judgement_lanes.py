"""Which judgement areas share a lane, and where a lane must show a break.

Areas of different frameworks that may be compared are one *strand*. Strands that the record
names together as *not* comparable (`Leadership` and `Leaders`) share a lane, one after the
other with a visible break; a strand whose successors are two (children in care *and* care
leavers) spans both lanes. Nothing here knows a framework or an area by name: all of it
follows from the record's comparability rows (domain §2 and §3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ratings.rules.trend import AreaId, Comparability, Comparable
from ratings.rules.types import Area, Framework


@dataclass(frozen=True, slots=True)
class Strand:
    """Comparable areas of one or more frameworks, newest first, and the lanes they occupy."""

    areas: tuple[Area, ...]
    lanes: tuple[int, ...]

    @property
    def name(self) -> str:
        return self.areas[0].short_name

    @property
    def is_wide(self) -> bool:
        return len(self.lanes) > 1

    def area_in(self, framework: Framework) -> Area | None:
        """The area of this strand that a framework judges, if it judges one."""
        return next((area for area in self.areas if area.framework == framework.code), None)


def identity(area: Area) -> AreaId:
    """An area as the record's comparability rows name it."""
    return (area.framework, area.key)


def strands_of(
    frameworks: Sequence[Framework], used: set[str], comparability: Comparability
) -> tuple[Strand, ...]:
    """The strands of the frameworks in `used` (codes), on lanes numbered from 0 without gaps.

    Places are found over all frameworks of the line, so that a lane holds together across a
    framework that this authority was never inspected under.
    """
    newest_first = sorted(
        (f for f in frameworks if f.in_line), key=lambda f: (f.first_day, f.code), reverse=True
    )
    groups = _comparable_groups(newest_first, comparability)
    places = _places(newest_first, groups, _breaks(comparability))
    strands = [
        Strand(tuple(a for a in group if a.framework in used), tuple(sorted(places[i])))
        for i, group in enumerate(groups)
    ]
    return _without_gaps([strand for strand in strands if strand.areas])


def _comparable_groups(
    frameworks: Sequence[Framework], comparability: Comparability
) -> list[list[Area]]:
    groups: list[list[Area]] = []
    for area in _areas_below(frameworks):
        home = next((g for g in groups if _joins(area, g[0], comparability)), None)
        if home is None:
            groups.append([area])
        else:
            home.append(area)
    return groups


def _areas_below(frameworks: Iterable[Framework]) -> list[Area]:
    """Every area that is not a headline, framework by framework, in the framework's order."""
    return [
        area
        for framework in frameworks
        for area in sorted(framework.areas, key=lambda a: a.order)
        if not area.is_headline
    ]


def _joins(area: Area, other: Area, comparability: Comparability) -> bool:
    if area.framework == other.framework:
        return False
    return comparability.between(identity(area), identity(other)) is not Comparable.NO


def _breaks(comparability: Comparability) -> dict[AreaId, set[AreaId]]:
    """For each area those that the record names as its kin and yet not comparable."""
    broken: dict[AreaId, set[AreaId]] = {}
    for link in comparability.links:
        if link.comparable is Comparable.NO:
            broken.setdefault(link.a, set()).add(link.b)
            broken.setdefault(link.b, set()).add(link.a)
    return broken


def _places(
    frameworks: Sequence[Framework],
    groups: Sequence[Sequence[Area]],
    breaks: dict[AreaId, set[AreaId]],
) -> dict[int, set[int]]:
    """The lanes of each group: those of its kin that its own framework leaves free, else new."""
    home = {identity(area): i for i, group in enumerate(groups) for area in group}
    places: dict[int, set[int]] = {}
    for framework in frameworks:
        ours = [home[identity(a)] for a in _areas_below([framework])]
        taken = {lane for i in ours if i in places for lane in places[i]}
        wanted = {i: _kin_lanes(groups[i], breaks, home, places) for i in ours if i not in places}
        for i in sorted(wanted, key=lambda i: (not wanted[i], len(wanted[i]), ours.index(i))):
            new_lane = 1 + max((n for lanes in places.values() for n in lanes), default=-1)
            places[i] = (wanted[i] - taken) or {new_lane}
            taken |= places[i]
    return places


def _kin_lanes(
    group: Sequence[Area],
    breaks: dict[AreaId, set[AreaId]],
    home: dict[AreaId, int],
    places: dict[int, set[int]],
) -> set[int]:
    kin = {other for area in group for other in breaks.get(identity(area), ())}
    return {lane for other in kin if other in home for lane in places.get(home[other], ())}


def _without_gaps(strands: Sequence[Strand]) -> tuple[Strand, ...]:
    """Lanes renumbered from 0; one that only wide strands with another lane use is dropped."""
    own = {lane for strand in strands if not strand.is_wide for lane in strand.lanes}
    kept: set[int] = set(own)
    for strand in strands:
        if not kept & set(strand.lanes):
            kept.add(strand.lanes[0])
    number = {lane: i for i, lane in enumerate(sorted(kept))}
    return tuple(
        Strand(s.areas, tuple(number[lane] for lane in s.lanes if lane in number)) for s in strands
    )
