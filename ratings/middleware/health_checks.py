"""`/healthz` and `/readyz`, answered before anything else looks at the request.

A probe asks by plain HTTP, under whatever host name, and gets an answer although the site
requires HTTPS and a name of its own; it is neither kept nor counted among the pages.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from ratings.middleware.headers import SecurityHeaders
from ratings.views.health import healthz, readyz

PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": healthz, "/readyz": readyz}


class Probes:
    """Answer the two addresses, pass the rest on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path)
        if probe is None:
            return self.get_response(request)
        return SecurityHeaders(lambda _: _answer(probe, request))(request)


def _answer(probe: Callable[[HttpRequest], HttpResponse], request: HttpRequest) -> HttpResponse:
    is_reading = request.method in {"GET", "HEAD"}
    return probe(request) if is_reading else HttpResponseNotAllowed(["GET", "HEAD"])
