"""Which row of the figure each part of the story is on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ratings.charts.timeline.labels import sentence
from ratings.charts.timeline.model import Bar, Chip, Mark, Part, Story, Strip, Track

OPEN, STRIP = "open", "line"
"""Looks that are no grade: an outline, and the box of a framework."""

BAR = 0.5
"""The height of a bar, in rows."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A bar on a row: `look` is a tone or one of the looks above, `height` in rows."""

    row: float
    start: date
    end: date
    look: str
    text: str
    hover: str
    is_era: bool = False
    height: float = BAR


class Rows:
    """The names of the rows, numbered downwards from 0, and what is on them."""

    def __init__(self, story: Story) -> None:
        self.names: list[str] = []
        self.bars: list[Placed] = []
        self.marks: list[tuple[float, Mark]] = []
        self.chips: list[tuple[float, Chip]] = []
        bands = {b.position: self._row(" or ".join(b.words)) for b in story.bands}
        self._track(story.own, bands)
        if story.era_in_bands:
            self._track(story.era_in_bands, bands)
        for era in () if story.era_in_bands else story.eras:
            self._era(era, self._row(era.label), bands)
        for strip in story.strips:
            self._strip(strip, self._row(strip.label))
        for programme in story.programmes:
            row = self._row(programme.name)
            self.chips += [(row, chip) for chip in programme.chips]
        self._lanes(story)
        self.pins = self._row("Events") if story.pins else 0

    def _row(self, name: str) -> int:
        self.names.append(sentence(name))
        return len(self.names) - 1

    def _track(self, track: Track, bands: dict[int, int]) -> None:
        """Without a grade a bar is open and as high as all the bands, and a visit in their middle;
        until the first grade a thin line is there for visits to ride on."""
        middle, high = (len(bands) - 1) / 2, len(bands) - 0.3
        for bar in track.bars:
            row = bands.get(bar.position or 0, middle)
            self._bar(bar, row, BAR if bar.position else high)
        for mark in track.marks:
            self.marks.append((bands[mark.position] - 0.38 if mark.position else middle, mark))
        if track.waiting:
            gap = track.waiting
            line = Placed(middle, gap.start, gap.end, STRIP, "", gap.hover, height=0.06)
            self.bars.append(line)

    def _era(self, track: Track, row: int, bands: dict[int, int]) -> None:
        for bar in track.bars:
            self._bar(bar, row, BAR)
        self.marks += [(row - 0.38, mark) for mark in track.marks]

    def _strip(self, strip: Strip, row: int) -> None:
        self.bars.append(Placed(row, strip.start, strip.end, STRIP, "", strip.hover))

    def _lanes(self, story: Story) -> None:
        """A part that spans lanes is one bar across their rows."""
        rows = [self._row(lane.name) for lane in story.lanes]
        for part in dict.fromkeys(part for lane in story.lanes for part in lane.parts):
            self._part(part, rows)

    def _part(self, part: Part, rows: list[int]) -> None:
        first, last = rows[part.lanes[0]], rows[part.lanes[-1]]
        for bar in part.bars:
            self._bar(bar, (first + last) / 2, last - first + BAR)

    def _bar(self, bar: Bar, row: float, height: float) -> None:
        text = bar.label if bar.position else f"{bar.label} {bar.missing}"
        look = bar.tone if bar.position else OPEN
        self.bars.append(Placed(row, bar.start, bar.end, look, text, bar.hover, bar.is_era, height))
