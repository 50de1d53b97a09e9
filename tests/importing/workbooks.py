"""Small workbooks for tests: XLSX, ODS and CSV files written by hand, with zipfile alone.

A sheet is a list of rows, a row a list of cells: text, numbers, dates, booleans, None, or
`Raw` for XML as it stands.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ratings.importing.layouts.parsing import place

Rows = Sequence[Sequence[Any]]
Sheets = Mapping[str, Rows]

EPOCH = datetime(1899, 12, 30)


@dataclass(frozen=True)
class Raw:
    """A cell given as XML."""

    xml: str


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts, in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def make_xlsx(sheets: Sheets) -> bytes:
    return zipped(xlsx_parts({name: sheet_xml(rows) for name, rows in sheets.items()}))


SCHEMAS = "http://schemas.openxmlformats.org"
XML = '<?xml version="1.0"?>'


def xlsx_parts(sheets: Mapping[str, str]) -> dict[str, str | bytes]:
    """The parts of an XLSX whose sheets are given as XML."""
    main = f"{SCHEMAS}/spreadsheetml/2006/main"
    offices = f"{SCHEMAS}/officeDocument/2006/relationships"
    packages = f"{SCHEMAS}/package/2006"
    kinds = "application/vnd.openxmlformats-"
    tabs = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{offices}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    return {
        "[Content_Types].xml": (
            f'{XML}<Types xmlns="{packages}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="{kinds}package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" '
            f'ContentType="{kinds}officedocument.spreadsheetml.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'{XML}<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" '
            f'Type="{offices}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{XML}<workbook xmlns="{main}" xmlns:r="{offices}"><sheets>{tabs}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{XML}<Relationships xmlns="{packages}/relationships">{links}<Relationship '
            f'Id="rId900" Type="{offices}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": (
            f'{XML}<styleSheet xmlns="{main}"><cellXfs count="3">'
            '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>'
        ),
        **{
            f"xl/worksheets/sheet{n}.xml": f'{XML}<worksheet xmlns="{main}">{xml}</worksheet>'
            for n, xml in enumerate(sheets.values(), 1)
        },
    }


def sheet_xml(rows: Rows) -> str:
    """Rows as XLSX has them: nothing is written for a row or cell without content."""
    done = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_xlsx_cell(value, place(n, number)) for n, value in enumerate(row))
        if cells:
            done.append(f'<row r="{number}">{cells}</row>')
    return f"<sheetData>{''.join(done)}</sheetData>"


def _xlsx_cell(value: Any, where: str) -> str:
    at = f'r="{where}"'
    match value:
        case None:
            return ""
        case Raw(xml):
            return xml
        case bool():
            return f'<c {at} t="b"><v>{int(value)}</v></c>'
        case datetime():
            return f'<c {at} s="2"><v>{(value - EPOCH) / timedelta(days=1)}</v></c>'
        case date():
            return f'<c {at} s="1"><v>{(value - EPOCH.date()).days}</v></c>'
        case int() | float():
            return f"<c {at}><v>{value}</v></c>"
    words = f'<is><t xml:space="preserve">{escape(str(value))}</t></is>'
    return f'<c {at} t="inlineStr">{words}</c>'


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def make_ods(sheets: Sheets) -> bytes:
    return zipped(ods_parts("".join(table_xml(name, rows) for name, rows in sheets.items())))


def ods_parts(tables: str, before: str = "") -> dict[str, str | bytes]:
    """The parts of an ODS whose tables are given as XML; `before` stands before the root."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    return {
        "mimetype": ODS_TYPE,
        "content.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content '
            f'xmlns:office="{urn}:office:1.0" xmlns:table="{urn}:table:1.0" '
            f'xmlns:text="{urn}:text:1.0" office:version="1.2"><office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>"
        ),
        "META-INF/manifest.xml": (
            f'<?xml version="1.0"?><m:manifest xmlns:m="{urn}:manifest:1.0"><m:file-entry '
            f'm:full-path="/" m:media-type="{ODS_TYPE}"/></m:manifest>'
        ),
    }


def table_xml(name: str, rows: Rows) -> str:
    """Rows as ODS has them, with a repeated empty cell at the end of each, as LibreOffice does."""
    end = '<table:table-cell table:number-columns-repeated="900"/>'
    lines = "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}{end}</table:table-row>" for row in rows
    )
    return f"<table:table table:name={quoteattr(name)}>{lines}</table:table>"


def ods_cell(value: Any) -> str:
    match value:
        case None:
            return "<table:table-cell/>"
        case Raw(xml):
            return xml
        case bool():
            kind = f'boolean" office:boolean-value="{str(value).lower()}'
        case datetime() | date():
            kind = f'date" office:date-value="{value.isoformat()}'
        case int() | float():
            kind = f'float" office:value="{value}'
        case _:
            kind = "string"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="{kind}">{lines}</table:table-cell>'


def make_csv(rows: Iterable[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode(encoding)


def old_workbook() -> bytes:
    """An XLS file: sheet `One` with Kent in B3, 18 February 2019 in C3 and 3 in B4."""
    return Path(__file__).with_name("readers").joinpath("kent.xls").read_bytes()
