"""Shares of grades through time: one column a year, stacked from the worst grade up.

The height is all authorities that existed, so that those without a grade are seen and not
left out. Letters and counts are in the columns; colour only repeats them. Upright and
stacked for wide screens; for phones the columns lie down, one row a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratings.charts.picture_address import Picture
from ratings.charts.svg import Canvas
from ratings.charts.text import text_width
from ratings.rules.types import Grade

WIDTH, HEIGHT = 980, 300.0
LEFT, TOP = 44.0, 34.0
NARROW, ROW, BAR = 358, 30.0, 20.0
NARROW_LEFT = 62.0
SMALL = 12


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of a column: a grade, or (`grade` None) those without; `words` is its tooltip text.

    A `dashed` slice was inspected and given no grade; a plain empty one not inspected.
    """

    count: int
    words: str
    grade: Grade | None = None
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class StackedBar:
    """One day: `label` above `detail` beneath it; slices from the bottom up."""

    label: str
    detail: str
    slices: tuple[Slice, ...]

    @property
    def total(self) -> int:
        return sum(each.count for each in self.slices)


@dataclass(frozen=True, slots=True)
class FrameworkSpan:
    """Rules in force from one gap between columns to another, counted in columns before it.

    `change` says what is different under them, where they do not grade what is drawn.
    """

    name: str
    start: int
    end: int
    change: str = ""

    @property
    def words(self) -> str:
        return f"{self.name}: {self.change}" if self.change else self.name


Key = Sequence[tuple[str, Grade | None, bool]]
"""The legend: words, a grade or none, and whether the sign is dashed."""


def shares_picture(
    columns: Sequence[StackedBar],
    eras: Sequence[FrameworkSpan],
    key: Key,
    *,
    uid: str,
    title: str,
    description: str,
) -> Picture:
    """Columns in order of time, and the rules in force beneath them, in both layouts."""
    wide, narrow = Canvas(f"{uid}-wide", WIDTH), Canvas(f"{uid}-narrow", NARROW)
    return Picture(
        wide.finish(_wide(wide, columns, eras, key), title, description, "tl tl-wide"),
        narrow.finish(_narrow(narrow, columns, eras, key), title, description, "tl tl-narrow"),
        title,
        description,
    )


def _wide(
    canvas: Canvas, columns: Sequence[StackedBar], eras: Sequence[FrameworkSpan], key: Key
) -> float:
    """Draw upright columns; return the height."""
    step = (WIDTH - LEFT) / max(len(columns), 6)
    width = min(step * 0.78, 84.0)
    _key(canvas, key, WIDTH)
    foot = TOP + HEIGHT
    _scale(canvas, foot, step * len(columns))
    for i, column in enumerate(columns):
        x = LEFT + step * (i + 0.5)
        _upright(canvas, column, x - width / 2, width)
        canvas.text(x, foot + 17, column.label, size=SMALL, anchor="middle", bold=True)
        canvas.text(x, foot + 32, column.detail, "tl-muted", size=SMALL, anchor="middle")
    _eras(canvas, eras, step, foot + 44)
    return foot + 84


def _scale(canvas: Canvas, foot: float, width: float) -> None:
    """Fifths of the whole, in per cent."""
    for share in (0, 25, 50, 75, 100):
        y = foot - HEIGHT * share / 100
        canvas.line(LEFT, y, LEFT + width, y, "tl-unknown")
        canvas.text(LEFT - 6, y + 4, f"{share}%", "tl-muted", size=SMALL, anchor="end")


def _upright(canvas: Canvas, column: StackedBar, x: float, width: float) -> None:
    y = TOP + HEIGHT
    for each in column.slices:
        height = HEIGHT * each.count / max(column.total, 1)
        y -= height
        if not each.count:
            continue
        _slice(canvas, each, x, y, width, max(height - 1, 0.8))
        if height >= 15:
            _label(canvas, each, x + width / 2, y + height / 2 + 3.8, width)


def _slice(canvas: Canvas, each: Slice, x: float, y: float, w: float, h: float) -> None:
    title = f"{each.count} {each.words}"
    if each.grade:
        canvas.bar(x, y, w, h, each.grade.tone, title=title, radius=1)
    else:
        cls = "tl-open tl-dashed" if each.dashed else "tl-band"
        canvas.rect(x, y, w, h, cls, title=title, radius=1)


def _label(canvas: Canvas, each: Slice, x: float, y: float, width: float) -> None:
    """Letter and count, or the count alone where there is no room for both."""
    both = f"{each.grade.letter} {each.count}" if each.grade else str(each.count)
    words = both if text_width(both, SMALL, bold=True) < width - 2 else str(each.count)
    if text_width(words, SMALL, bold=True) >= width - 2:
        return
    if each.grade:
        canvas.label(x, y, words, each.grade.tone, f"tl-on-{each.grade.tone}")
    else:
        canvas.text(x, y, words, "tl-muted", size=SMALL, anchor="middle")


def _eras(canvas: Canvas, eras: Sequence[FrameworkSpan], step: float, y: float) -> None:
    """The strip of rules, and a dashed rule up through the columns where grading changed."""
    for era in eras:
        x0, x1 = LEFT + step * era.start, LEFT + step * era.end - 2
        canvas.rect(x0, y, max(x1 - x0, 1), 20, "tl-strip", title=era.words)
        if text_width(era.words, SMALL) + 6 < x1 - x0:
            canvas.text(x0 + 5, y + 14, era.words, size=SMALL)
        elif era.start < era.end:
            canvas.text(x1, y + 35, era.words, size=SMALL, anchor="end")
        if era.change:
            canvas.line(x0 - 1, TOP - 4, x0 - 1, y + 20, "tl-dashed")


def _key(canvas: Canvas, key: Key, width: float, y: float = 0) -> float:
    """Draw the legend in rows; return its bottom y."""
    x = 0.0
    for words, grade, dashed in key:
        needed = 34 + text_width(words, SMALL) + 16
        if x + needed > width + 16:
            x, y = 0.0, y + 20
        if grade:
            canvas.bar(x, y + 2, 28, 15, grade.tone, radius=2)
            canvas.label(x + 14, y + 14, grade.letter, grade.tone, f"tl-on-{grade.tone}", size=11)
        else:
            cls = "tl-open tl-dashed" if dashed else "tl-band"
            canvas.rect(x + 0.7, y + 2, 27, 14, cls, radius=2)
        canvas.text(x + 34, y + 14, words, "tl-muted", size=SMALL)
        x += needed
    return y + 22


def _narrow(
    canvas: Canvas, columns: Sequence[StackedBar], eras: Sequence[FrameworkSpan], key: Key
) -> float:
    """Draw columns that lie, one row each; return the height."""
    y = _key(canvas, key, NARROW) + 8
    for i, column in enumerate(columns):
        for era in (era for era in eras if era.start == i):
            y = _era_row(canvas, era, y)
        _lying(canvas, column, y)
        y += ROW
    return y + 2


def _era_row(canvas: Canvas, era: FrameworkSpan, y: float) -> float:
    if era.change:
        canvas.line(0, y + 2, NARROW, y + 2, "tl-dashed")
    canvas.text(0, y + 15, era.words, "tl-muted", size=SMALL)
    return y + 21


def _lying(canvas: Canvas, column: StackedBar, y: float) -> None:
    canvas.text(0, y + 10, column.label, size=SMALL, bold=True)
    canvas.text(0, y + 22, column.detail, "tl-muted", size=11)
    x, room = NARROW_LEFT, NARROW - NARROW_LEFT
    for each in column.slices:
        width = room * each.count / max(column.total, 1)
        if each.count:
            _slice(canvas, each, x, y + 2, max(width - 1, 0.8), BAR)
            if width >= text_width(str(each.count), SMALL, bold=True) + 3:
                _label(canvas, each, x + width / 2, y + 16, width)
        x += width
