"""Spreadsheets: cells stay where they are and what they are; bombs and other files go back."""

import contextlib
import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from ratings.importing.readers import LIMITS, Limits, UnreadableFileError, sandbox
from ratings.importing.readers.archive import check_archive
from ratings.importing.readers.sheets import Sheet, decoded, open_sheets
from ratings.importing.readers.spreadsheet import DAMAGED
from tests.importing.readers.opening import opened, refused, refused_in_box
from tests.importing.workbooks import (
    Raw,
    make_csv,
    make_ods,
    make_xlsx,
    ods_parts,
    old_workbook,
    table_xml,
    xlsx_parts,
    zipped,
)

MAKERS = pytest.mark.parametrize("make", [make_xlsx, make_ods])


ALL_TYPES = ["Kent", 3, 2.5, True, False, date(2019, 2, 18), datetime(2019, 2, 18, 10, 30)]


@MAKERS
@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ([ALL_TYPES], (tuple(ALL_TYPES),)),
        ([[datetime(2019, 2, 18)]], ((date(2019, 2, 18),),)),
        ([[], [], [None, None, "C3"], [], [None, "B5", None, "D5"]],
         ((), (), (None, None, "C3"), (), (None, "B5", None, "D5"))),
        ([["a", "b", "c"], ["1"], [None, "2", None]], (("a", "b", "c"), ("1",), (None, "2"))),
    ],
    ids=["all types", "a moment at midnight is a day", "counted from the first", "short rows"],
)  # fmt: skip
def test_cells_stay_where_and_what_they_are(make: Any, rows: Any, read: Any) -> None:
    (sheet,) = open_sheets(make({"One": rows}))
    assert sheet == Sheet("One", read)
    assert [type(cell) for row in sheet.rows for cell in row] == [
        type(cell) for row in read for cell in row
    ]


@MAKERS
def test_sheets_keep_their_names_and_order_and_may_be_empty(make: Any) -> None:
    sheets = opened(make({"Übersicht & <more>": [["a"]], "Empty": [], "Last": [["b"]]}))
    assert [sheet.name for sheet in sheets] == ["Übersicht & <more>", "Empty", "Last"]
    assert sheets[1].rows == ()


@pytest.mark.parametrize(("times", "after", "last"), [(4, ["sixth"], 6), (1_048_000, [], 1)])
def test_an_empty_ods_row_that_is_repeated_counts_as_often(
    times: int, after: list[str], last: int
) -> None:
    empty = f'<table:table-row table:number-rows-repeated="{times}"><table:table-cell/>'
    first, then = (table_xml("One", [row]) for row in (["first"], after))
    table = first.replace("</table:table>", f"{empty}</table:table-row>") + then.split(">", 1)[1]
    (sheet,) = opened(zipped(ods_parts(table)))
    assert len(sheet.rows) == last
    assert sheet.rows[-1] == tuple(after or ["first"])


def test_an_old_workbook_is_read_as_well() -> None:
    (sheet,) = open_sheets(old_workbook())
    assert sheet == Sheet("One", ((), (), (None, "Kent", date(2019, 2, 18)), (None, 3)))


def test_a_formula_gives_the_value_that_was_saved_with_it_and_an_error_no_number() -> None:
    formula = Raw('<c r="A1"><f>1+1</f><v>7</v></c>')
    fetching = Raw('<c r="B1" t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>kept</v></c>')
    error = Raw('<c r="C1" t="e"><v>#REF!</v></c>')
    (sheet,) = opened(make_xlsx({"One": [[formula, fetching, error, "d"]]}))
    assert sheet.rows[0][:2] == (7, "kept")
    assert sheet.rows[0][2] in {None, "#REF!"}
    assert sheet.rows[0][3] == "d"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"  \n", "The file is empty"),
        (b"%PDF-1.7 x", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n\0", "This is a picture (PNG)"),
        (b"\xff\xd8\xff\xe0\0", "This is a picture (JPEG)"),
        (b"\x1f\x8b\x08\0", "compressed file (gzip)"),
        (b"<!DOCTYPE html><html><body><table>", "This is a web page"),
        (b"\xef\xbb\xbf\n <html>", "This is a web page"),
        (b'<?xml version="1.0"?><Workbook>', "This is an XML document"),
        (b"MZ\x90\0\x03", "not a spreadsheet of a kind that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office document, but no workbook"),
        (zipped({"word/document.xml": "<w/>"}), "This is a Word document"),
        (zipped({"a.txt": "a"}), "archive (ZIP) without a workbook"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"}),
            "no spreadsheet",
        ),
        (zipped({"xl/workbook.xml": "<oh"}), "The workbook is damaged"),
        (b"PK\x05\x06" + bytes(18), "archive (ZIP) without a workbook"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_spreadsheet_is_told_what_it_is(data: bytes, said: str) -> None:
    assert said in refused(data)


@MAKERS
@pytest.mark.parametrize("share", [0.3, 0.9, 0.99])
def test_a_file_that_was_cut_off_says_so(make: Any, share: float) -> None:
    data = make({"One": [["a", "b"]] * 50})
    assert "cut off or damaged" in refused(data[: int(len(data) * share)])


@MAKERS
def test_a_file_whose_bytes_were_hit_is_a_sentence_or_is_read(make: Any) -> None:
    data = make({"One": [["a", "b"]] * 5})
    for at in range(0, len(data), 17):
        hit = bytearray(data)
        hit[at] ^= 0xFF
        with contextlib.suppress(UnreadableFileError):
            opened(bytes(hit))


def test_a_workbook_with_a_password_says_so() -> None:
    shell = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    assert "protected by a password" in refused(shell)
    parts = ods_parts("")
    parts["META-INF/manifest.xml"] = "<m:manifest><m:encryption-data/></m:manifest>"
    assert "protected by a password" in refused(zipped(parts))


def repeated(rows: int) -> bytes:
    """An ODS that repeats a filled cell over the whole breadth of so many rows."""
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
        "<text:p>ha</text:p></table:table-cell>"
    )
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    return zipped(ods_parts(f'<table:table table:name="One">{row}</table:table>'))


FAR = (
    '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (repeated(1_048_576), DAMAGED),
        (repeated(20_000), DAMAGED),
        (repeated(3_000), sandbox.NEEDS_MEMORY),
        (zipped(xlsx_parts({"One": FAR})), sandbox.NEEDS_MEMORY),
    ],
    ids=["the whole sheet", "many rows", "some rows", "a cell in the far corner"],
)
def test_cells_that_need_more_memory_than_there_is_are_a_sentence(data: bytes, said: str) -> None:
    assert refused_in_box(data) == said


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(sheets=1), "The file has 2 sheets; at most 1 are read."),
        (Limits(rows=5), "The file has 6 rows by sheet “Two”; at most 5 are read."),
        (Limits(cells=5), "The file has 6 cells by sheet “Two”; at most 5 are read."),
        (Limits(cell_characters=3), "Sheet “Two”, row 2 has a cell of more than 3 characters."),
    ],
)
def test_more_than_the_limits_is_refused_by_name(limits: Limits, said: str) -> None:
    data = make_xlsx({"One": [["a"]] * 3, "Two": [["a"], ["long"], ["a"]]})
    assert refused(data, limits).startswith(said)


def test_an_answer_in_another_shape_is_a_sentence() -> None:
    for strange in (None, 3, [3], [{"name": "x"}], [{"name": "", "said": "", "rows": [[{}]]}]):
        with pytest.raises(UnreadableFileError):
            decoded(strange)


# --- CSV: every way in which programs write it, and what is not CSV by row ---


CSV_ROWS = [["authority", "grade", "note"], ["Kent", "good", "two\nlines; and, marks"], ["Bath"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_the_ways_that_programs_write_it(delimiter: str, encoding: str) -> None:
    (sheet,) = open_sheets(make_csv(CSV_ROWS, delimiter, encoding))
    assert sheet == Sheet("", tuple(map(tuple, CSV_ROWS)))


@pytest.mark.parametrize(
    ("data", "rows", "said"),
    [
        (make_csv([["name"], ["Café – “Ynys”"]], encoding="cp1252"),
         (("name",), ("Café – “Ynys”",)), "Windows-1252"),
        (b'a,b\r\n"1\r\n2",x\r\n\r\n3,y\r\n', (("a", "b"), ("1\r\n2", "x"), (), ("3", "y")), ""),
    ],
    ids=["in an old encoding, which is said", "a record with line breaks is one row"],
)  # fmt: skip
def test_csv_that_is_read_all_the_same(data: bytes, rows: Any, said: str) -> None:
    (sheet,) = opened(data)
    assert sheet.rows == rows
    assert said in sheet.said


@pytest.mark.parametrize(
    ("data", "limits", "said"),
    [
        (b"name\n\x81\x8d\xff", LIMITS, "no encoding that is known"),
        (b'a,b\n1,"2\n3,4\n', LIMITS, "Row 2 is not CSV"),
        (b"a\nb\nc\n", Limits(rows=2), "more than 2 rows"),
        (b"a\nlong\n", Limits(cell_characters=3), "Row 2 has a cell of more than 3"),
        (b"a,b,c\n", Limits(cells=2), "3 cells; at most 2"),
    ],
)
def test_csv_that_is_refused(data: bytes, limits: Limits, said: str) -> None:
    assert said in refused(data, limits)


# --- the archive of a workbook: bombs, lies, passwords and entities are met before it is opened ---

BOMB = "unpacks to far more than it holds"
LARGE = {"One": [["x" * 30_000]] * 40}


def with_header(at: int, changed: bytes) -> bytes:
    """A workbook whose directory has other bytes so far from its first entry's beginning."""
    data = bytearray(make_xlsx({"One": [["a"]]}))
    start = data.index(b"PK\x01\x02") + at
    data[start : start + len(changed)] = changed
    return bytes(data)


def lying() -> bytes:
    data = make_xlsx(LARGE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = struct.pack("<I", archive.getinfo("xl/worksheets/sheet1.xml").file_size)
    assert data.count(size) == 2
    return data.replace(size, struct.pack("<I", 100))


SMALL = Limits(expanded_bytes=1_000_000)
ARCHIVES: dict[str, tuple[Callable[[], bytes], Limits, str]] = {
    "a part with a password": (lambda: with_header(8, b"\x01"), LIMITS, "protected by a password"),
    "more than allowed": (lambda: make_xlsx(LARGE), SMALL, BOMB),
    "out of all proportion": (
        lambda: zipped({**xlsx_parts({"One": ""}), "xl/media/image.bin": bytes(30_000_000)}),
        LIMITS, BOMB,
    ),
    "a header that lies about the size": (lying, SMALL, BOMB),
    "a header that points nowhere": (
        lambda: with_header(42, b"\xf0\xff\xff\x00"), LIMITS, "cut off or damaged",
    ),
    "very many parts": (
        lambda: zipped({f"xl/{n}": "" for n in range(5_001)}, zipfile.ZIP_STORED), LIMITS, BOMB,
    ),
    "packing that spreadsheets do not use": (
        lambda: zipped(xlsx_parts({"One": ""}), zipfile.ZIP_LZMA), LIMITS, "packed in a way",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "limits", "said"), ARCHIVES.values(), ids=ARCHIVES)
def test_what_is_wrong_with_an_archive_is_met_before_it_is_opened(
    make: Callable[[], bytes], limits: Limits, said: str
) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        check_archive(make(), limits)


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


def test_xml_entities_are_refused() -> None:
    table = table_xml("One", [[Raw("<table:table-cell><text:p>&c;</text:p></table:table-cell>")]])
    assert "XML entities" in refused_in_box(zipped(ods_parts(table, LAUGHS)))
    parts = xlsx_parts({"One": "<sheetData/>"})
    parts["xl/workbook.xml"] = f'<?xml version="1.0"?>{LAUGHS}<workbook/>'
    assert "XML entities" in refused_in_box(zipped(parts, zipfile.ZIP_STORED))
