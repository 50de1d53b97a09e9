"""The image that search engines and chat apps show next to a link: 1200 × 630 units."""

from __future__ import annotations

from ratings.charts.svg import Canvas
from ratings.charts.svg_file import placed, size_of
from ratings.charts.text import wrap

WIDTH, HEIGHT = 1200, 630
MARGIN = 52
FOOT = 74
_LINE_SIZES = (44, 40, 36, 32, 28, 25)
_NAME_SIZES = (66, 58, 50, 42)
MOST_LINES = 3


def draw_card(
    *, uid: str, name: str, line: str, when: str, reach: str, source: str, picture: str
) -> str:
    """Name and line in large type, an image beneath, scaled to the remaining space, and at the
    foot when, on what (`reach`) and where from."""
    canvas = Canvas(f"{uid}-card", WIDTH)
    y = _words(canvas, name, _NAME_SIZES, 1, 32, bold=True)
    y = _words(canvas, line, _LINE_SIZES, MOST_LINES, y)
    foot = HEIGHT - 30
    canvas.text(MARGIN, foot - 30, when, size=23)
    canvas.text(MARGIN, foot, reach, "tl-muted", size=23)
    canvas.text(WIDTH - MARGIN, foot, source, "tl-muted", size=23, anchor="end")
    whole = canvas.finish(HEIGHT, name, line, "tl tl-card")
    return whole.removesuffix("</svg>") + _fitted(picture, y + 18, foot - FOOT) + "</svg>"


def _words(
    canvas: Canvas, words: str, sizes: tuple[int, ...], most: int, y: float, *, bold: bool = False
) -> float:
    """Text as large as fits into `most` lines below `y`; return its bottom y."""
    room = WIDTH - 2 * MARGIN
    fits = [n for n in sizes if len(wrap(words, n, room, bold=bold)) <= most]
    size = fits[0] if fits else sizes[-1]
    lines = wrap(words, size, room, bold=bold)
    leading = size * 1.22
    canvas.lines(MARGIN, y + size, lines, size=size, leading=leading, bold=bold)
    return y + len(lines) * leading


def _fitted(picture: str, top: float, foot: float) -> str:
    """An image between two heights, as large as it can be, on the left margin."""
    width, height = size_of(picture)
    scale = min((WIDTH - 2 * MARGIN) / width, (foot - top) / height) if width and height else 0
    if not scale:
        return ""
    return placed(picture, MARGIN, top, width * scale, height * scale)
