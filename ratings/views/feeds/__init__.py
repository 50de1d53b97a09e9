"""Feeds: of everything, a region, an authority, its neighbours, and of corrections."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.models.authority_search import Names
from ratings.views.context import record_now
from ratings.views.dates import MOMENT, moment
from ratings.views.decorators import public_page
from ratings.views.feeds.params import parts
from ratings.views.feeds.responses import ADDRESSES, FORMS, feed


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


__all__ = ["ADDRESSES", "FORMS", "feed", "feeds"]
