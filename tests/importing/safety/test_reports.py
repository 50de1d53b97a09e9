"""PDFs that are made to do harm are refused, or read in time."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from ratings.importing.readers import Limits
from ratings.importing.report import ReferenceData, read_report
from tests.importing.readers.opening import PATIENT
from tests.importing.report.paper import assembled

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
WORDS = b"BT /F1 11 Tf 60 700 Td (Inspection of Kent local authority) Tj ET"
FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def file_of(kids: bytes, count: int, content: bytes) -> bytes:
    """A PDF whose list of pages has these `kids`; the third object is a page with the content."""
    return assembled([
        CATALOG,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>"
        % FONT,
        content,
    ])  # fmt: skip


def pdf_of(pages: int) -> bytes:
    """One page, listed so many times."""
    return file_of(b"3 0 R " * pages, pages, stream(WORDS))


def page_with(content: bytes, more: bytes = b"") -> bytes:
    return file_of(b"3 0 R", 1, stream(content, more))


def packed(content: bytes) -> bytes:
    return zlib.compress(content, 9)


ENDLESS = assembled([CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"])

ITSELF = assembled([
    CATALOG,
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject"
    b" << /X 5 0 R >> >> >>",
    stream(b"/X Do " * 50),
    stream(b"/X Do " * 50, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject"
           b" << /X 5 0 R >> >>"),
])  # fmt: skip

PDFS: dict[str, Callable[[], bytes]] = {
    "endless": lambda: ENDLESS,
    "itself": lambda: ITSELF,
    "giant": lambda: page_with(packed(b"0 0 m 9 9 l " * 8_000_000), b"/Filter /FlateDecode"),
    "twice": lambda: page_with(
        packed(packed(bytes(100_000_000))), b"/Filter [/FlateDecode /FlateDecode]"
    ),
    "nothing": lambda: page_with(b"q " * 5_000_000),
    "deep": lambda: page_with(b"[" * 1_000_000),
    "text": lambda: page_with(packed(WORDS * 40_000), b"/Filter /FlateDecode"),
    "many": lambda: pdf_of(100_000),
    "301": lambda: pdf_of(301),
}
"""Made when asked for, and not by every worker that collects the tests: some take seconds."""


@pytest.mark.parametrize("name", PDFS)
def test_a_hostile_report_is_refused_or_read_in_time(record: None, name: str) -> None:
    reading = read_report(PDFS[name](), ReferenceData.current(), Limits(seconds=2))
    assert reading.refused or reading.unread


def test_pages_are_counted_before_they_are_read(record: None) -> None:
    said = read_report(PDFS["many"](), ReferenceData.current(), PATIENT).refused
    assert said.startswith("The PDF has 100,000 pages; at most 300 are read.")
