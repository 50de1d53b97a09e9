"""The answer to a question: a sentence, and rows of typed cells.

A cell is plain data; pages and downloads render it by the type of its column.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ratings.rules.national import whole_percent
from ratings.rules.types import Authority, Grade, Inspection


class CellType(StrEnum):
    """What the cells of a column hold."""

    AUTHORITY = "authority"  # Authority
    AUTHORITIES = "authorities"  # tuple of Authority
    FINDING = "finding"  # Finding
    RESULT = "result"  # Finding of the inspection that the row names: shown without its date
    FINDINGS = "findings"  # tuple of Finding, with labels
    INSPECTION = "inspection"  # Inspection
    DAY = "day"  # date
    SPAN = "span"  # Timespan
    NUMBER = "number"  # int
    TALLY = "tally"  # AuthorityCount
    SHARE = "share"  # Percentage
    TEXT = "text"  # str


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column: `key` names it in downloads, `heading` on the page."""

    key: str
    heading: str
    kind: CellType


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of an inspection: a grade, or the text `words` on why there is none.

    Without an inspection there is only the text ("not yet"). `profile` are the grades of the
    areas, in one phrase, where an inspection gave no overall grade. `label` is the name of an
    area, among several.
    """

    words: str
    grade: Grade | None = None
    inspection: Inspection | None = None
    profile: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Timespan:
    """Days from a first day on; `is_open`: its end was not seen, and `open_words` say so."""

    start: date
    days: int
    is_open: bool = False
    open_words: str = "so far"

    @property
    def words(self) -> str:
        """`5 years 2 months`, `3 months`, `12 days`: whole months of the calendar."""
        until = self.start + timedelta(days=self.days)
        months = (until.year - self.start.year) * 12 + until.month - self.start.month
        months -= until.day < self.start.day
        if not months:
            return number_of(self.days, "day", "days")
        years, months = divmod(months, 12)
        parts = [(years, "year", "years"), (months, "month", "months")]
        return " ".join(number_of(*part) for part in parts if part[0])


@dataclass(frozen=True, slots=True)
class AuthorityCount:
    """A count of authorities. Where they are `listed`, `grade` and `region` (blank: any) are
    what the list of authorities is narrowed to, to show them."""

    number: int
    grade: str = ""
    region: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Percentage:
    """A count out of a number; `fraction` is of 1, None where there was nothing to divide."""

    count: int
    of: int

    @property
    def fraction(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded half up."""
        return whole_percent(self.count, self.of)


Cell = (
    Authority
    | tuple[Authority, ...]
    | Finding
    | tuple[Finding, ...]
    | Inspection
    | date
    | Timespan
    | int
    | AuthorityCount
    | Percentage
    | str
    | None
)
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer in one sentence, and the rows behind it; no rows, where there are none."""

    sentence: str
    rows: tuple[Row, ...] = ()


def number_of(number: int, one: str, many: str, none: str = "") -> str:
    """`1 authority`, `1,203 authorities`, and `no authority` where `none` says so."""
    if not number and none:
        return none
    return f"{number:,} {one if number == 1 else many}"


def authorities(number: int) -> str:
    return number_of(number, "authority", "authorities", "no authority")


def sentence(text: str) -> str:
    """With a capital and a full stop; nothing of nothing."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""
