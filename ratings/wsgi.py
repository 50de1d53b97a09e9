"""WSGI entry point for a web server (gunicorn): `ratings.wsgi:application`."""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratings.settings")

MOST_UNREAD, BLOCK = 32 * 2**20, 2**16
"""Bytes: the most that is read (more than the proxies allow), and the size of each read."""

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def drain_request_body(application: Application) -> Application:
    """Wrap the application so that it reads the whole request body before it responds.

    An error response may come before a form was read. A server that then closes while more is sent
    resets the connection: the client never sees the error, and a proxy reports the site as down.
    """

    def answered(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = application(environ, start_response)
        if environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING"):
            unread, left = environ["wsgi.input"], MOST_UNREAD
            with suppress(OSError):  # the client has disconnected
                while left > 0 and (block := unread.read(min(BLOCK, left))):
                    left -= len(block)
        return answer

    return answered


application = drain_request_body(get_wsgi_application())
