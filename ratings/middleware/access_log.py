"""The access log: a request's id, its log line, and the client's IP address."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import perf_counter
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.response import ResponseHeaders

from ratings.logs import FIELDS, REQUEST_ID

logger = logging.getLogger("ratings.requests")

SANE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
SANE_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")
MOST_NAMES = 20
LONGEST_PATH = 300

Line = Callable[[int], None]
"""Writes the log line of a request, given the bytes of its body."""


class AccessLogMiddleware:
    """Log one line per request: method, path, status, milliseconds, bytes; send its id as a header.

    Of the query only the names of parameters are logged, never the values: what somebody
    searched for is private. Neither are cookies, clients' IP addresses, forms or files.
    An id that the proxy sends (`X-Request-ID`) is accepted if it matches `SANE_ID`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        start = perf_counter()
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if SANE_ID.fullmatch(given) else secrets.token_hex(8)
        token = REQUEST_ID.set(name)
        try:
            response = self.get_response(request)
            response.headers = own_headers(response)
            response.headers["X-Request-ID"] = name
            _write_when_sent(request, response, start)
            return response
        finally:
            REQUEST_ID.reset(token)


def own_headers(response: HttpResponseBase) -> ResponseHeaders:
    """A copy of the headers: those of a cached page are shared by all its responses."""
    mine = ResponseHeaders({})
    mine._store = dict(response.headers._store)
    return mine


def client_address(request: HttpRequest) -> str | None:
    """The client's IP address, for throttling sign-ins: behind a proxy, the one the proxy saw.

    Our proxies overwrite `X-Forwarded-For`; with one that appends, the last entry is what it saw.
    Of IPv6 it is the first address of the /64: a client with one of those has all of them.
    """
    seen = ""
    if settings.TRUST_PROXY_HEADER:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return _line_of(seen) or _line_of(request.META.get("REMOTE_ADDR", ""))


def _line_of(text: str) -> str | None:
    """The IP address to throttle by (of IPv6 the /64); None if the text is no IP address."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))


def _write_when_sent(request: HttpRequest, response: HttpResponseBase, start: float) -> None:
    """Log now, or for a streaming response when the stream ends."""
    path, status = request.path[:LONGEST_PATH], response.status_code
    fields: dict[str, Any] = {"method": request.method, "path": path, "status": status}
    names = names_of(request.META.get("QUERY_STRING", ""))
    if names:
        fields["parameters"] = names
    line = _line(fields, REQUEST_ID.get(), start)
    if response.streaming and "Content-Length" not in response.headers:
        stream = cast(StreamingHttpResponse, response)
        stream.streaming_content = _counted(cast(Iterable[bytes], stream.streaming_content), line)
    else:
        line(_bytes_of(request, response))


def _line(fields: dict[str, Any], name: str, start: float) -> Line:
    def write(count: int) -> None:
        level = logging.ERROR if fields["status"] >= 500 else logging.INFO
        if not logger.isEnabledFor(level):
            return
        fields["ms"] = round((perf_counter() - start) * 1000, 1)
        fields["bytes"] = count
        token = REQUEST_ID.set(name)
        try:
            # As `logger.log` does, without looking up the calling file and line.
            record = logging.LogRecord(logger.name, level, "", 0, "request", (), None)
            setattr(record, FIELDS, fields)
            logger.handle(record)
        finally:
            REQUEST_ID.reset(token)

    return write


def _bytes_of(request: HttpRequest, response: HttpResponseBase) -> int:
    """Bytes of the body as sent."""
    if request.method == "HEAD" or response.status_code == 304:
        return 0
    if isinstance(response, HttpResponse):
        return len(response.content)
    return int(response.headers.get("Content-Length", "0"))


def _counted(blocks: Iterable[bytes], line: Line) -> Iterator[bytes]:
    count = 0
    try:
        for block in blocks:
            count += len(block)
            yield block
    finally:
        line(count)


def names_of(query: str) -> str:
    """The parameter names that look like ours: `as_at,q`; others are “other”."""
    if not query:
        return ""
    found = (part.partition("=")[0] for part in query.split("&", MOST_NAMES)[:MOST_NAMES])
    return ",".join(dict.fromkeys(n if SANE_NAME.fullmatch(n) else "other" for n in found))
