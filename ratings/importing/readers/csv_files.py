"""CSV: text with commas, semicolons or tabs, in the encodings that spreadsheet programs write.

A record counts as one row even where a quoted cell holds line breaks, as in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import Any

from ratings.importing.readers import Limits, Unreadable
from ratings.importing.readers.sheets import packed

DELIMITERS = ",;\t"
SAMPLE = 20

OLD_ENCODING = (
    "The file is not UTF-8 and was read as Windows-1252: check names with accents and dashes."
)
Rows = list[list[str | None]]


def read_delimited(data: bytes, limits: Limits) -> dict[str, Any]:
    """The one nameless sheet of a CSV file, all its cells text. Raises Unreadable."""
    text, said = _decoded(data)
    csv.field_size_limit(limits.cell_characters)
    rows = _records(text, _delimiter(text), limits)
    return {"name": "", "said": said, "rows": rows}


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and what to say about its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(data, "utf-16"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _as(data, "cp1252"), OLD_ENCODING


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(
            "The text is in no encoding that is known (UTF-8, UTF-16, Windows-1252). Save it as"
            " CSV UTF-8 and try again."
        ) from None


def _delimiter(text: str) -> str:
    """The one of comma, semicolon and tab that splits the first records into most cells."""
    return max(DELIMITERS, key=lambda mark: _widest(text, mark))


def _widest(text: str, mark: str) -> int:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        return max((len(record) for record in islice(records, SAMPLE)), default=0)
    except csv.Error:
        return 0


def _records(text: str, delimiter: str, limits: Limits) -> Rows:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Rows = []
    try:
        for record in records:
            rows.append(_cells(record))
            if len(rows) > limits.rows:
                raise Unreadable(f"The file has more than {limits.rows:,} rows. Split it.")
    except csv.Error as error:
        raise Unreadable(_broken(len(rows) + 1, error, limits)) from None
    return rows


def _cells(record: list[str]) -> list[str | None]:
    while record and not record[-1]:
        record.pop()
    return [packed(cell) for cell in record]


def _broken(row: int, error: csv.Error, limits: Limits) -> str:
    if "field limit" in str(error):
        return (
            f"Row {row} has a cell of more than {limits.cell_characters:,} characters: a"
            " quotation mark may be missing at its end."
        )
    return (
        f"Row {row} is not CSV ({error}): a quotation mark may be missing or doubled. Open the"
        " file in a spreadsheet program, save it as CSV UTF-8 and try again."
    )
