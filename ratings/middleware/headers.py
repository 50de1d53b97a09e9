"""Headers: for security (where Django has no setting), for scripts of other sites, for CDNs."""

from __future__ import annotations

from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from ratings.middleware.access_log import own_headers
from ratings.views.trackers import without_trackers

# What a CDN or a proxy's cache may do with a public page, so that the site survives a news spike.
#
# Browsers always revalidate. A shared cache does, too, unless `CDN_SECONDS` says for how long it
# need not: then a page is at most twice that old (fresh that long, and sent once more while a new
# one is fetched), and up to `STALE_WHEN_AWAY` old while the site is unavailable. ETags keep their
# promise: a page is the same bytes under the same ETag.


STALE_WHEN_AWAY = 3600
OF_A_SHARED_LINK = "private, max-age=0, must-revalidate"
TAG = "record"
"""Every public page depends on the data version: one tag purges them all, but no static files."""


class CdnMiddleware:
    """Let shared caches store what `HttpCacheMiddleware` marked as public, for `CDN_SECONDS`.

    They store nothing for URLs with tracking parameters: there is one for each reader.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        response = self.get_response(request)
        if not is_public_page(response):
            return response
        seconds = settings.CDN_SECONDS
        if without_trackers(query) != query:
            response.headers = own_headers(response)
            response.headers["Cache-Control"] = OF_A_SHARED_LINK
        elif seconds:
            response.headers = own_headers(response)
            # `must-revalidate` would forbid what `stale-…` allows
            response.headers["Cache-Control"] = (
                f"public, max-age=0, s-maxage={seconds}, "
                f"stale-while-revalidate={seconds}, stale-if-error={STALE_WHEN_AWAY}"
            )
            response.headers["Cache-Tag"] = response.headers["Surrogate-Key"] = TAG
        return response


def is_public_page(response: HttpResponseBase) -> bool:
    """Whether it is a page, or the 304 of one, that anyone may cache and has to revalidate."""
    headers = response.headers
    asks_each_time = headers.get("Cache-Control", "").startswith("public, max-age=0")
    return response.status_code in {200, 304} and "ETag" in headers and asks_each_time


# CORS headers: other sites may read the data, but never with a reader's cookies.


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


FRAMES = "X-Frame-Options"


class SecurityHeadersMiddleware:
    """Set security headers on every response: pages, files, 400s for an unknown host.

    Headers that an inner layer or a view has set (a chart made for other sites) stay, and views
    marked for embedding (Django's `xframe_options_exempt`) may be framed.
    Error responses are never cached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": build_policy(),
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "X-Content-Type-Options": "nosniff",
            FRAMES: settings.X_FRAME_OPTIONS,
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.headers.items():
            if name != FRAMES or not getattr(response, "xframe_options_exempt", False):
                response.headers.setdefault(name, value)
        if response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
