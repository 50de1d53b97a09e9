"""The marks of visits and events: shape repeats what colour shows."""

from __future__ import annotations

from ratings.charts.svg import Canvas, num
from ratings.rules.types import FINDING_WORDS, Direction, DirectionStatus

RADIUS = 5.0

_SHAPES: dict[str, tuple[str, tuple[tuple[float, float], ...]]] = {
    Direction.IMPROVED: ("tl-mark-up", ((0, -1), (1, 0.85), (-1, 0.85))),
    Direction.DECLINED: ("tl-mark-down", ((0, 1), (1, -0.85), (-1, -0.85))),
    Direction.MIXED: ("tl-mark", ((0, -1), (1, 0), (0, 1), (-1, 0))),
    Direction.UNCHANGED: ("tl-mark", ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8))),
}
"""For each direction its class and its corners around the middle; what has none is round."""


def draw_mark(canvas: Canvas, x: float, y: float, finding: str, title: str = "") -> None:
    """The mark of a visit around a point: by what it found, or why nothing is known of that.

    Round marks: open where a letter was read and states nothing, dotted where nobody read it,
    with a dot in its middle where no direction was requested.
    """
    if finding == DirectionStatus.NOT_READ:
        canvas.circle(x, y, RADIUS - 1, "tl-mark-unread", title=title)
        return
    if finding not in _SHAPES:
        rings = [RADIUS - 1.2, *([0.8] if finding == DirectionStatus.NOT_ASKED else [])]
        canvas.path("".join(_ring(x, y, r) for r in rings), "tl-mark-open", title=title)
        return
    cls, corners = _SHAPES[finding]
    points = "L".join(f"{num(x + dx * RADIUS)} {num(y + dy * RADIUS)}" for dx, dy in corners)
    canvas.path(f"M{points}Z", cls, title=title)


def mark_words(finding: str) -> str:
    """The label next to a mark in the legend."""
    is_joint = finding == DirectionStatus.NOT_ASKED
    return "joint inspection" if is_joint else f"visit: {FINDING_WORDS[finding]}"


def _ring(x: float, y: float, r: float) -> str:
    """The commands of a circle, so that two of them are one mark."""
    half = f"a{num(r)} {num(r)} 0 1 0"
    return f"M{num(x - r)} {num(y)}{half} {num(2 * r)} 0{half} {num(-2 * r)} 0"


def draw_break(canvas: Canvas, x: float, y0: float, y1: float) -> None:
    """A slanted cut through a lane: what follows is not comparable with what came before."""
    canvas.line(x + 3, y0 - 2, x - 3, y1 + 2, "tl-break")


def draw_break_across(canvas: Canvas, x0: float, x1: float, y: float) -> None:
    """The same cut through a lane that runs downwards."""
    canvas.line(x0 - 1, y + 3, x1 + 1, y - 3, "tl-break")
