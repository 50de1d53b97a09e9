"""The model of a timeline before rendering: positions in time, with their labels.

Both charts, the figure, the table and the alt text are made from one `Timeline`, so they
cannot differ. Lengths of time are dates; nothing here is in units of an SVG.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ratings.charts.timeline.reach import Beyond
from ratings.rules.types import FINDING_WORDS


@dataclass(frozen=True, slots=True)
class GradeBar:
    """A grade held from `start` to `end`; `position` None: no grade on the scale.

    `letter` is the grade's, or a dash with the reason `missing`; `year` that of the inspection.
    """

    start: date
    end: date
    letter: str
    year: str
    tone: str
    position: int | None
    hover: str
    missing: str = ""
    is_era: bool = False
    is_open: bool = False

    @property
    def label(self) -> str:
        return f"{self.letter} {self.year}"

    @property
    def is_last(self) -> bool:
        """Nothing of the authority's own follows it in the chart."""
        return self.is_open and not self.is_era


@dataclass(frozen=True, slots=True)
class VisitMarker:
    """A visit: its day, what it found (`Inspection.finding`), the grade position of the day."""

    day: date
    finding: str
    position: int | None
    hover: str
    is_era: bool = False


@dataclass(frozen=True, slots=True)
class LaneGap:
    """A time in which a lane's areas were not judged, and why."""

    start: date
    end: date
    reason: str
    hover: str
    is_era: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """One authority's overall grades and visits.

    `waiting` is the time from the authority's first day to its first graded inspection.
    """

    name: str
    label: str
    bars: tuple[GradeBar, ...]
    marks: tuple[VisitMarker, ...]
    last_day: date
    is_era: bool = False
    waiting: LaneGap | None = None


@dataclass(frozen=True, slots=True)
class GradeBand:
    """A position on the scale, with the labels and letters of its grades."""

    position: int
    words: tuple[str, ...]
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanePart:
    """The bars of one strand of areas in its lanes; `name` as its newest framework says."""

    name: str
    lanes: tuple[int, ...]
    bars: tuple[GradeBar, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of judgement areas: its name, the parts in it in time order, its gaps.

    A later part is not comparable with an earlier one: where the two meet, the lane is broken.
    """

    name: str
    parts: tuple[LanePart, ...]
    gaps: tuple[LaneGap, ...]

    @property
    def breaks(self) -> tuple[date, ...]:
        """The days on which a part that is not comparable with the one before begins."""
        bars = sorted((b.start, b.end, i) for i, part in enumerate(self.parts) for b in part.bars)
        return tuple(
            start
            for (_, end, before), (start, _, now) in pairwise(bars)
            if now != before and start - end <= timedelta(days=1)
        )


@dataclass(frozen=True, slots=True)
class GradeMarker:
    """A grade given on a day by an inspection that is not a step of the line."""

    day: date
    letter: str
    tone: str
    year: str
    hover: str
    is_era: bool = False

    @property
    def label(self) -> str:
        return f"{self.letter} {self.year}"


@dataclass(frozen=True, slots=True)
class SeparateLane:
    """The grades of one area of a framework outside the line."""

    name: str
    chips: tuple[GradeMarker, ...]


@dataclass(frozen=True, slots=True)
class FrameworkStrip:
    """A framework and the days between which inspections under it began."""

    start: date
    end: date
    label: str
    hover: str


@dataclass(frozen=True, slots=True)
class EventMarker:
    """An event with its number."""

    number: int
    day: date
    hover: str
    is_era: bool = False


@dataclass(frozen=True, slots=True)
class NumberedEvent:
    """An event with its number in the chart.

    `date` is text, as precise as known; `authority` is a name, empty for the authority
    that the chart is about.
    """

    number: int
    date: str
    title: str
    kind: str
    authority: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that a timeline shows, between `first` and `last`.

    `begins` and `ends` are the authority's first and last day where they fall inside; `beyond`
    is the time within it that the record does not reach.
    """

    uid: str
    name: str
    line: str
    first: date
    last: date
    bands: tuple[GradeBand, ...]
    own: Track
    eras: tuple[Track, ...]
    lanes: tuple[Lane, ...]
    separate: tuple[SeparateLane, ...]
    strips: tuple[FrameworkStrip, ...]
    pins: tuple[EventMarker, ...]
    events: tuple[NumberedEvent, ...]
    begins: date | None
    ends: date | None
    end_words: str
    beyond: tuple[Beyond, ...]
    notes: tuple[str, ...]

    @property
    def era_in_bands(self) -> Track | None:
        """The one predecessor that can be drawn in the authority's own bands, left of its rule."""
        return self.eras[0] if len(self.eras) == 1 and self.eras_came_before else None

    @property
    def eras_came_before(self) -> bool:
        """Every predecessor had ended when the authority began, inside the chart."""
        begins = self.begins
        return begins is not None and all(era.last_day < begins for era in self.eras)

    @property
    def findings(self) -> tuple[str, ...]:
        """What the visits in the chart found, once each, in the order of the legend."""
        return findings_of(self.own, *self.eras)


def findings_of(*tracks: Track) -> tuple[str, ...]:
    """What the visits on these tracks found, once each, in the order of the legend."""
    found = {mark.finding for track in tracks for mark in track.marks}
    return tuple(finding for finding in FINDING_WORDS if finding in found)
