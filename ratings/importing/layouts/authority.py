"""Whom a row is about, and what is wrong with the row as a whole."""

from __future__ import annotations

from ratings.importing.layouts.parsing import key
from ratings.importing.layouts.table import AUTHORITY, WEB_LINK, Column, Line, Table
from ratings.importing.types import SourceRow

CODES = {"local authority area code", "local authority code", "gss code"}
DESCRIPTIONS = {
    "ofsted region", "region", "la region", "la authority type", "local authority type",
    "local authority status",
}  # fmt: skip
"""Headings of what the record knows better: read, and left aside."""


def about_authority(column: Column) -> bool:
    """Whether a column tells of the authority, not of an inspection."""
    return column.key in {WEB_LINK, *AUTHORITY, *CODES, *DESCRIPTIONS}


def start_row(line: Line, table: Table) -> SourceRow:
    """The row's place, authority and codes, and the problem that the whole row has, if any."""
    column = table.column(*AUTHORITY)
    codes = (line.text(code) for code in table.columns if code.key in CODES)
    return SourceRow(
        where=line.where,
        authority=line.text(column),
        codes=tuple(filter(None, codes)),
        problem=_problem(line, table, column),
    )


def _problem(line: Line, table: Table, column: Column | None) -> str:
    found = []
    if column is None:
        found.append("The table has no column “Local authority name”: add it.")
    elif not key(line.text(column)):
        found.append(f"{line.place(column)} is empty: add the authority's name.")
    if places := table.unheaded(line):
        found.append(f"{', '.join(places)}: something stands here without a heading above it.")
    if headings := table.repeated:
        found.append(f"More than one column is headed “{'”, “'.join(headings)}”: name them apart.")
    return " ".join(found)
