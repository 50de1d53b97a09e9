"""Find the tables in a sheet: a row of headings anywhere, rows of data below, perhaps another
table.

A cell belongs to the heading above it in its own table, and to nothing else: rows are ragged and
are never shifted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ratings.importing.layouts.parsing import key, place, text
from ratings.importing.readers.sheets import Cell, Sheet
from ratings.importing.types import CellRef

Headings = frozenset[str]
"""The headings of a table, normalised by `parsing.key`: layouts are recognised by them."""

WEB_LINK, AUTHORITY_NAME = "web link", "local authority name"
MARKS = {WEB_LINK, AUTHORITY_NAME}
"""Either of them marks a row of headings: neither occurs as a value."""

AUTHORITY = {AUTHORITY_NAME, "local authority", "la name", "authority name"}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column with a heading: its number from 0, the heading as written and normalised."""

    number: int
    heading: str
    key: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of data; `number` counts from 1 as a spreadsheet program does."""

    sheet: str
    number: int
    cells: tuple[Cell, ...]

    @property
    def where(self) -> CellRef:
        return CellRef(self.sheet, self.number)

    @property
    def filled(self) -> list[int]:
        """Numbers of the columns with a value in this row."""
        return [number for number, cell in enumerate(self.cells) if text(cell)]

    def at(self, column: SheetColumn | None) -> Cell:
        """The cell under a heading; None beyond the end of the row, or without the column."""
        if column is None or column.number >= len(self.cells):
            return None
        return self.cells[column.number]

    def text(self, column: SheetColumn | None) -> str:
        return text(self.at(column))

    def place(self, column: SheetColumn) -> str:
        return place(column.number, self.number)


@dataclass(frozen=True)
class SheetTable:
    """A row of headings and the rows of data below it. `notes` are rows that are no data, `row` is
    the row number of the headings.

    Properties needed for every row are cached: a table may have very many rows and headings.
    """

    columns: tuple[SheetColumn, ...]
    lines: tuple[SheetRow, ...]
    notes: tuple[int, ...] = field(default=())
    row: int = 1

    @cached_property
    def headed(self) -> frozenset[int]:
        """Numbers of the columns that have a heading."""
        return frozenset(column.number for column in self.columns)

    @cached_property
    def repeated(self) -> str:
        """What is wrong with headings that occur above more than one column; else empty."""
        found: dict[str, list[str]] = {}
        for column in self.columns:
            found.setdefault(column.key, []).append(column.heading)
        twice = "”, “".join(heading for headings in found.values() for heading in headings[1:])
        return f"More than one column is headed “{twice}”: name them apart." if twice else ""

    @cached_property
    def headings(self) -> Headings:
        return frozenset(column.key for column in self.columns)

    def column(self, *keys: str) -> SheetColumn | None:
        """The first column with one of these headings."""
        return next((column for column in self.columns if column.key in keys), None)

    def unheaded(self, line: SheetRow) -> str:
        """What is wrong with cells of a row that have a value and no heading above; else empty."""
        places = ", ".join(place(n, line.number) for n in line.filled if n not in self.headed)
        return f"{places}: something stands here without a heading above it." if places else ""


def find_tables(sheet: Sheet, is_header: Callable[[Headings, bool], bool]) -> Iterator[SheetTable]:
    """The tables of a sheet: each runs from its headings to the next headings, or the end.

    `is_header` gets the texts of a row, and whether a table of authorities is above it.
    """
    starts: list[int] = []
    below_marks = False
    for number, row in enumerate(sheet.rows):
        headings = frozenset(key(cell) for cell in row if isinstance(cell, str))
        if is_header(headings, below_marks):
            starts.append(number)
            below_marks = below_marks or bool(headings & MARKS)
    for start, end in zip(starts, [*starts[1:], len(sheet.rows)], strict=False):
        words = ((number, text(cell)) for number, cell in enumerate(sheet.rows[start]))
        columns = tuple(SheetColumn(number, w, key(w)) for number, w in words if w)
        numbered = enumerate(sheet.rows[start + 1 : end], start + 2)
        lines = [line for n, row in numbered if (line := SheetRow(sheet.name, n, row)).filled]
        notes = _notes(columns, lines)
        data = tuple(line for line in lines if line.number not in notes)
        yield SheetTable(columns, data, tuple(sorted(notes)), start + 1)


def _notes(columns: tuple[SheetColumn, ...], lines: list[SheetRow]) -> set[int]:
    """Rows that are a title or a note: one cell, in the first column, that is no authority.

    A text that also begins rows of data is no note ("Ofsted Local Authority Webpage" alone is an
    authority whose name is missing).
    """
    if columns[0].number == 0 and columns[0].key in AUTHORITY:
        return set()
    of_data = {text(line.cells[0]) for line in lines if line.filled != [0]}
    return {
        line.number for line in lines if line.filled == [0] and text(line.cells[0]) not in of_data
    }
