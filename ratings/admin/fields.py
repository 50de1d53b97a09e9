"""Form fields for dates that are known to the day, the month or the year."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ratings.rules.dates import MONTHS, PartialDate

NUMBERS = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})")
WORDS = re.compile(r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? )?(?P<month>[a-z]+) (?P<year>\d{4})")

YEARS = range(1900, 2101)
"""Years that an admin form accepts; any other is taken for a typing error."""


def read_date(text: str) -> PartialDate:
    """Parse `11/05/2026`, `11 May 2026`, `2026-05-11`, `May 2026` or `2026`, as precise as typed.

    Raises ValueError for anything else, and for dates that do not exist.
    """
    text = " ".join(text.lower().replace(",", " ").split())
    if match := NUMBERS.fullmatch(text):
        return PartialDate(date(int(match["year"]), int(match["month"]), int(match["day"])))
    if match := WORDS.fullmatch(text):
        found = (n for n, m in enumerate(MONTHS, 1) if m.lower().startswith(match["month"]))
        month = next(found, 0) if len(match["month"]) >= 3 else 0
        day = date(int(match["year"]), month, int(match["day"] or 1))
        return PartialDate(day, "day" if match["day"] else "month")
    return PartialDate.parse(text)


class PartialDateField(forms.CharField):
    """A day, month or year; cleans to a `PartialDate`, or None when left empty."""

    hint = "As known: 11/05/2026, May 2026 or 2026."
    unreadable = "Write the date as 11/05/2026, 11 May 2026, May 2026 or 2026."

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or self.hint
        super().__init__(max_length=40, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off", "class": "date-text"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = read_date(text)
        except ValueError:
            raise ValidationError(self.unreadable) from None
        if found.year not in YEARS:
            raise ValidationError(f"Give a year from {YEARS[0]} to {YEARS[-1]}.")
        return found

    def prepare_value(self, value: Any) -> Any:
        """Return the text of the input: the date with its month named, or what was typed."""
        return value.in_words() if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != (initial or None)
        except ValidationError:
            return True


class DayField(PartialDateField):
    """A date known to the day; cleans to a `date`, or None when left empty."""

    hint = "Such as 11/05/2026 or 11 May 2026."
    unreadable = "Write the day as 11/05/2026 or 11 May 2026."

    def clean(self, value: Any) -> date | None:
        found = super().clean(value)
        if found is None:
            return None
        if found.precision != "day":
            raise ValidationError(self.unreadable)
        return found.first_day

    def prepare_value(self, value: Any) -> Any:
        return PartialDate(value).in_words() if isinstance(value, date) else value
