"""What gunicorn runs in a benchmark: the site, and beside it, in the same process, an empty view.

`/empty/` goes to a Django handler of its own without any middleware: request and response,
signals, address and view are Django's, and so is what they cost. Nothing of the site is changed:
its handler gets every other address just as it came.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.addresses import EMPTY, PROCESS
from ratings.wsgi import application as site


def empty(request: HttpRequest) -> HttpResponse:
    """Says how long it is, as Django's own middleware would: else gunicorn sends it in chunks,
    and what it is compared with looks cheaper."""
    return HttpResponse(headers={"Content-Length": "0"})


def process(request: HttpRequest) -> HttpResponse:
    """Which process answers: whoever measures watches its clock and its memory."""
    name = str(os.getpid())
    return HttpResponse(name, headers={"Content-Length": str(len(name))})


urlpatterns = [path(EMPTY[1:], empty), path(PROCESS[1:], process)]


class BareRequest(WSGIRequest):
    urlconf = __name__


class BareHandler(WSGIHandler):
    """Django without middleware."""

    request_class = BareRequest

    def load_middleware(self, is_async: bool = False) -> None:
        kept, settings.MIDDLEWARE = settings.MIDDLEWARE, []
        super().load_middleware(is_async)
        settings.MIDDLEWARE = kept


bare = BareHandler()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    handler = bare if environ["PATH_INFO"] in (EMPTY, PROCESS) else site
    return handler(environ, start_response)
