"""The changes as a page, and as JSON and CSV, one row per value."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.changes import CHANGE_COLUMNS, as_data
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.views.changes.presenters import change_row, days
from ratings.views.changes.selectors import PARAMETERS, get_change_page
from ratings.views.decorators import public_view
from ratings.views.paging import older_address, with_next


@public_view(*PARAMETERS)
def changes(request: HttpRequest) -> HttpResponse:
    """What was created, corrected, unpublished and disputed, the newest first."""
    found = get_change_page(request)
    return render(
        request,
        "ratings/changes.html",
        {
            "moment": found.moment,
            "record": found.record,
            "filter": {"form": found.form, "asked": found.form.asked},
            "days": days(found),
            "count": len(found.page.changes),
            "loaded": found.loaded,
            "before": found.before,
            "older": found.older,
        },
    )


@public_view(*PARAMETERS)
def changes_json(request: HttpRequest) -> HttpResponse:
    """The changes of one page; `older` is the URL of the next."""
    found = get_change_page(request)
    record = found.record
    return json_answer(
        {
            **serializers.provenance_data(found.moment, record),
            "changes": [as_data(CHANGE_COLUMNS, change_row(c, found)) for c in found.page.changes],
            "loaded_with_the_record": asdict(found.loaded) if found.loaded else None,
            "older": older_address(request, found.older),
        }
    )


@public_view(*PARAMETERS)
def changes_csv(request: HttpRequest) -> HttpResponse:
    """The same rows; the URL of the next page is in the header `Link`."""
    found = get_change_page(request)
    rows = (change_row(change, found) for change in found.page.changes)
    response = csv_answer("changes", found.moment, DataTable(CHANGE_COLUMNS, rows))
    return with_next(response, older_address(request, found.older))
