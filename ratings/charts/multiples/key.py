"""What letters, marks and hatching mean: only those that the picture has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ratings.charts.multiples.data import MultiplesData
from ratings.charts.svg import Canvas
from ratings.charts.text import text_width
from ratings.charts.timeline.marks import draw_mark, mark_words
from ratings.rules.grades import NO_OVERALL_GRADE, best_first
from ratings.rules.records import Direction, Grade

SMALL = 12
LEADING = 20.0

Sign = Callable[[Canvas, float, float], None]
"""Draws a sign with its top left corner at x, y: 26 wide, 14 high."""


def draw_key(canvas: Canvas, data: MultiplesData, y: float) -> float:
    """Signs and words in rows; gives back the foot."""
    x = 0.0
    for sign, width, words in _entries(data):
        needed = width + 6 + text_width(words, SMALL)
        if x and x + needed > canvas.width:
            x, y = 0.0, y + LEADING
        sign(canvas, x, y)
        canvas.text(x + width + 6, y + 12, words, "tl-muted", size=SMALL)
        x += needed + 16
    return y + LEADING


def _entries(data: MultiplesData) -> Iterator[tuple[Sign, float, str]]:
    """Each sign, its width, and its words."""
    spells = [spell for found in data.spells for spell in found]
    for grade in best_first({spell.grade for spell in spells if spell.grade}):
        yield _grade(grade), 26, grade.word
    if any(spell.grade is None for spell in spells):
        yield _open, 26, NO_OVERALL_GRADE
    found = {visit.direction for subject in data.subjects for visit in subject.visits}
    for direction in (*Direction, ""):
        if direction in found:
            yield _visit(str(direction)), 11, f"visit: {mark_words(str(direction))}"
    if min(data.complete_graded, data.complete_visits) < data.as_at:
        yield _unknown, 26, "the record is not complete here"


def _grade(grade: Grade) -> Sign:
    def sign(canvas: Canvas, x: float, y: float) -> None:
        canvas.bar(x, y + 1, 26, 14, grade.tone)
        canvas.label(x + 13, y + 12.2, grade.letter, grade.tone, f"tl-on-{grade.tone}", size=SMALL)

    return sign


def _open(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x + 0.6, y + 1, 24.8, 13, "tl-open tl-dashed", radius=3)


def _visit(direction: str) -> Sign:
    def sign(canvas: Canvas, x: float, y: float) -> None:
        draw_mark(canvas, x + 5.5, y + 8, direction)

    return sign


def _unknown(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x, y + 1, 26, 14, "tl-hatch", extra=canvas.pattern("unknown"))
