"""What a workbook holds is never resolved, run, followed or fetched."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from contextlib import suppress

import pytest

from ratings.importing.readers import UnreadableFileError, sandbox
from ratings.importing.readers.sheets import open_sheets
from tests.importing.readers.opening import PATIENT
from tests.importing.readers.opening import refused_in_box as refused
from tests.importing.safety.test_reports import pdf_of
from tests.importing.workbooks import Raw, make_xlsx, ods_parts, table_xml, xlsx_parts, zipped


def test_xml_that_is_nested_deeply_does_not_break_the_reader() -> None:
    deep = "<a>" * 200_000 + "</a>" * 200_000
    for data in (
        zipped(
            ods_parts(table_xml("One", [[Raw(f"<table:table-cell>{deep}</table:table-cell>")]]))
        ),
        zipped(xlsx_parts({"One": f"<sheetData>{deep}</sheetData>"})),
    ):
        with suppress(UnreadableFileError):
            assert open_sheets(data, PATIENT)


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
CELL = Raw(
    '<table:table-cell office:value-type="string"><text:p>&e;&i;</text:p></table:table-cell>'
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize("before", [ENTITY, LAUGHS])
def test_no_entity_is_resolved(before: str) -> None:
    assert "XML entities" in refused(zipped(ods_parts(table_xml("One", [[CELL]]), before)))


def test_an_entity_that_hides_behind_a_long_comment_is_not_resolved() -> None:
    before = f"<!--{'x' * 300_000}-->{ENTITY}"
    data = zipped(ods_parts(table_xml("One", [[CELL]]), before), zipfile.ZIP_STORED)
    try:
        words = str(open_sheets(data, PATIENT))
    except UnreadableFileError as refusal:
        words = str(refusal)
    assert "root:" not in words


def test_macros_formulas_and_links_are_not_run_or_followed() -> None:
    """A workbook with a macro, a link and formulas gives the values it was saved with."""
    cell = (
        '<row r="1"><c r="A1" t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>kept</v></c>'
        '<c r="B1" t="inlineStr"><is><t>=cmd|\' /C calc\'!A0</t></is></c>'
        '<c r="C1"><f>1+1</f></c></row>'
    )
    parts = xlsx_parts({"One": f"<sheetData>{cell}</sheetData>"})
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Auto_Open" * 100
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="x" Target="http://127.0.0.1:9/x" TargetMode="External"/>'
        "</Relationships>"
    )
    (sheet,) = open_sheets(zipped(parts))
    assert sheet.rows == (("kept", "=cmd|' /C calc'!A0"),)


NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "requests", "asyncio"}


def test_no_reader_knows_the_network() -> None:
    modules = list((sandbox.ROOT / "ratings/importing/readers").glob("*.py"))
    assert len(modules) > 6
    for path in modules:
        imported = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
        assert not imported & NETWORK, path


@pytest.mark.parametrize("reader", ["spreadsheet", "pdf"])
def test_a_reader_at_work_has_not_loaded_the_network(reader: str) -> None:
    """What the child has loaded after it has read a file: no socket among it."""
    code = (
        "import sys; from ratings.importing.readers import LIMITS, UnreadableFileError\n"
        f"from ratings.importing.readers.{reader} import read\n"
        "try: read(sys.stdin.buffer.read(), LIMITS)\n"
        "except UnreadableFileError: pass\n"
        "print(*sorted(sys.modules))"
    )
    data = make_xlsx({"One": [["a"]]}) if reader == "spreadsheet" else pdf_of(3)
    done = subprocess.run(
        [sys.executable, "-c", code], input=data, capture_output=True, check=True, cwd=sandbox.ROOT
    )
    loaded = set(done.stdout.decode().split())
    assert f"ratings.importing.readers.{reader}" in loaded
    assert not loaded & {"socket", "_socket", "ssl", "http.client", "django"}
