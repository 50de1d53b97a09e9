"""What was done so that everybody can use the site, what was not, and how to report a barrier."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.views.context import record_now
from ratings.views.dates import MOMENT, moment
from ratings.views.decorators import public_page

REVIEWED = date(2026, 11, 22)
"""The day on which somebody last read the statement beside the tests and found it true."""


@public_page(*MOMENT)
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement: as true as the tests in tests/browser/ that it tells of."""
    return render(
        request,
        "ratings/accessibility.html",
        {"moment": moment(request), "record": record_now(), "reviewed": REVIEWED},
    )
