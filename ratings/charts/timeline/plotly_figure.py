"""The timeline as a Plotly figure: bars, marks and events to hover over and zoom into.

Plain values only (scatter and bar traces, a few shapes), validated against Plotly's own
classes in the tests. Each trace names its colour in `meta`, so that the page can colour it for
the reader's theme; the colours written here are the light ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from ratings.charts.theme import DIRECTION_TONES, FONT, LIGHT
from ratings.charts.timeline.labels import sentence
from ratings.charts.timeline.model import (
    FrameworkStrip,
    GradeBar,
    GradeMarker,
    LanePart,
    Timeline,
    Track,
    VisitMarker,
)
from ratings.charts.timeline.reach import GRADED, VISITS, Beyond
from ratings.charts.timeline.visit_markers import mark_words
from ratings.rules.types import Direction, DirectionStatus

DAY_MS = 86_400_000
CLEAR = "rgba(0,0,0,0)"
SYMBOLS: dict[str, str] = {
    Direction.IMPROVED: "triangle-up",
    Direction.DECLINED: "triangle-down",
    Direction.MIXED: "diamond",
    Direction.UNCHANGED: "square",
    DirectionStatus.NONE_STATED: "circle-open",
    DirectionStatus.NOT_READ: "circle-x-open",
    DirectionStatus.NOT_ASKED: "circle-open-dot",
}
"""Plotly dots no line: the circle of a letter that was not read is crossed out instead."""

PATTERNS = {GRADED: ("/", 7), VISITS: ("\\", 4)}
"""How the time is hatched in which nothing of a kind is recorded, and how densely."""

TEMPLATE = {
    "layout": {
        "font": {"family": FONT, "size": 13, "color": LIGHT.ink},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": LIGHT.band,
        "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 13}},
    }
}

Trace = dict[str, Any]


# Which row of the figure each part of the timeline is on.


OPEN, STRIP = "open", "line"
"""Looks that are no grade: an outline, and the box of a framework."""

BAR = 0.5
"""The height of a bar, in rows."""


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar on a row: `look` is a colour or one of the looks above, `height` in rows."""

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

    def __init__(self, story: Timeline) -> None:
        self.names: list[str] = []
        self.bars: list[PlacedBar] = []
        self.marks: list[tuple[float, VisitMarker]] = []
        self.chips: list[tuple[float, GradeMarker]] = []
        bands = {b.position: self._row(" or ".join(b.words)) for b in story.bands}
        self._track(story.own, bands)
        if story.era_in_bands:
            self._track(story.era_in_bands, bands)
        for era in () if story.era_in_bands else story.eras:
            self._era(era, self._row(era.label), bands)
        for strip in story.strips:
            self._strip(strip, self._row(strip.label))
        for lane in story.separate:
            row = self._row(lane.name)
            self.chips += [(row, chip) for chip in lane.chips]
        self._lanes(story)
        self.pins = self._row("Events") if story.pins else 0

    def _row(self, name: str) -> int:
        self.names.append(sentence(name))
        return len(self.names) - 1

    def _track(self, track: Track, bands: dict[int, int]) -> None:
        """Without a grade a bar is open and as high as all the bands, and a visit in their middle;
        until the first grade a thin line is there to carry visits."""
        middle, high = (len(bands) - 1) / 2, len(bands) - 0.3
        for bar in track.bars:
            row = bands.get(bar.position or 0, middle)
            self._bar(bar, row, BAR if bar.position else high)
        for mark in track.marks:
            self.marks.append((bands[mark.position] - 0.38 if mark.position else middle, mark))
        if track.waiting:
            gap = track.waiting
            line = PlacedBar(middle, gap.start, gap.end, STRIP, "", gap.hover, height=0.06)
            self.bars.append(line)

    def _era(self, track: Track, row: int, bands: dict[int, int]) -> None:
        for bar in track.bars:
            self._bar(bar, row, BAR)
        self.marks += [(row - 0.38, mark) for mark in track.marks]

    def _strip(self, strip: FrameworkStrip, row: int) -> None:
        self.bars.append(PlacedBar(row, strip.start, strip.end, STRIP, "", strip.hover))

    def _lanes(self, story: Timeline) -> None:
        """A part that spans lanes is one bar across their rows."""
        rows = [self._row(lane.name) for lane in story.lanes]
        for part in dict.fromkeys(part for lane in story.lanes for part in lane.parts):
            self._part(part, rows)

    def _part(self, part: LanePart, rows: list[int]) -> None:
        first, last = rows[part.lanes[0]], rows[part.lanes[-1]]
        for bar in part.bars:
            self._bar(bar, (first + last) / 2, last - first + BAR)

    def _bar(self, bar: GradeBar, row: float, height: float) -> None:
        text = bar.label if bar.position else f"{bar.label} {bar.missing}"
        look = bar.tone if bar.position else OPEN
        self.bars.append(
            PlacedBar(row, bar.start, bar.end, look, text, bar.hover, bar.is_era, height)
        )


def figure_of(story: Timeline, title: str) -> dict[str, Any]:
    """`{"data": […], "layout": {…}}` for Plotly; rows are numbered downwards from 0."""
    rows = Rows(story)
    traces = [
        *(_not_recorded(each, story, rows) for each in story.beyond),
        *_bars(rows.bars),
        *_chips(rows.chips),
        *_marks(rows.marks),
        *_pins(story, rows.pins),
    ]
    return {"data": traces, "layout": _layout(story, rows, title)}


def _not_recorded(beyond: Beyond, story: Timeline, rows: Rows) -> Trace:
    """A hatched bar behind all rows for graded inspections; below the grades for visits."""
    count, bands = len(rows.names), len(story.bands)
    middle, height = (bands - 0.5, 0.2) if beyond.kind == VISITS else ((count - 1) / 2, count)
    placed = PlacedBar(
        middle, beyond.start, story.last, STRIP, "", sentence(beyond.words), False, height
    )
    trace = _bar_trace([placed], STRIP, is_era=False)
    shape, size = PATTERNS[beyond.kind]
    pattern = {"shape": shape, "fgcolor": LIGHT.line, "size": size, "solidity": 0.8 / size}
    trace["marker"] = {"color": CLEAR, "line": {"width": 0}, "pattern": pattern}
    return trace


def _bars(bars: Sequence[PlacedBar]) -> Iterator[Trace]:
    """One trace for each look and each fading of it."""
    for look, is_era in dict.fromkeys((b.look, b.is_era) for b in bars):
        yield _bar_trace([b for b in bars if (b.look, b.is_era) == (look, is_era)], look, is_era)


def _bar_trace(bars: Sequence[PlacedBar], look: str, is_era: bool) -> Trace:
    is_plain = is_era or look in (OPEN, STRIP)
    return {
        "type": "bar",
        "orientation": "h",
        "meta": {"tone": look},
        "base": [b.start.isoformat() for b in bars],
        "x": [max((b.end - b.start).days + 1, 1) * DAY_MS for b in bars],
        "y": [b.row for b in bars],
        "width": [b.height for b in bars],
        "marker": _bar_marker(look, is_era),
        "text": [escape(b.text, quote=False) for b in bars],
        "textposition": "auto",
        "insidetextanchor": "start",
        "textangle": 0,
        "insidetextfont": {"color": LIGHT.ink if is_plain else LIGHT.tone(look).text},
        "outsidetextfont": {"color": LIGHT.ink},
        "constraintext": "none",
        "showlegend": False,
        **_hover(b.hover for b in bars),
    }


def _bar_marker(look: str, is_era: bool) -> dict[str, Any]:
    if look == OPEN:
        return {"color": CLEAR, "line": {"color": LIGHT.line, "width": 1.2}}
    if look == STRIP:
        return {"color": LIGHT.line, "line": {"color": LIGHT.line, "width": 0}, "opacity": 0.35}
    tone = LIGHT.tone(look)
    marker: dict[str, Any] = {"color": tone.fill, "line": {"color": tone.edge, "width": 1}}
    marker["opacity"] = 0.4 if is_era else 1
    if tone.is_hatched:
        pattern = {"shape": "/", "fgcolor": tone.fill, "bgcolor": tone.ground, "size": 6}
        marker["pattern"] = pattern
    return marker


def _chips(chips: Sequence[tuple[float, GradeMarker]]) -> Iterator[Trace]:
    """Grades outside the line: a square with the letter on its day."""
    for tone in dict.fromkeys(chip.tone for _, chip in chips):
        here = [(row, chip) for row, chip in chips if chip.tone == tone]
        colours = LIGHT.tone(tone)
        yield {
            "type": "scatter",
            "mode": "markers+text",
            "meta": {"tone": tone, "filled": True},
            "x": [chip.day.isoformat() for _, chip in here],
            "y": [row for row, _ in here],
            "text": [chip.letter for _, chip in here],
            "textfont": {"color": colours.text, "size": 12},
            "marker": {"symbol": "square", "size": 22, "color": colours.fill},
            "showlegend": False,
            **_hover(chip.hover for _, chip in here),
        }


def _marks(marks: Sequence[tuple[float, VisitMarker]]) -> Iterator[Trace]:
    """One trace for each finding; the first visit of a year on a row carries the year."""
    first = {(mark.day.year, row): mark for row, mark in reversed(marks)}
    years = {mark: str(year) for (year, _), mark in first.items()}
    for finding in dict.fromkeys(mark.finding for _, mark in marks):
        alike = [pair for pair in marks if pair[1].finding == finding]
        yield _mark_trace(alike, finding, years)


def _mark_trace(
    marks: Sequence[tuple[float, VisitMarker]], finding: str, years: Mapping[VisitMarker, str]
) -> Trace:
    tone = DIRECTION_TONES.get(finding, "")
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": sentence(mark_words(finding)),
        "meta": {"tone": tone or "line"},
        "x": [mark.day.isoformat() for _, mark in marks],
        "y": [row for row, _ in marks],
        "text": [years.get(mark, "") for _, mark in marks],
        "textposition": "top center",
        "textfont": {"size": 11, "color": LIGHT.ink},
        "marker": {
            "symbol": SYMBOLS[finding],
            "size": 11,
            "color": LIGHT.tone(tone).fill if tone else LIGHT.line,
        },
        "showlegend": False,
        **_hover(mark.hover for _, mark in marks),
    }


def _pins(story: Timeline, row: int) -> Iterator[Trace]:
    if story.pins:
        yield {
            "type": "scatter",
            "mode": "markers+text",
            "name": "Events",
            "meta": {"tone": "ink"},
            "x": [pin.day.isoformat() for pin in story.pins],
            "y": [row + (pin.number % 3) * 0.6 for pin in story.pins],
            "text": [str(pin.number) for pin in story.pins],
            "textfont": {"size": 11},
            "marker": {"symbol": "circle-open", "size": 18, "color": LIGHT.ink},
            "showlegend": False,
            **_hover(pin.hover for pin in story.pins),
        }


def _hover(texts: Iterable[str]) -> dict[str, Any]:
    """Full sentences, broken into lines; Plotly reads a little HTML, so names are escaped."""
    lines = ["<br>".join(_lines(escape(text, quote=False))) for text in texts]
    return {"hovertext": lines, "hovertemplate": "%{hovertext}<extra></extra>"}


def _lines(text: str, most: int = 60) -> list[str]:
    """Text in lines of at most so many letters, broken between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _layout(story: Timeline, rows: Rows, title: str) -> dict[str, Any]:
    count = len(rows.names)
    return {
        "template": TEMPLATE,
        "title": {
            "text": escape(title, quote=False),
            "font": {"size": 16},
            "x": 0,
            "subtitle": {"text": story.notes[0], "font": {"size": 13}},
        },
        "height": 150 + 34 * count,
        "margin": {"l": 10, "r": 20, "t": 70, "b": 40},
        "barmode": "overlay",
        "hovermode": "closest",
        "dragmode": "zoom",
        "xaxis": {
            "type": "date",
            "range": [story.first.isoformat(), _with_room(story).isoformat()],
            "gridcolor": LIGHT.paper,
            "tickformatstops": [
                {"dtickrange": [None, 604800000], "value": "%-d %b %Y"},
                {"dtickrange": [604800000, "M6"], "value": "%b %Y"},
                {"dtickrange": ["M6", None], "value": "%Y"},
            ],
        },
        "yaxis": {
            "range": [count + 0.8, -0.75],
            "fixedrange": True,
            "tickvals": list(range(count)),
            "ticktext": [escape(name, quote=False) for name in rows.names],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
        },
        "shapes": list(_shapes(story)),
    }


def _with_room(story: Timeline) -> date:
    """A little later than the last day, so that the labels of short last bars have room."""
    return story.last + (story.last - story.first) / 20


def _shapes(story: Timeline) -> Iterator[dict[str, Any]]:
    """Rules at the authority's first and last day."""
    for day in (story.begins, story.ends):
        if day:
            yield {
                "type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": 1,
                "x0": day.isoformat(), "x1": day.isoformat(),
                "line": {"color": LIGHT.line, "width": 1},
            }  # fmt: skip
