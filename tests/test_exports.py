"""What leaves the site as data: CSV that a spreadsheet may open, rows that are tidy."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from ratings.exports.responses import csv_answer, data_not_found, file_name, json_answer
from ratings.exports.table import DataTable, cell
from ratings.forms import QueryDates
from ratings.rules.dates import PartialDate

TODAY = QueryDates(date(2026, 9, 1))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("Kent", "Kent"),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        (-1.25, "-1.25"),
        (Decimal("-0.1332"), "-0.1332"),
        (date(2018, 10, 17), "2018-10-17"),
        (PartialDate(date(2018, 7, 1), "month"), "2018-07"),
        *((f"{start}1+1", f"'{start}1+1") for start in "=+-@\t\r\n"),  # it would run as a formula
    ],
)
def test_a_value_is_written_plainly(value: object, text: str) -> None:
    assert cell(value) == text


def test_a_sheet_is_rfc_4180() -> None:
    sheet = DataTable(("name", "note"), [("Kent", 'says "yes", then\nno'), ("=A1", None)])
    text = sheet.csv()
    assert text.startswith("name,note\r\n")
    assert text.endswith("\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["name", "note"],
        ["Kent", 'says "yes", then\nno'],
        ["'=A1", ""],
    ]


def test_a_file_says_what_it_holds_and_as_at_when() -> None:
    assert file_name("kent", TODAY) == "kent-as-at-2026-09-01.csv"
    then = QueryDates(date(2024, 3, 31), date(2024, 6, 30), as_at_given=True)
    assert file_name("kent", then) == "kent-as-at-2024-03-31-known-by-2024-06-30.csv"


def test_csv_is_an_attachment_in_utf_8_and_json_keeps_its_letters() -> None:
    answer = csv_answer("kent", TODAY, DataTable(("a",), [("→",)])).render()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="kent-as-at-2026-09-01.csv"'
    assert answer.content == "a\r\n→\r\n".encode()
    assert json_answer({"line": "good → good"}).content == '{"line": "good → good"}'.encode()


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("json", b'{"error": "There is none.", "near": ["kent"]}'),
        ("csv", b"There is none. Did you mean: kent?\n"),
    ],
)
def test_data_that_is_not_there_answers_in_its_own_form(form: str, content: bytes) -> None:
    answer = data_not_found(f"/authorities/knt.{form}", "There is none.", ["kent"])
    assert (answer.status_code, answer.content) == (404, content)
