"""Files that are made to do harm: none hangs, fills anything, fetches, runs, or changes a row.

What one malicious part of an archive or one misbehaving reader does is in `readers/`; here are
whole files, through the same door as an upload.
"""

from __future__ import annotations

import ast
import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest

from ratings.importing.files import read_spreadsheet
from ratings.importing.layouts import read_release
from ratings.importing.readers import LIMITS, Limits, Unreadable, box
from ratings.importing.readers.sheets import Sheet, open_sheets
from ratings.importing.report import Vocabulary, read_report
from ratings.models import DataVersion, Inspection
from tests.importing.fuzz.examples import TIMES
from tests.importing.layouts.releases import AS_AT, IN_YEAR
from tests.importing.workbooks import (
    Raw,
    make_csv,
    make_xlsx,
    ods_parts,
    table_xml,
    xlsx_parts,
    zipped,
)

HASTY = Limits(seconds=10)
BOMB = "unpacks to far more than it holds"


def refused(data: bytes, limits: Limits = HASTY) -> str:
    with pytest.raises(Unreadable) as caught:
        open_sheets(data, limits)
    return str(caught.value)


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No child, no zombie, no open pipe."""
    before = own_pipes()
    yield
    assert not Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    assert own_pipes() == before


def own_pipes() -> set[str]:
    found = set()
    for each in Path("/proc/self/fd").iterdir():
        try:
            found.add(str(each.readlink()))
        except OSError:  # the folder that is being listed
            continue
    return {link for link in found if link.startswith("pipe:")}


# --- archives ---


def test_a_bomb_in_a_workbook_is_not_opened() -> None:
    parts = xlsx_parts({"One": ""})
    parts["xl/worksheets/sheet1.xml"] = b" " * 100_000_000
    assert BOMB in refused(zipped(parts))


def test_a_bomb_in_a_bomb_is_an_archive_without_a_workbook() -> None:
    inner = zipped({"0.xml": bytes(10_000_000)})
    nested = zipped({f"{number}.zip": inner for number in range(20)})
    assert "without a workbook" in refused(nested)
    assert "xl/workbook.xml" not in nested.decode("latin-1")


def test_parts_that_overlap_are_counted_as_often_as_they_are_named() -> None:
    """One packed megabyte under a hundred names, as in the bombs that do without nesting."""
    packed = zlib.compress(bytes(4_000_000), 9)[2:-4]
    names = [f"xl/media/{number}" for number in range(100)]
    header = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(packed), 4_000_000,
                                         1, 0) + b"x"  # fmt: skip
    central = b"".join(
        b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 0, 0, len(packed),
                                    4_000_000, len(name), 0, 0, 0, 0, 0, 0) + name.encode()
        for name in names
    )  # fmt: skip
    body = header + packed
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 100, 100, len(central), len(body), 0)
    data = body + central + end
    assert len(data) < 20_000
    assert BOMB in refused(data)


def test_sizes_that_lie_low_are_not_believed() -> None:
    parts = {**xlsx_parts({"One": ""}), "xl/media/a": bytes(90_000_000)}
    data = zipped(parts).replace(struct.pack("<I", 90_000_000), struct.pack("<I", 9))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.getinfo("xl/media/a").file_size == 9
    assert BOMB in refused(data)


def test_two_archives_in_one_file_are_read_under_the_limits() -> None:
    """Readers differ in which directory of parts they believe: the limits hold for both."""
    small, bomb = make_xlsx({"One": [["a"]]}), zipped({"content.xml": bytes(60_000_000)})
    for data in (bomb + small, small + bomb):
        with suppress(Unreadable):
            assert [sheet.name for sheet in open_sheets(data, HASTY)] == ["One"]


# --- sheets that unfold ---


def repeated(rows: int, columns: int) -> bytes:
    cell = (
        f'<table:table-cell table:number-columns-repeated="{columns}" '
        'office:value-type="string"><text:p>x</text:p></table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    return zipped(ods_parts(f'<table:table table:name="One">{row}</table:table>'))


@pytest.mark.parametrize(("rows", "columns"), [
    (1_048_576, 16_384), (2_000_000_000, 1), (1, 2_000_000_000), (4_294_967_296, 2), (-1, -1),
    (100, 200_000),
])  # fmt: skip
def test_cells_that_are_said_to_repeat_do_not_unfold(rows: int, columns: int) -> None:
    with suppress(Unreadable):
        (sheet,) = open_sheets(repeated(rows, columns), HASTY)
        assert len(sheet.rows) * max(map(len, sheet.rows), default=0) <= LIMITS.cells


def test_a_cell_far_down_and_far_right_is_not_unfolded() -> None:
    xml = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    assert refused(zipped(xlsx_parts({"One": xml})))


def test_a_row_of_a_million_columns_is_refused() -> None:
    wide = [[*AS_AT, *(f"c{number}" for number in range(1_000_000))], *[["x"]] * 13]
    assert "14,000,112 cells" in refused(make_csv(wide))


def test_a_short_row_counts_as_wide_as_the_widest() -> None:
    """A heading of 5,000 columns above 100,000 rows of one cell is 500 million cells to look at."""
    rows = [["h"] * 5_000, *[["x"]] * 100_000]
    assert "cells" in refused(make_csv(rows))


def test_many_sheets_are_refused() -> None:
    assert "101 sheets" in refused(make_xlsx({f"Sheet {n}": [["a"]] for n in range(101)}))


def test_a_line_that_does_not_end_is_refused() -> None:
    assert "32,767 characters" in refused(b'a,b\n"' + b"x" * 15_000_000)
    assert "32,767 characters" in refused(b"x" * 15_000_000)


def test_a_csv_of_commas_is_refused() -> None:
    (sheet,) = open_sheets(b"," * 15_000_000)
    assert sheet.rows == ((),)


# --- XML ---


def test_xml_that_is_nested_deeply_does_not_break_the_reader() -> None:
    deep = "<a>" * 200_000 + "</a>" * 200_000
    for data in (
        zipped(
            ods_parts(table_xml("One", [[Raw(f"<table:table-cell>{deep}</table:table-cell>")]]))
        ),
        zipped(xlsx_parts({"One": f"<sheetData>{deep}</sheetData>"})),
    ):
        with suppress(Unreadable):
            assert open_sheets(data, HASTY)


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize("before", [ENTITY, LAUGHS])
def test_no_entity_is_resolved(before: str) -> None:
    cell = Raw(
        '<table:table-cell office:value-type="string"><text:p>&e;&i;</text:p></table:table-cell>'
    )
    assert "XML entities" in refused(zipped(ods_parts(table_xml("One", [[cell]]), before)))


def test_an_entity_that_hides_behind_a_long_comment_is_not_resolved() -> None:
    before = f"<!--{'x' * 300_000}-->{ENTITY}"
    cell = Raw(
        '<table:table-cell office:value-type="string"><text:p>&e;</text:p></table:table-cell>'
    )
    data = zipped(ods_parts(table_xml("One", [[cell]]), before), zipfile.ZIP_STORED)
    try:
        words = str(open_sheets(data, HASTY))
    except Unreadable as refusal:
        words = str(refusal)
    assert "root:" not in words


# --- macros, links, formulas ---


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


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_no_reader_knows_the_network() -> None:
    modules = list((box.ROOT / "ratings/importing/readers").glob("*.py"))
    assert len(modules) > 6
    for path in modules:
        assert not imported(path) & NETWORK, path


@pytest.mark.parametrize("reader", ["spreadsheet", "pdf"])
def test_a_reader_at_work_has_not_loaded_the_network(reader: str) -> None:
    """What the child has loaded after it has read a file: no socket among it."""
    code = (
        "import sys; from ratings.importing.readers import LIMITS, Unreadable\n"
        f"from ratings.importing.readers.{reader} import read\n"
        "try: read(sys.stdin.buffer.read(), LIMITS)\n"
        "except Unreadable: pass\n"
        "print(*sorted(sys.modules))"
    )
    data = make_xlsx({"One": [["a"]]}) if reader == "spreadsheet" else pdf_of(3)
    done = subprocess.run(
        [sys.executable, "-c", code], input=data, capture_output=True, check=True, cwd=box.ROOT
    )
    loaded = set(done.stdout.decode().split())
    assert f"ratings.importing.readers.{reader}" in loaded
    assert not loaded & {"socket", "_socket", "ssl", "http.client", "django"}


# --- PDF ---


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
GIANT = page_with(zlib.compress(b"0 0 m 9 9 l " * 20_000_000, 9), b"/Filter /FlateDecode")
TWICE = page_with(
    zlib.compress(zlib.compress(bytes(300_000_000), 9), 9), b"/Filter [/FlateDecode /FlateDecode]"
)
NOTHING = page_with(b"q " * 5_000_000)
DEEP = page_with(b"[" * 1_000_000)
TEXT = page_with(zlib.compress(WORDS * 40_000, 9), b"/Filter /FlateDecode")
PDFS = {
    "endless": ENDLESS, "itself": ITSELF, "giant": GIANT, "twice": TWICE, "nothing": NOTHING,
    "deep": DEEP, "text": TEXT, "many": pdf_of(100_000), "301": pdf_of(301),
}  # fmt: skip


@pytest.mark.parametrize("name", PDFS)
def test_a_hostile_report_is_refused_or_read_in_time(record: None, name: str) -> None:
    reading = read_report(PDFS[name], Vocabulary.current(), Limits(seconds=3))
    assert reading.refused or reading.unread


def test_pages_are_counted_before_they_are_read(record: None) -> None:
    said = read_report(PDFS["many"], Vocabulary.current(), HASTY).refused
    assert said.startswith("The PDF has 100,000 pages; at most 300 are read.")


# --- time and memory ---


def test_a_file_that_takes_longer_than_allowed_is_given_up() -> None:
    data = b"x,y,z,x,y,z,x,y,z,x,y,z,x,y,z,x,y,z,x,y,z,x,y,z,x,y,z,x,y,z\n" * 290_000
    short = Limits(seconds=1, cells=10**9)
    assert refused(data, short) == box.too_slow(short)


def test_a_file_that_needs_more_memory_than_allowed_says_so() -> None:
    data = make_csv([[f"{row} {column}" for column in range(40)] for row in range(30_000)])
    said = refused(data, Limits(memory_bytes=100_000_000))
    assert said in (box.NEEDS_MEMORY, box.BROKE_OFF)


# --- sheets that the layouts look at: in the site's own process, so never more than linear ---


def seconds_for(rows: list[list[object]]) -> float:
    sheet = Sheet("One", tuple(map(tuple, rows)))
    start = process_time()
    assert len(read_release([sheet]).sheets) == 1
    return process_time() - start


@pytest.mark.skipif(TIMES == 1, reason="a busy machine says little of time: `make fuzz`")
@pytest.mark.parametrize("make", [
    lambda n: [list(AS_AT)] * n,
    lambda n: [["Period", "Outstanding", "Good", "Inadequate"]] * n,
    lambda n: [[*AS_AT, *(f"Heading {c}" for c in range(n // 4))], *[["x"] * (n // 4)] * 20],
    lambda n: [[*AS_AT, *["Same"] * (n // 4)], *[["x"] * (n // 4)] * 20],
    lambda n: [list(IN_YEAR), *[["a note"]] * n],
    lambda n: [[*AS_AT, "slac re-inspection publication date " * n], ["x"]],
    lambda n: [[*AS_AT, *["First SIF publication date " + "slac re-inspection " * 20] * (n // 50)],
               *[["x"] * (n // 50)] * 20],
], ids=["headings", "counts", "columns", "repeated", "notes", "long", "blocks"])  # fmt: skip
def test_reading_takes_twice_as_long_for_twice_as_much(make: object) -> None:
    small, large = make(2_000), make(8_000)  # type: ignore[operator]
    first = min(seconds_for(small) for _ in range(2))
    assert seconds_for(large) < 10 * max(first, 0.05)


# --- and nothing is changed ---


@pytest.mark.django_db
def test_no_hostile_file_changes_the_record(record: None) -> None:
    version, count = list(DataVersion.objects.values()), Inspection.objects.count()
    for data in (repeated(1_048_576, 16_384), b"PK\x03\x04", b"", make_csv([["a"]]), ENDLESS):
        with pytest.raises(Unreadable):
            read_spreadsheet(data)
    assert (list(DataVersion.objects.values()), Inspection.objects.count()) == (version, count)
