"""PDFs that are made to do harm."""

from __future__ import annotations

import zlib
from collections.abc import Callable


def assembled(objects: list[bytes]) -> bytes:
    """A PDF of these objects, with a table of where they stand."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + table + tail % (len(objects) + 1, len(out))


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
WORDS = b"BT /F1 11 Tf 60 700 Td (Inspection of Kent local authority) Tj ET"
FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def pdf_of(pages: int) -> bytes:
    """One page, listed so many times."""
    return assembled([
        CATALOG,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * pages, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>"
        % FONT,
        stream(WORDS),
    ])  # fmt: skip


def page_with(content: bytes, more: bytes = b"", resources: bytes = FONT) -> bytes:
    return assembled([
        CATALOG,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>"
        % resources,
        stream(content, more),
    ])  # fmt: skip


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
    "giant": lambda: page_with(packed(b"0 0 m 9 9 l " * 20_000_000), b"/Filter /FlateDecode"),
    "twice": lambda: page_with(
        packed(packed(bytes(300_000_000))), b"/Filter [/FlateDecode /FlateDecode]"
    ),
    "nothing": lambda: page_with(b"q " * 5_000_000),
    "deep": lambda: page_with(b"[" * 1_000_000),
    "text": lambda: page_with(packed(WORDS * 40_000), b"/Filter /FlateDecode"),
    "many": lambda: pdf_of(100_000),
    "301": lambda: pdf_of(301),
}
"""Made when asked for, and not by every worker that collects the tests: some take seconds."""
