"""A zip archive written while it is sent: only the current block is in memory.

`zipfile` writes to a file that cannot be wound back by putting sizes behind each part (a data
descriptor), which every reader of XLSX, ODS and zip understands.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PACKED = 4096
"""Bytes, at least, of a block that is sent at once."""

EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ZipMember:
    """One file of an archive; `stored`: not compressed."""

    name: str
    blocks: Iterable[bytes]
    stored: bool = False


class _Sink(io.RawIOBase):
    """A file that can only be written to, and from which what was written is taken."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        found = bytes(self.waiting)
        self.waiting.clear()
        return found


def zipped(parts: Iterable[ZipMember], when: datetime | None = None) -> Iterator[bytes]:
    """The archive in blocks; `when` is the date of its files, so that equal data give equal
    bytes."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for part in parts:
            with archive.open(_info(part, when), "w") as file:
                for block in part.blocks:
                    file.write(block)
                    if len(sink.waiting) >= PACKED:
                        yield sink.taken()
    yield sink.taken()


def _info(part: ZipMember, when: datetime | None) -> ZipInfo:
    info = ZipInfo(part.name, when.timetuple()[:6] if when else EARLIEST)
    info.compress_type = ZIP_STORED if part.stored else ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
