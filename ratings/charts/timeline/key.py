"""What the marks of a picture mean: signs with their words, in as many rows as they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ratings.charts.svg import Canvas
from ratings.charts.text import text_width
from ratings.charts.timeline.marks import draw_break, draw_mark, mark_words
from ratings.charts.timeline.story import Story

LEADING = 18.0
SIZE = 12
BESIDE, BETWEEN = 6.0, 14.0
"""Units between a sign and its words, and between words and the next sign."""

Sign = Callable[[Canvas, float, float], None]
"""Draws a sign with its top left corner at x, y: 16 high."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign, its width, and what it means."""

    sign: Sign
    width: float
    words: str


def draw_entries(canvas: Canvas, entries: Iterable[Entry], y: float, *, left: float = 0.0) -> float:
    """Signs and words between `left` and as much room at the right; gives back the foot."""
    x = left
    for entry in entries:
        beside = entry.width + BESIDE
        needed = beside + text_width(entry.words, SIZE)
        if x > left and x + needed > canvas.width - left:
            x, y = left, y + LEADING
        entry.sign(canvas, x, y)
        canvas.text(x + beside, y + 12, entry.words, "tl-muted", size=SIZE)
        x += needed + BETWEEN
    return y + LEADING if x > left else y


def visit(direction: str) -> Entry:
    """The mark of a visit that said this."""

    def sign(canvas: Canvas, x: float, y: float) -> None:
        draw_mark(canvas, x + 5, y + 8, direction)

    return Entry(sign, 10, f"visit: {mark_words(direction)}")


def waiting(words: str) -> Entry:
    """The dashed line of an authority without a grade yet, and why it has none."""
    return Entry(_dashes, 22, words)


def _dashes(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x, y + 8, x + 22, y + 8, "tl-dashed")


def _hatching(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x, y + 1, 22, 13, "tl-hatch", extra=canvas.pattern("unknown"))


def _cut(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x, y + 2, 22, 12, "tl-strip")
    draw_break(canvas, x + 11, y + 2, y + 14)


UNKNOWN = Entry(_hatching, 22, "the record is not complete here")
CUT = Entry(_cut, 22, "not comparable across the cut")


def story_entries(story: Story, directions: Iterable[str]) -> Iterator[Entry]:
    """What every picture of a story may have: visits that said one of these, waiting, gaps."""
    yield from map(visit, directions)
    if story.own.waiting:
        yield waiting(story.own.waiting.reason)
    if story.visits_to or story.graded_to:
        yield UNKNOWN
