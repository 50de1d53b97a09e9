"""The same story told downwards, for phones: time runs down, grades stand side by side."""

from __future__ import annotations

from ratings.charts.svg import Canvas
from ratings.charts.text import wrap
from ratings.charts.timeline.annotations import draw_key
from ratings.charts.timeline.model import Story
from ratings.charts.timeline.narrow_lanes import draw_lane_panels
from ratings.charts.timeline.narrow_panel import WIDTH, draw_panel, paragraph


def draw_narrow(story: Story, title: str, description: str, *, heading: bool = True) -> str:
    """The whole picture, 358 units wide: on a phone a unit is a pixel; text is 12 or more."""
    canvas = Canvas(f"{story.uid}-narrow", WIDTH)
    y = _heading(canvas, story) if heading else 4.0
    y = _letters_key(canvas, story, y)
    y = draw_panel(canvas, story, y)
    y = draw_lane_panels(canvas, story, y + 14, WIDTH)
    y = draw_key(canvas, story, y + 10, left=0)
    for note in story.notes:
        y = paragraph(canvas, note, y + 4, "tl-muted")
    return canvas.finish(y + 4, title, description, "tl tl-narrow")


def _heading(canvas: Canvas, story: Story) -> float:
    names = wrap(story.name, 20, WIDTH - 4, bold=True)
    canvas.lines(0, 22, names, size=20, leading=24, bold=True)
    y = 22 + len(names) * 24
    lines = wrap(story.line, 15, WIDTH - 4)
    canvas.lines(0, y, lines, size=15, leading=20)
    return y + len(lines) * 20 - 8


def _letters_key(canvas: Canvas, story: Story, y: float) -> float:
    pairs = [pair for b in story.bands for pair in zip(b.letters, b.words, strict=True)]
    return paragraph(canvas, " · ".join(f"{a}\u00a0{word}" for a, word in pairs), y, "tl-muted") + 4
