"""The legend of a chart: signs with labels, in as many rows as they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ratings.charts.svg import Canvas
from ratings.charts.text import text_width, wrap
from ratings.charts.timeline.model import Timeline
from ratings.charts.timeline.reach import VISITS
from ratings.charts.timeline.visit_markers import draw_break, draw_mark, mark_words

LEADING = 18.0
SIZE = 12
BESIDE, BETWEEN = 6.0, 14.0
"""Units between a sign and its label, and between a label and the next sign."""

Sign = Callable[[Canvas, float, float], None]
"""Draws a sign with its top left corner at x, y: 16 high."""


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A sign, its width, and what it means."""

    sign: Sign
    width: float
    words: str


def draw_entries(
    canvas: Canvas, entries: Iterable[LegendEntry], y: float, *, left: float = 0.0
) -> float:
    """Draw signs and labels with a margin of `left` on both sides; return the bottom y."""
    x, room, foot = left, canvas.width - 2 * left, y
    for entry in entries:
        beside = entry.width + BESIDE
        lines = wrap(entry.words, SIZE, room - beside)
        needed = beside + max(text_width(line, SIZE) for line in lines)
        if x > left and x + needed > left + room:
            x, y = left, foot
        entry.sign(canvas, x, y)
        canvas.lines(x + beside, y + 12, lines, "tl-muted", size=SIZE)
        x, foot = x + needed + BETWEEN, max(foot, y + LEADING + 14 * (len(lines) - 1))
    return foot


def visit(finding: str) -> LegendEntry:
    """The mark of a visit that found this."""

    def sign(canvas: Canvas, x: float, y: float) -> None:
        draw_mark(canvas, x + 5, y + 8, finding)

    return LegendEntry(sign, 10, mark_words(finding))


def waiting(words: str) -> LegendEntry:
    """The dashed line of an authority without a grade yet, and why it has none."""
    return LegendEntry(_dashes, 22, words)


def _dashes(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x, y + 8, x + 22, y + 8, "tl-dashed")


def not_recorded(kind: str, words: str) -> LegendEntry:
    """The hatching where nothing of a kind is recorded: a strip for visits, else all bands."""
    top, height = (4, 7) if kind == VISITS else (1, 13)

    def sign(canvas: Canvas, x: float, y: float) -> None:
        canvas.hatch(x, y + top, 22, height, kind)

    return LegendEntry(sign, 22, words)


def _cut(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x, y + 2, 22, 12, "tl-strip")
    draw_break(canvas, x + 11, y + 2, y + 14)


CUT = LegendEntry(_cut, 22, "not comparable across the cut")


def story_entries(story: Timeline, findings: Iterable[str]) -> Iterator[LegendEntry]:
    """The legend of every chart of a timeline: visits that found this, waiting, gaps."""
    yield from map(visit, findings)
    if story.own.waiting:
        yield waiting(story.own.waiting.reason)
    yield from (not_recorded(each.kind, each.words) for each in story.beyond)
