"""CORS headers: other sites may read the data, but never with a reader's cookies."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

DATA = ("/api/",)
DATA_ENDINGS = (".json", ".csv")
NOT_DATA = ("/admin/", "/static/")

READ_BY_SCRIPTS = "ETag, Link, Content-Disposition"
PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""Headers of the response to a preflight request; cached for a day."""


class CorsMiddleware:
    """Let scripts of any other site read the data, and answer preflight requests.

    `Access-Control-Allow-Origin: *` on the API and on URLs of data, errors included;
    credentials are never allowed, so a response is the same for every user.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_data(request.path):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return add_cors_headers(HttpResponse(status=204, content_type="", headers=PREFLIGHT))
        response = self.get_response(request)
        return add_cors_headers(response) if request.method in ("GET", "HEAD") else response


def is_data(path: str) -> bool:
    """Whether a URL is one of data: the API, `.json`, `.csv`."""
    return path.startswith(DATA) or (path.endswith(DATA_ENDINGS) and not path.startswith(NOT_DATA))


def add_cors_headers(response: HttpResponseBase) -> HttpResponseBase:
    """Add the headers that let a script of another site read the response."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = READ_BY_SCRIPTS
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
