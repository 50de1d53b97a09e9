"""Detect a file's type by its first bytes, and check the archive that an XLSX, XLSB or ODS file is.
It is inflated here once, counting bytes, before anything else opens it, so that a zip bomb or a
false header is caught where it does no harm.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from enum import Enum, auto
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ratings.importing.readers import Limits, UnreadableFileError

PARTS = 5_000
RATIO, RATIO_FROM = 300, 20_000_000
"""Maximum compression ratio from this size on; a real file's is at most 20."""

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

LOCKED = (
    "The workbook is protected by a password. Open it in a spreadsheet program, remove the"
    " password, save it and try again."
)
SAVE_AS = "Open it in a spreadsheet program, save it as .xlsx, .ods or .csv and try again."

OTHERS = {
    b"%PDF": "This is a PDF, not a spreadsheet. Send it as an inspection report, or choose the"
    " release's .ods or .xlsx file.",
    b"\x89PNG": "This is a picture (PNG), not a spreadsheet. Choose the release's own file.",
    b"\xff\xd8\xff": "This is a picture (JPEG), not a spreadsheet. Choose the release's own file.",
    b"GIF8": "This is a picture (GIF), not a spreadsheet. Choose the release's own file.",
    b"\x1f\x8b": "This is a compressed file (gzip). Unpack it and send the spreadsheet inside.",
    b"7z\xbc\xaf": "This is an archive (7z). Unpack it and send the spreadsheet inside.",
    b"Rar!": "This is an archive (RAR). Unpack it and send the spreadsheet inside.",
    b"{\\rtf": f"This is a text document (RTF), not a spreadsheet. {SAVE_AS}",
}
"""File types that are rejected, by their first bytes."""

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLD_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
PAGE_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta")


def check_archive(data: bytes, limits: Limits) -> None:
    """Raise UnreadableFileError unless this is a complete workbook within limits, not encrypted."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_shape(parts, data, limits)
            _refuse_others(archive)
    except (BadZipFile, struct.error, zlib.error, EOFError, NotImplementedError, ValueError):
        raise UnreadableFileError(CUT_OFF) from None


class FileType(Enum):
    """How a file is to be opened: XLSX, XLSB and ODS are archives, XLS an old workbook."""

    ARCHIVE = auto()
    OLD_WORKBOOK = auto()
    TEXT = auto()


def kind_of(data: bytes) -> FileType:
    """How to open the file. Raises UnreadableFileError for what is no spreadsheet."""
    if not data.strip():
        raise UnreadableFileError("The file is empty. Download it again and check its size.")
    for start, sentence in OTHERS.items():
        if data.startswith(start):
            raise UnreadableFileError(sentence)
    if data.startswith(b"PK"):
        return FileType.ARCHIVE
    if data.startswith(OLD):
        return _old_workbook(data)
    return _text(data)


def _old_workbook(data: bytes) -> FileType:
    """XLS, or the container in which Office wraps a password-protected file."""
    if ENCRYPTED in data:
        raise UnreadableFileError(LOCKED)
    if not any(name in data for name in OLD_STREAMS):
        raise UnreadableFileError(f"This is an old Office document, but no workbook. {SAVE_AS}")
    return FileType.OLD_WORKBOOK


def _text(data: bytes) -> FileType:
    if data.startswith(BYTE_ORDER_MARKS[1:]):
        return FileType.TEXT
    if b"\0" in data:
        raise UnreadableFileError(
            f"This is not a spreadsheet of a kind that can be read. {SAVE_AS}"
        )
    start = data.removeprefix(BYTE_ORDER_MARKS[0]).lstrip()[:2000].lower()
    if start.startswith(b"<"):
        raise UnreadableFileError(_markup(start))
    return FileType.TEXT


def _markup(start: bytes) -> str:
    """HTML that was saved under a spreadsheet's name, or some kind of XML."""
    if any(mark in start for mark in PAGE_MARKS):
        return (
            "This is a web page, whatever its name says: the address may have led to a page"
            f" about the file. Download the file itself. If it is a table saved as one: {SAVE_AS}"
        )
    return f"This is an XML document, not a workbook. {SAVE_AS}"


def _refuse_shape(parts: list[ZipInfo], data: bytes, limits: Limits) -> None:
    """Check the sizes that the parts declare, then the sizes that they really inflate to."""
    if len(parts) > PARTS or sum(part.file_size for part in parts) > limits.expanded_bytes:
        raise UnreadableFileError(BOMB)
    total = 0
    for part in parts:
        if part.flag_bits & ENCRYPTED_FLAG:
            raise UnreadableFileError(LOCKED)
        for size in _sizes(part, data):
            total += size
            if total > min(limits.expanded_bytes, max(RATIO_FROM, RATIO * len(data))):
                raise UnreadableFileError(BOMB)


def _sizes(part: ZipInfo, data: bytes) -> Iterator[int]:
    """The inflated size of a part, chunk by chunk; its header is not trusted."""
    at = part.header_offset
    name, extra = struct.unpack_from("<HH", data, at + LOCAL_HEADER - 4)
    start = at + LOCAL_HEADER + name + extra
    packed = memoryview(data)[start : start + part.compress_size]
    if len(packed) < part.compress_size:
        raise BadZipFile
    if part.compress_type == ZIP_STORED:
        _refuse_entities(part, bytes(packed[:CHUNK]))
        yield len(packed)
    elif part.compress_type == ZIP_DEFLATED:
        yield from _inflated(part, packed)
    else:
        raise UnreadableFileError(STRANGE)


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
    """Reject entities, which expand or fetch; they are declared where an XML document begins."""
    if part.filename.lower().endswith((".xml", ".rels")) and b"<!ENTITY" in start:
        raise UnreadableFileError(ENTITIES)


def _refuse_others(archive: ZipFile) -> None:
    """Reject documents, presentations, plain archives and encrypted files."""
    names = set(archive.namelist())
    if "word/document.xml" in names:
        raise UnreadableFileError(
            "This is a Word document, not a spreadsheet. Choose the release's file."
        )
    if not names & WORKBOOKS:
        raise UnreadableFileError(
            "This is an archive (ZIP) without a workbook. Unpack it and send the spreadsheet"
            " inside."
        )
    if "mimetype" in names and not archive.read("mimetype").startswith(SHEETS_OF_ODF):
        raise UnreadableFileError(
            "This is an OpenDocument file, but no spreadsheet. Choose the .ods file."
        )
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise UnreadableFileError(LOCKED)
