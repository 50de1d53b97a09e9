"""Answer 503 while the database is unavailable, and recover without a restart."""

from __future__ import annotations

import errno
import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from ratings.middleware.headers import SecurityHeadersMiddleware
from ratings.models.db import check_file, drop_connection, is_database_away
from ratings.views.errors import unavailable
from ratings.views.health import healthz, readyz

PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": healthz, "/readyz": readyz}


class HealthCheckMiddleware:
    """Answer `/healthz` and `/readyz` before any other middleware runs.

    A probe uses plain HTTP and any host name, and gets a response although the site requires
    HTTPS and a host name of its own; it is neither cached nor logged as a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path)
        if probe is None:
            return self.get_response(request)
        is_reading = request.method in {"GET", "HEAD"}
        response = probe(request) if is_reading else HttpResponseNotAllowed(["GET", "HEAD"])
        return SecurityHeadersMiddleware(lambda _: response)(request)


logger = logging.getLogger(__name__)

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DatabaseErrorMiddleware:
    """Answer 503 where the database is locked, unavailable or full, wherever that was noticed.

    `BadRequestMiddleware` handles errors in views; this handles those around them: the data
    version, the session, the first block of a stream, a save at the end. (Django has made a
    500 of an exception before it comes here: `server_error`, its handler, makes that a 503.)
    A connection that failed is closed: the next request opens its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._answer(request)
        if response.status_code == 503:
            drop_connection()
        if response.status_code >= 500:
            return SecurityHeadersMiddleware(lambda _: response)(request)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        try:
            check_file()
        except DatabaseError as error:
            return database_unavailable(request, error)
        return self.get_response(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 for a temporary failure, 500 for a bug.

    Called while the exception is being handled.
    """
    error = sys.exc_info()[1]
    if is_database_away(error):
        return database_unavailable(request, error)
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        logger.error("There is no room on the disk", exc_info=error)
        return unavailable(request, 503)
    return unavailable(request, 500)


def database_unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """The 503 for an unavailable database; it is logged."""
    logger.error("The database did not answer", exc_info=error)
    return unavailable(request, 503)
