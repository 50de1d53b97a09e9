"""The text of small multiples: the same data as a table, and as a few sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ratings.charts.chart import ChartTable
from ratings.charts.small_multiples.data import MultiplesData, MultiplesRow
from ratings.charts.timeline import labels
from ratings.charts.timeline.reach import on_reports
from ratings.rules.completeness import Completeness
from ratings.rules.dates import day_in_words
from ratings.rules.spells import Spell
from ratings.rules.types import Inspection

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
