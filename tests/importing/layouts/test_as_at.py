"""As at: the latest inspection of each authority, and the traps that all tables share."""

from datetime import date

import pytest

from ratings.importing.types import EMPTY, SourceRow, Where
from tests.importing.layouts.releases import (
    AS_AT,
    GOOD,
    GRADES,
    LINK,
    POOR,
    found,
    rows_of,
    sheet_read,
)

DAY = date(2019, 2, 18)
KENT = (LINK, "Kent", "South East", DAY, GOOD, POOR, GOOD, GOOD)
BATH = (LINK, "Bath", "South West", DAY, GOOD, GOOD, GOOD, POOR)


def test_golden() -> None:
    read = sheet_read([["The title of the sheet"], ["A note on the table"], AS_AT, KENT])
    assert (read.layout, read.tables, read.data_rows, read.said) == ("as-at", 1, 1, "")
    (row,) = read.rows
    assert row == SourceRow(
        where=Where("One", 4), authority="Kent", is_graded=True, start=DAY, findings=row.findings
    )
    assert found(row) == [
        ("Overall effectiveness", "Good", "E4"),
        ("Impact of leaders", "Inadequate", "F4"),
        ("Help and protection", "Good", "G4"),
        ("Children in care", "Good", "H4"),
    ]


@pytest.mark.parametrize("above", [0, 2, 3, 4, 5, 30])
def test_trap_1_the_headings_are_on_any_row(above: int) -> None:
    read = sheet_read([*[["A title"]] * above, AS_AT, KENT])
    assert [row.where.row for row in read.rows] == [above + 2]


def test_trap_1_the_table_may_begin_in_any_column() -> None:
    (row,) = rows_of((None, None, *AS_AT), (None, None, *KENT))
    assert found(row)[0] == ("Overall effectiveness", "Good", "G2")


def test_trap_1_a_short_row_is_not_shifted() -> None:
    (row,) = rows_of((*AS_AT, "Care leavers"), KENT)
    assert [heading for heading, _, _ in found(row)] == list(GRADES)
    assert row.problem == ""


def test_trap_1_a_second_table_has_its_own_headings() -> None:
    later = ("Web link", "Local authority name", "Inspection date", "Care leavers")
    read = sheet_read([AS_AT, KENT, [], ["Gone since"], later, (LINK, "Dorset", DAY, POOR)])
    assert (read.tables, read.data_rows) == (2, 2)
    assert read.said == "Titles and notes left aside: row 4."
    assert found(read.rows[1]) == [("Care leavers", "Inadequate", "D6")]


def test_trap_3_headings_keep_their_words_and_lose_their_line_breaks() -> None:
    headings = (*AS_AT[:3], " Inspection\nDATE ", "  The impact of\nleaders on practice. ")
    (row,) = rows_of(headings, (LINK, "Kent", "", DAY, GOOD))
    assert found(row) == [("The impact of leaders on practice.", "Good", "E2")]
    assert row.start == DAY


@pytest.mark.parametrize("words", ["Not yet inspected", "No full inspection", " - "])
def test_trap_5_words_that_say_there_is_none(words: str) -> None:
    everywhere = rows_of(AS_AT, (LINK, "Kent", "South East", words, words, words, words, words))
    date_only = rows_of(AS_AT, (LINK, "Kent", "South East", words))
    assert everywhere == date_only
    (row,) = everywhere
    assert (row.authority, row.nothing, row.problem) == ("Kent", words.strip(), "")
    assert row.findings == ()


def test_trap_5_cells_left_empty_that_say_there_is_none() -> None:
    (row,) = rows_of(AS_AT, (LINK, "Kent", "South East"))
    assert (row.authority, row.nothing, row.problem) == ("Kent", EMPTY, "")


def test_trap_5_a_dash_among_grades_is_kept_as_it_stands() -> None:
    (row,) = rows_of(AS_AT, (*KENT[:4], GOOD, GOOD, " -", GOOD))
    assert found(row)[2] == ("Help and protection", "-", "G2")
    assert row.problem == ""


def test_trap_7_a_date_as_text_is_a_date() -> None:
    (row,) = rows_of(AS_AT, (*KENT[:3], "18/02/2019", *KENT[4:]))
    assert (row.start, row.problem) == (DAY, "")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("soon", GOOD), "D2 says “soon”, which is no date: write it as 18/02/2019."),
        ((43514, GOOD), "D2 says “43514”, which is no date (perhaps 18/02/2019"),
        ((None, GOOD), "D2 is empty: add the date, or clear the rest."),
        (("Not yet inspected", GOOD), "D2 says “Not yet inspected”, which is no date"),
        ((DAY,), "No grade is given in E2 to H2: add the grades, or clear the rest."),
        ((DAY, "-", "-"), "No grade is given in E2 to H2"),
        ((DAY, GOOD, None, None, None, "Good"), "I2: something stands here without a heading"),
    ],
)
def test_half_a_row_is_kept_with_a_problem_that_names_the_cell(
    cells: tuple[object, ...], problem: str
) -> None:
    (row,) = rows_of(AS_AT, (LINK, "Kent", "South East", *cells))
    assert row.authority == "Kent"
    assert problem in row.problem


def test_a_row_without_its_authority_has_a_problem() -> None:
    (row,) = rows_of(AS_AT, (LINK, None, *KENT[2:]))
    assert row.problem == "B2 is empty: add the authority's name."


def test_a_table_without_a_column_of_authorities_has_a_problem_in_every_row() -> None:
    rows = rows_of((AS_AT[0], *AS_AT[2:]), (LINK, *KENT[2:]), (LINK, *BATH[2:]))
    assert [row.problem for row in rows] == [
        "The table has no column “Local authority name”: add it."
    ] * 2


def test_a_table_without_the_web_link_is_known_by_its_authorities() -> None:
    (row,) = rows_of(AS_AT[1:], KENT[1:])
    assert (row.authority, row.start) == ("Kent", DAY)


def test_a_heading_that_stands_twice_is_a_problem_in_every_row() -> None:
    headings = (*AS_AT, "Children in  care")
    rows = rows_of(headings, (*KENT, POOR), BATH)
    assert all("More than one column is headed “Children in care”" in row.problem for row in rows)


def test_a_second_column_for_the_date_is_a_problem_where_it_is_filled() -> None:
    headings = (*AS_AT, "Visit date")
    rows = rows_of(headings, (*KENT, DAY), BATH)
    assert "I2 says “2019-02-18” under “Visit date”, but another column" in rows[0].problem
    assert rows[1].problem == ""


def test_a_heading_that_nobody_knows_becomes_a_finding() -> None:
    (row,) = rows_of((*AS_AT, "Resilience"), (*KENT, "Strong"))
    assert found(row)[-1] == ("Resilience", "Strong", "I2")
    assert row.problem == ""


@pytest.mark.parametrize("note", ["Source: ourselves", "1. A note"])
def test_a_note_below_a_table_is_left_aside_and_said(note: str) -> None:
    read = sheet_read([AS_AT, KENT, BATH, [], [note]])
    assert (read.data_rows, len(read.rows)) == (2, 2)
    assert read.said == "Titles and notes left aside: row 5."


@pytest.mark.parametrize(
    "row",
    [
        (LINK,),
        (None, "Source: ourselves"),
        (None, None, None, None, GOOD),
        ("Total", None, None, None, 3),
        (None,) * 9 + ("far right",),
    ],
)
def test_what_may_be_data_is_never_left_aside(row: tuple[object, ...]) -> None:
    read = sheet_read([AS_AT, KENT, row])
    assert (read.data_rows, len(read.rows)) == (2, 2)
    assert read.rows[1].where.row == 3
    assert read.rows[1].problem or read.rows[1].nothing


def test_two_sheets_may_have_one_layout_and_names_mean_nothing() -> None:
    names = [sheet_read([AS_AT, KENT]).layout for _ in range(2)]
    assert names == ["as-at", "as-at"]
