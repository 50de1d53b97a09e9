"""The main panel of the narrow chart: years, frameworks, grades, visits and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ratings.charts.svg import Canvas
from ratings.charts.text import Box, pack, text_width, wrap
from ratings.charts.timeline.event_markers import PIN, cluster, numbers
from ratings.charts.timeline.labels import sentence
from ratings.charts.timeline.model import EventMarker, Timeline
from ratings.charts.timeline.reach import VISITS
from ratings.charts.timeline.scale import TimeScale
from ratings.charts.timeline.vertical import VerticalAxis, draw_column
from ratings.rules.dates import DAYS_A_YEAR, day_in_words

WIDTH = 358
STRIPS, COLUMNS, COLUMNS_END, PINS = 32.0, 70.0, 270.0, 300.0
PIN_STEP, STRIP = 19.5, 6.0
YEAR = 40.0
SMALL = 12
LEADING = 15.0


@dataclass(frozen=True, slots=True)
class BrokenScale(TimeScale):
    """A scale with room for text (`gap` units) before the day of `pause`."""

    pause: date | None = None
    gap: float = 0.0

    def at(self, day: date) -> float:
        """The place of a day, after the pause where it is later."""
        place = TimeScale(self.first, self.last, self.start, self.end - self.gap).at(day)
        return place + self.gap if self.pause and day >= self.pause else place


def paragraph(canvas: Canvas, text: str, y: float, cls: str = "tl-ink") -> float:
    """Text across the whole width; return where it ends."""
    lines = wrap(text, SMALL, WIDTH - 2)
    canvas.lines(0, y + 12, lines, cls, size=SMALL, leading=LEADING)
    return y + len(lines) * LEADING


def draw_panel(canvas: Canvas, story: Timeline, y: float) -> float:
    """Years, frameworks, grades with visits, events: all side by side, downwards.

    Predecessors that ended before the authority began are above its rule; any other, in a
    panel of their own above this one.
    """
    if story.eras and not story.eras_came_before:
        y = _eras_alone(canvas, story, y)
    is_split = _is_split(story)
    top = _era_names(canvas, story, y) if is_split else _letters(canvas, story, y)
    words = _turning_words(story)
    gap = len(words) * LEADING + (30 if is_split else 12) if words else 0.0
    first = _first_year(story)
    length = (story.last - first).days / DAYS_A_YEAR * YEAR
    scale = BrokenScale(first, story.last, top, top + length + gap, story.begins, gap)
    turn = scale.at(story.begins) if story.begins else top
    _ground(canvas, story, scale, turn if is_split else top)
    if words:
        _turn(canvas, story, words, turn - gap, turn, is_split=is_split)
    _strips(canvas, story, scale)
    hatched = _not_recorded(canvas, story, scale, turn if is_split else top)
    taken = [*hatched, *_years(canvas, story, scale), *_pins(canvas, story, scale)]
    _tracks(canvas, story, scale, top, taken)
    return _end(canvas, story, scale.end)


def _is_split(story: Timeline) -> bool:
    return bool(story.eras) and story.eras_came_before and not story.era_in_bands


def _eras_alone(canvas: Canvas, story: Timeline, y: float) -> float:
    top = _era_names(canvas, story, y)
    first = _first_year(story)
    end = top + (story.last - first).days / DAYS_A_YEAR * YEAR
    scale = TimeScale(first, story.last, top, end)
    _era_columns(canvas, story, scale, top, _years(canvas, story, scale))
    return end + 20


def _first_year(story: Timeline) -> date:
    """1 January of the first year with a grade, a visit or an event: no empty years to scroll."""
    tracks = (story.own, *story.eras)
    days = [bar.start for track in tracks for bar in track.bars]
    days += [mark.day for track in tracks for mark in track.marks]
    days += [pin.day for pin in story.pins]
    year = min(days, default=story.last).year
    return max(date(min(year, story.last.year - 2), 1, 1), story.first)


def _letters(canvas: Canvas, story: Timeline, y: float) -> float:
    wide = _band_width(story)
    for i, band in enumerate(story.bands):
        text = " ".join(band.letters)
        canvas.text(COLUMNS + i * wide + 20, y + 13, text, size=SMALL, anchor="middle", bold=True)
    return y + 20


def _band_width(story: Timeline) -> float:
    return (COLUMNS_END - COLUMNS) / max(len(story.bands), 1)


def _era_names(canvas: Canvas, story: Timeline, y: float) -> float:
    wide = (COLUMNS_END + 26 - COLUMNS) / len(story.eras)
    columns = [
        [line for words in era.label.split(", ") for line in wrap(words, SMALL, wide - 4)]
        for era in story.eras
    ]
    for i, lines in enumerate(columns):
        canvas.lines(COLUMNS + i * wide, y + 12, lines, "tl-muted", size=SMALL, leading=14)
    return y + max(len(lines) for lines in columns) * 14 + 8


def _turning_words(story: Timeline) -> list[str]:
    """The text where a predecessor's time ends and the authority's begins."""
    if not story.begins:
        return []
    era = f"{story.era_in_bands.label}; " if story.era_in_bands else ""
    begins = f"{story.name} begins {day_in_words(story.begins)}"
    return wrap(f"{era}{begins}", SMALL, PINS - COLUMNS - 6)


def _turn(
    canvas: Canvas, story: Timeline, words: Sequence[str], y0: float, y1: float, *, is_split: bool
) -> None:
    rule = y1 - (20 if is_split else 4)
    canvas.rect(COLUMNS - 2, y0, COLUMNS_END - COLUMNS + 4, y1 - y0, "tl-paper")
    canvas.lines(COLUMNS, y0 + 16, words, size=SMALL, leading=LEADING)
    canvas.line(0, rule, PINS - 6, rule, "tl-rule")
    if is_split:
        _letters(canvas, story, rule)


def _ground(canvas: Canvas, story: Timeline, scale: TimeScale, bands_from: float) -> None:
    """Columns for the bands, and years."""
    wide = _band_width(story)
    for i, _ in enumerate(story.bands):
        canvas.rect(COLUMNS + i * wide, bands_from, wide - 2, scale.end - bands_from, "tl-band")
    for _, y, _ in scale.years():
        if y > bands_from:
            canvas.line(COLUMNS, y, COLUMNS_END, y, "tl-grid")


def _not_recorded(
    canvas: Canvas, story: Timeline, scale: TimeScale, bands_from: float
) -> list[Box]:
    """Hatching over the columns for graded inspections, beside them for visits; labels avoid it."""
    walls = []
    for each in story.beyond:
        y = max(scale.at(each.start), bands_from)
        x0, x1 = (COLUMNS, COLUMNS_END - 2)
        if each.kind == VISITS:
            x0, x1 = (COLUMNS_END, COLUMNS_END + STRIP)
            walls.append(Box(x0, y, x1, scale.end))
        canvas.hatch(x0, y, x1 - x0, scale.end - y, each.kind, title=each.words)
    return walls


def _years(canvas: Canvas, story: Timeline, scale: TimeScale) -> list[Box]:
    """The years down the left, below the rule in the year that has one; return their boxes."""
    boxes = []
    for year, y0, y1 in scale.years():
        begins = scale.at(story.begins) if story.begins else y0
        start = begins if y0 < begins < y1 else y0
        if y1 - start >= 16:
            middle = (start + y1) / 2
            canvas.text(0, middle + 4, str(year), "tl-muted", size=SMALL)
            boxes.append(Box(0, middle - 7, STRIPS - 2, middle + 6))
    return boxes


def _strips(canvas: Canvas, story: Timeline, scale: TimeScale) -> None:
    """Frameworks as upright strips with their name reading downwards, where it has room."""
    strips = [strip for strip in story.strips if strip.end > scale.first]
    extents = [_strip_extent(s.label, scale.at(s.start), scale.at(s.end), scale) for s in strips]
    columns = pack([(a, b) for a, b, _ in extents], gap=2)
    pitch = min(18.0, (COLUMNS - STRIPS) / (max(columns, default=0) + 1))
    for strip, (_, _, label_y), column in zip(strips, extents, columns, strict=True):
        x, y0 = STRIPS + column * pitch, scale.at(strip.start)
        end = max(scale.at(strip.end), y0 + 2)
        canvas.rect(x, y0, pitch - 2, end - y0 - 1, "tl-strip", title=strip.hover)
        canvas.turned(x + pitch / 2 - 5, label_y, strip.label, "tl-muted", size=SMALL)


def _strip_extent(label: str, y0: float, y1: float, scale: TimeScale) -> tuple[float, float, float]:
    """From where to where strip and name reach, and where the name starts: in, below or above."""
    width = text_width(label, SMALL)
    if width + 6 <= y1 - y0:
        return y0, y1, y0 + 4
    if y1 + width + 4 <= scale.end:
        return y0, y1 + width + 4, y1 + 3
    return y0 - width - 4, y1, y0 - width - 3


def _tracks(
    canvas: Canvas, story: Timeline, scale: TimeScale, top: float, walls: Sequence[Box]
) -> None:
    wide = _band_width(story)
    place = {band.position: COLUMNS + i * wide + 2 for i, band in enumerate(story.bands)}
    own = VerticalAxis(canvas, scale, place, COLUMNS, COLUMNS_END - 2, walls)
    if story.era_in_bands:
        draw_column(own, story.era_in_bands)
    elif _is_split(story):
        _era_columns(canvas, story, scale, top, walls)
    draw_column(own, story.own)
    if not story.own.bars and not story.own.marks and not story.own.waiting:
        y = (scale.at(story.begins or scale.first) + scale.end) / 2
        canvas.text(COLUMNS + 8, y, story.line, "tl-muted", size=14, italic=True)


def _era_columns(
    canvas: Canvas, story: Timeline, scale: TimeScale, top: float, walls: Sequence[Box]
) -> None:
    wide = (COLUMNS_END + 26 - COLUMNS) / len(story.eras)
    for i, era in enumerate(story.eras):
        x = COLUMNS + i * wide
        canvas.rect(x, top, wide - 4, scale.at(era.last_day) - top, "tl-band")
        place = {band.position: x + 2 for band in story.bands}
        bar = max(36.0, min(50.0, wide - 24))
        draw_column(VerticalAxis(canvas, scale, place, x, x + wide - 4, walls, bar), era)


def _pins(canvas: Canvas, story: Timeline, scale: TimeScale) -> list[Box]:
    """Events in three columns on the right; return their boxes."""
    found = cluster(story.pins, scale, rows=3, room=lambda pins: 46.0)
    for pins, y0, y1, column in found:
        _pin(canvas, pins, PINS + column * PIN_STEP, y0, y1)
    return [
        Box(PINS + c * PIN_STEP, y0, PINS + c * PIN_STEP + 2 * PIN, y1) for _, y0, y1, c in found
    ]


def _pin(canvas: Canvas, pins: Sequence[EventMarker], x: float, y0: float, y1: float) -> None:
    title = "\n".join(pin.hover for pin in pins)
    canvas.rect(x, y0, 2 * PIN, y1 - y0, "tl-event", title=title, radius=PIN)
    texts = numbers(pins).replace("–", " – ").split()
    y = (y0 + y1) / 2 + 4.2 - 7 * (len(texts) - 1)
    cls = "tl-muted" if all(pin.is_era for pin in pins) else "tl-ink"
    canvas.lines(x + PIN, y, texts, cls, size=SMALL, leading=14, anchor="middle")


def _end(canvas: Canvas, story: Timeline, y: float) -> float:
    """The rule and label at the last day of an abolished authority."""
    if not story.ends:
        return y + 24
    canvas.line(0, y + 1, PINS - 6, y + 1, "tl-rule")
    return paragraph(canvas, sentence(story.end_words), y + 4) + 16
