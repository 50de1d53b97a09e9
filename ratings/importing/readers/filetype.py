"""What a file is, by its first bytes: a spreadsheet of some sort, or something to send back."""

from __future__ import annotations

from enum import Enum, auto

from ratings.importing.readers import Unreadable


class Kind(Enum):
    """How a file is to be opened: XLSX, XLSB and ODS are archives, XLS an old workbook."""

    ARCHIVE = auto()
    OLD_WORKBOOK = auto()
    TEXT = auto()


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
"""What is sent back, by how it begins."""

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLD_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
PAGE_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta")


def kind_of(data: bytes) -> Kind:
    """How to open the file. Raises Unreadable for what is no spreadsheet."""
    if not data.strip():
        raise Unreadable("The file is empty. Download it again and check its size.")
    for start, sentence in OTHERS.items():
        if data.startswith(start):
            raise Unreadable(sentence)
    if data.startswith(b"PK"):
        return Kind.ARCHIVE
    if data.startswith(OLD):
        return _old_workbook(data)
    return _text(data)


def _old_workbook(data: bytes) -> Kind:
    """XLS, or the shell in which Office wraps what a password protects."""
    if ENCRYPTED in data:
        raise Unreadable(LOCKED)
    if not any(name in data for name in OLD_STREAMS):
        raise Unreadable(f"This is an old Office document, but no workbook. {SAVE_AS}")
    return Kind.OLD_WORKBOOK


def _text(data: bytes) -> Kind:
    if data.startswith(BYTE_ORDER_MARKS[1:]):
        return Kind.TEXT
    if b"\0" in data:
        raise Unreadable(f"This is not a spreadsheet of a kind that can be read. {SAVE_AS}")
    start = data.removeprefix(BYTE_ORDER_MARKS[0]).lstrip()[:2000].lower()
    if start.startswith(b"<"):
        raise Unreadable(_markup(start))
    return Kind.TEXT


def _markup(start: bytes) -> str:
    """HTML that was saved under a spreadsheet's name, or XML of some sort."""
    if any(mark in start for mark in PAGE_MARKS):
        return (
            "This is a web page, whatever its name says: the address may have led to a page"
            f" about the file. Download the file itself. If it is a table saved as one: {SAVE_AS}"
        )
    return f"This is an XML document, not a workbook. {SAVE_AS}"
