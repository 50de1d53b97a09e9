"""Sheets that unfold, take too long or too much; and none changes a row."""

from __future__ import annotations

from contextlib import suppress
from time import process_time

import pytest

from ratings.importing.layouts import read_release
from ratings.importing.parse import read_spreadsheet
from ratings.importing.readers import LIMITS, Limits, UnreadableFileError, sandbox
from ratings.importing.readers.sheets import Sheet, open_sheets
from ratings.models import DataVersion, Inspection
from tests.importing.fuzz.examples import TIMES
from tests.importing.layouts.releases import AS_AT, IN_YEAR
from tests.importing.readers.opening import PATIENT
from tests.importing.readers.opening import refused_in_box as refused
from tests.importing.safety.test_reports import ENDLESS
from tests.importing.workbooks import make_csv, make_xlsx, ods_parts, xlsx_parts, zipped


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
    with suppress(UnreadableFileError):
        (sheet,) = open_sheets(repeated(rows, columns), PATIENT)
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
    (sheet,) = open_sheets(b"," * 15_000_000, PATIENT)
    assert sheet.rows == ((),)


def test_a_file_that_takes_longer_than_allowed_is_given_up() -> None:
    data = b"x,y,z,x,y,z,x,y,z,x,y,z,x,y,z,x,y,z,x,y,z,x,y,z,x,y,z,x,y,z\n" * 290_000
    short = Limits(seconds=1, cells=10**9)
    assert refused(data, short) == sandbox.too_slow(short)


def test_a_file_that_needs_more_memory_than_allowed_says_so() -> None:
    data = make_csv([[f"{row} {column}" for column in range(40)] for row in range(30_000)])
    said = refused(data, Limits(memory_bytes=100_000_000))
    assert said in (sandbox.NEEDS_MEMORY, sandbox.BROKE_OFF)


def seconds_for(rows: list[list[object]]) -> float:
    """What the layouts look at in the site's own process: never more than linear. A clock on the
    wall would say how busy others are."""
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
    first, then = (min(seconds_for(rows) for _ in range(2)) for rows in (small, large))
    assert then < 10 * max(first, 0.05)


@pytest.mark.django_db
def test_no_hostile_file_changes_the_record(record: None) -> None:
    version, count = list(DataVersion.objects.values()), Inspection.objects.count()
    for data in (repeated(1_048_576, 16_384), b"PK\x03\x04", b"", make_csv([["a"]]), ENDLESS):
        with pytest.raises(UnreadableFileError):
            read_spreadsheet(data)
    assert (list(DataVersion.objects.values()), Inspection.objects.count()) == (version, count)
