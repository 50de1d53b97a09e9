"""Small multiples as SVG: every row the same grade steps, one axis of years for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ratings.charts.chart import ChartTable
from ratings.charts.small_multiples.data import MultiplesData, MultiplesRow
from ratings.charts.small_multiples.row import RowFrame, draw_row
from ratings.charts.svg import Canvas
from ratings.charts.text import pack, text_width
from ratings.charts.timeline import labels
from ratings.charts.timeline.legend import (
    SIZE,
    LegendEntry,
    Sign,
    draw_entries,
    not_recorded,
    visit,
)
from ratings.charts.timeline.reach import on_reports, words_after
from ratings.charts.timeline.scale import TimeScale
from ratings.rules.completeness import Completeness
from ratings.rules.dates import day_in_words
from ratings.rules.grades import NO_OVERALL_GRADE, best_first
from ratings.rules.spells import Spell
from ratings.rules.types import FINDING_WORDS, Grade, Inspection

# The text of small multiples: the same data as a table, and as a few sentences.


COLUMNS = ("Authority", "From", "To", "What", "Framework", "Grade or direction")

Row = tuple[date, int, tuple[str, ...]]
"""The day, the place among the rows of that day, and the cells."""


def describe(data: MultiplesData) -> str:
    """The alt text: what the axis covers, then every line."""
    years = f"from {data.first.year} to {data.as_at.year}"
    lines = " ".join(f"{s.authority.name}: {s.line.text}." for s in data.subjects)
    when = f"{data.moment}{on_reports(data.reach, data.known_by)}"
    return f"Steps from grade to grade {years}, {when}, visits as small marks. {lines}"


def table_of(data: MultiplesData) -> ChartTable:
    """Grades with the days from and to which they held, visits, beginnings and ends."""
    found = zip(data.subjects, data.spells, strict=True)
    rows = [cells for subject, spells in found for cells in _of_one(subject, spells, data.as_at)]
    rows += [_reach(kind) for kind in data.reach.values()]
    caption = f"Every grade and visit in the picture, {data.moment}"
    return ChartTable(caption, COLUMNS, tuple(rows))


def _reach(kind: Completeness) -> tuple[str, ...]:
    first = day_in_words(kind.first_day) if kind.first_day else ""
    what = f"Record complete for {kind.subject}"
    return ("All of them", first, day_in_words(kind.last_day), what, "", "")


def _of_one(
    subject: MultiplesRow, spells: Sequence[Spell], as_at: date
) -> Iterator[tuple[str, ...]]:
    name = subject.authority.name
    if not spells:
        yield (name, "", "", "Overall grades", "", subject.line.text or labels.missing_words(""))
    rows = [*_life(subject, as_at), *(_held(spell, name) for spell in spells)]
    rows += [(visit.first_day, 2, _visit(visit, name)) for visit in subject.visits]
    for _, _, cells in sorted(rows, key=lambda row: row[:2]):
        yield cells


def _life(subject: MultiplesRow, as_at: date) -> Iterator[Row]:
    authority = subject.authority
    for place, day, what in ((0, authority.start, "First day"), (3, authority.end, "Last day")):
        if day and day <= as_at:
            cells = (authority.name, day_in_words(day), "", f"{what} of the authority", "", "")
            yield day, place, cells


def _held(spell: Spell, name: str) -> Row:
    """A spell; an open one was still so on the last day that is known."""
    inspection, end = spell.inspection, day_in_words(spell.end)
    return (spell.start, 1, (
        name,
        labels.when(inspection),
        f"still so on {end}" if spell.is_open else end,
        labels.sentence(inspection.kind_name),
        labels.code_words(inspection.framework),
        labels.outcome(inspection),
    ))  # fmt: skip


def _visit(visit: Inspection, name: str) -> tuple[str, ...]:
    what = labels.sentence(visit.kind_name) + (f", theme: {visit.theme}" if visit.theme else "")
    return (name, labels.when(visit), "", what, "", labels.outcome(visit))


SMALL = 12
HEAD = 22.0
STRIP = 17.0
YEAR = 34.0
"""The width that the four digits of a year need, in units."""


@dataclass(frozen=True, slots=True)
class MultiplesLayout:
    """One layout of the chart: its width, the axis from `left` to `right`, where names are."""

    name: str
    width: int
    left: float
    right: float
    names_above: bool


WIDE = MultiplesLayout("wide", 980, 208, 966, names_above=False)
NARROW = MultiplesLayout("narrow", 358, 22, 352, names_above=True)

# What letters, marks and hatching mean: only those that the chart has.


def draw_key(canvas: Canvas, data: MultiplesData, y: float) -> float:
    """Draw the legend in rows; return its bottom y."""
    return draw_entries(canvas, _entries(data), y)


def _entries(data: MultiplesData) -> Iterator[LegendEntry]:
    spells = [spell for found in data.spells for spell in found]
    for grade in best_first({spell.grade for spell in spells if spell.grade}):
        yield LegendEntry(_grade(grade), 26, grade.word)
    if any(spell.grade is None for spell in spells):
        yield LegendEntry(_open, 26, NO_OVERALL_GRADE)
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


def draw(data: MultiplesData, layout: MultiplesLayout, title: str, description: str) -> str:
    """The whole chart in one layout; text is 12 units or more."""
    canvas = Canvas(f"multiples-{layout.name}", layout.width)
    scale = TimeScale(data.first, data.as_at, layout.left, layout.right)
    canvas.text(layout.right, 12, data.moment, size=SMALL, anchor="end", bold=True)
    top = _strip(canvas, data, scale, HEAD)
    y = _years(canvas, scale, top) + 4
    frame = RowFrame(canvas, scale, data, layout.names_above)
    for subject, spells, found in zip(data.subjects, data.spells, data.beyond, strict=True):
        y = draw_row(frame, subject, spells, found, y)
    canvas.line(scale.at(data.as_at), HEAD - 5, scale.at(data.as_at), y, "tl-rule")
    y = draw_key(canvas, data, _years(canvas, scale, y) + 12)
    return canvas.finish(y, title, description, f"tl tl-{layout.name}")


def _years(canvas: Canvas, scale: TimeScale, y: float) -> float:
    """The years below `y`: each in its middle, or every few at their first day.

    One that would touch the rule of the day moves a little, or is left out.
    """
    years = list(scale.years())
    widest = max(x1 - x0 for _, x0, x1 in years)
    step = next(n for n in (1, 2, 3, 5, 10, 20, 50, 100, 1000) if widest * n >= YEAR)
    for year, x0, x1 in years:
        half = text_width(str(year), SMALL) / 2
        wanted = (x0 + x1) / 2 if step == 1 else x0
        x = min(max(wanted, scale.start + half - 8), scale.end - half - 4)
        if year % step == 0 and abs(x - wanted) <= 12:
            canvas.text(x, y + 13, str(year), "tl-muted", size=SMALL, anchor="middle")
    return y + 18


def _strip(canvas: Canvas, data: MultiplesData, scale: TimeScale, y: float) -> float:
    """Which framework inspections that start then are made under; long names hang below."""
    hanging: list[tuple[float, float, str]] = []
    for framework, start, end in data.eras:
        x0, x1 = scale.at(start), scale.at(end)
        name = labels.code_words(framework)
        hover = labels.framework_sentence(framework)
        canvas.rect(x0, y, max(x1 - x0 - 2, 2), STRIP, "tl-strip", title=hover)
        width = text_width(name, SMALL)
        if width + 8 <= x1 - x0:
            canvas.text(x0 + 4, y + 12.5, name, "tl-muted", size=SMALL)
        else:
            left = min(x0, scale.end - width - 4)
            hanging.append((left, left + width, name))
    rows = pack([(x0, x1) for x0, x1, _ in hanging], gap=8)
    for (x0, _, name), row in zip(hanging, rows, strict=True):
        canvas.text(x0, y + STRIP + 12 + row * 15, name, "tl-muted", size=SMALL)
    return y + STRIP + 2 + (max(rows, default=-1) + 1) * 15
