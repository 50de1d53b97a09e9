"""Spreadsheets: cells stay where they are and what they are; bombs and other files go back."""

import contextlib
from datetime import date, datetime
from typing import Any

import pytest

from ratings.importing.readers import Limits, Unreadable, sandbox
from ratings.importing.readers.sheets import Sheet, decoded, open_sheets
from ratings.importing.readers.spreadsheet import DAMAGED
from tests.importing.readers.opening import opened, refused, refused_in_box
from tests.importing.workbooks import (
    Raw,
    make_ods,
    make_xlsx,
    ods_parts,
    old_workbook,
    table_xml,
    xlsx_parts,
    zipped,
)

MAKERS = pytest.mark.parametrize("make", [make_xlsx, make_ods])


@MAKERS
def test_cells_keep_their_types(make: Any) -> None:
    row = ["Kent", 3, 2.5, True, False, date(2019, 2, 18), datetime(2019, 2, 18, 10, 30)]
    (sheet,) = open_sheets(make({"One": [row]}))
    assert sheet == Sheet("One", (tuple(row),))
    assert [type(cell) for cell in sheet.rows[0]] == [type(cell) for cell in row]


@MAKERS
def test_a_moment_at_midnight_is_a_day(make: Any) -> None:
    (sheet,) = opened(make({"One": [[datetime(2019, 2, 18)]]}))
    assert type(sheet.rows[0][0]) is date


@MAKERS
def test_rows_and_columns_are_counted_from_the_very_first(make: Any) -> None:
    rows = [[], [], [None, None, "C3"], [], [None, "B5", None, "D5"]]
    (sheet,) = opened(make({"One": rows}))
    assert sheet.rows[2] == (None, None, "C3")
    assert sheet.rows[4] == (None, "B5", None, "D5")


@MAKERS
def test_rows_end_with_their_last_filled_cell(make: Any) -> None:
    (sheet,) = opened(make({"One": [["a", "b", "c"], ["1"], [None, "2", None]]}))
    assert sheet.rows == (("a", "b", "c"), ("1",), (None, "2"))


@MAKERS
def test_sheets_keep_their_names_and_order_and_may_be_empty(make: Any) -> None:
    sheets = opened(make({"Übersicht & <more>": [["a"]], "Empty": [], "Last": [["b"]]}))
    assert [sheet.name for sheet in sheets] == ["Übersicht & <more>", "Empty", "Last"]
    assert sheets[1].rows == ()


def test_an_ods_row_that_is_repeated_counts_as_often() -> None:
    empty = '<table:table-row table:number-rows-repeated="4"><table:table-cell/></table:table-row>'
    table = table_xml("One", [["first"]]).replace("</table:table>", f"{empty}</table:table>")
    table = table.replace("</table:table>", "") + table_xml("x", [["sixth"]]).split(">", 1)[1]
    (sheet,) = opened(zipped(ods_parts(table)))
    assert sheet.rows[5] == ("sixth",)


def test_an_old_workbook_is_read_as_well() -> None:
    (sheet,) = open_sheets(old_workbook())
    assert sheet == Sheet("One", ((), (), (None, "Kent", date(2019, 2, 18)), (None, 3)))


def test_a_formula_gives_the_value_that_was_saved_with_it() -> None:
    formula = Raw('<c r="A1"><f>1+1</f><v>7</v></c>')
    fetching = Raw('<c r="B1" t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>kept</v></c>')
    (sheet,) = opened(make_xlsx({"One": [[formula, fetching]]}))
    assert sheet.rows == ((7, "kept"),)


def test_an_error_in_a_cell_is_text_or_nothing_but_no_number() -> None:
    (sheet,) = opened(make_xlsx({"One": [[Raw('<c r="A1" t="e"><v>#REF!</v></c>'), "b"]]}))
    assert sheet.rows[0][0] in {None, "#REF!"}
    assert sheet.rows[0][1] == "b"


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
    assert refused_in_box(data) == refused(data)


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
        with contextlib.suppress(Unreadable):
            opened(bytes(hit))


def test_a_workbook_with_a_password_says_so() -> None:
    shell = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    assert "protected by a password" in refused(shell)
    parts = ods_parts("")
    parts["META-INF/manifest.xml"] = "<m:manifest><m:encryption-data/></m:manifest>"
    assert "protected by a password" in refused(zipped(parts))


@pytest.mark.parametrize(
    ("rows", "said"), [(1_048_576, DAMAGED), (20_000, DAMAGED), (3_000, sandbox.NEEDS_MEMORY)]
)
def test_an_ods_that_repeats_a_filled_cell_over_the_whole_sheet_is_a_sentence(
    rows: int, said: str
) -> None:
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
        "<text:p>ha</text:p></table:table-cell>"
    )
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    data = zipped(ods_parts(f'<table:table table:name="One">{row}</table:table>'))
    assert refused_in_box(data) == said


def test_an_ods_that_repeats_an_empty_row_to_the_end_of_the_sheet_is_read() -> None:
    empty = "<table:table-cell/></table:table-row>"
    end = f'<table:table-row table:number-rows-repeated="1048000">{empty}'
    table = table_xml("One", [["a"]]).replace("</table:table>", f"{end}</table:table>")
    (sheet,) = open_sheets(zipped(ods_parts(table)))
    assert sheet.rows == (("a",),)


def test_a_cell_in_the_far_corner_is_a_sentence() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    data = zipped(xlsx_parts({"One": f"<sheetData>{near}{far}</sheetData>"}))
    assert refused_in_box(data) == sandbox.NEEDS_MEMORY


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
        with pytest.raises(Unreadable):
            decoded(strange)
