"""Export formats for a table: CSV, XLSX, ODS and JSON Lines, with the same values.

Each writer takes a `Sheet` and an `About` and gives blocks of bytes, a few rows at a time, so
that a table of any length is sent without being held in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from ratings.exports.formats.metadata import FileMeta
from ratings.exports.formats.ods import ods
from ratings.exports.formats.xlsx import xlsx
from ratings.exports.table import DataTable, blocks, csv_blocks
from ratings.rules.dates import PartialDate

__all__ = ["CSV", "FORMATS", "OTHERS", "FileMeta", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """`suffix` ends a URL and a file name; `name` is its label."""

    suffix: str
    name: str
    media_type: str
    write: Callable[[DataTable, FileMeta], Iterator[bytes]]

    def stream(self, sheet: DataTable, about: FileMeta) -> Iterator[bytes]:
        """The file in blocks. The first row is read before the first block is given, so what
        is sent is of the data as they were then."""
        rows = iter(sheet.rows)
        first = list(islice(rows, 1))
        yield from self.write(DataTable(sheet.columns, chain(first, rows)), about)


def _csv(sheet: DataTable, about: FileMeta) -> Iterator[bytes]:
    """A CSV has no place for anything but rows: the file's name and HTTP headers give the rest."""
    return csv_blocks(sheet)


def json_lines(sheet: DataTable, about: FileMeta) -> Iterator[bytes]:
    """The rows; there is no line for metadata."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return blocks(
        encode(dict(zip(sheet.columns, map(plain, row), strict=True))) + "\n" for row in sheet.rows
    )


def plain(value: object) -> object:
    """A cell as a JSON value."""
    if isinstance(value, PartialDate | date):
        return value.isoformat()
    if value is None or value == "" or isinstance(value, bool | int | float):
        return None if value == "" else value
    return str(value)


CSV = Format("csv", "CSV", "text/csv; charset=utf-8", _csv)
OTHERS = (
    Format(
        "xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx
    ),
    Format("ods", "ODS", "application/vnd.oasis.opendocument.spreadsheet", ods),
    Format("jsonl", "JSON Lines", "application/jsonl; charset=utf-8", json_lines),
)
FORMATS = {each.suffix: each for each in (CSV, *OTHERS)}
