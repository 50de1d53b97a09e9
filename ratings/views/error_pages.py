"""What is said when nothing can be said: 503 and 500 as a page, as JSON, as a line of text.

Asks nothing of the database, the session or the static files' manifest, any of which may be
what is broken.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

RETRY_SECONDS = "30"
SAID = {
    503: "The record cannot be read or changed just now. Please try again in a minute.",
    500: "This could not be answered. The fault is the site’s, not yours, and has been noted.",
}

UNSAVED = (
    "What you sent was not confirmed as saved. In a minute, go back one page, where what you typed"
    " still stands, and send it again: nothing is saved twice."
)
"""For whoever sent a form while nothing could be changed."""


def unavailable(request: HttpRequest, status: int) -> HttpResponse:
    """The answer in the form that the address asks for; nobody keeps it."""
    response = _in_form(request, status)
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _in_form(request: HttpRequest, status: int) -> HttpResponse:
    last = request.path.rpartition("/")[2]
    if last.endswith((".json", ".geojson")) or request.path.startswith("/api/v"):
        data = {"error": SAID[status]}
        return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    if "." in last:
        return HttpResponse(f"{SAID[status]}\n", "text/plain; charset=utf-8", status=status)
    return HttpResponse(_page(status, _said(request, status)), status=status)


def _said(request: HttpRequest, status: int) -> str:
    return UNSAVED if status == 503 and request.method == "POST" else SAID[status]


def _page(status: int, said: str) -> str:
    """The page, or its words where even the template cannot be made."""
    try:
        return render_to_string(f"{status}.html", {"message": said})
    except Exception:
        logger.exception("The page of a %s cannot be made", status)
        return f'<!DOCTYPE html><html lang="en-GB"><title>{status}</title><p>{said}</p>'
