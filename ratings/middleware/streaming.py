"""Answers that are sent while they are made: conditional like a kept page, and never kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Protocol, cast

import brotli
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from ratings.middleware.page_cache import COMPRESSIBLE, OF_THE_BODY

GZIP = 31
"""What zlib calls a gzip stream."""

FRESH = {"Cache-Control": "public, max-age=0, must-revalidate", "Vary": "Accept-Encoding"}


class Compressor(Protocol):
    """What brotli and zlib have in common here: data in, what is ready out."""

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
    """Whether a view marked it as public, and it is sent while it is made."""
    is_public = getattr(response, "public_page", False) and response.status_code == 200
    return is_public and isinstance(response, StreamingHttpResponse) and not response.cookies


def open_stream(response: HttpResponseBase) -> None:
    """Make the first block: from then on the data that is sent is that of one reading."""
    stream = cast(StreamingHttpResponse, response)
    blocks = iter(cast(Iterator[bytes], stream.streaming_content))
    stream.streaming_content = chain(list(_first(blocks)), blocks)


def _first(blocks: Iterator[bytes]) -> Iterator[bytes]:
    first = next(blocks, None)
    if first is not None:
        yield first


def headers_of(response: HttpResponseBase, etag: str, modified: str) -> None:
    """The headers of a public answer that can be asked for again."""
    response.headers.setdefault("Last-Modified", modified)
    for name, value in ({"ETag": etag} | FRESH).items():
        response.headers[name] = value


def give_back(response: HttpResponseBase) -> None:
    """Close what an answer holds open. Its own `close()` would also end the request, and with
    it the connection to the database, while another answer is still to be made."""
    held: Any = response
    for closer in held._resource_closers:
        closer()
    held._resource_closers.clear()


def without_body(response: HttpResponseBase, status: int) -> HttpResponse:
    """The headers alone: the answer to HEAD, or a 304 to whoever has the body."""
    give_back(response)
    bare = HttpResponse(status=status, content_type="")
    del bare.headers["Content-Type"]
    for name, value in response.headers.items():
        if status == 200 or name not in OF_THE_BODY:
            bare.headers[name] = value
    return bare


def compress(response: HttpResponseBase, encoding: str) -> None:
    """Compress the stream as it passes, where that helps and is understood."""
    kind = response.headers.get("Content-Type", "")
    if encoding == "identity" or not kind.startswith(COMPRESSIBLE):
        return
    stream = cast(StreamingHttpResponse, response)
    content = cast(Iterable[bytes], stream.streaming_content)
    stream.streaming_content = _compressed(content, encoding)
    stream.headers["Content-Encoding"] = encoding


def _compressed(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The first block goes out at once, what follows when the compressor has enough."""
    packer = cast(Compressor, _packer(encoding))
    for number, block in enumerate(blocks):
        packed = packer.process(block) + (packer.flush() if number == 0 else b"")
        if packed:
            yield packed
    yield packer.finish()


def _packer(encoding: str) -> Any:
    return brotli.Compressor(quality=5) if encoding == "br" else _Gzip()
