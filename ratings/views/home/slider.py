"""The days that the date slider stops at; each is a plain link as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ratings.forms import Moment, today
from ratings.rules.dates import day_in_words
from ratings.rules.types import Framework


@dataclass(frozen=True, slots=True)
class Stop:
    """One day of the slider: `as_at` as an address says it (blank for today), its words in
    full and in short, and whether it is one of the yearly ones."""

    as_at: str
    words: str
    short: str
    is_year: bool
    is_current: bool


def stops(asked: Moment, frameworks: Iterable[Framework], names: Mapping[str, str]) -> list[Stop]:
    """31 March of every year of the record, the eves of new frameworks of the line, today,
    and the day that the page is about where it is none of these; in order."""
    known = list(frameworks)
    now = today()
    days = {day: (day_in_words(day), str(day.year), True) for day in _year_ends(known, now)}
    for day, words in _eves(known, names):
        if day <= now:
            days.setdefault(day, (f"{day_in_words(day)}, eve of {words}", f"eve of {words}", False))
    days[now] = (f"today, {day_in_words(now)}", "today", False)
    if asked.as_at not in days:
        words = day_in_words(asked.as_at)
        days[asked.as_at] = (words, words, False)
    return [
        Stop("" if day == now else day.isoformat(), *told, day == asked.as_at)
        for day, told in sorted(days.items())
    ]


def _year_ends(frameworks: list[Framework], now: date) -> list[date]:
    first = min((f.first_day for f in frameworks), default=now)
    found = (date(year, 3, 31) for year in range(first.year, now.year + 1))
    return [day for day in found if first <= day <= now]


def _eves(frameworks: list[Framework], names: Mapping[str, str]) -> list[tuple[date, str]]:
    """The day before each framework of the line came into force, with its short name."""
    return [
        (f.first_day - timedelta(days=1), names.get(f.code, f.code))
        for f in frameworks
        if f.in_line
    ]
