"""Rows as CSV: UTF-8 and RFC 4180, safe to open in a spreadsheet.

Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers are
written by us and left alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ratings.rules.dates import PartialDate

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

BLOCK = 32_768
"""Characters, at least, of a block that is sent at once; the first is as short as can be."""

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table to download; every row has one value for each column."""

    columns: tuple[str, ...]
    rows: Iterable[Row]

    def csv(self) -> str:
        """The header and the rows as CSV text."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([cell(value) for value in row] for row in self.rows)
        return stream.getvalue()


def csv_blocks(sheet: DataTable) -> Iterator[bytes]:
    """The same text in blocks of bytes, read from the rows as it is asked for."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    enough = 0
    for row in sheet.rows:
        writer.writerow([cell(value) for value in row])
        if stream.tell() >= enough:
            yield stream.getvalue().encode()
            stream.seek(0)
            stream.truncate()
            enough = BLOCK
    if rest := stream.getvalue():
        yield rest.encode()


def blocks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Pieces of text as UTF-8, put together until a block is full; no piece gives none."""
    waiting: list[str] = []
    size = enough = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= enough:
            yield "".join(waiting).encode()
            waiting, size, enough = [], 0, BLOCK
    if waiting:
        yield "".join(waiting).encode()


def cell(value: object) -> str:
    """One value as CSV text: None is empty, true is yes, dates are ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, PartialDate | date):
        return value.isoformat()
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return str(value)
