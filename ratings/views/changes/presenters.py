"""The changes as the page shows them: by day, and those made together as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils import timezone

from ratings.exports.changes import change_cells
from ratings.models.cached_urls import reverse
from ratings.models.changes import ChangeKind, PublicChange
from ratings.models.corrections import Correction
from ratings.rules.types import Inspection
from ratings.views.changes.selectors import FoundChanges
from ratings.views.discrepancy_text import disagreement, value_in_words

MARKS = {
    ChangeKind.ENTERED: "+",
    ChangeKind.CORRECTED: "→",
    ChangeKind.WITHDRAWN: "−",
    ChangeKind.DISPUTED: "≠",
}
SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class SubjectLink:
    """The subject of a change: its label, and its URL (empty: none).

    `inspection`: it as it is now, where it is public; `said`: the values of two sources.
    """

    title: str
    address: str
    inspection: Inspection | None = None
    said: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """What changed about one thing at one time, for one reason.

    `values` are those that changed; empty where it was created or unpublished as a whole.
    """

    when: datetime
    word: str
    mark: str
    authority: str
    authority_name: str
    about: SubjectLink
    values: tuple[Correction, ...]
    who: str
    why: str
    is_entered: bool


def days(found: FoundChanges) -> list[dict[str, Any]]:
    """The changes of the page by their day in London, the newest first."""
    return [{"day": d, "items": list(group)} for d, group in groupby(items(found), key=_day)]


def _day(item: ChangeItem) -> date:
    when = timezone.localtime(item.when)
    return when.date()


def items(found: FoundChanges) -> Iterator[ChangeItem]:
    """The changes of the page, those made together as one."""
    for _, group in groupby(found.page.changes, key=_together):
        yield _item(list(group), found)


def _together(change: PublicChange) -> tuple[object, ...]:
    """The grouping key: changes of one thing, in one minute, by one role, for one reason."""
    told, subject = change.told, change.subject
    minute = told.when.replace(second=0, microsecond=0)
    word = told.what if change.what is not ChangeKind.CORRECTED else ""
    return (change.what, word, subject.kind, subject.number, minute, told.who, told.why)


def _item(group: list[PublicChange], found: FoundChanges) -> ChangeItem:
    first = group[0]
    slug = first.subject.authority
    is_settled = first.what is ChangeKind.DISPUTED and first.told.what == SETTLED
    word = first.told.what or first.what.value
    return ChangeItem(
        when=first.told.when,
        word=first.what.value if first.what is ChangeKind.CORRECTED else word,
        mark="=" if is_settled else MARKS[first.what],
        authority=slug if slug in found.record.authorities else "",
        authority_name=first.subject.authority_name,
        about=about(first, found),
        values=tuple(_values(group, found)),
        who=first.told.who,
        why=first.told.why,
        is_entered=first.what is ChangeKind.ENTERED,
    )


def _values(group: Iterable[PublicChange], found: FoundChanges) -> Iterator[Correction]:
    """Old and new values; for a discrepancy, the value chosen when it was settled."""
    for change in group:
        told = change.told
        if change.what is ChangeKind.CORRECTED:
            yield told
        elif told.what == SETTLED and told.new:
            chosen = value_in_words(told.new, found.record)
            yield replace(told, old=told.old or "open", new=chosen)


def about(change: PublicChange, found: FoundChanges) -> SubjectLink:
    """The subject of a change: one that is not public any more has no URL."""
    subject, known = change.subject, found.record.authorities
    if subject.kind == "discrepancy" and (row := found.discrepancies.get(subject.number)):
        told = disagreement(row, found.record)
        title = f"discrepancy on {told['subject']}"
        return SubjectLink(title, told["address"], said=told["said"])
    if subject.kind == "inspection" and (now := found.inspections.get(subject.key)):
        return SubjectLink(subject.title, reverse("inspection", args=[subject.key]), now)
    if subject.kind in {"discrepancy", "inspection"} or subject.authority not in known:
        return SubjectLink(subject.title, "")
    return SubjectLink(subject.title, reverse("authority", args=[subject.authority]))


def change_row(change: PublicChange, found: FoundChanges) -> tuple[object, ...]:
    """The cells of a change as data."""
    shown = about(change, found)
    address = settings.SITE_URL + shown.address if shown.address else ""
    return change_cells(change, shown.title, address)
