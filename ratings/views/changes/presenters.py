"""The changes as the page shows them: by day, and those made together as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.utils import timezone

from ratings.exports.changes import change_cells
from ratings.models import PublicChange
from ratings.models.cached_urls import reverse
from ratings.models.public_change import ChangeKind
from ratings.rules.types import Inspection
from ratings.views.changes.selectors import FoundChanges
from ratings.views.discrepancy_text import disagreement, value_in_words

MARKS = {
    ChangeKind.ENTERED: "+",
    ChangeKind.CORRECTED: "→",
    ChangeKind.WITHDRAWN: "−",
    ChangeKind.CITED: "”",
    ChangeKind.DISPUTED: "≠",
    ChangeKind.SETTLED: "=",
}
OF_VALUES = (ChangeKind.CORRECTED, ChangeKind.CITED)
"""Kinds that are told value by value."""

together = attrgetter("version", "subject_kind", "subject_pk", "kind", "who", "why")
"""What changes have in common that are shown as one."""


@dataclass(frozen=True, slots=True)
class SubjectLink:
    """The subject of a change: its label, and its URL (empty: none).

    `inspection`: it as it is now, where it is public; `said`: the values of two sources.
    """

    title: str
    address: str
    inspection: Inspection | None = None
    said: Sequence[tuple[str, str]] = ()


def days(found: FoundChanges) -> list[dict[str, Any]]:
    """The changes of the page by their day in London, the newest first."""
    by_day = groupby(items(found.changes, found), key=_day)
    return [{"day": day, "items": list(group)} for day, group in by_day]


def _day(item: dict[str, Any]) -> date:
    when = timezone.localtime(item["when"])
    return when.date()


def items(changes: Iterable[PublicChange], found: FoundChanges) -> Iterator[dict[str, Any]]:
    """Changes for the template, those made together as one.

    `values` are those that changed; empty where it was created or unpublished as a whole.
    """
    known = found.record.authorities
    for _, group in groupby(changes, key=together):
        first, *others = group
        slug = first.authority_slug
        yield {
            "when": first.when,
            "word": first.kind if first.kind in OF_VALUES else first.what or first.kind,
            "mark": MARKS[ChangeKind(first.kind)],
            "authority": slug if slug in known else "",
            "authority_name": first.authority_name,
            "about": about(first, found),
            "values": [first, *others] if first.kind in OF_VALUES else (),
            "chosen": value_in_words(first.new, found.record)
            if first.kind == ChangeKind.SETTLED and first.new
            else "",
            "who": first.who,
            "why": first.why,
            "is_entered": first.kind == ChangeKind.ENTERED,
        }


def about(change: PublicChange, found: FoundChanges) -> SubjectLink:
    """The subject of a change: one that is not public any more has no URL."""
    kind = change.subject_kind
    if kind == "discrepancy" and (row := found.discrepancies.get(change.subject_pk)):
        told = disagreement(row, found.record)
        title = f"discrepancy on {told['subject']}"
        return SubjectLink(title, told["address"], said=told["said"])
    if kind == "inspection" and (now := found.inspections.get(change.subject_pk)):
        return SubjectLink(change.title, reverse("inspection", args=[now.id]), now)
    is_known = change.authority_slug in found.record.authorities
    if kind in {"discrepancy", "inspection"} or not is_known:
        return SubjectLink(change.title, "")
    return SubjectLink(change.title, reverse("authority", args=[change.authority_slug]))


def change_row(change: PublicChange, found: FoundChanges) -> tuple[object, ...]:
    """The cells of a change as data."""
    shown = about(change, found)
    address = settings.SITE_URL + shown.address if shown.address else ""
    return change_cells(change, shown.title, address)
