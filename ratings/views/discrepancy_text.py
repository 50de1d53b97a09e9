"""Discrepancies as text: which source states what, which was chosen, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from ratings.exports.changes import DISCREPANCY_COLUMNS, as_data, discrepancy_cells
from ratings.forms import today
from ratings.models import Discrepancy
from ratings.models.cached_urls import reverse
from ratings.models.discrepancy import discrepancy_key, subject_of
from ratings.models.record import Record
from ratings.rules.dates import dates_in_words

FIELDS = {
    "published": "publication of the report",
    "start_date": "first day",
    "end_date": "last day",
    "kind": "kind of inspection",
}


def disagreements(found: Iterable[Discrepancy], record: Record) -> list[dict[str, Any]]:
    """Discrepancies with fields, dates, grades and sources as text."""
    return [disagreement(each, record) for each in found]


def disagreement(each: Discrepancy, record: Record) -> dict[str, Any]:
    """One discrepancy as a page shows it: `said` are pairs of value and source, `chosen` is empty
    while it is open, `address` is the URL of its own page."""
    pairs = ((each.value_a, each.source_a), (each.value_b, each.source_b))
    return {
        "inspection": each.inspection,
        "subject": _subject(each.field, record),
        "said": [(value_in_words(v, record), _source(s, record)) for v, s in pairs],
        "chosen": value_in_words(each.chosen, record) if each.chosen else "",
        "why": each.why,
        "address": address_of(each),
    }


def address_of(discrepancy: Discrepancy) -> str:
    """The permanent URL of a discrepancy; its authority or inspection is queried for it."""
    return reverse("discrepancy", args=[subject_of(discrepancy), discrepancy_key(discrepancy)])


def discrepancy_row(discrepancy: Discrepancy) -> tuple[object, ...]:
    """The cells of a discrepancy as data."""
    return discrepancy_cells(discrepancy, settings.SITE_URL + address_of(discrepancy))


def discrepancy_data(discrepancy: Discrepancy) -> dict[str, Any]:
    """The same by name."""
    return as_data(DISCREPANCY_COLUMNS, discrepancy_row(discrepancy))


def _subject(field: str, record: Record) -> str:
    """`grade:help-and-protection` as “grade for Help and protection”, `event:trust start` as
    “trust start (event)”."""
    what, _, which = field.partition(":")
    if what == "grade":
        listed = {framework.code for framework in record.listed(today())}
        areas = (a for a in record.areas.values() if a.framework in listed)
        return f"grade for {next((a.short_name for a in areas if a.key == which), which)}"
    return f"{which} ({what})" if which else FIELDS.get(field, field.replace("_", " "))


def value_in_words(text: str, record: Record) -> str:
    """Dates or a grade's key as text; anything else as it is recorded."""
    words = {grade.key: grade.word for grade in record.grades.values()}
    return words.get(text) or dates_in_words(text) or "nothing"


def _source(text: str, record: Record) -> str:
    """A source's title, where the text is its key."""
    source = record.sources.get(text)
    return source.title if source else text
