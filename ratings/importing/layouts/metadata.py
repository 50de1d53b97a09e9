"""What a release says of itself on its cover: its title, when it was published, as at when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ratings.importing.layouts.parsing import day, key, text
from ratings.importing.readers.sheets import Cell, Sheet

PUBLISHED_ON = "published on"
POLICY_AREA = "policy area"
PERIOD = "period covered"
COVER_SHEET = "cover sheet"
"""How the first row of older covers begins; their title is the policy area."""

AS_AT = re.compile(r"\bas at (\d{1,2} [A-Za-z]+ \d{4})\b", re.IGNORECASE)
YEAR = re.compile(r"\b(20\d\d)\b")
RELEASE_DAY = (3, 31)


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover's own words and dates; `source` is empty where they do not agree."""

    title: str = ""
    published: date | None = None
    as_at: date | None = None

    @property
    def source(self) -> str:
        """`official-2024` for a release as at 31 March 2024."""
        if self.as_at is None or (self.as_at.month, self.as_at.day) != RELEASE_DAY:
            return ""
        years = {int(year) for year in YEAR.findall(self.title)}
        return f"official-{self.as_at.year}" if years <= {self.as_at.year} else ""


def is_cover(sheet: Sheet) -> bool:
    """Whether a sheet says when the release was published."""
    return bool(_labelled(sheet, PUBLISHED_ON))


def read_cover(sheets: Sequence[Sheet], above: Sequence[str]) -> Cover:
    """The cover, or what the titles above the tables say where there is none."""
    cover = next((sheet for sheet in sheets if is_cover(sheet)), None)
    if cover is None:
        return Cover(above[0] if above else "", None, _one_day(above))
    title = _title(cover)
    periods = [text(cell) for cell in _labelled(cover, PERIOD)]
    return Cover(title, _published(cover), _one_day([title, *periods]))


def _labelled(sheet: Sheet, label: str) -> list[Cell]:
    """The cells beside those in the first column that begin with the label."""
    return [row[1] for row in sheet.rows if len(row) > 1 and key(text(row[0])).startswith(label)]


def _title(cover: Sheet) -> str:
    first = next((text(row[0]) for row in cover.rows if row and text(row[0])), "")
    if key(first).startswith(COVER_SHEET):
        return next((text(cell) for cell in _labelled(cover, POLICY_AREA)), first)
    return first


def _published(cover: Sheet) -> date | None:
    found = day(_labelled(cover, PUBLISHED_ON)[0])
    return found if isinstance(found, date) else None


def _one_day(words: Sequence[str]) -> date | None:
    """The day that all of the words say "as at"; None if they say none, or several."""
    days = set(_days(words))
    return days.pop() if len(days) == 1 else None


def _days(words: Sequence[str]) -> Iterator[date]:
    for sentence in words:
        for match in AS_AT.findall(sentence):
            found = day(match)
            if isinstance(found, date):
                yield found
