"""Page cache and conditional GET: a page is rendered once per data version, then only sent.

Streaming responses are conditional like a cached page, and never cached.
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Protocol, cast
from urllib.parse import parse_qsl, urlencode

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date, parse_etags

from ratings.forms import today
from ratings.middleware.page_cache import (
    COMPRESSIBLE,
    FRESH,
    OF_THE_BODY,
    CachedPage,
    PageCache,
    negotiate_encoding,
    render_page,
)
from ratings.models.data_version import DataVersion, pinned_version, version_date
from ratings.views.trackers import without_trackers

logger = logging.getLogger(__name__)

PRIVATE = ("/admin/", settings.STATIC_URL)
MOST_PARAMETERS = 200

MOST_MADE = 2
"""The most times that a page is rendered for one request while the data moves."""

GZIP = 31
"""The `wbits` by which zlib writes a gzip stream."""


class Compressor(Protocol):
    """The interface that brotli and zlib share here: data in, compressed output out."""

    def process(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...
    def finish(self) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.compressobj(6, zlib.DEFLATED, GZIP)

    def process(self, data: bytes, /) -> bytes:
        return self._stream.compress(data)

    def flush(self) -> bytes:
        return self._stream.flush(zlib.Z_SYNC_FLUSH)

    def finish(self) -> bytes:
        return self._stream.flush(zlib.Z_FINISH)


def is_stream(response: HttpResponseBase) -> bool:
    """Whether a view marked it as public, and it is streaming."""
    is_public = getattr(response, "public_page", False) and response.status_code == 200
    return is_public and isinstance(response, StreamingHttpResponse) and not response.cookies


def open_stream(response: HttpResponseBase) -> None:
    """Make the first block: from then on all data sent is from one database snapshot."""
    stream = cast(StreamingHttpResponse, response)
    blocks = iter(cast(Iterator[bytes], stream.streaming_content))
    stream.streaming_content = chain(list(islice(blocks, 1)), blocks)


def close_stream(response: HttpResponseBase) -> None:
    """Close what a response holds open. Its own `close()` would also end the request, and with
    it the connection to the database, while another response is still to be made."""
    held: Any = response
    for closer in held._resource_closers:
        closer()
    held._resource_closers.clear()


def without_body(response: HttpResponseBase, status: int) -> HttpResponse:
    """The headers alone: the response to HEAD, or a 304 to a client that has the body."""
    close_stream(response)
    bare = HttpResponse(status=status, content_type="")
    del bare.headers["Content-Type"]
    for name, value in response.headers.items():
        if status == 200 or name not in OF_THE_BODY:
            bare.headers[name] = value
    return bare


def compress(response: HttpResponseBase, encoding: str) -> None:
    """Compress the stream block by block, where that helps and the client accepts it."""
    kind = response.headers.get("Content-Type", "")
    if encoding == "identity" or not kind.startswith(COMPRESSIBLE):
        return
    stream = cast(StreamingHttpResponse, response)
    content = cast(Iterable[bytes], stream.streaming_content)
    stream.streaming_content = _compressed(content, encoding)
    stream.headers["Content-Encoding"] = encoding


def _compressed(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The first block goes out at once, later ones when the compressor has enough."""
    packer: Compressor = brotli.Compressor(quality=5) if encoding == "br" else _Gzip()
    for number, block in enumerate(blocks):
        packed = packer.process(block) + (packer.flush() if number == 0 else b"")
        if packed:
            yield packed
    yield packer.finish()


class HttpCacheMiddleware:
    """Answer a public page from the cache, without running any inner layer.

    It is outermost, so that a cached page costs one query (the data version) and neither
    session nor sign-in is checked. What is cached has passed all other middleware, headers
    included; so a cached page, a 304 and a newly rendered page are the same. Only responses
    that a view marked (`public_page`) are cached, and none that sets a cookie or depends on one.

    The view gets the query as normalised for the cache key, because pages repeat it in their
    links: the first reader's spelling would else decide what others read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.pages = PageCache(settings.PAGE_CACHE_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or is_private(request.path):
            return self.get_response(request)
        request.META["QUERY_STRING"] = normalised_query(request.META.get("QUERY_STRING", ""))
        edition = current_edition()
        if edition is None:
            return self.get_response(request)
        return self._page(request, edition)

    def _page(self, request: HttpRequest, edition: str, made: int = 0) -> HttpResponseBase:
        """The cached page, else one rendered now and cached; or a response that is not cacheable.

        The view does not check the version: it is read again once the page is rendered. If it
        has moved, the page may hold data of both, and is rendered once more.
        """
        try:
            address = address_of(request)
        except DisallowedHost:
            return self.get_response(request)
        encoding = negotiate_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        page = self.pages.get(edition, address, encoding)
        if page is None:
            with pinned_version(edition.partition("-")[0]):
                response = self.get_response(request)
            if is_stream(response):
                return self._stream(request, response, edition)
            if not isinstance(response, HttpResponse) or not may_be_kept(response):
                return response
            now = current_edition()
            if now not in (edition, None):
                return self._once_more(request, response, str(now), made + 1)
            response.headers.setdefault("Last-Modified", last_modified(edition))
            page = render_page(response, encoding, etag_of(edition, address))
            self.pages.keep(edition, address, encoding, page)
        return answer(request, page)

    def _once_more(
        self, request: HttpRequest, response: HttpResponse, now: str, made: int
    ) -> HttpResponseBase:
        """Render the page again for the original request; after some tries the one at hand, which
        belongs to no data version and is not cached."""
        if made < MOST_MADE:
            return self._page(WSGIRequest(request.META), now, made)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _stream(
        self, request: HttpRequest, response: HttpResponseBase, edition: str
    ) -> HttpResponseBase:
        """A streaming response. If the data moved before its first block was made, it is
        requested again: what is sent is of the data version that it names."""
        etag = etag_of(edition, address_of(request))
        response.headers.setdefault("Last-Modified", last_modified(edition))
        for name, value in ({"ETag": etag} | FRESH).items():
            response.headers[name] = value
        if _is_known(request.META.get("HTTP_IF_NONE_MATCH", ""), etag):
            return without_body(response, 304)
        if request.method == "HEAD":
            return without_body(response, 200)
        open_stream(response)
        now = current_edition()
        if now not in (edition, None):
            close_stream(response)
            return self._page(request, str(now))
        compress(response, negotiate_encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")))
        return response


def is_private(path: str) -> bool:
    """Whether nothing of a URL is cached: the admin, files, and a path with a `?` in it
    (sent as `%3F`), which is another URL than the query that it looks like."""
    return path.startswith(PRIVATE) or "?" in path


def current_edition() -> str | None:
    """Data version, day and build; None when the database does not answer.

    Then the view is called all the same: it may need no data, and if it does its own
    failure is answered with a 503.
    """
    try:
        version = DataVersion.current()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("The data version cannot be read: %s", error)
        return None
    return f"{version}-{today()}-{settings.BUILD}"


def address_of(request: HttpRequest) -> str:
    """The cache key: the full URL with its query normalised, so equivalent requests share a page.

    The host is part of it and checked here, as Django does further in.
    """
    place = f"{request.scheme}://{request.get_host()}{request.path}"
    query = request.META["QUERY_STRING"]
    return f"{place}?{query}" if query else place


@lru_cache(maxsize=1024)
def normalised_query(query: str) -> str:
    """The parameters sorted, without the trackers that others add to a shared link.

    In a query that is not plain ASCII or has too many parameters only the trackers are removed:
    the views validate the rest.
    """
    query = without_trackers(query)
    if not query.isascii():
        return query
    try:
        asked = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return query
    return urlencode(sorted(asked, key=itemgetter(0)))


def last_modified(edition: str) -> str:
    """When the data version moved, for people and for clients that store files.

    It never answers 304 by itself: a page about today changes at midnight, too.
    """
    when = version_date(int(edition.partition(".")[0]))
    return http_date(when.timestamp() if when else None)


def etag_of(edition: str, address: str) -> str:
    """A weak ETag: the same page may be sent in several encodings."""
    page = hashlib.blake2b(address.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f'W/"{edition}-{page}"'


def may_be_kept(response: HttpResponse) -> bool:
    """Whether a view marked the response as public, it succeeded and it involves no cookie."""
    if not getattr(response, "public_page", False) or response.status_code != 200:
        return False
    personal = bool(response.cookies) or "cookie" in response.headers.get("Vary", "").lower()
    if personal:
        response.headers["Cache-Control"] = "private, no-store"
        logger.error("A public page depends on a cookie, so it is not kept.")
    return not personal


def answer(request: HttpRequest, page: CachedPage) -> HttpResponse:
    """Send a page: 304 to a client that has it, the headers alone to HEAD.

    The headers of a page are made once and never changed, so responses share them.
    """
    if _is_known(request.META.get("HTTP_IF_NONE_MATCH", ""), page.etag):
        response = HttpResponse(status=304, content_type="")
        response.headers = page.headers_without_body
        return response
    response = HttpResponse(b"" if request.method == "HEAD" else page.body, content_type="")
    response.headers = page.headers
    return response


def _is_known(if_none_match: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 requires for If-None-Match."""
    if not if_none_match:
        return False
    if if_none_match == etag:
        return True
    known = {tag.removeprefix("W/") for tag in parse_etags(if_none_match)}
    return "*" in known or etag.removeprefix("W/") in known
