"""A badge: one authority's headline on a day, as a mark and text, 44 units high."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.charts.svg import Canvas
from ratings.charts.svg_file import standalone
from ratings.charts.text import text_width

HEIGHT, MARK = 44, 44
SMALL, LARGE = 12, 15


@dataclass(frozen=True, slots=True)
class Badge:
    """The text of a badge: `headline`, `when` below it; `title` is all of it.

    `letter` and `tone` (colour) are the grade's; without a grade its sign has a dashed frame.
    """

    uid: str
    headline: str
    when: str
    title: str
    description: str
    letter: str
    tone: str = ""


def draw_badge(badge: Badge) -> str:
    """The badge as a file of its own."""
    canvas = Canvas(badge.uid, _width(badge))
    _mark(canvas, badge)
    canvas.text(MARK + 9, 19, badge.headline, size=LARGE, bold=True)
    canvas.text(MARK + 9, 36, badge.when, "tl-muted", size=SMALL)
    canvas.rect(0.5, 0.5, canvas.width - 1, HEIGHT - 1, "tl-hair", radius=4)
    return standalone(canvas.finish(HEIGHT, badge.title, badge.description, "tl tl-badge"))


def _width(badge: Badge) -> float:
    words = text_width(badge.headline, LARGE, bold=True), text_width(badge.when, SMALL)
    return round(MARK + 9 + max(words) + 10)


def _mark(canvas: Canvas, badge: Badge) -> None:
    if badge.tone:
        canvas.bar(5, 5, 34, 34, badge.tone, radius=3)
        canvas.label(22, 27, badge.letter, badge.tone, f"tl-on-{badge.tone}", size=LARGE)
    else:
        canvas.rect(5.5, 5.5, 33, 33, "tl-open tl-dashed", radius=3)
        canvas.text(22, 27, badge.letter, size=LARGE, anchor="middle", bold=True)
