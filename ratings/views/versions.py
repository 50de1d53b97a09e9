"""The versions of the data: the date of each, and its changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.changes import CHANGE_COLUMNS, as_data
from ratings.exports.responses import csv_answer, data_not_found, json_answer
from ratings.exports.table import DataTable
from ratings.forms import QueryDates
from ratings.models import PublicChange, VersionEntry
from ratings.models.public_change import ChangeFilter
from ratings.models.record import Record
from ratings.views.changes.presenters import change_row, items
from ratings.views.changes.selectors import (
    ChangesForm,
    FoundChanges,
    day_given,
    get_changes,
    place_at,
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
class VersionChanges:
    """A version with those of its changes that a page holds, the newest first.

    `is_first`: what came with the record belongs to it. `is_whole`: it has no other changes.
    """

    version: VersionEntry
    changes: list[PublicChange]
    found: FoundChanges
    is_first: bool
    is_whole: bool

    def items(self) -> list[dict[str, Any]]:
        """Its changes for the template, those made together as one."""
        return list(items(self.changes, self.found))

    def rows(self) -> list[tuple[object, ...]]:
        """The cells of its changes as data."""
        return [change_row(change, self.found) for change in self.changes]


def get_versions(request: HttpRequest) -> dict[str, Any]:
    """A page of the list; `older` is the number before which the next page begins, 0: none.

    The number of queries does not depend on the length of the history. Raises ParameterError.
    """
    asked, record = get_query_dates(request), Record.current()
    form = VersionsForm(request.GET)
    check(form)
    before: int | None = form.cleaned_data["before"]
    rows = VersionEntry.objects.filter(number__lt=2**63 - 1 if before is None else before)
    versions = list(rows[:PER_PAGE])
    told = _with_changes(versions, asked, record) if versions else []
    last = told[-1] if told else None
    older = last.version.number if last and not last.is_first else 0
    return {"moment": asked, "record": record, "told": told, "older": older, "before": before or 0}


def get_version(request: HttpRequest, number: int) -> VersionChanges:
    """One version. Raises Http404 for an unknown one; ParameterError."""
    asked, record = get_query_dates(request), Record.current()
    one = VersionEntry.objects.filter(number=number).first() if number < 2**63 else None
    if one is None:
        raise Http404(f"There is no version {number} of the data.")
    form = ChangesForm({"before": request.GET.get("before", "")})
    check(form)
    (told,) = _with_changes([one], asked, record, form.cleaned_data["before"])
    return told


def _with_changes(
    versions: Sequence[VersionEntry], asked: QueryDates, record: Record, before: str = ""
) -> list[VersionChanges]:
    """Successive versions with their changes, down to the one in which the page of them ends."""
    wanted = ChangeFilter(
        versions=(versions[-1].number, versions[0].number),
        before=place_at(before),
        as_at=day_given(asked),
        known_by=asked.known_by,
    )
    found, first = get_changes(wanted, asked, record), VersionEntry.first_known()
    ends_in = found.next.version if found.next else 0
    return [
        VersionChanges(
            version=each,
            changes=[change for change in found.changes if change.version == each.number],
            found=found,
            is_first=each == first,
            is_whole=each.number != ends_in,
        )
        for each in versions
        if each.number >= ends_in
    ]


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
            "items": told.items(),
            "older": told.found.older,
        },
    )


def _shown(told: VersionChanges) -> dict[str, Any]:
    """A version as the list shows it; `more`: there are changes beyond the items."""
    found = told.items()
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
            "older": older_address(request, told.found.older),
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
    return with_next(response, older_address(request, told.found.older))


def _version_data(told: VersionChanges) -> dict[str, Any]:
    """A version; `is_whole` says whether all of its changes are here."""
    return {
        **serializers.version_data(told.version.number),
        "moved_at": told.version.moved_at.isoformat(),
        "changes": [as_data(CHANGE_COLUMNS, cells) for cells in told.rows()],
        "also_changed": told.version.also_in_words or None,
        "is_whole": told.is_whole,
    }


def _rows(every: Iterable[VersionChanges]) -> Iterator[tuple[object, ...]]:
    for told in every:
        head = (told.version.number, told.version.moved_at.isoformat(), told.version.also_in_words)
        for cells in told.rows() or [("",) * len(CHANGE_COLUMNS)]:
            yield (*head, *cells)
