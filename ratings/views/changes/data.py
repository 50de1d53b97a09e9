"""The changes as JSON and CSV: one row a value, the same page of them as the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.changes import CHANGE_COLUMNS, as_data, change_cells
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import Sheet
from ratings.views.changes.presenters import about, days
from ratings.views.changes.selectors import PARAMETERS, FoundChanges, found_changes
from ratings.views.decorators import public_page


@public_page(*PARAMETERS)
def changes(request: HttpRequest) -> HttpResponse:
    """What was entered, corrected, withdrawn and disputed, the newest first."""
    found = found_changes(request)
    return render(
        request,
        "ratings/changes.html",
        {
            "moment": found.moment,
            "record": found.record,
            "filter": found.filter,
            "days": days(found),
            "count": len(found.page.changes),
            "loaded": found.loaded,
            "before": found.before,
            "older": found.older,
        },
    )


@public_page(*PARAMETERS)
def changes_json(request: HttpRequest) -> HttpResponse:
    """The changes of one page; `older` is the address of the next."""
    found = found_changes(request)
    reference = found.record.reference
    return json_answer(
        {
            **serializers.provenance_data(found.moment, reference, found.record.number),
            "changes": [as_data(CHANGE_COLUMNS, cells) for cells in _rows(found)],
            "loaded_with_the_record": asdict(found.loaded) if found.loaded else None,
            "older": _older(request, found),
        }
    )


@public_page(*PARAMETERS)
def changes_csv(request: HttpRequest) -> HttpResponse:
    """The same rows; the address of the next page is in the header `Link`."""
    found = found_changes(request)
    response = csv_answer("changes", found.moment, Sheet(CHANGE_COLUMNS, _rows(found)))
    older = _older(request, found)
    if older:
        response.headers["Link"] = f'<{older}>; rel="next"'
    return response


def _rows(found: FoundChanges) -> Iterator[tuple[object, ...]]:
    for change in found.page.changes:
        shown = about(change, found)
        address = settings.SITE_URL + shown.address if shown.address else ""
        yield change_cells(change, shown.title, address)


def _older(request: HttpRequest, found: FoundChanges) -> str | None:
    if not found.older:
        return None
    asked = {name: value for name, value in request.GET.items() if value}
    query = urlencode(sorted({**asked, "before": found.older}.items()))
    return f"{settings.SITE_URL}{request.path}?{query}"
