"""Releases for tests in the shapes that Ofsted has published, with authorities of our own."""

from collections.abc import Sequence
from typing import Any

from ratings.importing.layouts import read_release
from ratings.importing.readers.sheets import Sheet
from ratings.importing.types import ImportRow, Release, SheetRead

Rows = Sequence[Sequence[Any]]

LINK = "Link to the authority's page"
GOOD, POOR = "Good", "Inadequate"

GRADES = ("Overall effectiveness", "Impact of leaders", "Help and protection", "Children in care")
AS_AT = ("Web link", "Local authority name", "Ofsted region", "Inspection date", *GRADES)
IN_YEAR = (
    "Web link", "Local authority name", "Ofsted region", "Inspection/Visit date",
    "Inspection/Visit type", *GRADES, "Visit Theme",
)  # fmt: skip
LONG = (
    "Web link", "Local authority area code", "Local authority name", "Local authority status",
    "Ofsted region", "Inspection date", "Publication date", "Inspection type", *GRADES,
)  # fmt: skip


def sheet(rows: Rows, name: str = "Any name") -> Sheet:
    """A sheet as it comes out of the box: no empty cells at the end of a row."""
    return Sheet(name, tuple(tuple(_trimmed(row)) for row in rows))


def _trimmed(row: Sequence[Any]) -> list[Any]:
    cells = list(row)
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def release(**sheets: Rows) -> Release:
    return read_release([sheet(rows, name) for name, rows in sheets.items()])


def sheet_read(rows: Rows) -> SheetRead:
    """The one sheet of a release, read."""
    (read,) = release(One=rows).sheets
    return read


def rows_of(*rows: Sequence[Any]) -> tuple[ImportRow, ...]:
    return sheet_read(rows).rows


def found(row: ImportRow) -> list[tuple[str, str, str]]:
    """A row's findings as plain values."""
    return [(finding.heading, finding.text, finding.cell) for finding in row.findings]
