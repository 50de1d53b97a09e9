"""The archive that an XLSX, XLSB or ODS file is: inflated here once, counting, before anything
else opens it, so that a bomb or a lying header goes off where it does no harm.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ratings.importing.readers import Limits, Unreadable
from ratings.importing.readers.filetype import LOCKED

PARTS = 5_000
RATIO, RATIO_FROM = 300, 20_000_000
"""Nothing honest of this size shrinks so much: a real file by at most 20."""

CHUNK = 1 << 18
LOCAL_HEADER = 30
ENCRYPTED_FLAG = 1

CUT_OFF = "The workbook is cut off or damaged. Download it again and check its size."
BOMB = (
    "The file unpacks to far more than it holds, as files do that are made to do harm; it was"
    " not opened. If it is an honest one, save it anew in a spreadsheet program."
)
ENTITIES = (
    "The file defines XML entities, which no spreadsheet needs; it was not opened. Save it anew"
    " in a spreadsheet program."
)
STRANGE = (
    "The file is packed in a way that spreadsheets do not use. Save it anew in a spreadsheet"
    " program."
)
WORKBOOKS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
SHEETS_OF_ODF = b"application/vnd.oasis.opendocument.spreadsheet"


def inspect_archive(data: bytes, limits: Limits) -> None:
    """Raise Unreadable unless this is a workbook, whole and of honest size, without password."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_shape(parts, data, limits)
            _refuse_others(archive)
    except (BadZipFile, struct.error, zlib.error, EOFError, NotImplementedError, ValueError):
        raise Unreadable(CUT_OFF) from None


def _refuse_shape(parts: list[ZipInfo], data: bytes, limits: Limits) -> None:
    """Count what the parts say of themselves, then what really comes out of them."""
    if len(parts) > PARTS or sum(part.file_size for part in parts) > limits.expanded_bytes:
        raise Unreadable(BOMB)
    total = 0
    for part in parts:
        if part.flag_bits & ENCRYPTED_FLAG:
            raise Unreadable(LOCKED)
        for size in _sizes(part, data):
            total += size
            if total > min(limits.expanded_bytes, max(RATIO_FROM, RATIO * len(data))):
                raise Unreadable(BOMB)


def _sizes(part: ZipInfo, data: bytes) -> Iterator[int]:
    """How much comes out of a part, piece by piece; what its header says is not believed."""
    packed = _packed_bytes(part, data)
    if part.compress_type == ZIP_STORED:
        _refuse_entities(part, bytes(packed[:CHUNK]))
        yield len(packed)
    elif part.compress_type == ZIP_DEFLATED:
        yield from _inflated(part, packed)
    else:
        raise Unreadable(STRANGE)


def _packed_bytes(part: ZipInfo, data: bytes) -> memoryview:
    """The part as it lies in the file, behind its local header."""
    at = part.header_offset
    name, extra = struct.unpack_from("<HH", data, at + LOCAL_HEADER - 4)
    start = at + LOCAL_HEADER + name + extra
    packed = memoryview(data)[start : start + part.compress_size]
    if len(packed) < part.compress_size:
        raise BadZipFile
    return packed


def _inflated(part: ZipInfo, packed: memoryview) -> Iterator[int]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    first = True
    while not inflate.eof:
        out = inflate.decompress(rest, CHUNK)
        rest = inflate.unconsumed_tail
        if first:
            _refuse_entities(part, out)
        first = False
        if not out and not rest and not inflate.eof:
            raise BadZipFile
        yield len(out)


def _refuse_entities(part: ZipInfo, start: bytes) -> None:
    """Entities, which expand or fetch, are declared where an XML document begins."""
    if part.filename.lower().endswith((".xml", ".rels")) and b"<!ENTITY" in start:
        raise Unreadable(ENTITIES)


def _refuse_others(archive: ZipFile) -> None:
    """Send back documents, presentations, plain archives; and what a password hides."""
    names = set(archive.namelist())
    if "word/document.xml" in names:
        raise Unreadable("This is a Word document, not a spreadsheet. Choose the release's file.")
    if not names & WORKBOOKS:
        raise Unreadable(
            "This is an archive (ZIP) without a workbook. Unpack it and send the spreadsheet"
            " inside."
        )
    if "mimetype" in names and not archive.read("mimetype").startswith(SHEETS_OF_ODF):
        raise Unreadable("This is an OpenDocument file, but no spreadsheet. Choose the .ods file.")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise Unreadable(LOCKED)
