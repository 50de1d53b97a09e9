"""Forms for as-of dates. The only module that knows today's date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils import timezone

from ratings.rules.dates import day_in_words
from ratings.rules.types import Framework

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
A_DATE = "a date such as 2024-03-31, from 1900-01-01 to 2100-12-31"

YEAR_ENDS = 5
"""How many of the latest 31 Marches the date control offers."""

MOMENT = ("as_at", "known_by")
"""The parameters of every page on ratings: `@public_view(*MOMENT, …)`."""

VERSION = "version"
"""The parameter of every page that says in which version of the data it was seen."""

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def today() -> date:
    """Today in London, or the day that RATINGS_TODAY sets instead."""
    day: date | None = settings.RATINGS_TODAY
    return day or timezone.localdate()


@dataclass(frozen=True, slots=True)
class Preset:
    """A preset of the date control; `as_at` is blank for today."""

    words: str
    as_at: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class QueryDates:
    """The two as-of dates of every page (domain §4), never mixed up.

    `as_at`: what was true then. `known_by`: what had been published by then; None means
    everything known now. `as_at_given`: the URL has the parameter, so links carry it on;
    else the page is about today.
    """

    as_at: date
    known_by: date | None = None
    as_at_given: bool = False

    @property
    def is_to_come(self) -> bool:
        """Whether the day is in the future, so that nobody can know what is true on it."""
        return self.as_at > today()

    def in_words(self) -> str:
        """`as at 31 March 2024, as published by 30 June 2024`."""
        return f"as at {self.days_in_words()}"

    def days_in_words(self) -> str:
        """`31 March 2024, as published by 30 June 2024`."""
        published = f", as published by {day_in_words(self.known_by)}" if self.known_by else ""
        return f"{day_in_words(self.as_at)}{published}"

    def parameters(self) -> dict[str, str]:
        """The query parameters that request these dates again."""
        given = {"as_at": self.as_at.isoformat()} if self.as_at_given else {}
        return given | ({"known_by": self.known_by.isoformat()} if self.known_by else {})

    def query(self) -> str:
        """`as_at=2024-03-31&known_by=2024-06-30`: only what was given, so possibly empty."""
        return urlencode(self.parameters())

    def suffix(self) -> str:
        """The query with its question mark, to append to a URL; empty for today."""
        return f"?{self.query()}" if self.parameters() else ""

    def is_now(self) -> bool:
        """Whether the page is about today, with everything known now."""
        return self.as_at == today() and self.known_by is None

    @property
    def span(self) -> tuple[date, date]:
        """Its day, and the later of that and today: `Record.begun` takes both for choices."""
        return self.as_at, max(self.as_at, today())

    def presets(self, frameworks: Iterable[Framework]) -> tuple[Preset, ...]:
        """Today, the latest year ends, and the day before the latest change of framework."""
        now = today()
        eve = max((f.first_day for f in frameworks if f.first_day <= now), default=now)
        days = {day: day_in_words(day) for day in _year_ends(now)}
        if eve != now:
            day = eve - timedelta(days=1)
            days[day] = f"{day_in_words(day)} (eve of the latest framework)"
        past = (
            Preset(words, day.isoformat(), day == self.as_at)
            for day, words in sorted(days.items(), reverse=True)
        )
        return (Preset("today", "", self.as_at == now), *past)


def _year_ends(now: date) -> list[date]:
    """The latest 31 Marches up to a day: the ends of the years that Ofsted reports on."""
    latest = now.year if now >= date(now.year, 3, 31) else now.year - 1
    return [date(year, 3, 31) for year in range(latest, latest - YEAR_ENDS, -1)]


class IsoDateField(forms.DateField):
    """A day in ISO format only (2024-03-31), from 1900 to 2100. Blank: None."""

    default_error_messages = {"invalid": f"Write {A_DATE}."}
    widget = forms.DateInput(attrs={"type": "date"})
    allowed = (A_DATE,)

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        day = _day(text)
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def _day(text: str) -> date | None:
    """The date of an ISO text, None for one that is not in the calendar."""
    if not _ISO_DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class MomentForm(forms.Form):
    """`as_at` and `known_by` from the query string; blank: today, everything known."""

    as_at = IsoDateField(required=False, label="As at")
    known_by = IsoDateField(required=False, label="As published by")

    def moment(self) -> QueryDates:
        """The as-of dates requested; call it on a valid form."""
        as_at: date | None = self.cleaned_data["as_at"]
        return QueryDates(as_at or today(), self.cleaned_data["known_by"], as_at is not None)
