"""Dates that are only partly known, and how dates are displayed as text.

Source of the rules: domain §3.5 (a partial date counts as its first day and is shown only
as precisely as it is known) and pages.md (dates are written 17 October 2018).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

DAYS_A_YEAR = 365.25

_ISO = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")

_ISO_IN_TEXT = re.compile(r"(?<![\w/-])[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w/-])")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year: `first_day` is its first day, `precision` how much is known.

    Raises ValueError when the first day does not fit the precision, so that a date such as
    17 October "known to the month" cannot exist.
    """

    first_day: date
    precision: Precision = "day"

    def __post_init__(self) -> None:
        if self.precision == "month" and self.first_day.day != 1:
            raise ValueError("a date known to the month starts on the first of that month")
        if self.precision == "year" and (self.first_day.month, self.first_day.day) != (1, 1):
            raise ValueError("a date known to the year starts on 1 January")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2018`, `2018-07` or `2018-07-11`; anything else raises ValueError."""
        match = _ISO.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a date like 2018-07-11, 2018-07 or 2018")
        year, month, day = match["year"], match["month"], match["day"]
        precision: Precision = "day" if day else "month" if month else "year"
        return cls(date(int(year), int(month or 1), int(day or 1)), precision)

    @property
    def year(self) -> int:
        return self.first_day.year

    @property
    def last_day(self) -> date:
        """The last day that may be meant."""
        day = self.first_day
        if self.precision == "year":
            return day.replace(month=12, day=31)
        if self.precision == "month":
            return day.replace(day=monthrange(day.year, day.month)[1])
        return day

    def isoformat(self) -> str:
        """ISO text, as long as the date is known: `2018-07-11`, `2018-07` or `2018`."""
        return self.first_day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    def in_words(self) -> str:
        """`11 July 2018`, `July 2018` or `2018`."""
        if self.precision == "day":
            return day_in_words(self.first_day)
        if self.precision == "month":
            return month_in_words(self.first_day)
        return str(self.first_day.year)


@dataclass(frozen=True, slots=True)
class Period:
    """Consecutive days, from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def meets(self, first: date | None, last: date | None) -> bool:
        """Whether any of its days lies between two days; None: no limit on that side."""
        return (first is None or first <= self.last) and (last is None or self.first <= last)


def day_in_words(day: date) -> str:
    """`17 October 2018`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def dates_in_words(text: str) -> str:
    """`2014-03-27 to 2015` as `27 March 2014 to 2015`; other text is unchanged.

    Within other text `2010-11` is a school year; by itself it is a month, as in a field for one.
    """
    if _ISO.fullmatch(text.strip()):
        return date_in_words(text)
    return _ISO_IN_TEXT.sub(lambda found: _of_text(found[0]), text)


def _of_text(found: str) -> str:
    year, month = int(found[2:4]), int(found[5:7])
    return found if len(found) == 7 and month == year + 1 else date_in_words(found)


def date_in_words(text: str) -> str:
    """`17 October 2018` for `2018-10-17`; text that is not such a date is unchanged."""
    try:
        return PartialDate.parse(text).in_words()
    except ValueError:
        return text


def month_in_words(day: date) -> str:
    """`October 2018`."""
    return f"{MONTHS[day.month - 1]} {day.year}"
