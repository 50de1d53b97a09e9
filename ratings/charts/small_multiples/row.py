"""One row of small multiples: an authority's steps from grade to grade, and its visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ratings.charts.small_multiples.data import MultiplesData, MultiplesRow
from ratings.charts.svg import Canvas
from ratings.charts.text import Box, pack, text_width, wrap
from ratings.charts.timeline import labels
from ratings.charts.timeline.bars import DASH
from ratings.charts.timeline.reach import VISITS, Beyond
from ratings.charts.timeline.scale import TimeScale
from ratings.charts.timeline.visit_markers import RADIUS, draw_mark
from ratings.rules.spells import Spell

SMALL, NAME = 12, 13
BAND, GAP = 15.0, 20.0
LANE = 2 * RADIUS + 2
"""The height of one row of visits."""


@dataclass(frozen=True)
class RowFrame:
    """What all rows share."""

    canvas: Canvas
    scale: TimeScale
    data: MultiplesData
    names_above: bool

    @cached_property
    def letters(self) -> dict[int, str]:
        """The place of each step, 1 the best, with its letter on the newest scale."""
        grades = [spell.grade for spells in self.data.spells for spell in spells if spell.grade]
        found = {grade.position: grade.letter for grade in (*grades, *self.data.scale)}
        return {place: found.get(place, "") for place in range(1, max(found, default=1) + 1)}

    @property
    def height(self) -> float:
        return len(self.letters) * BAND


def draw_row(
    frame: RowFrame,
    subject: MultiplesRow,
    spells: Sequence[Spell],
    found: Sequence[Beyond],
    y: float,
) -> float:
    """The row from `y` down, with what is `found` not recorded; return the next one's top."""
    y = _name(frame, subject, y + 6)
    x0, x1 = _life(frame, subject)
    foot = y + frame.height
    lanes = pack([_extent(frame, visit.first_day) for visit in subject.visits], gap=-2)
    bottom = foot + max(max(lanes, default=0) + 1, 1) * LANE + 2
    if x1 > x0:
        _ground(frame, x0, x1, y, bottom)
        _not_recorded(frame, subject, found, (x0, x1), (y, bottom))
        _steps(frame, subject, spells, y)
    if not spells:
        text = subject.line.text if not subject.line.nodes else "no grade yet"
        frame.canvas.text(
            x0 + 8 if x1 > x0 else frame.scale.start + 8, y + frame.height / 2 + 4, text,
            "tl-muted", size=SMALL, italic=True,
        )  # fmt: skip
    for visit, lane in zip(subject.visits, lanes, strict=True):
        x, middle = frame.scale.at(visit.first_day), foot + 3 + RADIUS + lane * LANE
        draw_mark(frame.canvas, x, middle, visit.finding,
                  labels.visit_sentence(visit, subject.authority.name))  # fmt: skip
    _ends(frame, subject, y, bottom)
    _before(frame, subject, x0, y)
    return bottom + (8 if frame.names_above else GAP - 6)


def _extent(frame: RowFrame, day: date) -> tuple[float, float]:
    x = frame.scale.at(day)
    return x - RADIUS, x + RADIUS


def _name(frame: RowFrame, subject: MultiplesRow, y: float) -> float:
    """The name left of the steps or above them; return where the steps begin."""
    canvas, name = frame.canvas, subject.authority.name
    if frame.names_above:
        canvas.text(0, y + 11, name, size=NAME, bold=True)
        x = text_width(name, NAME, bold=True) + 8
        fits = x + text_width(subject.note, SMALL) <= canvas.width
        canvas.text(x if fits else 0, y + (11 if fits else 26), subject.note, "tl-muted",
                    size=SMALL)  # fmt: skip
        return y + (17 if fits else 32)
    room = frame.scale.start - 34
    lines = wrap(name, NAME, room, bold=True)
    canvas.lines(0, y + 12, lines, size=NAME, leading=16, bold=True)
    note = wrap(subject.note, SMALL, room) if subject.note else []
    canvas.lines(0, y + 12 + len(lines) * 16, note, "tl-muted", size=SMALL, leading=15)
    return y


def _life(frame: RowFrame, subject: MultiplesRow) -> tuple[float, float]:
    """From where to where the authority existed, as far as the axis reaches."""
    authority, data = subject.authority, frame.data
    start = max(authority.start or data.first, data.first)
    end = min(authority.end or data.as_at, data.as_at)
    return (frame.scale.at(start), frame.scale.at(end)) if start <= end else (0.0, 0.0)


def _ground(frame: RowFrame, x0: float, x1: float, y: float, bottom: float) -> None:
    """Bands with their letters, years, and changes of framework."""
    canvas, data = frame.canvas, frame.data
    foot = y + frame.height
    for i, letter in enumerate(frame.letters.values()):
        canvas.rect(x0, y + i * BAND, x1 - x0, BAND - 1, "tl-band")
        canvas.text(frame.scale.start - 6, y + i * BAND + 11.4, letter, "tl-muted", size=SMALL,
                    anchor="end")  # fmt: skip
    canvas.grid((x for _, x, _ in frame.scale.years() if x0 < x < x1), y, foot - 1)
    for _, start, _ in data.eras:
        x = frame.scale.at(start)
        if x0 < x < x1:
            canvas.line(x, y - 3, x, bottom, "tl-hair tl-change")


def _not_recorded(
    frame: RowFrame,
    subject: MultiplesRow,
    found: Sequence[Beyond],
    life: tuple[float, float],
    rows: tuple[float, float],
) -> None:
    """Hatching over the steps for graded inspections, below them for visits: after their marks."""
    foot = rows[0] + frame.height
    marks_end = max((_extent(frame, v.first_day)[1] + 1 for v in subject.visits), default=0)
    for each in found:
        x = max(frame.scale.at(each.start), life[0], marks_end if each.kind == VISITS else 0)
        top, end = (foot + 1, rows[1] - 1) if each.kind == VISITS else (rows[0], foot - 1)
        if x < life[1]:
            frame.canvas.hatch(x, top, life[1] - x, end - top, each.kind, title=each.words)


def _steps(frame: RowFrame, subject: MultiplesRow, spells: Sequence[Spell], y: float) -> None:
    """Bars, risers between them, then letters."""
    boxes = [_box(frame, spell, y) for spell in spells]
    for old, new, before, spell in zip(boxes, boxes[1:], spells, spells[1:], strict=False):
        if before.grade and spell.grade and before.grade.position != spell.grade.position:
            y0, y1 = (old.y0, new.y1) if new.y0 < old.y0 else (old.y1, new.y0)
            frame.canvas.line(new.x0, y0, new.x0, y1, "tl-riser")
    for spell, box in zip(spells, boxes, strict=True):
        _bar(frame, subject, spell, box)
    for i, (spell, box) in enumerate(zip(spells, boxes, strict=True)):
        limit = boxes[i + 1].x0 if i + 1 < len(boxes) else frame.canvas.width
        _letter(frame, spell, box, limit)


def _box(frame: RowFrame, spell: Spell, y: float) -> Box:
    """Where a spell is drawn; without a grade, a frame across all steps."""
    x0 = frame.scale.at(spell.start)
    x1 = max(frame.scale.at(spell.end) - 1, x0 + 2.5)
    if spell.grade is None:
        return Box(x0, y + 0.5, x1, y + frame.height - 1.5)
    top = y + (spell.grade.position - 1) * BAND
    return Box(x0, top, x1, top + BAND - 1)


def _bar(frame: RowFrame, subject: MultiplesRow, spell: Spell, box: Box) -> None:
    title = labels.spell_sentence(spell, subject.authority.name)
    width, height = box.x1 - box.x0, box.y1 - box.y0
    if spell.grade is None:
        frame.canvas.rect(box.x0, box.y0, width, height, "tl-open tl-dashed", title=title, radius=3)
    else:
        frame.canvas.bar(box.x0, box.y0, width, height, spell.grade.tone, title=title, radius=2)


def _letter(frame: RowFrame, spell: Spell, box: Box, limit: float) -> None:
    """Letter and year in the bar, or the letter alone; above the bar where neither fits."""
    letter, year = spell.grade.letter if spell.grade else DASH, spell.inspection.first_day.year
    width, middle = box.x1 - box.x0, (box.y0 + box.y1) / 2 + 4.2
    fitting = (t for t in (f"{letter} {year}", letter) if _wide(t) + 4 <= width)
    text = next(fitting, "")
    if not text and spell.grade:
        _beside(frame, letter, box, limit, spell.grade.position == 1)
    elif text and spell.grade is None:
        frame.canvas.text(box.x0 + width / 2, middle, text, size=SMALL, anchor="middle", bold=True)
    elif spell.grade:
        left = min(box.x0 + 4, box.x0 + (width - _wide(text)) / 2)
        tone = spell.grade.tone
        frame.canvas.label(left, middle, text, tone, f"tl-on-{tone}", size=SMALL, anchor="start")


def _beside(frame: RowFrame, letter: str, box: Box, limit: float, is_top: bool) -> None:
    """The letter of a bar that is too short for it: after it, else above it, or below the top."""
    if box.x1 + 2 + _wide(letter) <= min(limit, frame.canvas.width):
        x, y = box.x1 + 2 + _wide(letter) / 2, (box.y0 + box.y1) / 2 + 4.2
    else:
        x, y = (box.x0 + box.x1) / 2, box.y1 + 11.5 if is_top else box.y0 - 2.5
    frame.canvas.text(x, y, letter, size=SMALL, anchor="middle", bold=True)


def _wide(text: str) -> float:
    return text_width(text, SMALL, bold=True)


def _before(frame: RowFrame, subject: MultiplesRow, x: float, y: float) -> None:
    """Predecessors, in the empty time left of the rule where the authority begins."""
    room = x - frame.scale.start - 12
    lines = wrap(subject.before, SMALL, room) if subject.before and room > 0 else []
    if not lines or max(text_width(line, SMALL) for line in lines) > room:
        return
    if len(lines) * 15 > frame.height:
        return
    top = y + frame.height / 2 + 4 - (len(lines) - 1) * 7.5
    frame.canvas.lines(
        x - 8, top, lines, "tl-muted", size=SMALL, leading=15, anchor="end", italic=True
    )


def _ends(frame: RowFrame, subject: MultiplesRow, y: float, bottom: float) -> None:
    """An upright rule where the authority began and where it ended, within the axis."""
    authority, data = subject.authority, frame.data
    for day in (authority.start, authority.end):
        if day and data.first < day <= data.as_at:
            x = frame.scale.at(day)
            frame.canvas.line(x, y - 3, x, bottom, "tl-rule")
