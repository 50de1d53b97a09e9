"""A badge: one authority's headline on a day, as a mark and text, 44 units high."""

from __future__ import annotations

from ratings.charts.svg import Canvas
from ratings.charts.svg_file import standalone
from ratings.charts.text import text_width

HEIGHT, MARK = 44, 44
SMALL, LARGE = 12, 15


def draw_badge(
    *, uid: str, headline: str, when: str, title: str, description: str, letter: str, tone: str
) -> str:
    """The badge as a file of its own: `headline`, `when` below it; `title` is all of it.

    `letter` and `tone` (colour) are the grade's; without a grade its sign has a dashed frame.
    """
    words = max(text_width(headline, LARGE, bold=True), text_width(when, SMALL))
    canvas = Canvas(uid, round(MARK + 9 + words + 10))
    if tone:
        canvas.bar(5, 5, 34, 34, tone, radius=3)
        canvas.label(22, 27, letter, tone, f"tl-on-{tone}", size=LARGE)
    else:
        canvas.rect(5.5, 5.5, 33, 33, "tl-open tl-dashed", radius=3)
        canvas.text(22, 27, letter, size=LARGE, anchor="middle", bold=True)
    canvas.text(MARK + 9, 19, headline, size=LARGE, bold=True)
    canvas.text(MARK + 9, 36, when, "tl-muted", size=SMALL)
    canvas.rect(0.5, 0.5, canvas.width - 1, HEIGHT - 1, "tl-hair", radius=4)
    return standalone(canvas.finish(HEIGHT, title, description, "tl tl-badge"))
