"""The timeline from left to right, for wide screens, embeds and print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ratings.charts.svg import Canvas, num
from ratings.charts.text import Box, first_free, pack, text_width, wrap
from ratings.charts.timeline.annotations import (
    draw_events,
    draw_frameworks,
    draw_grade_markers,
    draw_lanes,
    draw_legend,
)
from ratings.charts.timeline.labels import sentence
from ratings.charts.timeline.model import GradeBand, GradeBar, Timeline, Track, VisitMarker
from ratings.charts.timeline.reach import VISITS
from ratings.charts.timeline.scale import TimeScale
from ratings.charts.timeline.visit_markers import RADIUS, draw_mark
from ratings.rules.dates import day_in_words

WIDTH = 980
LEFT, RIGHT = 158.0, 926.0
SMALL = 12


# The grade bands of the wide chart, with every authority's track in its place.


BAND, BAR, STRIP = 48.0, 20.0, 7.0
ERA_LANE, ERA_BAR = 56.0, 18.0


def draw_panel(canvas: Canvas, story: Timeline, scale: TimeScale, y: float) -> tuple[float, float]:
    """Bands, what is not known of them, and tracks; return their top and bottom y.

    One predecessor is in the authority's own bands. Several have a lane each: left of the
    rule where they all ended before it, else in rows above the bands.
    """
    lanes = () if story.era_in_bands else story.eras
    left = scale.start
    if lanes and story.begins and story.eras_came_before:
        left = scale.at(story.begins)
    else:
        y = _era_lanes(canvas, lanes, scale, scale.end + 6, y, ERA_LANE)
        lanes = ()
    bottom = y + max(max(len(story.bands), 2) * BAND, len(lanes) * ERA_LANE)
    _era_lanes(canvas, lanes, scale, left, y, (bottom - y) / max(len(lanes), 1))
    _bands(canvas, story, scale, left, y, bottom)
    foot = _not_recorded(canvas, story, scale, left, y, bottom)
    _tracks(canvas, story, scale, left, y, bottom)
    return y, foot


# One authority's grades and visits drawn from left to right.


LABEL = 12
LEADING = 12.0


@dataclass
class TrackScale:
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

    def box(self, bar: GradeBar) -> Box:
        """Where a bar is drawn; without a grade, the frame across the whole scale."""
        x0, x1 = self.scale.at(bar.start), max(self.scale.at(bar.end), self.scale.at(bar.start) + 2)
        if bar.position is None:
            return Box(x0, self.top + 2, x1, self.bottom - 2)
        y = self.bar_top(bar.position)
        return Box(x0, y, x1, y + self.bar_height)


def draw_track(pen: TrackScale, track: Track) -> None:
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


def _waiting(pen: TrackScale, track: Track) -> None:
    """A dashed line to carry visits until there is a first grade."""
    if track.waiting:
        x0, x1 = pen.scale.at(track.waiting.start) + 3, pen.scale.at(track.waiting.end) - 3
        line = f"M{num(x0)} {num(pen.bar_top(None))}H{num(x1)}"
        pen.canvas.path(line, "tl-dashed", title=track.waiting.hover)


def _waiting_label(pen: TrackScale, track: Track) -> None:
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


def _risers(pen: TrackScale, bars: Sequence[GradeBar], boxes: Sequence[Box]) -> None:
    steps = zip(bars, boxes, bars[1:], boxes[1:], strict=False)
    for before, old, bar, new in steps:
        if None in (before.position, bar.position) or before.position == bar.position:
            continue
        y0, y1 = (old.y0, new.y1) if new.y0 < old.y0 else (old.y1, new.y0)
        pen.canvas.line(new.x0, y0, new.x0, y1, "tl-riser")
        pen.taken.append(Box(new.x0 - 1, min(y0, y1), new.x0 + 1, max(y0, y1)))


def _bar(pen: TrackScale, bar: GradeBar, box: Box) -> None:
    width, height = box.x1 - box.x0 - 1, box.y1 - box.y0
    if bar.position is None:
        pen.canvas.rect(box.x0, box.y0, width, height, "tl-open tl-dashed", title=bar.hover,
                        radius=4)  # fmt: skip
    else:
        pen.canvas.bar(box.x0, box.y0, width, height, bar.tone, title=bar.hover, is_era=bar.is_era)
        pen.taken.append(box)


def _bar_label(pen: TrackScale, bar: GradeBar, box: Box) -> None:
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


def _mark(pen: TrackScale, mark: VisitMarker) -> Box:
    """A visit is on the bar of its day; where two would touch, the later one sits higher."""
    x, y = pen.scale.at(mark.day), pen.bar_top(mark.position) - RADIUS - 1.5
    here = Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
    place = first_free([here.moved(dy=-i * RADIUS * 2) for i in range(8)], pen.taken)
    pen.taken.append(place)
    draw_mark(pen.canvas, x, (place.y0 + place.y1) / 2, mark.finding, mark.hover)
    return place


def _year_labels(pen: TrackScale, placed: Sequence[tuple[VisitMarker, Box]]) -> None:
    """One year for the visits of a year that are on the same bar, above the highest of them."""
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


def _tracks(
    canvas: Canvas, story: Timeline, scale: TimeScale, left: float, top: float, bottom: float
) -> None:
    band = _band_height(story, top, bottom)
    place = {b.position: top + (i + 1) * band - BAR - 4 for i, b in enumerate(story.bands)}
    middle = (top + bottom) / 2 - 1
    walls = _rule_boxes(story, scale, top, bottom)
    if left > scale.start:
        walls += _word_boxes(story, left, top, band)
    pen = TrackScale(canvas, scale, lambda p: place.get(p or 0, middle), BAR, top, bottom, walls)
    if story.era_in_bands:
        draw_track(pen, story.era_in_bands)
    draw_track(pen, story.own)
    if not story.own.bars and not story.own.marks and not story.own.waiting:
        x = (left + scale.end) / 2
        canvas.text(x, middle - 8, story.line, "tl-muted", size=14, anchor="middle", italic=True)


def _band_height(story: Timeline, top: float, bottom: float) -> float:
    return (bottom - top) / max(len(story.bands), 1)


def _bands(
    canvas: Canvas, story: Timeline, scale: TimeScale, left: float, top: float, bottom: float
) -> None:
    """Bands with their names, and years."""
    height = _band_height(story, top, bottom)
    for i, _ in enumerate(story.bands):
        canvas.rect(left, top + i * height, scale.end - left, height - 2, "tl-band")
    canvas.grid((x for _, x, _ in scale.years() if x > left), top, bottom - 2)
    for i, band in enumerate(story.bands):
        _name(canvas, band, left, top + i * height, height, is_inside=left > scale.start)


def _not_recorded(
    canvas: Canvas, story: Timeline, scale: TimeScale, left: float, top: float, bottom: float
) -> float:
    """Hatching over the bands for graded inspections, below them for visits; return the foot."""
    foot = bottom
    for each in story.beyond:
        x = max(scale.at(each.start), left)
        y, height = (bottom, STRIP) if each.kind == VISITS else (top, bottom - top - 2)
        canvas.hatch(x, y, scale.end - x, height, each.kind, title=each.words)
        foot = max(foot, y + height)
    return foot


def _name(
    canvas: Canvas, band: GradeBand, left: float, y: float, height: float, *, is_inside: bool
) -> None:
    """The label of a band: left of it, or inside where predecessors are on the left."""
    if is_inside:
        canvas.text(left + 6, y + 14, _words(band), "tl-muted", size=SMALL)
        return
    lines = [line for word in band.words for line in wrap(sentence(word), SMALL, left - 24)]
    foot = y + height / 2 + 10 - 7 * (len(lines) - 1)
    canvas.lines(left - 10, foot, lines, size=SMALL, anchor="end")


def _words(band: GradeBand) -> str:
    return " / ".join(sentence(word) for word in band.words)


def _rule_boxes(story: Timeline, scale: TimeScale, top: float, bottom: float) -> list[Box]:
    """Boxes of the rules, as obstacles to labels."""
    days = (day for day in (story.begins, story.ends) if day)
    return [Box(scale.at(day) - 2, top, scale.at(day) + 2, bottom) for day in days]


def _word_boxes(story: Timeline, left: float, top: float, height: float) -> list[Box]:
    """The names of the bands are in the way of labels where they are inside."""
    tops = [top + i * height for i, _ in enumerate(story.bands)]
    ends = [left + 6 + text_width(_words(band), SMALL) for band in story.bands]
    return [Box(left, y, end, y + 16) for y, end in zip(tops, ends, strict=True)]


def _era_lanes(
    canvas: Canvas,
    eras: Sequence[Track],
    scale: TimeScale,
    right: float,
    y: float,
    height: float,
) -> float:
    for i, era in enumerate(eras):
        _era_lane(canvas, era, scale, right, y + i * height, height)
    return y + len(eras) * height


def _era_lane(
    canvas: Canvas, era: Track, scale: TimeScale, right: float, y: float, height: float
) -> None:
    """A predecessor among several: its own lane, name above, grades by letter and colour."""
    left = scale.start
    canvas.rect(left, y, right - left - 6, height - 4, "tl-band")
    name = era.label if text_width(era.label, SMALL) < right - left - 20 else era.name
    canvas.text(left + 6, y + 14, name, "tl-muted", size=SMALL)
    bar_top = y + height - 10 - ERA_BAR
    walls = [
        Box(left, y, left + 6 + text_width(name, SMALL), y + 17),
        Box(right - 2, y, right + 2, y + height),
    ]
    draw_track(TrackScale(canvas, scale, lambda _: bar_top, ERA_BAR, y, y + height - 4, walls), era)


def draw_wide(story: Timeline, title: str, description: str, *, heading: bool = True) -> str:
    """The whole chart, about 980 by 600 units; text is 12 units or more."""
    canvas = Canvas(f"{story.uid}-wide", WIDTH)
    scale = TimeScale(story.first, story.last, LEFT, RIGHT)
    y = _heading(canvas, story) if heading else 6.0
    y = _annotations(canvas, story, scale, y)
    top, bottom = draw_panel(canvas, story, scale, y)
    y = _axis(canvas, scale, bottom)
    y = draw_frameworks(canvas, story, scale, y + 6)
    y = draw_grade_markers(canvas, story, scale, y + 12)
    lanes_top, y = y + 8, draw_lanes(canvas, story, scale, y + 8)
    _rules(canvas, story, scale, top - 18, bottom)
    _rules(canvas, story, scale, lanes_top, y)
    y = draw_events(canvas, story, scale, y + 10)
    y = draw_legend(canvas, story, y + 16, left=14)
    y = _notes(canvas, story, y)
    return canvas.finish(y, title, description, "tl tl-wide")


def _heading(canvas: Canvas, story: Timeline) -> float:
    canvas.text(14, 26, story.name, size=21, bold=True)
    lines = wrap(story.line, 15, WIDTH - 28)
    canvas.lines(14, 50, lines, size=15, leading=20)
    return 50 + len(lines) * 20 - 6


def _annotations(canvas: Canvas, story: Timeline, scale: TimeScale, y: float) -> float:
    """Names of eras beside their rules, in as many rows as they need above the bands."""
    found: list[tuple[float, float, str]] = []
    for x, text, is_left in _annotation_texts(story, scale):
        width = text_width(text, SMALL)
        has_room = x + 6 + width <= WIDTH - 10
        start = x + 6 if has_room and not is_left else x - 6 - width
        start = min(max(start, 14), WIDTH - 10 - width)
        found.append((start, start + width, text))
    rows = pack([(a, b) for a, b, _ in found], gap=12)
    for (start, _, text), row in zip(found, rows, strict=True):
        canvas.text(start, y + 14 + row * 16, text, size=SMALL)
    return y + (max(rows) + 1) * 16 + 6 if rows else y + 8


def _annotation_texts(story: Timeline, scale: TimeScale) -> list[tuple[float, str, bool]]:
    """Position, text, and whether it is to the left of that position; from left to right."""
    texts = []
    if story.begins:
        x = scale.at(story.begins)
        if story.era_in_bands:
            texts.append((x, story.era_in_bands.label, True))
        texts.append((x, f"{story.name} begins {day_in_words(story.begins)}", False))
    open_bars = [bar for bar in story.own.bars if bar.position is None]
    if open_bars:
        texts.append((scale.at(open_bars[-1].end) + 50, open_bars[-1].missing, True))
    if story.ends:
        texts.append((scale.at(story.ends), sentence(story.end_words), True))
    return texts


def _axis(canvas: Canvas, scale: TimeScale, y: float) -> float:
    for year, x0, x1 in scale.years():
        if x1 - x0 >= 30:
            canvas.text((x0 + x1) / 2, y + 14, str(year), "tl-muted", size=SMALL, anchor="middle")
    return y + 18


def _rules(canvas: Canvas, story: Timeline, scale: TimeScale, top: float, bottom: float) -> None:
    for day in (story.begins, story.ends):
        if day and bottom > top:
            canvas.line(scale.at(day), top, scale.at(day), bottom, "tl-rule")


def _notes(canvas: Canvas, story: Timeline, y: float) -> float:
    lines = [line for note in story.notes for line in wrap(note, SMALL, WIDTH - 28)]
    canvas.lines(14, y + 12, lines, "tl-muted", size=SMALL, leading=16)
    return y + 12 + len(lines) * 16
