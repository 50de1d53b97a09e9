"""CSV: every way in which programs write it, and what is not CSV by row."""

import pytest

from ratings.importing.readers import Limits
from ratings.importing.readers.sheets import Sheet, open_sheets
from tests.importing.readers.opening import opened, refused
from tests.importing.workbooks import make_csv

CSV_ROWS = [["authority", "grade", "note"], ["Kent", "good", "two\nlines; and, marks"], ["Bath"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_the_ways_that_programs_write_it(delimiter: str, encoding: str) -> None:
    (sheet,) = open_sheets(make_csv(CSV_ROWS, delimiter, encoding))
    assert sheet == Sheet("", tuple(map(tuple, CSV_ROWS)))


def test_csv_in_an_old_encoding_is_read_and_said() -> None:
    (sheet,) = opened(make_csv([["name"], ["Café – “Ynys”"]], encoding="cp1252"))
    assert sheet.rows[1] == ("Café – “Ynys”",)
    assert "Windows-1252" in sheet.said


def test_csv_in_no_encoding_is_refused() -> None:
    assert "no encoding that is known" in refused(b"name\n\x81\x8d\xff")


def test_csv_counts_a_record_with_line_breaks_as_one_row_and_an_empty_line_as_one() -> None:
    (sheet,) = opened(b'a,b\r\n"1\r\n2",x\r\n\r\n3,y\r\n')
    assert sheet.rows == (("a", "b"), ("1\r\n2", "x"), (), ("3", "y"))


def test_csv_whose_quotation_mark_is_never_closed_is_refused_by_row() -> None:
    assert refused(b'a,b\n1,"2\n3,4\n').startswith("Row 2 is not CSV")


def test_more_than_the_limits_is_refused_in_csv_too() -> None:
    assert "more than 2 rows" in refused(b"a\nb\nc\n", Limits(rows=2))
    assert "Row 2 has a cell of more than 3" in refused(b"a\nlong\n", Limits(cell_characters=3))
    assert "3 cells; at most 2" in refused(b"a,b,c\n", Limits(cells=2))
