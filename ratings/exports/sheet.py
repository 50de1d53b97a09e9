"""Rows as CSV: UTF-8 and RFC 4180, safe to open in a spreadsheet.

A text that a spreadsheet would run as a formula gets a leading apostrophe; numbers are
written by us and left alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ratings.rules.dates import PartialDate

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Sheet:
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


def cell(value: object) -> str:
    """One value as CSV text: nothing is empty, true is yes, dates are ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, PartialDate | date):
        return value.isoformat()
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return str(value)
