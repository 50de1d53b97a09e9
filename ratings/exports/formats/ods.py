"""A table as an OpenDocument spreadsheet, written a few rows at a time: the data, then a cover.

Every text is of type string, which no program runs as a formula; dates as in `xlsx`. odfpy
builds the whole document as a tree before it writes: nothing could be sent while it is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from ratings.exports.formats.metadata import TITLE, FileMeta
from ratings.exports.formats.xml_escape import xml
from ratings.exports.formats.zipstream import ZipMember, zipped
from ratings.exports.table import DataTable, Row, blocks
from ratings.rules.dates import PartialDate

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{short}="{NAMES}{long}:1.0"'
    for short, long in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("number", "datastyle"), ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
VERSION = 'office:version="1.3"'
STYLES = (
    "<office:automatic-styles>"
    '<number:date-style style:name="iso"><number:year number:style="long"/>'
    '<number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text>'
    '<number:day number:style="long"/></number:date-style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="iso"/>'
    '<style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles>"
)
_RUNS = re.compile("^ +| +$| {2,}|\t")


def ods(sheet: DataTable, about: FileMeta) -> Iterator[bytes]:
    """The document in blocks: table 1 holds the rows, table 2 says what the file is."""
    parts = (
        ZipMember("mimetype", (MEDIA_TYPE.encode(),), stored=True),
        ZipMember("META-INF/manifest.xml", (_manifest().encode(),)),
        ZipMember("meta.xml", (_meta(about).encode(),)),
        ZipMember("content.xml", blocks(_content(sheet, about))),
    )
    return zipped(parts, about.changed)


def _content(sheet: DataTable, about: FileMeta) -> Iterator[str]:
    yield f"{HEAD}<office:document-content {SPACES} {VERSION}>{STYLES}"
    yield "<office:body><office:spreadsheet>"
    yield from _table(about.name, sheet)
    yield from _table("about this file", about.cover())
    yield "</office:spreadsheet></office:body></office:document-content>"


def _table(name: str, sheet: DataTable) -> Iterator[str]:
    yield f'<table:table table:name="{xml(name)}">'
    yield f'<table:table-column table:number-columns-repeated="{len(sheet.columns)}"/>'
    heads = (_string(name, ' table:style-name="head"') for name in sheet.columns)
    yield f"<table:table-row>{''.join(heads)}</table:table-row>"
    yield from map(_row, sheet.rows)
    yield "</table:table>"


def _row(row: Row) -> str:
    return f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, PartialDate) and value.precision == "day":
        value = value.first_day
    if isinstance(value, date):
        day = value.isoformat()
        return _typed("date", "date-value", day, ' table:style-name="day"')
    if isinstance(value, bool):
        return _string("yes" if value else "no")
    if isinstance(value, int | float):
        return _typed("float", "value", str(value))
    return _string(value.isoformat() if isinstance(value, PartialDate) else str(value))


def _typed(kind: str, name: str, value: str, style: str = "") -> str:
    return (
        f'<table:table-cell{style} office:value-type="{kind}" office:{name}="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


@lru_cache(maxsize=1024)
def _string(words: str, style: str = "") -> str:
    """A paragraph a line; runs of spaces and tabs are marked up, or they would collapse."""
    lines = (_RUNS.sub(_said, xml(line)) for line in words.split("\n"))
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell{style} office:value-type="string">{paragraphs}</table:table-cell>'


def _said(run: re.Match[str]) -> str:
    return "<text:tab/>" if run[0] == "\t" else f'<text:s text:c="{len(run[0])}"/>'


def _manifest() -> str:
    space = f'xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.3"'
    files = {"/": MEDIA_TYPE, "content.xml": "text/xml", "meta.xml": "text/xml"}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in files.items()
    )
    return f"{HEAD}<manifest:manifest {space}>{entries}</manifest:manifest>"


def _meta(about: FileMeta) -> str:
    terms = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return (
        f"{HEAD}<office:document-meta {SPACES} {terms} {VERSION}><office:meta>"
        f"<dc:title>{TITLE}: {xml(about.name)}</dc:title>"
        f"<dc:description>{xml(about.citation)}</dc:description>"
        "</office:meta></office:document-meta>"
    )
