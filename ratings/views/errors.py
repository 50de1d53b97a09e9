"""Error pages: invalid requests (400), and an unavailable or failing site (503, 500).

The latter use neither the database, nor the session, nor the static files' manifest, any of
which may be what is broken.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Self
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
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
"""For a user who submitted a form while nothing could be changed."""


def unavailable(request: HttpRequest, status: int) -> HttpResponse:
    """The response in the format of the URL; never cached."""
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
    said = UNSAVED if status == 503 and request.method == "POST" else SAID[status]
    return HttpResponse(_page(status, said), status=status)


def _page(status: int, said: str) -> str:
    """The page, or its text where even the template cannot be rendered."""
    try:
        return render_to_string(f"{status}.html", {"message": said})
    except Exception:
        logger.exception("The page of a %s cannot be made", status)
        return f'<!DOCTYPE html><html lang="en-GB"><title>{status}</title><p>{said}</p>'


LONGEST_ECHO = 80
"""The most characters of an invalid value that the page repeats."""


class ParameterError(Exception):
    """An invalid query parameter: answered with a 400.

    `allowed` says what would have been valid, a word or phrase each
    ("a date such as 2024-03-31", "name"); `message` is the whole sentence.
    """

    is_unknown = False

    def __init__(self, name: str, value: str, allowed: Iterable[str], message: str = "") -> None:
        self.name = _shortened(name)
        self.value = _shortened(value)
        self.allowed = list(allowed)
        self.message = message or (
            f"“{self.value}” is not something that {self.name} can be. "
            f"It can be {_either(self.allowed, 'or')}."
        )
        super().__init__(self.message)

    @classmethod
    def unknown(cls, name: str, value: str, allowed: Iterable[str]) -> Self:
        """A parameter that the page does not accept; `allowed` names those it does."""
        known = list(allowed)
        answer = f"It knows {_either(known, 'and')}." if known else "It takes none."
        message = f"This page has no parameter “{_shortened(name)}”. {answer}"
        error = cls(name, value, known, message)
        error.is_unknown = True
        return error

    @classmethod
    def twice(cls, name: str, value: str) -> Self:
        """A parameter given several times where only one value is possible."""
        return cls(name, value, ["one value"], f"{name} is given more than once. Keep one of them.")


def address_without(request: HttpRequest, error: ParameterError) -> str:
    """The requested path and query without the parameter that is unknown; blank for any
    other error. Always a path of this site."""
    query = QueryDict(request.META.get("QUERY_STRING", "").encode("latin-1"))
    given = [(key, str(value)) for key, values in query.lists() for value in values]
    kept = [(key, value) for key, value in given if _shortened(key) != error.name]
    if not error.is_unknown or len(kept) == len(given):
        return ""
    path = f"/{quote(request.path.lstrip('/'))}"
    return f"{path}?{urlencode(kept)}" if kept else path


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"


def _either(choices: list[str], last: str) -> str:
    """`a`, `a or b`, `a, b or c`."""
    head, tail = choices[:-1], choices[-1:]
    return f" {last} ".join([*([", ".join(head)] if head else []), *tail])
