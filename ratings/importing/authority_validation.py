"""Which codes and days an authority may have: none that is another's, none that leaves its
inspections outside.

Source of the rules: domain §5 (an old code or slug in an address redirects).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ratings.importing.entry import Facts, Problem
from ratings.models import Authority, FormerCode, Inspection

CODES = {
    "gss_code": FormerCode.Scheme.GSS,
    "la_code": FormerCode.Scheme.DFE,
    "slug": FormerCode.Scheme.SLUG,
}
"""Fields of an authority that stand in addresses, and the scheme an old value is kept under."""

ADDRESSES = {
    "slug": "slug",
    "gss_code": "GSS code",
    "la_code": "DfE code",
    "ofsted_urn": "Ofsted URN",
}
"""Fields of an authority by which an address finds it, and what they are called."""


def authority_problems(authority: Authority) -> list[Problem]:
    """What stands against an authority as it is to be saved: others' codes, impossible days."""
    return [*code_problems(authority), *day_problems(authority)]


def code_problems(authority: Authority) -> list[Problem]:
    """Each code or slug by which an address means another authority, now or from before.

    The same value in the same field is left to the field's own check that it is unique.
    """
    found = []
    for field in ADDRESSES:
        value = getattr(authority, field)
        others = Authority.objects.addressed_as(value).exclude(pk=authority.pk) if value else ()
        found += [
            Problem(field, _taken(other, value))
            for other in others
            if getattr(other, field) != value
        ]
    return found


def _taken(other: Authority, value: str) -> str:
    """What an address with the value means today, as a sentence."""
    for field, name in ADDRESSES.items():
        if getattr(other, field).lower() == value.lower():
            return f"{value} is {other}'s {name}: addresses with it lead there. Choose another."
    return f"{value} was {other}'s before: addresses with it lead there. Choose another."


def inspected_after(authority: Authority, last_day: date, field: str) -> Iterable[Problem]:
    """Whether the authority was inspected after what is to be its last day."""
    keys = _inspected_outside(authority, None, last_day)
    if keys:
        yield Problem(
            field,
            f"{authority} has inspections after that day ({keys}): correct the day, or enter them"
            " under the successor first.",
        )


def inspected_before(authority: Authority, first_day: date, field: str) -> Iterable[Problem]:
    """Whether the authority was inspected before what is to be its first day."""
    keys = _inspected_outside(authority, first_day, None)
    if keys:
        yield Problem(
            field,
            f"{authority} has inspections before that day ({keys}): correct the day, or enter"
            " them under the predecessor first.",
        )


def _inspected_outside(authority: Authority, first: date | None, last: date | None) -> str:
    """Keys of inspections that cannot have begun between two days; None: open on that side."""
    own = Inspection.objects.filter(authority=authority).in_order()
    periods = ((row, Facts.of(row).period) for row in own.select_related("framework", "kind"))
    return ", ".join(row.key for row, period in periods if period and not period.meets(first, last))


def day_problems(authority: Authority) -> list[Problem]:
    """Why the days of an authority cannot be its first and last: inspections lie outside."""
    found: list[Problem] = []
    if authority.pk and authority.start_date:
        found += inspected_before(authority, authority.start_date, "start_date")
    if authority.pk and authority.end_date:
        found += inspected_after(authority, authority.end_date, "end_date")
    return found
