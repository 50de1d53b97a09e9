"""The page of changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.views.changes.presenters import days
from ratings.views.changes.selectors import PARAMETERS, found_changes
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
