"""Sheets of cells: what a spreadsheet is read into, and the JSON form that the sandbox returns.

In JSON a sheet is `{"name", "said", "rows"}`, a row a list of cells without the empty ones at its
end, a cell text, number, true, false or null; a date is `{"d": "2019-02-18"}`, a datetime `{"t":
"2019-02-18T10:30:00"}`. A date that a program wrote as a datetime at midnight is a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from ratings.importing.readers import LIMITS, Limits, UnreadableFileError, sandbox

NUL, STRANGE = "\0", "\N{REPLACEMENT CHARACTER}"
"""A character that no database stores in a text, and its replacement."""

LONGEST_NAME = 100
"""Maximum length of the name of a sheet; spreadsheet programs allow 31."""

Cell = str | int | float | bool | date | None
"""A cell's value: a `datetime` is a `date` too; empty is None."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, its first row and column those of the spreadsheet; rows differ in length.

    `name` is empty for a file without sheets (CSV). `said` is a note for the user on how the sheet
    was read, usually empty.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    said: str = ""


def open_sheets(data: bytes, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """The sheets of a spreadsheet file, read in the sandbox. Raises UnreadableFileError."""
    return decoded(sandbox.run_sandboxed("spreadsheet", data, limits))


def packed(value: object) -> Any:
    """One cell as JSON: see above. Whole numbers lose their `.0`, empty text is null."""
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return {"d": str(value.date())} if midnight else {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if value is None or isinstance(value, int):
        return value
    return str(value).replace(NUL, STRANGE) or None


def decoded(sheets: Any) -> tuple[Sheet, ...]:
    """Sheets as the sandbox returned them. Raises UnreadableFileError for anything else."""
    try:
        return tuple(
            Sheet(
                sheet["name"].replace(NUL, STRANGE)[:LONGEST_NAME],
                tuple(
                    tuple(_unpacked(cell) if isinstance(cell, dict) else cell for cell in row)
                    for row in sheet["rows"]
                ),
                sheet["said"],
            )
            for sheet in sheets
        )
    except (KeyError, TypeError, ValueError):
        raise UnreadableFileError(sandbox.BROKE_OFF) from None


def _unpacked(cell: dict[str, str]) -> date:
    if "d" in cell:
        return date.fromisoformat(cell["d"])
    return datetime.fromisoformat(cell["t"])
