"""As at, in year and the long history: a row an inspection; the traps that all tables share."""

from datetime import date

import pytest

from ratings.importing.types import EMPTY, CellRef, ImportRow
from tests.importing.layouts.releases import (
    AS_AT,
    GOOD,
    GRADES,
    IN_YEAR,
    LINK,
    LONG,
    POOR,
    found,
    rows_of,
    sheet_read,
)

DAY, PUBLISHED = date(2019, 2, 18), date(2019, 4, 1)
KENT = (LINK, "Kent", "South East", DAY, GOOD, POOR, GOOD, GOOD)
BATH = (LINK, "Bath", "South West", DAY, GOOD, GOOD, GOOD, POOR)
VISITED = (LINK, "Kent", "South East", DAY)
GRADED, NONE = (GOOD, GOOD, GOOD, POOR), (None,) * 4
IN_HISTORY = (LINK, "E10000016", "Kent", "Current", "South East", DAY, PUBLISHED)
STANDARD = "ILACS Standard Inspection"


def test_golden_as_at() -> None:
    read = sheet_read([["The title of the sheet"], ["A note on the table"], AS_AT, KENT])
    assert (read.layout, read.tables, read.data_rows, read.said) == ("as-at", 1, 1, "")
    (row,) = read.rows
    assert row == ImportRow(
        where=CellRef("One", 4), authority="Kent", is_graded=True, start=DAY, findings=row.findings
    )
    assert found(row) == [
        ("Overall effectiveness", "Good", "E4"),
        ("Impact of leaders", "Inadequate", "F4"),
        ("Help and protection", "Good", "G4"),
        ("Children in care", "Good", "H4"),
    ]


def test_golden_in_year() -> None:
    read = sheet_read([
        ["The title"],
        IN_YEAR,
        (*VISITED, "ILACS Focused Visit", *NONE, " Front  door "),
        (*VISITED, "ILACS Short Inspection", *GRADED),
    ])  # fmt: skip
    assert (read.layout, read.tables, read.data_rows) == ("in-year", 1, 2)
    visit, short = read.rows
    assert visit == ImportRow(
        where=CellRef("One", 3), authority="Kent", programme="ilacs", kind="focused-visit",
        is_graded=False, start=DAY, theme="front door",
    )  # fmt: skip
    assert short == ImportRow(
        where=CellRef("One", 4), authority="Kent", programme="ilacs", kind="short",
        is_graded=True, start=DAY, findings=short.findings,
    )  # fmt: skip
    assert found(short)[3] == ("Children in care", "Inadequate", "I4")


def test_golden_long_history() -> None:
    row_of_kent = (*IN_HISTORY, STANDARD, GOOD, POOR, GOOD, GOOD)
    read = sheet_read([["The title"], ["A note"], LONG, row_of_kent])
    assert (read.layout, read.tables, read.data_rows) == ("history-long", 1, 1)
    (row,) = read.rows
    assert row == ImportRow(
        where=CellRef("One", 4), authority="Kent", codes=("E10000016",), programme="ilacs",
        kind="standard", is_graded=True, start=DAY, published=PUBLISHED, findings=row.findings,
    )  # fmt: skip
    assert found(row)[1] == ("Impact of leaders", "Inadequate", "J4")


@pytest.mark.parametrize("above", [0, 2, 3, 4, 5, 30])
def test_trap_1_the_headings_are_on_any_row(above: int) -> None:
    read = sheet_read([*[["A title"]] * above, AS_AT, KENT])
    assert [row.where.row for row in read.rows] == [above + 2]


def test_trap_1_the_table_may_begin_in_any_column_and_have_no_web_link() -> None:
    for headings, cells, place in (
        ((None, None, *AS_AT), (None, None, *KENT), "G2"),
        (AS_AT[1:], KENT[1:], "D2"),
    ):
        (row,) = rows_of(headings, cells)
        assert found(row)[0] == ("Overall effectiveness", "Good", place)
        assert (row.authority, row.start) == ("Kent", DAY)


def test_trap_1_a_short_row_is_not_shifted() -> None:
    (row,) = rows_of((*AS_AT, "Care leavers"), KENT)
    assert [heading for heading, _, _ in found(row)] == list(GRADES)
    assert row.problem == ""


def test_trap_3_and_7_headings_lose_their_line_breaks_and_a_date_as_text_is_one() -> None:
    headings = (*AS_AT[:3], " Inspection\nDATE ", "  The impact of\nleaders on practice. ")
    (row,) = rows_of(headings, (LINK, "Kent", "", "18/02/2019", GOOD))
    assert found(row) == [("The impact of leaders on practice.", "Good", "E2")]
    assert row.start == DAY


def test_trap_4_a_row_without_its_code_and_one_that_is_gone_are_rows_like_others() -> None:
    rows = rows_of(
        LONG,
        (LINK, None, *IN_HISTORY[2:], STANDARD, GOOD),
        (*IN_HISTORY[:3], "No longer exists", *IN_HISTORY[4:], STANDARD, GOOD),
    )
    assert [(row.codes, row.problem) for row in rows] == [((), ""), (("E10000016",), "")]


@pytest.mark.parametrize("words", ["Not yet inspected", "No full inspection", " - ", None])
def test_trap_5_words_or_empty_cells_that_say_there_is_none(words: str | None) -> None:
    everywhere = rows_of(AS_AT, (LINK, "Kent", "South East", *(words,) * 5))
    assert everywhere == rows_of(AS_AT, (LINK, "Kent", "South East", words))
    (row,) = everywhere
    said = EMPTY if words is None else words.strip()
    assert (row.authority, row.nothing, row.problem, row.findings) == ("Kent", said, "", ())


def test_trap_5_a_dash_among_grades_is_kept_as_it_stands() -> None:
    (row,) = rows_of(AS_AT, (*KENT[:4], GOOD, GOOD, " -", GOOD))
    assert (found(row)[2], row.problem) == (("Help and protection", "-", "G2"), "")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ((DAY, *KENT[4:]), "B2 is empty: add the authority's name."),
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
    name = None if problem.startswith("B2") else "Kent"
    (row,) = rows_of(AS_AT, (LINK, name, "South East", *cells))
    assert row.authority == (name or "")
    assert problem in row.problem


def test_a_table_without_a_column_of_authorities_has_a_problem_in_every_row() -> None:
    rows = rows_of((AS_AT[0], *AS_AT[2:]), (LINK, *KENT[2:]), (LINK, *BATH[2:]))
    assert [row.problem for row in rows] == [
        "The table has no column “Local authority name”: add it."
    ] * 2


@pytest.mark.parametrize(
    ("heading", "cell", "problems"),
    [
        ("Children in  care", POOR, ["More than one column is headed “Children in care”"] * 2),
        ("Visit date", DAY, ["I2 says “2019-02-18” under “Visit date”, but another column", ""]),
        ("Resilience", "Strong", ["", ""]),
    ],
    ids=["twice", "a second one for the date", "one that nobody knows"],
)
def test_a_heading_too_many_is_a_problem_or_becomes_a_finding(
    heading: str, cell: object, problems: list[str]
) -> None:
    rows = rows_of((*AS_AT, heading), (*KENT, cell), BATH)
    for row, problem in zip(rows, problems, strict=True):
        assert problem in row.problem
        assert bool(row.problem) == bool(problem)
    if not problems[0]:
        assert found(rows[0])[-1] == (heading, cell, "I2")


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


def test_a_date_of_publication_may_be_missing_but_not_be_wrong() -> None:
    missing, wrong = rows_of(
        LONG, *((*IN_HISTORY[:6], words, STANDARD, GOOD) for words in (None, "in spring"))
    )
    assert (missing.published, missing.problem) == (None, "")
    assert "G3 says “in spring”, which is no date" in wrong.problem


@pytest.mark.parametrize(
    ("words", "kind", "programme", "is_graded"),
    [
        (STANDARD, "standard", "ilacs", True),
        ("ilacs  short\ninspection", "short", "ilacs", True),
        ("Standard", "standard", "", True),
        ("SIF re-inspection", "re-inspection", "sif", True),
        ("ILACS Focused Visit", "focused-visit", "ilacs", False),
        ("LA Monitoring visit", "monitoring-visit", "", False),
        ("ILACS Monitoring Visit", "monitoring-visit", "ilacs", False),
        ("JTAI", "jtai", "", False),
        ("Joint targeted area inspection", "jtai", "", False),
    ],
)
def test_kinds_that_give_grades_and_kinds_that_give_none(
    words: str, kind: str, programme: str, is_graded: bool
) -> None:
    (row,) = rows_of(IN_YEAR, (*VISITED, words, *(GRADED if is_graded else ())))
    assert (row.kind, row.programme, row.is_graded) == (kind, programme, is_graded)
    assert row.problem == ""


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ((DAY, "Assurance", *GRADED), "E2 says “Assurance”, which is no kind of inspection"),
        ((DAY, None, *GRADED), "E2 is empty: add the kind of inspection or visit."),
        ((DAY, "-", *GRADED), "E2 says “-”, which is no kind"),
        ((DAY, "ILACS Short Inspection", *NONE), "No grade is given in F2 to I2"),
        ((DAY, "ILACS Focused Visit", GOOD), "F2 says “Good”, but a visit gives no grades."),
        ((DAY, None, *NONE, "Front door"), "E2 is empty"),
        ((None, "ILACS Focused Visit"), "D2 is empty: add the date, or clear the rest."),
    ],
)
def test_what_does_not_fit_its_kind_is_a_problem(cells: tuple[object, ...], problem: str) -> None:
    (row,) = rows_of(IN_YEAR, (*VISITED[:3], *cells))
    assert problem in row.problem


def test_an_unknown_kind_does_not_say_whether_it_is_graded() -> None:
    (row,) = rows_of(IN_YEAR, (*VISITED, "Assurance", *GRADED))
    assert (row.kind, row.is_graded, len(row.findings)) == ("", None, 4)
