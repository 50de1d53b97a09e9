"""The lanes below the grade bands: judgement areas, and frameworks outside the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ratings.charts.timeline import labels
from ratings.charts.timeline.bars import bar_of
from ratings.charts.timeline.data import TimelineData
from ratings.charts.timeline.model import GradeMarker, Lane, LaneGap, LanePart, SeparateLane
from ratings.rules.dates import day_in_words
from ratings.rules.spells import area_spells, headline_spells
from ratings.rules.trend import AreaId, Comparability, Comparable
from ratings.rules.types import (
    MISSING_WORDS,
    Area,
    Authority,
    Framework,
    Inspection,
    NoGradeReason,
    Rating,
)

NOT_JUDGED = MISSING_WORDS[NoGradeReason.NOT_A_JUDGEMENT]


@dataclass(frozen=True, slots=True)
class _Source:
    """Whose inspections, to which day; `owner` is the name of a predecessor, else empty."""

    authority: Authority
    graded: tuple[Inspection, ...]
    until: date
    owner: str
    inspections: tuple[Inspection, ...]


# Which judgement areas share a lane, and where a lane must show a break.
#
# Areas of different frameworks that may be compared are one *strand*. Strands that the record
# names together as *not* comparable (`Leadership` and `Leaders`) share a lane, one after the
# other with a visible break; a strand whose successors are two (children in care *and* care
# leavers) spans both lanes. Nothing here knows a framework or an area by name: all of it follows
# from the record's comparability rows (domain §2 and §3).


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


def lanes_of(data: TimelineData) -> tuple[Lane, ...]:
    """One lane for each judgement area below the headline, joined only where comparable.

    A single predecessor's areas come first in the lanes, faded; of several, each has its own
    page for them.
    """
    sources = _sources(data)
    used = {i.framework.code for source in sources for i in source.graded}
    strands = strands_of(data.frameworks, used, data.comparability)
    pairs = [(strand, _part(strand, sources, data.comparability)) for strand in strands]
    pairs = [(strand, part) for strand, part in pairs if part.bars]
    lanes = sorted({n for _, part in pairs for n in part.lanes})
    return tuple(_lane(n, pairs, sources) for n in lanes)


def separate_lanes(data: TimelineData) -> tuple[SeparateLane, ...]:
    """Grades given outside the line (two areas of 2009 to 2012, targeted inspections, …).

    They are not steps of the line and have no spells: each is on its day, in its own lane.
    """
    lanes: dict[str, list[GradeMarker]] = {}
    for source in _sources(data):
        for inspection in source.inspections:
            if inspection.is_graded and not inspection.gives_node:
                for rating in inspection.ratings:
                    name = f"{rating.area.short_name} ({labels.code_words(inspection.framework)})"
                    lanes.setdefault(name, []).extend(_chips(inspection, rating, source.owner))
    return tuple(SeparateLane(name, tuple(chips)) for name, chips in lanes.items() if chips)


def _sources(data: TimelineData) -> list[_Source]:
    own = _Source(data.authority, data.line.graded, data.known_to, "", data.inspections)
    if len(data.predecessors) != 1:
        return [own]
    era = data.predecessors[0]
    name = era.authority.name
    until = min(era.last_day, data.known_to)
    graded, inspections = era.status.line.graded, era.status.inspections
    return [_Source(era.authority, graded, until, name, inspections), own]


def _part(strand: Strand, sources: Sequence[_Source], comparability: Comparability) -> LanePart:
    bars = [
        bar_of(spell, what=strand.name, owner=source.owner)
        for source in sources
        for spell in area_spells(
            strand.areas[0], source.graded, source.authority, source.until, comparability
        )
        if strand.area_in(spell.inspection.framework)
    ]
    return LanePart(strand.name, strand.lanes, tuple(bars))


def _lane(n: int, pairs: Sequence[tuple[Strand, LanePart]], sources: Sequence[_Source]) -> Lane:
    """The lane takes its name from the newest part that is all its own."""
    here = sorted((p for p in pairs if n in p[1].lanes), key=lambda p: p[1].bars[0].start)
    own = [part for _, part in here if len(part.lanes) == 1] or [here[-1][1]]
    gaps = tuple(_gaps([strand for strand, _ in here], own[-1].name, sources))
    return Lane(own[-1].name, tuple(part for _, part in here), gaps)


def _gaps(strands: Sequence[Strand], name: str, sources: Sequence[_Source]) -> Iterator[LaneGap]:
    """The periods of steps whose framework judged none of the lane's areas, joined."""
    for source in sources:
        pending: LaneGap | None = None
        for spell in headline_spells(source.graded, source.authority, source.until):
            framework = spell.inspection.framework
            if any(strand.area_in(framework) for strand in strands):
                continue
            if pending and pending.end + timedelta(days=1) == spell.start:
                pending = _gap(pending.start, spell.end, name, source.owner)
                continue
            if pending:
                yield pending
            pending = _gap(spell.start, spell.end, name, source.owner)
        if pending:
            yield pending


def _gap(start: date, end: date, name: str, owner: str) -> LaneGap:
    until = f"from {day_in_words(start)} to {day_in_words(end)}"
    whose = f"{owner}. " if owner else ""
    hover = f"{whose}{name}: {NOT_JUDGED}, {until}. The framework had no such judgement."
    return LaneGap(start, end, NOT_JUDGED, hover, bool(owner))


def _chips(inspection: Inspection, rating: Rating, owner: str) -> list[GradeMarker]:
    if rating.grade is None:
        return []
    hover = (
        f"{f'{owner}. ' if owner else ''}{rating.area.name}: {rating.grade.word}, "
        f"{inspection.framework.name}, {labels.when(inspection)}."
    )
    year = str(inspection.first_day.year)
    grade = rating.grade
    return [GradeMarker(inspection.first_day, grade.letter, grade.tone, year, hover, bool(owner))]
