"""What letters, marks and hatching mean: only those that the picture has."""

from __future__ import annotations

from collections.abc import Iterator

from ratings.charts.small_multiples.data import MultiplesData
from ratings.charts.svg import Canvas
from ratings.charts.timeline.legend import SIZE, Entry, Sign, draw_entries, not_recorded, visit
from ratings.charts.timeline.reach import words_after
from ratings.rules.grades import NO_OVERALL_GRADE, best_first
from ratings.rules.types import FINDING_WORDS, Grade


def draw_key(canvas: Canvas, data: MultiplesData, y: float) -> float:
    """Signs and words in rows; gives back the foot."""
    return draw_entries(canvas, _entries(data), y)


def _entries(data: MultiplesData) -> Iterator[Entry]:
    spells = [spell for found in data.spells for spell in found]
    for grade in best_first({spell.grade for spell in spells if spell.grade}):
        yield Entry(_grade(grade), 26, grade.word)
    if any(spell.grade is None for spell in spells):
        yield Entry(_open, 26, NO_OVERALL_GRADE)
    found = {visit.finding for subject in data.subjects for visit in subject.visits}
    yield from (visit(finding) for finding in FINDING_WORDS if finding in found)
    everything = [each for subject in data.subjects for each in subject.inspections]
    hatched = {each.kind for row in data.beyond for each in row}
    for kind, reach in data.reach.items():
        if kind in hatched:
            yield not_recorded(kind, words_after(reach, everything))


def _grade(grade: Grade) -> Sign:
    def sign(canvas: Canvas, x: float, y: float) -> None:
        canvas.bar(x, y + 1, 26, 14, grade.tone)
        canvas.label(x + 13, y + 12.2, grade.letter, grade.tone, f"tl-on-{grade.tone}", size=SIZE)

    return sign


def _open(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x + 0.6, y + 1, 24.8, 13, "tl-open tl-dashed", radius=3)
