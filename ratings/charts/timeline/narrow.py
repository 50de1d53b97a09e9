"""The same story told downwards, for phones: time runs down, grades stand side by side."""

from __future__ import annotations

from ratings.charts.svg import Canvas
from ratings.charts.text import text_width, wrap
from ratings.charts.timeline.marks import draw_break, draw_mark, mark_words
from ratings.charts.timeline.narrow_lanes import draw_lane_panels
from ratings.charts.timeline.narrow_panel import SMALL, WIDTH, draw_panel, paragraph
from ratings.charts.timeline.story import Story


def draw_narrow(story: Story, title: str, description: str, *, heading: bool = True) -> str:
    """The whole picture, 358 units wide: on a phone a unit is a pixel; text is 12 or more."""
    canvas = Canvas(f"{story.uid}-narrow", WIDTH)
    y = _heading(canvas, story) if heading else 4.0
    y = _letters_key(canvas, story, y)
    y = draw_panel(canvas, story, y)
    y = draw_lane_panels(canvas, story, y + 14, WIDTH)
    y = _key(canvas, story, y + 10)
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


def _key(canvas: Canvas, story: Story, y: float) -> float:
    """What the marks mean, in rows."""
    x = 0.0
    entries = [(mark_words(d), d) for d in story.directions]
    for word, direction in entries:
        needed = 14 + text_width(word, SMALL) + 12
        if x + needed > WIDTH:
            x, y = 0.0, y + 18
        draw_mark(canvas, x + 5, y + 8, direction)
        canvas.text(x + 14, y + 12, word, "tl-muted", size=SMALL)
        x += needed
    y += 18 if entries else 0
    if any(lane.breaks for lane in story.lanes):
        canvas.rect(0, y + 2, 22, 12, "tl-strip")
        draw_break(canvas, 11, y + 2, y + 14)
        canvas.text(28, y + 12, "not comparable across the cut", "tl-muted", size=SMALL)
        y += 18
    if story.visits_to or story.graded_to:
        canvas.rect(0, y + 1, 22, 13, "tl-hatch", extra=canvas.pattern("unknown"))
        canvas.text(28, y + 12, "the record is not complete here", "tl-muted", size=SMALL)
        y += 18
    return y
