"""Parse one cell of a release: its text, its place, its date, whether it means "nothing"."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from ratings.importing.readers.sheets import Cell
from ratings.rules.dates import MONTHS

NOTHING = {"not yet inspected", "no full inspection", "-", "–", "—"}
"""How releases write that there is no inspection, or no grade (domain §7, 5)."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Days outside are typing errors: the oldest inspection in a release is of 2009."""

EXCEL_DAY_0 = date(1899, 12, 30)
ISO_DAY = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?")
BRITISH_DAY = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})")
SPOKEN_DAY = re.compile(r"(?P<d>\d{1,2}) (?P<word>[A-Za-z]+) (?P<y>\d{4})")


def text(cell: Cell) -> str:
    """A cell as text with whitespace collapsed, as a user sees it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return " ".join(str(cell).split())


@lru_cache(maxsize=2_000)
def key(words: str) -> str:
    """Normalise text for comparison: ignore case, blanks, dashes, quotes and a final stop."""
    if not words.isascii():
        words = unicodedata.normalize("NFKC", words)
        words = re.sub("[‐‑–]", "-", re.sub("[‘’]", "'", words))
    folded = " ".join(words.split()).lower().rstrip(".:* ")
    return folded.replace("reinspection", "re-inspection")


def is_nothing(cell: Cell) -> bool:
    """Whether a cell is empty or says that there is nothing."""
    words = text(cell).lower()
    return not words or words in NOTHING


def place(column: int, row: int) -> str:
    """`H12` for column 7 (from 0) in row 12."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def day(cell: Cell) -> date | str:
    """The date in a cell, or what is wrong with it ("says “soon”, which is no date").

    A date is a date cell, or text as 18/02/2019, 2019-02-18 or 18 February 2019. A number is not
    accepted as a date: workbooks count days from 1900 or from 1904.
    """
    if isinstance(cell, datetime):
        return f"is a moment ({cell.isoformat(' ')}), not a day: write the day that is meant"
    found = cell if isinstance(cell, date) else _written_day(text(cell))
    if isinstance(found, date) and FIRST_DAY <= found <= LAST_DAY:
        return found
    return f"says “{text(cell)}”, which is no date{_perhaps(cell)}"


def _written_day(words: str) -> date | None:
    """The date; None for other text, or if there is no such day (31/02/2019, 2 Smarch 2019)."""
    matches = (pattern.fullmatch(words) for pattern in (ISO_DAY, BRITISH_DAY, SPOKEN_DAY))
    parts = next((match.groupdict() for match in matches if match), {"y": "0", "m": "0", "d": "0"})
    month = month_of(parts["word"]) if "word" in parts else int(parts["m"])
    try:
        return date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None


def month_of(word: str) -> int:
    """1 to 12 for a month's name or its first three letters; 0 for others."""
    found = (n for n, name in enumerate(MONTHS, 1) if word.title() in {name, name[:3]})
    return next(found, 0)


def _perhaps(cell: Cell) -> str:
    """A hint that a number in a date column may be a date that has lost its format."""
    if isinstance(cell, bool) or not isinstance(cell, int):
        return ": write it as 18/02/2019"
    if not (FIRST_DAY - EXCEL_DAY_0).days <= cell <= (LAST_DAY - EXCEL_DAY_0).days:
        return ": write it as 18/02/2019"
    meant = EXCEL_DAY_0 + timedelta(days=cell)
    return f" (perhaps {meant:%d/%m/%Y}, without its format): format the cell as a date"
