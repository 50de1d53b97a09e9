"""The door by which a web server (gunicorn) enters: `ratings.wsgi:application`."""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratings.settings")

MOST_UNREAD, BLOCK = 32 * 2**20, 2**16
"""Bytes: more than the proxies let through, and how many at a time."""

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def drain_request_body(application: Application) -> Application:
    """The application, which hears a request out before its answer goes to the server.

    A refusal may come before a form was read. A server that then closes while more is sent resets
    the connection: the sender never sees the refusal, and a proxy says that the site is away.
    """

    def answered(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answer = application(environ, start_response)
        if environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING"):
            unread, left = environ["wsgi.input"], MOST_UNREAD
            with suppress(OSError):  # the sender is gone
                while left > 0 and (block := unread.read(min(BLOCK, left))):
                    left -= len(block)
        return answer

    return answered


application = drain_request_body(get_wsgi_application())
