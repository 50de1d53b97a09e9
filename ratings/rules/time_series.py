"""National shares through time: at the end of each year that Ofsted reports on, and on the day.

Source: domain §4 (what counts on a date) and §2 (frameworks in force between two dates).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from ratings.rules.national import CountCriteria, Country, Shares, shares
from ratings.rules.types import Framework, Inspection


def points(
    country: Country, areas: Collection[str], counted: CountCriteria, days: Iterable[date]
) -> dict[date, Shares]:
    """The shares on each day: authorities existing and inspections begun by then.

    `country` holds what was public by the reader's known-by date.
    """
    every = counted.every(country.inspections)
    first_days = [inspection.first_day for inspection in every]
    begun = ((day, every[: bisect_right(first_days, day)]) for day in days)
    return {day: shares(country.existing_on(day), known, areas, counted) for day, known in begun}


def year_ends(first: date, last: date) -> list[date]:
    """Every 31 March from one day to another, both included."""
    days = (date(year, 3, 31) for year in range(first.year, last.year + 1))
    return [day for day in days if first <= day <= last]


def days_of(
    inspections: Sequence[Inspection], frameworks: Collection[Framework], as_at: date
) -> list[date]:
    """The days of a series: every 31 March since the first inspection that counts, and `as_at`.

    Frameworks that all have ended are followed to the first 31 March after the last of them.
    """
    codes = {framework.code for framework in frameworks}
    begun = [i.first_day for i in inspections if i.framework.code in codes]
    if not begun:
        return [as_at]
    ends = [f.last_day for f in frameworks if f.last_day]
    over = max(ends) if len(ends) == len(frameworks) else as_at
    last = min(as_at, date(over.year + 1, 3, 31))
    return list(dict.fromkeys([*year_ends(min(begun), last), as_at]))
