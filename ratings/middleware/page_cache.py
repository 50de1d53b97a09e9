"""An in-memory cache of rendered pages, bounded in bytes."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import brotli
from django.http import HttpResponse
from django.http.response import ResponseHeaders

OVERHEAD = 1024
"""Bytes that a cached page costs beside its body: key, headers, objects."""

COMPRESSIBLE = (
    "text/", "application/json", "application/feed+json", "application/atom+xml",
    "application/xml", "application/x-bibtex", "application/vnd.citationstyles.csl+json",
    "image/svg+xml",
)  # fmt: skip

OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition"}
"""Headers that a 304 leaves out, as it has no body."""

FRESH = {"Cache-Control": "public, max-age=0, must-revalidate", "Vary": "Accept-Encoding"}


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A response ready to send: body bytes, its headers, those of a 304, its ETag."""

    body: bytes
    headers: ResponseHeaders
    headers_without_body: ResponseHeaders
    etag: str


class PageCache:
    """An LRU cache of the pages of one data version and day.

    Two shards with half of the bytes each: URLs without a query, of which the number is
    limited, and URLs with one, of which clients can invent as many as there are dates.
    Those can only evict each other.
    """

    def __init__(self, most_bytes: int) -> None:
        self._shelves = {False: CacheShard(most_bytes // 2), True: CacheShard(most_bytes // 2)}
        self._edition = ""

    def get(self, edition: str, address: str, encoding: str) -> CachedPage | None:
        """The page, if it is cached. A new data version empties both shards first."""
        if edition != self._edition:
            self._edition = edition
            for shelf in self._shelves.values():
                shelf.clear()
        return self._shelves["?" in address].get((edition, address, encoding))

    def keep(self, edition: str, address: str, encoding: str, page: CachedPage) -> None:
        """Cache a page, evicting the least recently used ones."""
        self._shelves["?" in address].keep((edition, address, encoding), page)

    @property
    def size(self) -> int:
        """Bytes in use."""
        return sum(shelf.size for shelf in self._shelves.values())


Key = tuple[str, str, str]


class CacheShard:
    """A bounded part of the cache; safe to use from several threads."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.size = 0
        self._pages: OrderedDict[Key, CachedPage] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> CachedPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: CachedPage) -> None:
        """A page larger than an eighth of the shard is not worth what it would evict."""
        cost = _cost(key, page)
        if cost > self.most_bytes // 8:
            return
        with self._lock:
            self._remove(key)
            while self.size + cost > self.most_bytes:
                self._remove(next(iter(self._pages)))
            self._pages[key] = page
            self.size += cost

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.size = 0

    def _remove(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.size -= _cost(key, page)


def _cost(key: Key, page: CachedPage) -> int:
    return len(page.body) + len(key[1]) + OVERHEAD


@lru_cache(maxsize=256)
def negotiate_encoding(accepted: str) -> str:
    """`br`, `gzip` or `identity`: the best that an Accept-Encoding header allows."""
    allowed = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        allowed[name.strip()] = weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    for encoding in ("br", "gzip"):
        if allowed.get(encoding, allowed.get("*", False)):
            return encoding
    return "identity"


def render_page(response: HttpResponse, encoding: str, etag: str) -> CachedPage:
    """The page of a response: compressed where that helps, with the headers of a cached page."""
    body = response.content
    headers = dict(response.headers.items()) | FRESH | {"ETag": etag}
    compressible = headers.get("Content-Type", "").startswith(COMPRESSIBLE)
    if encoding != "identity" and compressible and "Content-Encoding" not in headers:
        body = (
            brotli.compress(body, quality=5)
            if encoding == "br"
            else gzip.compress(body, 6, mtime=0)
        )
        headers["Content-Encoding"] = encoding
    headers["Content-Length"] = str(len(body))
    without = {name: value for name, value in headers.items() if name not in OF_THE_BODY}
    return CachedPage(body, ResponseHeaders(headers), ResponseHeaders(without), etag)
