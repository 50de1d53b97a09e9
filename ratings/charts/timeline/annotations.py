"""What is below the grade bands of the wide chart: strips, lanes, events, legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratings.charts.svg import Canvas
from ratings.charts.text import pack, text_width, wrap
from ratings.charts.timeline.event_markers import PIN, cluster, numbers
from ratings.charts.timeline.labels import SHORT_REASON
from ratings.charts.timeline.legend import CUT, draw_entries, story_entries
from ratings.charts.timeline.model import (
    EventMarker,
    FrameworkStrip,
    GradeBar,
    Lane,
    LaneGap,
    LanePart,
    Timeline,
)
from ratings.charts.timeline.scale import TimeScale
from ratings.charts.timeline.visit_markers import draw_break

SMALL = 12
LANE, LANE_BAR = 24.0, 18.0
NAMED_LANE = 34.0


def draw_frameworks(canvas: Canvas, story: Timeline, scale: TimeScale, y: float) -> float:
    """Frameworks, overlapping ones on rows of their own, each with room for its name."""
    extents = [_strip_extent(strip, scale, canvas.width) for strip in story.strips]
    rows = pack([(a, b) for a, b, _ in extents], gap=2)
    for strip, (_, _, label_x), row in zip(story.strips, extents, rows, strict=True):
        top = y + row * 19
        x0, x1 = scale.at(strip.start), scale.at(strip.end)
        canvas.rect(x0, top, max(x1 - x0 - 1, 2), 17, "tl-strip", title=strip.hover)
        canvas.text(label_x, top + 12.5, strip.label, "tl-muted", size=SMALL)
    if rows:
        canvas.text(scale.start - 10, y + 12.5, "Framework", size=SMALL, anchor="end")
    return y + (max(rows, default=-1) + 1) * 19


def _strip_extent(
    strip: FrameworkStrip, scale: TimeScale, limit: float
) -> tuple[float, float, float]:
    """From where to where box and label reach, and where the label starts.

    A label too long for its box is right of it, or left of it at the edge of the chart.
    """
    x0, x1 = scale.at(strip.start), scale.at(strip.end)
    width = text_width(strip.label, SMALL)
    if width + 8 <= x1 - x0:
        return x0, x1, x0 + 4
    if x1 + 4 + width <= limit:
        return x0, x1 + 4 + width, x1 + 3
    return x0 - 5 - width, x1, x0 - 4 - width


def draw_grade_markers(canvas: Canvas, story: Timeline, scale: TimeScale, y: float) -> float:
    """Grades outside the line: rounded, on their day, without a length of time."""
    for lane in story.separate:
        _lane_ground(canvas, scale, lane.name, y, LANE)
        for chip in lane.chips:
            width = text_width(chip.label, SMALL, bold=True) + 14
            x, text_class = scale.at(chip.day), "tl-ink" if chip.is_era else f"tl-on-{chip.tone}"
            canvas.bar(x, y + 2, width, LANE_BAR, chip.tone, title=chip.hover,
                       is_era=chip.is_era, radius=9)  # fmt: skip
            canvas.label(x + width / 2, y + 15.2, chip.label, chip.tone, text_class,
                         is_era=chip.is_era)  # fmt: skip
        y += LANE
    return y


def _lane_ground(canvas: Canvas, scale: TimeScale, name: str, y: float, height: float) -> None:
    """Band, years and name; the name is next to the bars, at the foot of the lane."""
    canvas.rect(scale.start, y, scale.end - scale.start, height - 2, "tl-band")
    canvas.grid((x for _, x, _ in scale.years() if x > scale.start), y, y + height - 2)
    lines = wrap(name, SMALL, scale.start - 24)
    foot = y + height - LANE / 2 + 3.2 - 6 * (len(lines) - 1)
    canvas.lines(scale.start - 10, foot, lines, size=SMALL, leading=12, anchor="end")


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a lane is: its top, its height, and the top of its bars."""

    top: float
    height: float
    bar_top: float


def draw_lanes(canvas: Canvas, story: Timeline, scale: TimeScale, y: float) -> float:
    """One lane a judgement area; a part under another name carries it above its first bar."""
    rows = []
    for lane in story.lanes:
        height = NAMED_LANE if _has_other_names(lane) else LANE
        rows.append(_Row(y, height, y + height - LANE_BAR - 4))
        _lane_ground(canvas, scale, lane.name, y, height)
        y += height
    for lane, row in zip(story.lanes, rows, strict=True):
        for gap in lane.gaps:
            _gap(canvas, gap, scale, row)
    for part in dict.fromkeys(part for lane in story.lanes for part in lane.parts):
        _part(canvas, part, scale, rows, story.lanes)
    for lane, row in zip(story.lanes, rows, strict=True):
        for day in lane.breaks:
            draw_break(canvas, scale.at(day) - 1, row.bar_top, row.bar_top + LANE_BAR)
    return y


def _has_other_names(lane: Lane) -> bool:
    return any(len(part.lanes) == 1 and part.name != lane.name for part in lane.parts)


def _part(
    canvas: Canvas, part: LanePart, scale: TimeScale, rows: Sequence[_Row], lanes: Sequence[Lane]
) -> None:
    first, last = rows[part.lanes[0]], rows[part.lanes[-1]]
    bottom = last.bar_top + LANE_BAR
    other_name = lanes[part.lanes[0]].name != part.name
    for i, bar in enumerate(part.bars):
        is_first = i == 0 or part.bars[i - 1].is_era != bar.is_era
        named = part.name if other_name and (is_first or len(part.lanes) > 1) else ""
        if len(part.lanes) == 1 and named:
            canvas.text(scale.at(bar.start), first.bar_top - 3, named, "tl-muted", size=SMALL)
            named = ""
        _bar(canvas, bar, scale, first.bar_top, bottom - first.bar_top, named)


def _bar(
    canvas: Canvas, bar: GradeBar, scale: TimeScale, y: float, height: float, name: str
) -> None:
    x0, x1 = scale.at(bar.start), scale.at(bar.end)
    width = max(x1 - x0 - 1, 2)
    if bar.position is None:
        canvas.rect(x0, y, width, height, "tl-open tl-dashed", title=bar.hover, radius=3)
        label = next((t for t in (bar.missing, bar.letter) if _fits(t, width)), "")
        canvas.text(x0 + 5, y + height / 2 + 4.2, label, "tl-muted", size=SMALL, italic=True)
        return
    canvas.bar(x0, y, width, height, bar.tone, title=bar.hover, is_era=bar.is_era)
    start = _letter(canvas, bar, x0, width, y + height / 2 + 4.2)
    lines = wrap(name, SMALL, x1 - start - 6) if name else []
    if lines and all(text_width(line, SMALL) <= x1 - start - 6 for line in lines):
        top = y + height / 2 + 4.2 - 7 * (len(lines) - 1)
        canvas.lines(start, top, lines, _on(bar), size=SMALL)


def _letter(canvas: Canvas, bar: GradeBar, x: float, width: float, y: float) -> float:
    """The letter in its bar, or after the last one if it does not fit; return the next free x."""
    needed = text_width(bar.letter, SMALL, bold=True)
    if needed + 2 <= width:
        left = min(x + 5, x + (width - needed) / 2)
        canvas.label(left, y, bar.letter, bar.tone, _on(bar), is_era=bar.is_era, anchor="start")
    elif bar.is_last:
        canvas.text(x + width + 3, y, bar.letter, size=SMALL, bold=True)
    return x + 12 + needed


def _on(bar: GradeBar) -> str:
    return "tl-ink" if bar.is_era else f"tl-on-{bar.tone}"


def _fits(text: str, width: float) -> bool:
    return text_width(text, SMALL, bold=True) + 6 <= width


def _gap(canvas: Canvas, gap: LaneGap, scale: TimeScale, row: _Row) -> None:
    x0, x1 = scale.at(gap.start), scale.at(gap.end)
    canvas.rect(x0, row.bar_top, x1 - x0, LANE_BAR, "tl-hit", title=gap.hover,
                extra=' fill="none" pointer-events="all"')  # fmt: skip
    for text in (gap.reason, SHORT_REASON):
        if text_width(text, SMALL) + 10 <= x1 - x0:
            canvas.text(x0 + 6, row.bar_top + 13, text, "tl-muted", size=SMALL, italic=True)
            return


def draw_events(canvas: Canvas, story: Timeline, scale: TimeScale, y: float) -> float:
    """Events as numbered circles, on up to three rows; what still collides is one range."""
    if not story.pins:
        return y
    canvas.text(scale.start - 10, y + PIN + 4, "Events", size=SMALL, anchor="end")
    clusters = cluster(story.pins, scale, rows=3, room=_pill_width)
    for pins, x0, x1, row in clusters:
        _pin(canvas, pins, x0, x1, y + row * (2 * PIN + 3) + PIN)
    return y + (max(c[3] for c in clusters) + 1) * (2 * PIN + 3)


def _pill_width(pins: Sequence[EventMarker]) -> float:
    return text_width(numbers(pins), SMALL) + 10


def _pin(canvas: Canvas, pins: Sequence[EventMarker], x0: float, x1: float, y: float) -> None:
    title = "\n".join(pin.hover for pin in pins)
    canvas.rect(x0, y - PIN, x1 - x0, 2 * PIN, "tl-event", title=title, radius=PIN)
    text_class = "tl-muted" if all(pin.is_era for pin in pins) else "tl-ink"
    canvas.text((x0 + x1) / 2, y + 4.2, numbers(pins), text_class, size=SMALL, anchor="middle")


def draw_legend(canvas: Canvas, story: Timeline, y: float, *, left: float) -> float:
    """What the marks mean: only those that the chart has."""
    cut = [CUT] if any(lane.breaks for lane in story.lanes) else []
    return draw_entries(canvas, [*story_entries(story, story.findings), *cut], y, left=left)
