"""Build a `Timeline` from records: the rules decide spells, this decides their position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from ratings.charts.timeline import labels
from ratings.charts.timeline.area_spells import lanes_of, separate_lanes
from ratings.charts.timeline.bars import bar_of
from ratings.charts.timeline.data import TimelineData
from ratings.charts.timeline.model import (
    EventMarker,
    FrameworkStrip,
    GradeBand,
    LaneGap,
    NumberedEvent,
    Timeline,
    Track,
    VisitMarker,
)
from ratings.charts.timeline.reach import beyond, in_sentences, on_reports
from ratings.rules.dates import day_in_words
from ratings.rules.spells import Spell, headline_spells, spell_on
from ratings.rules.succession import Predecessor
from ratings.rules.types import (
    MISSING_WORDS,
    Authority,
    Event,
    Framework,
    Grade,
    Inspection,
    NoGradeReason,
)

NOT_YET = MISSING_WORDS[NoGradeReason.NOT_YET_INSPECTED]


def build_timeline(data: TimelineData, *, with_lanes: bool = True) -> Timeline:
    """The timeline of one authority as at a day; `with_lanes`: with all that is below the bands."""
    eras = tuple(_era_track(era, data) for era in data.predecessors)
    pins, events = _events(data)
    begins, ends = _begins(data), _within(data.authority.end, data)
    return Timeline(
        uid=f"tl-{data.authority.slug}",
        name=data.authority.name,
        line=data.line.text,
        first=first_day(data),
        last=last_day(data),
        bands=_bands(data),
        own=_own_track(data),
        eras=eras,
        lanes=lanes_of(data) if with_lanes else (),
        separate=separate_lanes(data) if with_lanes else (),
        strips=_strips(data),
        pins=pins,
        events=events,
        begins=begins,
        ends=ends,
        end_words=_end_words(data) if ends and ends < data.as_at else "",
        beyond=beyond(data.reach, data.drawn, first_day(data), last_day(data)),
        notes=_notes(data),
    )


def first_day(data: TimelineData) -> date:
    """1 January of the year in which the record begins, the same for every authority."""
    days = [f.first_day for f in data.frameworks]
    days += [i.first_day for i in data.drawn]
    days += [e.start.first_day for e in data.events]
    return date(min(days, default=data.as_at).year, 1, 1)


def last_day(data: TimelineData) -> date:
    """The as-at day, or the authority's last day where that came before it."""
    end = min(data.as_at, data.authority.end) if data.authority.end else data.as_at
    return max(end, first_day(data) + timedelta(days=365))


def drawn_frameworks(data: TimelineData) -> list[Framework]:
    """Frameworks of the line, and any other that an inspection here was made under."""
    used = {i.framework.code for i in data.drawn}
    drawn = (f for f in data.frameworks if f.in_line or f.code in used)
    inside = [f for f in drawn if f.first_day <= last_day(data)]
    return sorted(inside, key=lambda f: (f.first_day, f.code))


def _within(day: date | None, data: TimelineData) -> date | None:
    return day if day and first_day(data) < day <= last_day(data) else None


def _begins(data: TimelineData) -> date | None:
    """The authority's first day, where it is later than the first framework: the record's."""
    earliest = min((f.first_day for f in data.frameworks), default=date.min)
    start = _within(data.authority.start, data)
    return start if start and start > earliest else None


def _own_track(data: TimelineData) -> Track:
    spells = headline_spells(data.line.graded, data.authority, data.known_to)
    track = _track(data.authority, data.inspections, spells, last_day(data))
    return replace(track, waiting=_waiting(data))


def _waiting(data: TimelineData) -> LaneGap | None:
    """From the first day of an authority that began inside the chart to its first grades."""
    begins = _begins(data)
    if begins is None:
        return None
    graded = [i.first_day for i in data.inspections if i.is_graded]
    until = min(graded, default=last_day(data))
    hover = f"{NOT_YET} from {day_in_words(begins)} to {day_in_words(until)}."
    return LaneGap(begins, until, NOT_YET, labels.sentence(hover))


def _era_track(era: Predecessor, data: TimelineData) -> Track:
    until = min(era.last_day, data.known_to)
    spells = headline_spells(era.status.line.graded, era.authority, until)
    label = labels.era_words(era.authority.name, era.succession.kind, era.last_day)
    return _track(era.authority, era.status.inspections, spells, era.last_day, label)


def _track(
    authority: Authority,
    inspections: Sequence[Inspection],
    spells: Sequence[Spell],
    until: date,
    label: str = "",
) -> Track:
    owner, is_era = (authority.name, True) if label else ("", False)
    return Track(
        name=authority.name,
        label=label,
        bars=tuple(bar_of(spell, owner=owner) for spell in spells),
        marks=tuple(
            _mark(visit, spells, owner, is_era) for visit in inspections if not visit.is_graded
        ),
        last_day=until,
        is_era=is_era,
    )


def _mark(visit: Inspection, spells: Sequence[Spell], owner: str, is_era: bool) -> VisitMarker:
    spell = spell_on(spells, visit.first_day)
    position = spell.grade.position if spell and spell.grade else None
    hover = labels.visit_sentence(visit, owner)
    return VisitMarker(visit.first_day, visit.finding, position, hover, is_era)


def _bands(data: TimelineData) -> tuple[GradeBand, ...]:
    """Every position on the scale; its labels are the scale's and those of grades given here."""
    given = [i.headline for i in data.drawn if i.headline]
    found: dict[int, dict[str, Grade]] = {}
    for grade in (*data.scale, *reversed(given)):
        found.setdefault(grade.position, {})[grade.key] = grade
    places = range(1, max(found, default=0) + 1)
    return tuple(_band(place, list(found.get(place, {}).values())) for place in places)


def _band(place: int, grades: Sequence[Grade]) -> GradeBand:
    return GradeBand(place, tuple(g.word for g in grades), tuple(g.letter for g in grades))


def _strips(data: TimelineData) -> tuple[FrameworkStrip, ...]:
    last = last_day(data)
    return tuple(
        FrameworkStrip(
            f.first_day,
            min(f.last_day or last, last),
            labels.code_words(f),
            labels.framework_sentence(f),
        )
        for f in drawn_frameworks(data)
    )


def _events(data: TimelineData) -> tuple[tuple[EventMarker, ...], tuple[NumberedEvent, ...]]:
    """Events begun by the as-at day, numbered in order of date."""
    shown = sorted(
        (e for e in data.events if e.start.first_day <= data.as_at),
        key=lambda e: (e.start.first_day, e.authority, e.title),
    )
    names = {era.authority.slug: era.authority.name for era in data.predecessors}
    pairs = [_event(n, e, names.get(e.authority, "")) for n, e in enumerate(shown, 1)]
    return tuple(pin for pin, _ in pairs), tuple(event for _, event in pairs)


def _event(number: int, event: Event, owner: str) -> tuple[EventMarker, NumberedEvent]:
    hover = f"{number}. {labels.event_sentence(event, owner)}"
    listed = NumberedEvent(number, labels.event_date(event), event.title, event.kind_name, owner)
    return EventMarker(number, event.start.first_day, hover, bool(owner)), listed


def _end_words(data: TimelineData) -> str:
    end = data.authority.end
    ended = f"abolished {day_in_words(end)}" if end else ""
    return f"{ended} → {', '.join(data.successors)}" if data.successors else ended


def _notes(data: TimelineData) -> tuple[str, ...]:
    """The notes beneath the chart: as at, how complete, source and licence."""
    seen = f"As at {day_in_words(data.as_at)}"
    if data.known_by:
        seen += f", from what was published by {day_in_words(data.known_by)}"
    seen += f"{on_reports(data.reach, data.known_by)}."
    reaches = " ".join(in_sentences(data.reach, data.drawn))
    return tuple(filter(None, (seen, reaches, source_line(data))))


def source_line(data: TimelineData) -> str:
    """Source and licence in one line."""
    licence = "Open Government Licence v3.0"
    text = data.source_text.strip().rstrip(".")
    return f"Source: {text}." if licence in text else f"Source: {text}. {licence}."
