"""The versions of the data: when each came, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.changes import CHANGE_COLUMNS, as_data, change_cells
from ratings.exports.responses import csv_answer, data_not_found, json_answer
from ratings.exports.table import Sheet
from ratings.forms import Moment
from ratings.views.changes.presenters import Item, about, days
from ratings.views.context import Record
from ratings.views.decorators import public_page
from ratings.views.versions.selectors import LIST, Told, found_version, found_versions, older_place

SHOWN = 12
"""Changes of a version that the list shows; its own page has them all."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A version as the list draws it; `more`: there are changes beyond the items."""

    told: Told
    items: tuple[Item, ...]
    more: bool


@public_page(*LIST)
def versions(request: HttpRequest) -> HttpResponse:
    """Every version of the data, the newest first: when it came and what it changed."""
    found = found_versions(request)
    return render(
        request,
        "ratings/versions.html",
        {
            "moment": found.moment,
            "record": found.record,
            "versions": [_shown(told) for told in found.told],
            "before": found.before,
            "older": found.older,
        },
    )


@public_page(*LIST)
def version(request: HttpRequest, number: int) -> HttpResponse:
    """All that one version changed."""
    told = found_version(request, number)
    return render(
        request,
        "ratings/version.html",
        {
            "moment": told.found.moment,
            "record": told.found.record,
            "told": told,
            "items": tuple(_items(told)),
            "before": told.found.before,
            "older": older_place(told),
        },
    )


def _shown(told: Told) -> Shown:
    items = tuple(_items(told))
    return Shown(told, items[:SHOWN], more=len(items) > SHOWN or not told.is_whole)


def _items(told: Told) -> Iterator[Item]:
    for day in days(told.found):
        yield from day.items


COLUMNS = ("version", "version_moved_at", "also", *CHANGE_COLUMNS)


@public_page(*LIST)
def versions_json(request: HttpRequest) -> HttpResponse:
    """A page of the versions; `older` is the address of the next."""
    found = found_versions(request)
    return json_answer(
        {
            **_provenance(found.moment, found.record),
            "versions": [_version_data(told) for told in found.told],
            "older": _older(request, str(found.older or "")),
        }
    )


@public_page(*LIST)
def versions_csv(request: HttpRequest) -> HttpResponse:
    """The same; the address of the next page is in the header `Link`."""
    found = found_versions(request)
    response = csv_answer("versions", found.moment, Sheet(COLUMNS, _rows(found.told)))
    return _with_next(response, _older(request, str(found.older or "")))


@public_page(*LIST)
def version_json(request: HttpRequest, number: int) -> HttpResponse:
    """One version and all that it changed."""
    try:
        told = found_version(request, number)
    except Http404 as reason:
        return data_not_found(request.path, str(reason))
    return json_answer(
        {
            **_provenance(told.found.moment, told.found.record),
            "this": _version_data(told),
            "older": _older(request, older_place(told)),
        }
    )


@public_page(*LIST)
def version_csv(request: HttpRequest, number: int) -> HttpResponse:
    """All that one version changed, one row a change."""
    try:
        told = found_version(request, number)
    except Http404 as reason:
        return data_not_found(request.path, str(reason))
    response = csv_answer(f"version-{number}", told.found.moment, Sheet(COLUMNS, _rows([told])))
    return _with_next(response, _older(request, older_place(told)))


def _provenance(moment: Moment, record: Record) -> dict[str, Any]:
    return serializers.provenance_data(moment, record.reference, record.number)


def _version_data(told: Told) -> dict[str, Any]:
    """A version; `is_whole` says whether all of its changes are here."""
    return {
        **serializers.version_data(told.version.number),
        "moved_at": told.version.moved_at.isoformat(),
        "changes": [as_data(CHANGE_COLUMNS, cells) for cells in _cells(told)],
        "also_changed": told.also or None,
        "is_whole": told.is_whole,
    }


def _rows(every: Iterable[Told]) -> Iterator[tuple[object, ...]]:
    for told in every:
        head = (told.version.number, told.version.moved_at.isoformat(), told.also)
        nothing = ("",) * len(CHANGE_COLUMNS)
        for cells in list(_cells(told)) or [nothing]:
            yield (*head, *cells)


def _cells(told: Told) -> Iterator[tuple[object, ...]]:
    for change in told.changes:
        shown = about(change, told.found)
        address = settings.SITE_URL + shown.address if shown.address else ""
        yield change_cells(change, shown.title, address)


def _older(request: HttpRequest, before: str) -> str | None:
    if not before:
        return None
    asked = {name: value for name, value in request.GET.items() if value}
    query = urlencode(sorted({**asked, "before": before}.items()))
    return f"{settings.SITE_URL}{request.path}?{query}"


def _with_next(response: HttpResponse, older: str | None) -> HttpResponse:
    if older:
        response.headers["Link"] = f'<{older}>; rel="next"'
    return response


__all__ = [
    "version",
    "version_csv",
    "version_json",
    "versions",
    "versions_csv",
    "versions_json",
]
