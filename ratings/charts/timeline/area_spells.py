"""The lanes below the grade bands: judgement areas, and programmes outside the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ratings.charts.timeline import labels
from ratings.charts.timeline.bars import bar_of
from ratings.charts.timeline.data import TimelineData
from ratings.charts.timeline.judgement_lanes import Strand, strands_of
from ratings.charts.timeline.model import Chip, Gap, Lane, Part, ProgrammeLane
from ratings.rules.dates import day_in_words
from ratings.rules.spells import area_spells, headline_spells
from ratings.rules.trend import Comparability
from ratings.rules.types import MISSING_WORDS, Authority, Inspection, Missing, Rating

NOT_JUDGED = MISSING_WORDS[Missing.NOT_A_JUDGEMENT]


@dataclass(frozen=True, slots=True)
class _Source:
    """Whose inspections, to which day; `owner` is the name of a predecessor, else empty."""

    authority: Authority
    graded: tuple[Inspection, ...]
    until: date
    owner: str
    inspections: tuple[Inspection, ...]


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


def programmes_of(data: TimelineData) -> tuple[ProgrammeLane, ...]:
    """Grades given outside the line (two areas of 2009 to 2012, targeted inspections, …).

    They are no nodes and have no spells: each is shown on its day, in a lane of its own.
    """
    lanes: dict[str, list[Chip]] = {}
    for source in _sources(data):
        for inspection in source.inspections:
            if inspection.is_graded and not inspection.gives_node:
                for rating in inspection.ratings:
                    name = f"{rating.area.short_name} ({labels.code_words(inspection.framework)})"
                    lanes.setdefault(name, []).extend(_chips(inspection, rating, source.owner))
    return tuple(ProgrammeLane(name, tuple(chips)) for name, chips in lanes.items() if chips)


def _sources(data: TimelineData) -> list[_Source]:
    own = _Source(data.authority, data.line.graded, data.known_to, "", data.inspections)
    if len(data.predecessors) != 1:
        return [own]
    era = data.predecessors[0]
    name = era.authority.name
    until = min(era.last_day, data.known_to)
    return [_Source(era.authority, era.line.graded, until, name, era.inspections), own]


def _part(strand: Strand, sources: Sequence[_Source], comparability: Comparability) -> Part:
    bars = [
        bar_of(spell, what=strand.name, owner=source.owner)
        for source in sources
        for spell in area_spells(
            strand.areas[0], source.graded, source.authority, source.until, comparability
        )
        if strand.area_in(spell.inspection.framework)
    ]
    return Part(strand.name, strand.lanes, tuple(bars))


def _lane(n: int, pairs: Sequence[tuple[Strand, Part]], sources: Sequence[_Source]) -> Lane:
    """The lane takes its name from the newest part that is all its own."""
    here = sorted((p for p in pairs if n in p[1].lanes), key=lambda p: p[1].bars[0].start)
    own = [part for _, part in here if len(part.lanes) == 1] or [here[-1][1]]
    gaps = tuple(_gaps([strand for strand, _ in here], own[-1].name, sources))
    return Lane(own[-1].name, tuple(part for _, part in here), gaps)


def _gaps(strands: Sequence[Strand], name: str, sources: Sequence[_Source]) -> Iterator[Gap]:
    """The periods of nodes whose framework judged none of the lane's areas, joined."""
    for source in sources:
        pending: Gap | None = None
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


def _gap(start: date, end: date, name: str, owner: str) -> Gap:
    until = f"from {day_in_words(start)} to {day_in_words(end)}"
    whose = f"{owner}. " if owner else ""
    hover = f"{whose}{name}: {NOT_JUDGED}, {until}. The framework had no such judgement."
    return Gap(start, end, NOT_JUDGED, hover, bool(owner))


def _chips(inspection: Inspection, rating: Rating, owner: str) -> list[Chip]:
    if rating.grade is None:
        return []
    hover = (
        f"{f'{owner}. ' if owner else ''}{rating.area.name}: {rating.grade.word}, "
        f"{inspection.framework.name}, {labels.when(inspection)}."
    )
    year = str(inspection.first_day.year)
    grade = rating.grade
    return [Chip(inspection.first_day, grade.letter, grade.tone, year, hover, bool(owner))]
