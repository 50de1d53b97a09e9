"""The timeline from left to right, for wide screens, embeds and print."""

from __future__ import annotations

from ratings.charts.svg import Canvas
from ratings.charts.text import pack, text_width, wrap
from ratings.charts.timeline.annotations import (
    draw_chips,
    draw_key,
    draw_lanes,
    draw_pins,
    draw_strips,
)
from ratings.charts.timeline.labels import sentence
from ratings.charts.timeline.model import Story
from ratings.charts.timeline.panel import draw_panel
from ratings.charts.timeline.scale import TimeScale
from ratings.rules.dates import day_in_words

WIDTH = 980
LEFT, RIGHT = 158.0, 926.0
SMALL = 12


def draw_wide(story: Story, title: str, description: str, *, heading: bool = True) -> str:
    """The whole picture, about 980 by 600 units; text is 12 units or more."""
    canvas = Canvas(f"{story.uid}-wide", WIDTH)
    scale = TimeScale(story.first, story.last, LEFT, RIGHT)
    y = _heading(canvas, story) if heading else 6.0
    y = _annotations(canvas, story, scale, y)
    top, bottom = draw_panel(canvas, story, scale, y)
    y = _axis(canvas, scale, bottom)
    y = draw_strips(canvas, story, scale, y + 6)
    y = draw_chips(canvas, story, scale, y + 12)
    lanes_top, y = y + 8, draw_lanes(canvas, story, scale, y + 8)
    _rules(canvas, story, scale, top - 18, bottom)
    _rules(canvas, story, scale, lanes_top, y)
    y = draw_pins(canvas, story, scale, y + 10)
    y = draw_key(canvas, story, y + 16, left=14)
    y = _notes(canvas, story, y)
    return canvas.finish(y, title, description, "tl tl-wide")


def _heading(canvas: Canvas, story: Story) -> float:
    canvas.text(14, 26, story.name, size=21, bold=True)
    lines = wrap(story.line, 15, WIDTH - 28)
    canvas.lines(14, 50, lines, size=15, leading=20)
    return 50 + len(lines) * 20 - 6


def _annotations(canvas: Canvas, story: Story, scale: TimeScale, y: float) -> float:
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


def _annotation_texts(story: Story, scale: TimeScale) -> list[tuple[float, str, bool]]:
    """Where, what, and whether it stands to the left of that place; from left to right."""
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


def _rules(canvas: Canvas, story: Story, scale: TimeScale, top: float, bottom: float) -> None:
    for day in (story.begins, story.ends):
        if day and bottom > top:
            canvas.line(scale.at(day), top, scale.at(day), bottom, "tl-rule")


def _notes(canvas: Canvas, story: Story, y: float) -> float:
    lines = [line for note in story.notes for line in wrap(note, SMALL, WIDTH - 28)]
    canvas.lines(14, y + 12, lines, "tl-muted", size=SMALL, leading=16)
    return y + 12 + len(lines) * 16
