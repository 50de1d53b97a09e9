"""The versions of the data: the date of each, and its changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.changes import CHANGE_COLUMNS, as_data
from ratings.exports.responses import csv_answer, data_not_found, json_answer
from ratings.exports.table import DataTable
from ratings.forms import QueryDates
from ratings.models.changes import ChangeFilter, ChangePage
from ratings.models.record import Record
from ratings.models.version_entries import Version, counted, in_words, versions_before
from ratings.models.version_entries import version as version_of
from ratings.views.changes.presenters import change_row, items
from ratings.views.changes.selectors import (
    ChangesForm,
    FoundChanges,
    day_given,
    get_changes,
    place_at,
    place_text,
)
from ratings.views.dates import MOMENT, check, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.paging import older_address, with_next

SHOWN = 12
"""Changes of a version that the list shows; its own page has them all."""


LIST = (*MOMENT, "before")
"""Query parameters of the list of versions; `before` is a number. A version's own page has the
same, with a cursor in the history."""

PER_PAGE = 20
"""Versions per page; fewer where one of them changed so much that it fills the page."""


class NumberField(forms.IntegerField):
    """A version's number."""

    allowed = ("the number of a version, such as 12",)


class VersionsForm(forms.Form):
    """The query parameter that says where the list of versions begins."""

    before = NumberField(required=False, min_value=1, max_value=2**62)


@dataclass(frozen=True, slots=True)
class VersionEntries:
    """A version with its changes. `also` are names and rules of which only a count is given.

    `found` holds its changes, the newest first; `is_whole`: there are no others.
    """

    version: Version
    found: FoundChanges
    also: str
    is_whole: bool

    def rows(self) -> list[tuple[object, ...]]:
        """The cells of its changes as data."""
        return [change_row(change, self.found) for change in self.found.page.changes]


def get_versions(request: HttpRequest) -> dict[str, Any]:
    """A page of the list; `older` is the number before which the next page begins, 0: none.

    The number of queries does not depend on the length of the history. Raises ParameterError.
    """
    asked, record = get_query_dates(request), Record.current()
    form = VersionsForm(request.GET)
    check(form)
    before: int | None = form.cleaned_data["before"]
    versions = versions_before(before, PER_PAGE)
    told = _told_each(versions, asked, record)
    last = told[-1].version if told else None
    older = last.number if last and last.since else 0
    dates = {"moment": asked, "record": record}
    return {**dates, "told": told, "older": older, "before": before or 0}


def get_version(request: HttpRequest, number: int) -> VersionEntries:
    """One version. Raises Http404 for an unknown one; ParameterError."""
    asked, record = get_query_dates(request), Record.current()
    one = version_of(number)
    if one is None:
        raise Http404(f"There is no version {number} of the data.")
    form = ChangesForm({"before": request.GET.get("before", "")})
    check(form)
    found = _changes([one], asked, record)
    if place := place_at(form.cleaned_data["before"]):
        found = _changes([one], asked, record, replace(one, moved_at=place.when))
    also = in_words(counted([one])[number])
    return VersionEntries(one, found, also, is_whole=found.page.older is None)


def older_place(told: VersionEntries) -> str:
    """The cursor of the next page of a version's changes; empty: none."""
    return place_text(told.found.page.older) if told.found.page.older else ""


def _told_each(
    versions: Sequence[Version], asked: QueryDates, record: Record
) -> tuple[VersionEntries, ...]:
    """Each version with its changes, down to the one in which the page of changes ends."""
    if not versions:
        return ()
    found = _changes(versions, asked, record)
    older = found.page.older
    counts = counted(versions)
    kept = [v for v in versions if older is None or v.moved_at >= older.when]
    return tuple(
        VersionEntries(
            version=each,
            found=replace(
                found,
                page=ChangePage(
                    tuple(c for c in found.page.changes if each.holds(c.told.place.when)), None
                ),
            ),
            also=in_words(counts[each.number]),
            is_whole=older is None or not each.holds(older.when),
        )
        for each in kept
    )


def _changes(
    versions: Sequence[Version],
    asked: QueryDates,
    record: Record,
    until: Version | None = None,
) -> FoundChanges:
    """The changes of successive versions, the newest of them first."""
    wanted = ChangeFilter(
        since=versions[-1].begin,
        before=(until or versions[0]).end,
        as_at=day_given(asked),
        known_by=asked.known_by,
    )
    return get_changes(wanted, asked, record)


@public_view(*LIST)
def versions(request: HttpRequest) -> HttpResponse:
    """Every version of the data, the newest first, with its date and its changes."""
    found = get_versions(request)
    shown = [_shown(told) for told in found["told"]]
    return render(request, "ratings/versions.html", {**found, "versions": shown})


@public_view(*LIST)
def version(request: HttpRequest, number: int) -> HttpResponse:
    """All changes of one version."""
    told = get_version(request, number)
    return render(
        request,
        "ratings/version.html",
        {
            "moment": told.found.moment,
            "record": told.found.record,
            "told": told,
            "items": list(items(told.found)),
            "before": told.found.before,
            "older": older_place(told),
        },
    )


def _shown(told: VersionEntries) -> dict[str, Any]:
    """A version as the list shows it; `more`: there are changes beyond the items."""
    found = list(items(told.found))
    more = len(found) > SHOWN or not told.is_whole
    return {"told": told, "items": found[:SHOWN], "more": more}


COLUMNS = ("version", "version_moved_at", "also", *CHANGE_COLUMNS)


@public_view(*LIST)
def versions_json(request: HttpRequest) -> HttpResponse:
    """A page of the versions; `older` is the URL of the next."""
    found = get_versions(request)
    return json_answer(
        {
            **serializers.provenance_data(found["moment"], found["record"]),
            "versions": [_version_data(told) for told in found["told"]],
            "older": older_address(request, str(found["older"] or "")),
        }
    )


@public_view(*LIST)
def versions_csv(request: HttpRequest) -> HttpResponse:
    """The same; the URL of the next page is in the header `Link`."""
    found = get_versions(request)
    response = csv_answer("versions", found["moment"], DataTable(COLUMNS, _rows(found["told"])))
    return with_next(response, older_address(request, str(found["older"] or "")))


@public_view(*LIST)
def version_json(request: HttpRequest, number: int) -> HttpResponse:
    """One version and all its changes."""
    try:
        told = get_version(request, number)
    except Http404 as reason:
        return data_not_found(request.path, str(reason))
    return json_answer(
        {
            **serializers.provenance_data(told.found.moment, told.found.record),
            "this": _version_data(told),
            "older": older_address(request, older_place(told)),
        }
    )


@public_view(*LIST)
def version_csv(request: HttpRequest, number: int) -> HttpResponse:
    """All changes of one version, one row per change."""
    try:
        told = get_version(request, number)
    except Http404 as reason:
        return data_not_found(request.path, str(reason))
    response = csv_answer(f"version-{number}", told.found.moment, DataTable(COLUMNS, _rows([told])))
    return with_next(response, older_address(request, older_place(told)))


def _version_data(told: VersionEntries) -> dict[str, Any]:
    """A version; `is_whole` says whether all of its changes are here."""
    return {
        **serializers.version_data(told.version.number),
        "moved_at": told.version.moved_at.isoformat(),
        "changes": [as_data(CHANGE_COLUMNS, cells) for cells in told.rows()],
        "also_changed": told.also or None,
        "is_whole": told.is_whole,
    }


def _rows(every: Iterable[VersionEntries]) -> Iterator[tuple[object, ...]]:
    for told in every:
        head = (told.version.number, told.version.moved_at.isoformat(), told.also)
        for cells in told.rows() or [("",) * len(CHANGE_COLUMNS)]:
            yield (*head, *cells)
