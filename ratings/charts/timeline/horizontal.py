"""One authority's grades and visits drawn from left to right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ratings.charts.svg import Canvas, num
from ratings.charts.text import Box, first_free, text_width, wrap
from ratings.charts.timeline.model import Bar, Mark, Track
from ratings.charts.timeline.scale import TimeScale
from ratings.charts.timeline.visit_markers import RADIUS, draw_mark

LABEL = 12
LEADING = 12.0


@dataclass
class Pen:
    """What drawing a track needs: where a position's bar is, its height, and what is taken.

    `bar_top` gives the top of the bars of a position (None: where there is no grade);
    `top` and `bottom` bound the frame drawn where there is no grade on the scale; `walls` are
    in the way of labels, not of marks.
    """

    canvas: Canvas
    scale: TimeScale
    bar_top: Callable[[int | None], float]
    bar_height: float
    top: float
    bottom: float
    walls: Sequence[Box] = ()
    taken: list[Box] = field(default_factory=list)

    def place(self, candidates: Sequence[Box]) -> Box:
        """The first place for a label that touches nothing; from now on it is taken."""
        place = first_free(candidates, [*self.taken, *self.walls])
        self.taken.append(place)
        return place

    def box(self, bar: Bar) -> Box:
        """Where a bar is drawn; without a grade, the frame across the whole scale."""
        x0, x1 = self.scale.at(bar.start), max(self.scale.at(bar.end), self.scale.at(bar.start) + 2)
        if bar.position is None:
            return Box(x0, self.top + 2, x1, self.bottom - 2)
        y = self.bar_top(bar.position)
        return Box(x0, y, x1, y + self.bar_height)


def draw_track(pen: Pen, track: Track) -> None:
    """Risers, bars, marks, then every label where it touches nothing."""
    boxes = [pen.box(bar) for bar in track.bars]
    _waiting(pen, track)
    _risers(pen, track.bars, boxes)
    for bar, box in zip(track.bars, boxes, strict=True):
        _bar(pen, bar, box)
    placed = [(mark, _mark(pen, mark)) for mark in track.marks]
    for bar, box in zip(track.bars, boxes, strict=True):
        _bar_label(pen, bar, box)
    _waiting_label(pen, track)
    _year_labels(pen, placed)


def _waiting(pen: Pen, track: Track) -> None:
    """A dashed line for visits to ride on until there is a first grade."""
    if track.waiting:
        x0, x1 = pen.scale.at(track.waiting.start) + 3, pen.scale.at(track.waiting.end) - 3
        line = f"M{num(x0)} {num(pen.bar_top(None))}H{num(x1)}"
        pen.canvas.path(line, "tl-dashed", title=track.waiting.hover)


def _waiting_label(pen: Pen, track: Track) -> None:
    """What the dashed line means, below it, where there is room."""
    if track.waiting is None:
        return
    x0, x1 = pen.scale.at(track.waiting.start) + 3, pen.scale.at(track.waiting.end) - 3
    lines = wrap(track.waiting.reason, LABEL, x1 - x0)
    width = max(text_width(line, LABEL) for line in lines)
    if width > x1 - x0:
        return
    height, top = len(lines) * LEADING + 2, pen.bar_top(None) + 3
    starts = (x0, x1 - width, (x0 + x1 - width) / 2)
    spots = [Box(x, top + dy, x + width, top + dy + height) for dy in (0, 14, 28) for x in starts]
    place = pen.place(spots)
    pen.canvas.lines(
        place.x0, place.y0 + 10.5, lines, "tl-muted", size=LABEL, leading=LEADING, italic=True
    )


def _risers(pen: Pen, bars: Sequence[Bar], boxes: Sequence[Box]) -> None:
    steps = zip(bars, boxes, bars[1:], boxes[1:], strict=False)
    for before, old, bar, new in steps:
        if None in (before.position, bar.position) or before.position == bar.position:
            continue
        y0, y1 = (old.y0, new.y1) if new.y0 < old.y0 else (old.y1, new.y0)
        pen.canvas.line(new.x0, y0, new.x0, y1, "tl-riser")
        pen.taken.append(Box(new.x0 - 1, min(y0, y1), new.x0 + 1, max(y0, y1)))


def _bar(pen: Pen, bar: Bar, box: Box) -> None:
    width, height = box.x1 - box.x0 - 1, box.y1 - box.y0
    if bar.position is None:
        pen.canvas.rect(box.x0, box.y0, width, height, "tl-open tl-dashed", title=bar.hover,
                        radius=4)  # fmt: skip
    else:
        pen.canvas.bar(box.x0, box.y0, width, height, bar.tone, title=bar.hover, is_era=bar.is_era)
        pen.taken.append(box)


def _bar_label(pen: Pen, bar: Bar, box: Box) -> None:
    """Letter and year in the bar; above or beside it where the bar is too short."""
    width = text_width(bar.label, LABEL, bold=True)
    if bar.position is not None and width + 8 <= box.x1 - box.x0:
        cls = "tl-ink" if bar.is_era else f"tl-on-{bar.tone}"
        x, y = box.x0 + 5 + width / 2, (box.y0 + box.y1) / 2 + 4.2
        pen.canvas.label(x, y, bar.label, bar.tone, cls, is_era=bar.is_era)
        return
    if bar.position is None:
        start = box.x0 + 5 if width + 8 <= box.x1 - box.x0 else box.x1 + 4
        candidates = [Box(start, box.y0 + 3 + i * LEADING, start + width, box.y0 + 15 + i * LEADING)
                      for i in range(12)]  # fmt: skip
    else:
        right = Box(box.x1 + 3, box.y0 + 4, box.x1 + 3 + width, box.y1 - 4)
        inside = right.x1 <= pen.canvas.width - 4 and bar.is_last
        starts = (box.x0, box.x0 + 4, box.x1 - width - 5)
        above = _rows_above(starts, width, box.y0)
        candidates = [right, *above] if inside else above
    place = pen.place(candidates)
    pen.canvas.text(place.x0 + 1.5, place.y1 - 2.5, bar.label, "tl-ink", size=LABEL, bold=True)


def _rows_above(starts: Sequence[float], width: float, y: float, rows: int = 14) -> list[Box]:
    """Places for a label above a line, going up row by row; `starts` in order of preference."""
    return [
        Box(x - 1.5, y - 1 - (i + 1) * LEADING, x + width + 1.5, y - 1 - i * LEADING)
        for i in range(rows)
        for x in starts
    ]


def _mark(pen: Pen, mark: Mark) -> Box:
    """A visit rides on the bar of its day; where two would touch, the later one sits higher."""
    x, y = pen.scale.at(mark.day), pen.bar_top(mark.position) - RADIUS - 1.5
    here = Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
    place = first_free([here.moved(dy=-i * RADIUS * 2) for i in range(8)], pen.taken)
    pen.taken.append(place)
    draw_mark(pen.canvas, x, (place.y0 + place.y1) / 2, mark.finding, mark.hover)
    return place


def _year_labels(pen: Pen, placed: Sequence[tuple[Mark, Box]]) -> None:
    """One year for the visits of a year that ride on the same bar, above the highest of them."""
    for (year, _), group in groupby(placed, key=lambda p: (p[0].day.year, p[0].position)):
        boxes = [box for _, box in group]
        middle = (boxes[0].x0 + boxes[-1].x1) / 2
        width = text_width(str(year), LABEL)
        top = min(box.y0 for box in boxes)
        starts = [middle - width / 2 + dx for dx in (0, -7, 7, -13, 13, -20, 20)]
        place = pen.place(_rows_above(starts, width, top))
        pen.canvas.text(
            place.x0 + width / 2, place.y1 - 2.5, str(year), "tl-muted", size=LABEL,
            anchor="middle",
        )  # fmt: skip
