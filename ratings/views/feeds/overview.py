"""The page that says which feeds there are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.models.names import Names
from ratings.views.feeds.scope import parts
from ratings.views.moment import MOMENT, moment
from ratings.views.public import public_page
from ratings.views.record import record_now


@public_page(*MOMENT)
def feeds(request: HttpRequest) -> HttpResponse:
    """Every feed with its addresses, and how to follow one."""
    record = record_now()
    names = Names.current(record.version)
    return render(
        request,
        "ratings/feeds.html",
        {
            "moment": moment(request),
            "record": record,
            "regions": parts(),
            "authorities": sorted(names.authorities.values(), key=lambda named: named.name),
        },
    )
