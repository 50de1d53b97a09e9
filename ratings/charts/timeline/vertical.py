"""One authority's grades and visits drawn downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ratings.charts.svg import Canvas
from ratings.charts.text import Box, first_free, text_width
from ratings.charts.timeline.model import GradeBar, Track, VisitMarker
from ratings.charts.timeline.scale import TimeScale
from ratings.charts.timeline.visit_markers import RADIUS, draw_mark

LABEL = 12
LINE = 13.0
BAR = 36.0


@dataclass
class VerticalAxis:
    """Where the bars of each position start, between which edges, and what is taken.

    `walls` are obstacles to labels, not to marks.
    """

    canvas: Canvas
    scale: TimeScale
    places: dict[int, float]
    left: float
    right: float
    walls: Sequence[Box] = ()
    bar: float = BAR
    taken: list[Box] = field(default_factory=list)

    def bar_left(self, position: int | None) -> float:
        """Where a bar starts; without a grade, where one would be in the middle."""
        return self.places.get(position or 0, (self.left + self.right) / 2 - self.bar / 2)

    def place(self, candidates: Sequence[Box]) -> Box:
        """The first place for a label that touches nothing; from now on it is taken."""
        place = first_free(candidates, [*self.taken, *self.walls])
        self.taken.append(place)
        return place

    def box(self, bar: GradeBar) -> Box:
        """Where a bar is drawn; without a grade, the frame across the whole scale."""
        y0, y1 = self.scale.at(bar.start), max(self.scale.at(bar.end), self.scale.at(bar.start) + 2)
        if bar.position is None:
            return Box(self.left + 1, y0, self.right - 1, y1)
        x = self.bar_left(bar.position)
        return Box(x, y0, x + self.bar, y1)


def draw_column(column: VerticalAxis, track: Track) -> None:
    """Steps across, bars, marks, then every label where it touches nothing."""
    boxes = [column.box(bar) for bar in track.bars]
    _waiting(column, track)
    _steps(column, track.bars, boxes)
    for bar, box in zip(track.bars, boxes, strict=True):
        _bar(column, bar, box)
    placed = [(mark, _mark(column, mark)) for mark in track.marks]
    for bar, box in zip(track.bars, boxes, strict=True):
        _bar_label(column, bar, box)
    _year_labels(column, placed)


def _waiting(column: VerticalAxis, track: Track) -> None:
    gap = track.waiting
    if gap is None:
        return
    x = column.bar_left(None) + column.bar
    y0, y1 = column.scale.at(gap.start) + 2, column.scale.at(gap.end) - 2
    column.canvas.line(x, y0, x, y1, "tl-dashed")
    width = text_width(gap.reason, LABEL)
    if y1 - y0 >= 16:
        middle = (y0 + y1) / 2
        column.taken.append(Box(x - 8 - width, middle - 7, x - 8, middle + 7))
        column.canvas.text(
            x - 8, middle + 4, gap.reason, "tl-muted", size=LABEL, anchor="end", italic=True
        )


def _steps(column: VerticalAxis, bars: Sequence[GradeBar], boxes: Sequence[Box]) -> None:
    for before, old, bar, new in zip(bars, boxes, bars[1:], boxes[1:], strict=False):
        if None in (before.position, bar.position) or before.position == bar.position:
            continue
        x0, x1 = (old.x1, new.x0) if old.x1 < new.x0 else (old.x0, new.x1)
        column.canvas.line(x0, new.y0, x1, new.y0, "tl-riser")
        column.taken.append(Box(min(x0, x1), new.y0 - 1, max(x0, x1), new.y0 + 1))


def _bar(column: VerticalAxis, bar: GradeBar, box: Box) -> None:
    width, height = box.x1 - box.x0, box.y1 - box.y0 - 1
    if bar.position is None:
        column.canvas.rect(box.x0, box.y0, width, height, "tl-open tl-dashed", title=bar.hover,
                           radius=4)  # fmt: skip
        return
    column.canvas.bar(box.x0, box.y0, width, height, bar.tone, title=bar.hover, is_era=bar.is_era)
    column.taken.append(box)


def _bar_label(column: VerticalAxis, bar: GradeBar, box: Box) -> None:
    """Letter above year in the bar; beside or below it where the bar is too short."""
    tall = box.y1 - box.y0
    if bar.position is not None and tall >= 2 * LINE + 2:
        middle = (box.x0 + box.x1) / 2
        for foot, words in ((13.0, bar.letter), (26.0, bar.year)):
            column.canvas.label(middle, box.y0 + foot, words, bar.tone, _on(bar), is_era=bar.is_era)
        return
    text = bar.label if bar.position else f"{bar.label} {bar.missing}"
    width = text_width(text, LABEL, bold=True)
    if bar.position is not None and tall >= LINE + 1 and width + 2 <= column.bar:
        middle, foot = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2 + 4
        column.canvas.label(middle, foot, text, bar.tone, _on(bar), is_era=bar.is_era)
        return
    if bar.position is None:
        x, first = column.left + 6, box.y0 + 3 if tall > LINE + 4 else box.y1 + 3
        spots = [Box(x, first + i * LINE, x + width, first + (i + 1) * LINE) for i in range(9)]
    else:
        spots = _beside(box, width)
    place = column.place(spots)
    column.canvas.text(place.x0, place.y1 - 3, text, size=LABEL, bold=True)


def _on(bar: GradeBar) -> str:
    return "tl-ink" if bar.is_era else f"tl-on-{bar.tone}"


def _beside(box: Box, width: float) -> list[Box]:
    """Places right of a box, clear of the step to it, then left of it; below, then above."""
    tops = [box.y0 + 2 + i * LINE for i in (0, 1, -1, 2, -2, 3)]
    right = [Box(box.x1 + 4, y, box.x1 + 4 + width, y + LINE) for y in tops]
    left = [Box(box.x0 - 4 - width, y, box.x0 - 4, y + LINE) for y in tops]
    return [*right, *left]


def _mark(column: VerticalAxis, mark: VisitMarker) -> Box:
    """A visit is at the right of its day's bar; one that would touch is further out."""
    x = column.bar_left(mark.position) + column.bar + RADIUS + 1.5
    y = column.scale.at(mark.day)
    here = Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
    place = first_free([here.moved(dx=i * RADIUS * 2) for i in range(6)], column.taken)
    column.taken.append(place)
    draw_mark(column.canvas, (place.x0 + place.x1) / 2, y, mark.finding, mark.hover)
    return place


def _year_labels(column: VerticalAxis, placed: Sequence[tuple[VisitMarker, Box]]) -> None:
    """One year for the visits of a year on the same bar, right of the outermost of them."""
    for (year, _), group in groupby(placed, key=lambda p: (p[0].day.year, p[0].position)):
        boxes = [box for _, box in group]
        x, middle = max(b.x1 for b in boxes) + 2, (boxes[0].y0 + boxes[-1].y1) / 2
        width = text_width(str(year), LABEL)
        here = Box(x, middle - 6, x + width, middle + 6)
        moves = (0, -4, 4, -8, 8, -12, 12, -16, 16, -20, 20)
        spots = [here.moved(dx, dy) for dx in (0, -11, 10, 20) for dy in moves]
        place = column.place(spots)
        column.canvas.text(place.x0, place.y1 - 1.8, str(year), "tl-muted", size=LABEL)
