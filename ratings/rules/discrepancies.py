"""What a discrepancy is about, its sources, and what would settle it. Source: domain §6."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum


class DiscrepancySubject(StrEnum):
    """What two sources disagree on."""

    GRADE = "grade"
    PUBLISHED = "publication"
    FIRST_DAY = "first-day"
    LAST_DAY = "last-day"
    KIND = "kind"
    EVENT = "event"
    OTHER = "other"


ABOUT_WORDS = {
    DiscrepancySubject.GRADE: "a grade",
    DiscrepancySubject.PUBLISHED: "the publication of a report",
    DiscrepancySubject.FIRST_DAY: "a first day",
    DiscrepancySubject.LAST_DAY: "a last day",
    DiscrepancySubject.KIND: "the kind of inspection",
    DiscrepancySubject.EVENT: "an event",
    DiscrepancySubject.OTHER: "something else",
}

FIELDS = {
    "published": DiscrepancySubject.PUBLISHED,
    "start_date": DiscrepancySubject.FIRST_DAY,
    "end_date": DiscrepancySubject.LAST_DAY,
    "kind": DiscrepancySubject.KIND,
}
"""Fields of an inspection; `grade:<area>` and `event:<what>` need no entry."""

SETTLES = {
    DiscrepancySubject.GRADE: (
        "The report of this inspection: the grade for each area is printed in its summary. "
        "It wins over every release; without it, the newest official release is believed."
    ),
    DiscrepancySubject.PUBLISHED: (
        "The date of publication printed in the report, then the newest official release, then "
        "Ofsted’s listing, which may give the day of upload."
    ),
    DiscrepancySubject.FIRST_DAY: (
        "The days on site, which the report prints with the inspectors’ names; without it, the "
        "newest official release is believed."
    ),
    DiscrepancySubject.LAST_DAY: (
        "The days on site, which the report prints with the inspectors’ names; without it, the "
        "newest official release is believed."
    ),
    DiscrepancySubject.KIND: (
        "The title of the report and what it says of itself, read beside the newest official "
        "release. Reports do not print “short” or “standard”: for those the release is believed."
    ),
    DiscrepancySubject.EVENT: (
        "A document of the day itself: the direction, notice or decision, as published by the "
        "department or the council. A report comes before what is recalled later, and before news."
    ),
    DiscrepancySubject.OTHER: (
        "The report of the inspection; without it, the newest official release, then an older "
        "one, then Ofsted’s listing."
    ),
}
"""What would settle each, in the order of trust."""


def about(field: str) -> DiscrepancySubject:
    """What kind of thing the field of a discrepancy is."""
    what = field.partition(":")[0]
    if what in (DiscrepancySubject.GRADE, DiscrepancySubject.EVENT):
        return DiscrepancySubject(what)
    return FIELDS.get(field, DiscrepancySubject.OTHER)


def named_source(text: str, keys: Collection[str]) -> str:
    """The key of the source that a text names: `report PDF (SIF Nov 2015)` is `report-pdf`.

    Empty where it names none or several: a *later report that recalls it* is not the report
    of the inspection, and an *official release* may be any of them.
    """
    head = text.partition(" (")[0].strip().removeprefix("same ")
    key = re.sub(r"[^a-z0-9]+", "-", head.casefold())
    return key if key in keys else ""


def followed(chosen: str, a: str, b: str, trust_a: int | None, trust_b: int | None) -> str:
    """A sentence on whether the choice follows the order of trust; 1 is the most trusted."""
    if not chosen:
        return "Nothing has been chosen: the record keeps the first value until it is settled."
    if trust_a is None or trust_b is None:
        return "One of the two has no place of its own in the order of trust: the reason decides."
    if trust_a == trust_b:
        return "Both have the same place in the order of trust: the reason decides."
    trusted, other = (a, b) if trust_a < trust_b else (b, a)
    if chosen == trusted != other:
        return "This follows the order of trust: the more trusted of the two was believed."
    return "This departs from the order of trust, for the reason given."
