"""What a CDN or a proxy's cache may do with a public page, so that the site survives a news spike.

Browsers always revalidate. A shared cache does, too, unless `CDN_SECONDS` says for how long it
need not: then a page is at most twice that old (fresh that long, and sent once more while a new
one is fetched), and up to `STALE_WHEN_AWAY` old while the site is unavailable. ETags keep their
promise: a page is the same bytes under the same ETag.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from ratings.middleware.access_log import own_headers
from ratings.views.trackers import without_trackers

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
