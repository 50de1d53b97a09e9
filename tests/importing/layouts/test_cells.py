"""Cells: which day is meant, where a cell stands, which words are the same."""

from datetime import date, datetime
from typing import Any

import pytest

from ratings.importing.layouts.parsing import day, is_nothing, key, place, text


@pytest.mark.parametrize(
    "cell",
    [
        date(2019, 2, 8), "2019-02-08", "08/02/2019", "8/2/2019", " 8 February  2019 ",
        "08 Feb 2019", "2019-02-08 00:00:00", "2019-02-08T00:00:00", "08-02-2019", "8.2.2019",
    ],
    ids=str,
)  # fmt: skip
def test_a_day_in_every_way_it_is_written(cell: Any) -> None:
    assert day(cell) == date(2019, 2, 8)


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ("soon", "says “soon”, which is no date: write it as 18/02/2019"),
        ("31/02/2019", "says “31/02/2019”, which is no date"),
        ("02/18/2019", "says “02/18/2019”, which is no date"),
        ("18/02/19", "says “18/02/19”, which is no date"),
        ("2 Smarch 2019", "says “2 Smarch 2019”, which is no date"),
        ("July 2018", "says “July 2018”, which is no date"),
        ("2018-07", "says “2018-07”, which is no date"),
        ("2018-07-01 to 2018-07-12", "which is no date"),
        (date(1918, 2, 18), "says “1918-02-18”, which is no date"),
        (date(2918, 2, 18), "says “2918-02-18”, which is no date"),
        (43514, "says “43514”, which is no date (perhaps 18/02/2019, without its format)"),
        (3, "says “3”, which is no date: write it"),
        (True, "says “TRUE”, which is no date: write it"),
        (2.5, "says “2.5”, which is no date: write it"),
        (datetime(2019, 3, 31, 23), "is a moment (2019-03-31 23:00:00), not a day"),
        (None, "says “”, which is no date"),
    ],
    ids=str,
)
def test_what_is_no_day_is_said(cell: Any, wrong: str) -> None:
    assert wrong in str(day(cell))


def test_places_are_those_of_a_spreadsheet() -> None:
    assert [place(n, 12) for n in (0, 7, 25, 26, 51, 52, 701, 702, 16383)] == [
        "A12", "H12", "Z12", "AA12", "AZ12", "BA12", "ZZ12", "AAA12", "XFD12",
    ]  # fmt: skip


def test_headings_are_compared_without_blanks_case_dashes_quotes_and_stops() -> None:
    same = ["The child’s  Re‑inspection\n date.", " the CHILD'S re-inspection date ",
            "the child's\u00a0reinspection date:"]  # fmt: skip
    assert {key(words) for words in same} == {"the child's re-inspection date"}


def test_text_folds_blanks_and_shows_what_a_person_sees() -> None:
    cells = (None, True, 3, 2.5, date(2019, 2, 8), "  First\n(OE) ")
    assert [text(cell) for cell in cells] == ["", "TRUE", "3", "2.5", "2019-02-08", "First (OE)"]


@pytest.mark.parametrize(
    "cell", ["Not yet inspected", "NO FULL INSPECTION", " -", "–", "—", "", None]
)
def test_there_are_many_ways_to_say_nothing(cell: Any) -> None:
    assert is_nothing(cell)


@pytest.mark.parametrize("cell", ["Good", "Not yet", 0, False, "--"])
def test_everything_else_is_something(cell: Any) -> None:
    assert not is_nothing(cell)
