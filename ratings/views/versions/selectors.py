"""The versions that an address asks for, each with what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django import forms
from django.http import Http404, HttpRequest

from ratings.forms import Moment
from ratings.models.authority_search import Names
from ratings.models.changes import Asked, Change, ChangePage
from ratings.models.version_entries import Version, counted, in_words, versions_before
from ratings.models.version_entries import version as version_of
from ratings.views.changes.filters import narrowing
from ratings.views.changes.selectors import ChangesForm, FoundChanges, place_at, place_text, told_of
from ratings.views.context import Record, record_now
from ratings.views.dates import MOMENT, check, moment

LIST = (*MOMENT, "before")
"""What the list of versions takes; `before` is a number. A version's own page takes the same,
with a place in the history."""

PER_PAGE = 20
"""Versions a page; fewer where one of them changed so much that it fills the page."""


class NumberField(forms.IntegerField):
    """A version's number."""

    allowed = ("the number of a version, such as 12",)


class VersionsForm(forms.Form):
    """Where the list of versions begins."""

    before = NumberField(required=False, min_value=1, max_value=2**62)


@dataclass(frozen=True, slots=True)
class Told:
    """A version with what it changed. `also` are names and rules that were only counted.

    `found` holds its changes, the newest first; `is_whole`: there are no others.
    """

    version: Version
    found: FoundChanges
    also: str
    is_whole: bool

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.found.page.changes


@dataclass(frozen=True, slots=True)
class FoundVersions:
    """A page of versions; `older` is the number before which the next page begins, 0: nowhere."""

    moment: Moment
    record: Record
    told: tuple[Told, ...]
    older: int
    before: int


def found_versions(request: HttpRequest) -> FoundVersions:
    """A page of the list. As many queries for long histories as for short ones.

    Raises BadParameter.
    """
    asked, record = moment(request), record_now()
    form = VersionsForm(request.GET)
    check(form)
    before: int | None = form.cleaned_data["before"]
    versions = versions_before(before, PER_PAGE)
    told = _told_each(versions, asked, record)
    last = told[-1].version if told else None
    return FoundVersions(
        moment=asked,
        record=record,
        told=told,
        older=last.number if last and last.since else 0,
        before=before or 0,
    )


def found_version(request: HttpRequest, number: int) -> Told:
    """One version. Raises Http404: not known; BadParameter."""
    asked, record = moment(request), record_now()
    one = version_of(number)
    if one is None:
        raise Http404(f"There is no version {number} of the data.")
    form = ChangesForm({"before": request.GET.get("before", "")})
    check(form)
    found = _changes([one], asked, record)
    if place := place_at(form.cleaned_data["before"]):
        found = _changes([one], asked, record, replace(one, moved_at=place.when))
    also = in_words(counted([one])[number])
    return Told(one, found, also, is_whole=found.page.older is None)


def older_place(told: Told) -> str:
    """Where the next page of a version's changes begins; empty: nowhere."""
    return place_text(told.found.page.older) if told.found.page.older else ""


def _told_each(versions: Sequence[Version], asked: Moment, record: Record) -> tuple[Told, ...]:
    """Each version with its changes, down to the one in which the page of changes ends."""
    if not versions:
        return ()
    found = _changes(versions, asked, record)
    older = found.page.older
    counts = counted(versions)
    kept = [v for v in versions if older is None or v.moved_at >= older.when]
    return tuple(
        Told(
            version=each,
            found=replace(found, page=ChangePage(_of(each, found), None)),
            also=in_words(counts[each.number]),
            is_whole=older is None or not each.holds(older.when),
        )
        for each in kept
    )


def _of(version: Version, found: FoundChanges) -> tuple[Change, ...]:
    return tuple(c for c in found.page.changes if version.holds(c.told.place.when))


def _changes(
    versions: Sequence[Version], asked: Moment, record: Record, until: Version | None = None
) -> FoundChanges:
    """The changes of successive versions, the newest of them first."""
    is_now = not asked.as_at_given and asked.known_by is None
    wanted = Asked(
        since=versions[-1].begin,
        before=(until or versions[0]).end,
        as_at=None if is_now else asked.as_at,
        known_by=asked.known_by,
    )
    names = Names.current(record.version)
    return told_of(wanted, asked, record, names, narrowing(ChangesForm({}), names))
