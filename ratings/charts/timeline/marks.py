"""The marks of visits and events: shape says what colour says."""

from __future__ import annotations

from ratings.charts.svg import Canvas, num
from ratings.charts.timeline.words import NOTHING_STATED

RADIUS = 5.0

_SHAPES = {
    "improved": ("tl-mark-up", ((0, -1), (1, 0.85), (-1, 0.85))),
    "declined": ("tl-mark-down", ((0, 1), (1, -0.85), (-1, -0.85))),
    "mixed": ("tl-mark", ((0, -1), (1, 0), (0, 1), (-1, 0))),
    "unchanged": ("tl-mark", ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8))),
}
"""For each direction its class and its corners around the middle; others are open circles."""


def draw_mark(canvas: Canvas, x: float, y: float, direction: str, title: str = "") -> None:
    """The mark of a visit around a point."""
    if direction not in _SHAPES:
        canvas.circle(x, y, RADIUS - 1.2, "tl-mark-open", title=title)
        return
    cls, corners = _SHAPES[direction]
    points = "L".join(f"{num(x + dx * RADIUS)} {num(y + dy * RADIUS)}" for dx, dy in corners)
    canvas.path(f"M{points}Z", cls, title=title)


def mark_words(direction: str) -> str:
    """The word beside a mark in the key."""
    return direction or NOTHING_STATED


def draw_break(canvas: Canvas, x: float, y0: float, y1: float) -> None:
    """A slanted cut through a lane: what follows is not comparable with what came before."""
    canvas.line(x + 3, y0 - 2, x - 3, y1 + 2, "tl-break")


def draw_break_across(canvas: Canvas, x0: float, x1: float, y: float) -> None:
    """The same cut through a lane that runs downwards."""
    canvas.line(x0 - 1, y + 3, x1 + 1, y - 3, "tl-break")
