"""Extract the text of a PDF, by page and line, with the position of each line on its page."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from ratings.importing.readers import Limits, UnreadableFileError

HEAD = 1024
"""A PDF may have this many bytes before its header (ISO 32000, annex H)."""

TAIL = 4096
"""Bytes searched for the end marker of a complete file; a mail program may append some."""

WRONG_PASSWORD, UNKNOWN_LOCK = 4, 5
"""PDFium's error codes for a file that needs a password, and for unknown encryption."""

FEWEST_LETTERS = 20
"""A document with fewer letters has no real text: page numbers stamped on a scan."""

AGAIN = "Download it again from Ofsted's site."
EMPTY = "The file is empty. Download it again and check its size."
WEB_PAGE = (
    "This is a web page saved under the name of a PDF, most likely an error page of the site it"
    " came from. Open the address in a browser and save the report itself."
)
NO_PDF = "This is not a PDF. Choose the report as Ofsted publishes it."
CUT_OFF = f"The PDF is damaged: its end is missing, so its download broke off. {AGAIN}"
DAMAGED = f"The PDF is damaged and cannot be opened. {AGAIN}"
LOCKED = (
    "The PDF is protected by a password. Save a copy without one and try again, or download the"
    " report from Ofsted's site, where it has none."
)
NO_TEXT = (
    "No page has any text: the PDF holds pictures of pages, as a scanner makes them. Download the"
    " report from Ofsted's site, or have the text recognised (OCR) first."
)
MARKS_OF_A_WEB_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<meta")

Line = list[Any]
"""The text of a line, then the distance of its first letter from the left edge and the bottom of
the page, in points (1/72 inch)."""


def read(data: bytes, limits: Limits) -> dict[str, list[list[Line]]]:
    """`{"pages": [[["words", left, bottom], …], …]}`, in the order in which the file draws them.

    Raises UnreadableFileError for what is no PDF, is locked, damaged, too large, or has no text.
    """
    check(data, limits)
    try:
        document = pypdfium2.PdfDocument(data[data.index(b"%PDF-") :])
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {WRONG_PASSWORD, UNKNOWN_LOCK}
        raise UnreadableFileError(LOCKED if locked else DAMAGED) from None
    try:
        pages = _pages(document, limits)
    finally:
        document.close()
    letters = sum(c.isalpha() for page in pages for words, *_ in page for c in words)
    if letters < FEWEST_LETTERS:
        raise UnreadableFileError(NO_TEXT)
    return {"pages": pages}


def check(data: bytes, limits: Limits) -> None:
    """Raises UnreadableFileError for what can be rejected without opening it."""
    if len(data) > limits.file_bytes:
        raise UnreadableFileError(
            f"The file has {len(data) / 1e6:.1f} MB; at most {limits.file_bytes / 1e6:.0f} MB are"
            " read. A report has about 1 MB: check that it is the report."
        )
    if not data.strip(b"\0\t\n\f\r "):
        raise UnreadableFileError(EMPTY)
    if b"%PDF-" not in data[:HEAD]:
        is_page = any(mark in data[:HEAD].lower() for mark in MARKS_OF_A_WEB_PAGE)
        raise UnreadableFileError(WEB_PAGE if is_page else NO_PDF)
    if b"%%EOF" not in data[-TAIL:]:
        raise UnreadableFileError(CUT_OFF)


def _pages(document: Any, limits: Limits) -> list[list[Line]]:
    count = len(document)
    if count == 0:
        raise UnreadableFileError(DAMAGED)
    if count > limits.pages:
        raise UnreadableFileError(
            f"The PDF has {count:,} pages; at most {limits.pages:,} are read. A report has about"
            " 40: check that it is the report and nothing else."
        )
    try:
        pages = [_lines(document[number]) for number in range(count)]
    except pypdfium2.PdfiumError:
        raise UnreadableFileError(DAMAGED) from None
    if sum(len(words) for page in pages for words, *_ in page) > limits.expanded_bytes:
        raise UnreadableFileError("The PDF unfolds into more text than can be read.")
    return pages


def _lines(page: Any) -> list[Line]:
    """The lines of a page that have text, each with the position of its first letter.

    PDFium also counts the characters it left out (control characters), so the position is looked up
    by the index in the text, which PDFium can translate.
    """
    text = page.get_textpage()
    at, lines = 0, []
    try:
        for line in text.get_text_range().split("\n"):
            if kept := line.strip():
                lines.append([kept, *_place(text, at + line.index(kept[0]))])
            at += len(line) + 1
    finally:
        text.close()
        page.close()
    return lines


def _place(text: Any, position: int) -> tuple[int, int]:
    """Left and bottom of the letter at an index of the text, in whole points."""
    raw = pypdfium2.raw
    index = raw.FPDFText_GetCharIndexFromTextIndex(text, position)
    edges = [ctypes.c_double() for _ in range(4)]
    left, _right, bottom, _top = edges
    if index < 0 or not raw.FPDFText_GetCharBox(text, index, *edges):
        return 0, 0
    return round(left.value), round(bottom.value)
