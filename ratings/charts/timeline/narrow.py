"""The timeline drawn downwards, for phones: time runs down, grades are side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ratings.charts.svg import Canvas
from ratings.charts.text import text_width, wrap
from ratings.charts.timeline.annotations import draw_legend
from ratings.charts.timeline.labels import SHORT_REASON
from ratings.charts.timeline.model import (
    GradeBar,
    GradeMarker,
    Lane,
    LaneGap,
    SeparateLane,
    Timeline,
)
from ratings.charts.timeline.narrow_panel import WIDTH, draw_panel, paragraph
from ratings.charts.timeline.scale import TimeScale
from ratings.charts.timeline.visit_markers import draw_break_across
from ratings.rules.dates import DAYS_A_YEAR

# Judgement areas and frameworks outside the line drawn downwards, four lanes side by side.


SMALL = 12
LINE = 13.0
AXIS = 34.0
YEAR = 26.0
LANES_ACROSS = 4


@dataclass(frozen=True, slots=True)
class _Panel:
    """Some lanes on one time axis; `first` is the index of its first judgement lane."""

    lanes: Sequence[Lane | SeparateLane]
    first: int


def draw_lane_panels(canvas: Canvas, story: Timeline, y: float, width: float) -> float:
    """Panels of four lanes, each over the years in which it has something to show."""
    for panel in _panels(story):
        y = _draw(canvas, story, panel, y, width) + 14
    return y


def _panels(story: Timeline) -> Iterator[_Panel]:
    """Judgement areas first; a part that spans two lanes is never torn apart."""
    lanes: list[Lane | SeparateLane] = [*story.lanes, *story.separate]
    start = 0
    while start < len(lanes):
        end = min(start + LANES_ACROSS, len(lanes))
        while end - start > 1 and _is_torn(story, end):
            end -= 1
        yield _Panel(lanes[start:end], start)
        start = end


def _is_torn(story: Timeline, end: int) -> bool:
    parts = (part for lane in story.lanes for part in lane.parts)
    return any(part.lanes[0] < end <= part.lanes[-1] for part in parts)


def _draw(canvas: Canvas, story: Timeline, panel: _Panel, y: float, width: float) -> float:
    wide = (width - AXIS) / max(len(panel.lanes), 3)
    y = _names(canvas, panel, y, wide)
    days = list(_days(panel, story.last))
    first = date(min(days).year, 1, 1)
    last = min(max(max(days), first + timedelta(days=365)), story.last)
    end = y + max((last - first).days / DAYS_A_YEAR * YEAR, 24)
    scale = TimeScale(first, last, y, end)
    _ground(canvas, scale, panel, wide)
    for i, lane in enumerate(panel.lanes):
        x = AXIS + i * wide
        if isinstance(lane, SeparateLane):
            for chip in lane.chips:
                _chip(canvas, chip, x, scale, wide)
        else:
            for gap in lane.gaps:
                _gap(canvas, gap, x, scale, wide)
    _parts(canvas, panel, scale, wide)
    return end + 18


def _days(panel: _Panel, last: date) -> Iterator[date]:
    for lane in panel.lanes:
        if isinstance(lane, SeparateLane):
            yield from (chip.day for chip in lane.chips)
            yield from (chip.day + timedelta(days=400) for chip in lane.chips)
        else:
            bars = [bar for part in lane.parts for bar in part.bars]
            yield from (bar.start for bar in bars)
            yield from (min(bar.end, last) for bar in bars)


def _names(canvas: Canvas, panel: _Panel, y: float, wide: float) -> float:
    names = [wrap(lane.name, SMALL, wide - 4) for lane in panel.lanes]
    deepest = max(len(lines) for lines in names)
    for i, lines in enumerate(names):
        top = y + 12 + (deepest - len(lines)) * 14
        canvas.lines(AXIS + i * wide, top, lines, size=SMALL, leading=14)
    return y + deepest * 14 + 6


def _ground(canvas: Canvas, scale: TimeScale, panel: _Panel, wide: float) -> None:
    for i, _ in enumerate(panel.lanes):
        canvas.rect(AXIS + i * wide, scale.start, wide - 3, scale.end - scale.start, "tl-band")
    for year, y0, y1 in scale.years():
        if y0 > scale.start:
            canvas.line(AXIS, y0, AXIS + wide * len(panel.lanes), y0, "tl-grid")
        if y1 - y0 >= 14:
            canvas.text(0, (y0 + y1) / 2 + 4, str(year), "tl-muted", size=SMALL)


def _parts(canvas: Canvas, panel: _Panel, scale: TimeScale, wide: float) -> None:
    lanes = [lane for lane in panel.lanes if isinstance(lane, Lane)]
    for part in dict.fromkeys(part for lane in lanes for part in lane.parts):
        x = AXIS + (part.lanes[0] - panel.first) * wide
        span = (part.lanes[-1] - part.lanes[0] + 1) * wide
        name = part.name if part.name != lanes[part.lanes[0] - panel.first].name else ""
        for bar in part.bars:
            _bar(canvas, bar, x, scale, span, name)
    for i, lane in enumerate(lanes):
        for day in lane.breaks:
            draw_break_across(canvas, AXIS + i * wide, AXIS + (i + 1) * wide - 3, scale.at(day))


def _bar(canvas: Canvas, bar: GradeBar, x: float, scale: TimeScale, wide: float, name: str) -> None:
    y0, y1 = scale.at(bar.start), scale.at(bar.end)
    height, cls = max(y1 - y0 - 1, 2), "tl-ink"
    if bar.position is None:
        canvas.rect(x + 1, y0, wide - 5, height, "tl-open tl-dashed", title=bar.hover, radius=3)
        reason = wrap(bar.missing, SMALL, wide - 12)
        _lines(canvas, reason, x + 6, y0, y1, "tl-muted", italic=True)
        return
    canvas.bar(x + 1, y0, wide - 5, height, bar.tone, title=bar.hover, is_era=bar.is_era)
    cls = "tl-ink" if bar.is_era else f"tl-on-{bar.tone}"
    if y1 - y0 < LINE + 4:
        if scale.last > bar.end:
            return
        canvas.text(x + 6, y1 + 12, bar.label, size=SMALL, bold=True)
        return
    canvas.label(x + 6, y0 + 14.5, bar.label, bar.tone, cls, is_era=bar.is_era, anchor="start")
    if name:
        _lines(canvas, wrap(name, SMALL, wide - 12), x + 6, y0 + LINE + 2, y1, cls)


def _lines(
    canvas: Canvas,
    lines: Sequence[str],
    x: float,
    y0: float,
    y1: float,
    cls: str,
    *,
    italic: bool = False,
) -> None:
    """As many lines as have room; what has none is in the tooltip and the table."""
    room = int((y1 - y0 - 3) // LINE)
    if len(lines) <= room:
        canvas.lines(x, y0 + 13, lines, cls, size=SMALL, leading=LINE, italic=italic)


def _gap(canvas: Canvas, gap: LaneGap, x: float, scale: TimeScale, wide: float) -> None:
    y0, y1 = scale.at(gap.start), scale.at(gap.end)
    canvas.rect(x, y0, wide - 3, y1 - y0, "tl-hit", title=gap.hover,
                extra=' fill="none" pointer-events="all"')  # fmt: skip
    lines = wrap(gap.reason, SMALL, wide - 10)
    if len(lines) * LINE + 4 > y1 - y0:
        lines = [SHORT_REASON]
    _lines(canvas, lines, x + 6, y0, y1, "tl-muted", italic=True)


def _chip(canvas: Canvas, chip: GradeMarker, x: float, scale: TimeScale, wide: float) -> None:
    y = scale.at(chip.day)
    width = min(text_width(chip.label, SMALL, bold=True) + 16, wide - 5)
    cls = "tl-ink" if chip.is_era else f"tl-on-{chip.tone}"
    canvas.bar(x + 1, y, width, 18, chip.tone, title=chip.hover, is_era=chip.is_era, radius=9)
    canvas.label(x + 1 + width / 2, y + 13, chip.label, chip.tone, cls, is_era=chip.is_era)


def draw_narrow(story: Timeline, title: str, description: str, *, heading: bool = True) -> str:
    """The whole chart, 358 units wide: on a phone a unit is a pixel; text is 12 or more."""
    canvas = Canvas(f"{story.uid}-narrow", WIDTH)
    y = _heading(canvas, story) if heading else 4.0
    y = _letters_key(canvas, story, y)
    y = draw_panel(canvas, story, y)
    y = draw_lane_panels(canvas, story, y + 14, WIDTH)
    y = draw_legend(canvas, story, y + 10, left=0)
    for note in story.notes:
        y = paragraph(canvas, note, y + 4, "tl-muted")
    return canvas.finish(y + 4, title, description, "tl tl-narrow")


def _heading(canvas: Canvas, story: Timeline) -> float:
    names = wrap(story.name, 20, WIDTH - 4, bold=True)
    canvas.lines(0, 22, names, size=20, leading=24, bold=True)
    y = 22 + len(names) * 24
    lines = wrap(story.line, 15, WIDTH - 4)
    canvas.lines(0, y, lines, size=15, leading=20)
    return y + len(lines) * 20 - 8


def _letters_key(canvas: Canvas, story: Timeline, y: float) -> float:
    pairs = [pair for b in story.bands for pair in zip(b.letters, b.words, strict=True)]
    return paragraph(canvas, " · ".join(f"{a}\u00a0{word}" for a, word in pairs), y, "tl-muted") + 4
