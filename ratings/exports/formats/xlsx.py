"""A table as an Excel workbook, written a few rows at a time: the data, then a cover sheet.

Every text is an inline string, a type that no program runs as a formula. A date known to the
day is a date; one known to its month or year is text, and so are yes and no. openpyxl's
write-only mode makes a file on disk before the first byte can be sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import chain

from ratings.exports.formats.metadata import TITLE, FileMeta
from ratings.exports.formats.xml_escape import xml
from ratings.exports.formats.zipstream import ZipMember, zipped
from ratings.exports.table import DataTable, Row, blocks
from ratings.rules.dates import PartialDate

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

DAY_ZERO = date(1899, 12, 30).toordinal()
"""Excel counts the days from here."""

FIRST_DAY = date(1900, 3, 1)
"""Days before it are text: Excel believes that 1900 was a leap year."""

PLAIN, BOLD, DATE = range(3)
LONGEST_NAME = 31

_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Excel would read `_x0041_` in a text as the letter A."""


def xlsx(sheet: DataTable, about: FileMeta) -> Iterator[bytes]:
    """The workbook in blocks: sheet 1 holds the rows, sheet 2 says what the file is."""
    fixed = (ZipMember(name, (text.encode(),)) for name, text in _fixed(about).items())
    sheets = (
        ZipMember("xl/worksheets/sheet1.xml", _worksheet(sheet, "18", frozen=True)),
        ZipMember("xl/worksheets/sheet2.xml", _worksheet(about.cover(), "40")),
    )
    return zipped(chain(fixed, sheets), about.changed)


def _worksheet(sheet: DataTable, width: str, *, frozen: bool = False) -> Iterator[bytes]:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    columns = f'<cols><col min="1" max="{len(sheet.columns)}" width="{width}" customWidth="1"/>'
    start = f'{HEAD}<worksheet xmlns="{MAIN}">{view if frozen else ""}{columns}</cols><sheetData>'
    letters = [_letters(number) for number in range(len(sheet.columns))]
    rows = (_row(row, number, letters) for number, row in enumerate(sheet.rows, 2))
    return blocks(chain((start, _heading(sheet, letters)), rows, ("</sheetData></worksheet>",)))


def _heading(sheet: DataTable, letters: Iterable[str]) -> str:
    cells = "".join(
        f'<c r="{letter}1" s="{BOLD}" t="inlineStr">{_text(name)}</c>'
        for letter, name in zip(letters, sheet.columns, strict=True)
    )
    return f'<row r="1">{cells}</row>'


def _row(row: Row, number: int, letters: list[str]) -> str:
    cells = (
        f'<c r="{letter}{number}"{_cell(value)}</c>'
        for letter, value in zip(letters, row, strict=True)
        if value is not None and value != ""
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(value: object) -> str:
    """XML of a cell after its reference: its style or type, and its value."""
    if isinstance(value, PartialDate) and value.precision == "day":
        value = value.first_day
    if isinstance(value, date) and value >= FIRST_DAY:
        return f' s="{DATE}"><v>{value.toordinal() - DAY_ZERO}</v>'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"><v>{value}</v>"
    return f' t="inlineStr">{_text(_words(value))}'


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, PartialDate | date) else str(value)


@lru_cache(maxsize=1024)
def _text(words: str) -> str:
    return f'<is><t xml:space="preserve">{xml(_LOOKS_ESCAPED.sub("_x005F_", words))}</t></is>'


def _letters(number: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    before, last = divmod(number, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _fixed(about: FileMeta) -> dict[str, str]:
    """The parts that are the same for every workbook but for its names."""
    names = (about.name[:LONGEST_NAME], "about this file")
    sheets = "".join(
        f'<sheet name="{xml(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, 1)
    )
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{_types()}</Types>',
        "_rels/.rels": _relations(
            (f"{OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(about),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            (f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
            (f"{OFFICE}/worksheet", "worksheets/sheet2.xml"),
            (f"{OFFICE}/styles", "styles.xml"),
        ),
        "xl/styles.xml": _styles(),
    }


def _types() -> str:
    parts = {
        "/xl/workbook.xml": f"{TYPE}.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": f"{TYPE}.worksheet+xml",
        "/xl/worksheets/sheet2.xml": f"{TYPE}.worksheet+xml",
        "/xl/styles.xml": f"{TYPE}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    named = (f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'<Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(named)}'
    )


def _relations(*found: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(found, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def _core(about: FileMeta) -> str:
    terms = "http://purl.org/dc"
    made = f'<dcterms:created xsi:type="dcterms:W3CDTF">{about.version_time}</dcterms:created>'
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="{terms}/elements/1.1/" xmlns:dcterms="{terms}/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{TITLE}: {xml(about.name)}</dc:title>"
        f"<dc:description>{xml(about.citation)}</dc:description>"
        f"{made if about.version_time else ''}</cp:coreProperties>"
    )


def _styles() -> str:
    fonts = '<font><sz val="11"/><name val="Calibri"/></font>'
    bold = '<font><b/><sz val="11"/><name val="Calibri"/></font>'
    fills = '<fill><patternFill patternType="none"/></fill>'
    fills += '<fill><patternFill patternType="gray125"/></fill>'
    looks = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0"'
        f' applyNumberFormat="1" applyFont="1"/>'
        for number, font in ((0, 0), (0, 1), (164, 0))
    )
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        f'<fonts count="2">{fonts}{bold}</fonts><fills count="2">{fills}</fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="3">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
