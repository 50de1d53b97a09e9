"""One sheet in four formats: the same values, nothing that runs, nothing held."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from ratings.exports.formats import FORMATS, FileMeta, metadata
from ratings.exports.table import DataTable, Row
from ratings.forms import QueryDates
from ratings.rules.dates import PartialDate

RECORD: Any = SimpleNamespace(number="12", completeness={}, reach=lambda known_by: "")
ABOUT = FileMeta(
    "a table",
    QueryDates(date(2024, 3, 31), date(2024, 6, 30)),
    RECORD,
    "https://example.org/data/a.xlsx",
)
MOVED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
COLUMNS = ("text", "day", "partly", "number", "yes", "nothing")
NASTY = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "<b>&\"'", "two\nlines", "  two  spaces ", "_x0041_",
    "Zoë 🙂", "bell\x07",
]  # fmt: skip


@pytest.fixture(autouse=True)
def moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version_date", lambda number: MOVED)


def row(text: str) -> tuple[object, ...]:
    return (text, date(2018, 7, 11), PartialDate(date(2018, 7, 1), "month"), 5, True, None)


def written(suffix: str, rows: list[Row]) -> bytes:
    return b"".join(FORMATS[suffix].stream(DataTable(COLUMNS, rows), ABOUT))


def opened(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_workbooks_hold_the_rows_and_then_what_they_are(suffix: str) -> None:
    data = written(suffix, [row("plain")])
    assert data == written(suffix, [row("plain")]), "the same rows give the same bytes"
    book = opened(data)
    assert book.sheet_names == ["a table", "about this file"]
    head, first = book.get_sheet_by_name("a table").to_python()
    assert tuple(head) == COLUMNS
    assert first[:5] == ["plain", date(2018, 7, 11), "2018-07", 5, "yes"]
    said = dict(r[:2] for r in book.get_sheet_by_name("about this file").to_python()[1:])
    assert (said["as_at"], said["known_by"]) == ("2024-03-31", "2024-06-30")
    assert (said["data version"], said["date of the data version"]) == ("12", "22 November 2026")
    assert said["address"] == "https://example.org/data/a.xlsx"
    assert "data version 12 (2026-11-22)" in said["cite as"]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
@pytest.mark.parametrize("text", NASTY)
def test_a_text_stays_the_text_it_is_and_is_never_a_formula(suffix: str, text: str) -> None:
    data = written(suffix, [row(text)])
    part = {"xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml"}[suffix]
    xml = zipfile.ZipFile(io.BytesIO(data)).read(part).decode()
    ElementTree.fromstring(xml)
    assert "<f>" not in xml
    assert "table:formula" not in xml
    if text == "_x0041_" and suffix == "xlsx":
        assert "_x005F_x0041_" in xml  # Excel undoes it; calamine does not
        return
    if text == "\tx" and suffix == "ods":
        assert "<text:p><text:tab/>x</text:p>" in xml  # calamine leaves the tab out
        return
    cell = opened(data).get_sheet_by_index(0).to_python()[1][0]
    assert cell == text.replace("\x07", "\ufffd")


def test_csv_guards_what_would_run_and_json_lines_keep_it() -> None:
    assert b"\r\n'=1+1,2018-07-11,2018-07,5,yes,\r\n" in written("csv", [row("=1+1")])
    (line,) = written("jsonl", [row("=1+1")]).decode().splitlines()
    assert list(json.loads(line).items()) == [
        ("text", "=1+1"), ("day", "2018-07-11"), ("partly", "2018-07"), ("number", 5),
        ("yes", True), ("nothing", None),
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_table_without_rows_is_a_file_all_the_same(suffix: str) -> None:
    data = written(suffix, [])
    if suffix in ("xlsx", "ods"):
        assert opened(data).sheet_names[0] == "a table"
    else:
        assert data == (",".join(COLUMNS).encode() + b"\r\n" if suffix == "csv" else b"")


def test_an_ods_begins_with_its_type() -> None:
    """The first part is `mimetype`, stored: how programs know the file (ODF 1.3, part 2)."""
    data = written("ods", [row("a")])
    assert data[30:38] == b"mimetype"
    assert data[38:].startswith(b"application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_first_block_needs_few_rows_and_the_last_all(suffix: str) -> None:
    read: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(10_000):
            read.append(number)
            yield row(f"row {number * 7919}")

    stream = FORMATS[suffix].stream(DataTable(COLUMNS, rows()), ABOUT)
    assert read == []
    next(stream)
    assert 1 <= len(read) < 5_000
    assert sum(1 for _ in stream) > 3
    assert len(read) == 10_000


@pytest.mark.parametrize("suffix", FORMATS)
def test_ten_times_the_rows_take_no_more_memory(suffix: str) -> None:
    most = peak(suffix, 10_000)
    assert most < peak(suffix, 1_000) + 500_000
    assert most < 3_000_000


def peak(suffix: str, count: int) -> int:
    """The most bytes that were in use while a sheet was written and thrown away."""
    rows = (row(f"row {number * 7919}") for number in range(count))
    tracemalloc.start()
    for _ in FORMATS[suffix].stream(DataTable(COLUMNS, rows), ABOUT):
        pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found
