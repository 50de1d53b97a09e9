"""The pages of the versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.views.changes.presenters import Item, days
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
