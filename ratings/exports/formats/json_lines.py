"""A sheet as JSON Lines: one object a row, with the sheet's columns as its keys.

What is not there is null, never an empty text; yes and no are true and false; a date is ISO
text as long as it is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from ratings.exports.formats.metadata import About
from ratings.exports.table import Sheet, blocks
from ratings.rules.dates import PartialDate


def json_lines(sheet: Sheet, about: About) -> Iterator[bytes]:
    """The rows; there is no line for what the file says of itself."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return blocks(
        encode(dict(zip(sheet.columns, map(plain, row), strict=True))) + "\n" for row in sheet.rows
    )


def plain(value: object) -> object:
    """A cell as JSON has it."""
    if isinstance(value, PartialDate | date):
        return value.isoformat()
    if value is None or value == "" or isinstance(value, bool | int | float):
        return None if value == "" else value
    return str(value)
