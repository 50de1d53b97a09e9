"""As at, in year and the long history: a row an inspection; the traps that all tables share. The
wide history: an authority a row, its inspections side by side in blocks of columns."""

from datetime import date
from typing import Any

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
        ((DAY, "ILACS Focused Visit", GOOD), "F2 says “Good”. A visit has no grades"),
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


BASE = ("Web link", "Local authority name", "LA region", "LA Authority Type")
SLAC = (
    "Safeguarding (SLAC) Inspection publication date", "SLAC Safeguarding OE",
    "SLAC Looked After OE",
)  # fmt: skip
SLAC_AGAIN = (
    "SLAC re-inspection of Safeguarding publication date", "SLAC re-inspection Safeguarding OE",
    "SLAC re-inspection of services for Children Looked After publication date",
    "SLAC re-inspection of services Children Looked After OE",
)  # fmt: skip
CPI = ("Child Protection Inspections (CPI) publication date", "CPI OE")
CPI_AGAIN = ("Child Protection Re-Inspection (CPRI) publication date", "CPRI OE")
TLAC = ("Targeted (TLAC) inspection publication date", "TLAC OE")
SIF = ("Single Inspection (SIF)  First SIF publication date", " First SIF Overall\n(OE)",
       "LSCB Overall Effectiveness ")  # fmt: skip
SIF_AGAIN = ("Single Inspection (SIF) SIF Re-inspection publication date", "SIF Re-inspection OE")
ILACS = ("ILACS framework inspection type", "ILACS framework publication date",
         "ILACS framework overall", "ILACS framework leaders")  # fmt: skip
FIRST = tuple(f"First {heading}" for heading in ILACS)
SECOND = ("Second ILACS publication date", "Second ILACS inspection type", "Second ILACS overall",
          "Second ILACS care leavers")  # fmt: skip

BLOCKS = (SLAC, SLAC_AGAIN, CPI, TLAC, SIF, SIF_AGAIN, FIRST, SECOND)

SHIRE = (LINK, "Kent", "South East", "Shire County")


def on(year: int) -> date:
    return date(year, 5, 4)


def told(*blocks: tuple[tuple[str, ...], tuple[Any, ...]]) -> tuple[ImportRow, ...]:
    """Kent's row of a table with these blocks of headings and cells."""
    headings = [heading for block, _ in blocks for heading in block]
    return rows_of((*BASE, *headings), (*SHIRE, *(cell for _, cells in blocks for cell in cells)))


def in_short(rows: tuple[ImportRow, ...]) -> list[tuple[str, str, int]]:
    return [(row.programme, row.kind, row.published.year if row.published else 0) for row in rows]


def test_golden() -> None:
    """The kind of an ILACS inspection stands before the date in one block, after it in another
    (trap 2)."""
    rows = told(
        (SLAC, (on(2009), GOOD, POOR)),
        (SLAC_AGAIN, (on(2010), GOOD, on(2011), GOOD)),
        (CPI, (on(2012), POOR)),
        (CPI_AGAIN, (on(2013), GOOD)),
        (TLAC, (on(2014), GOOD)),
        (SIF, (on(2015), GOOD, POOR)),
        (SIF_AGAIN, (on(2016), GOOD)),
        (FIRST, (STANDARD, on(2019), GOOD, POOR)),
        (SECOND, (on(2023), "ILACS Short Inspection", GOOD, GOOD)),
    )
    assert in_short(rows) == [
        ("slac", "full", 2009), ("slac", "re-inspection", 2010), ("slac", "re-inspection", 2011),
        ("cpi", "full", 2012), ("cpi", "re-inspection", 2013), ("tlac", "full", 2014),
        ("sif", "full", 2015), ("sif", "re-inspection", 2016), ("ilacs", "standard", 2019),
        ("ilacs", "short", 2023),
    ]  # fmt: skip
    assert all(row.is_graded and row.authority == "Kent" and not row.problem for row in rows)
    assert {row.where.row for row in rows} == {2}
    assert found(rows[6]) == [
        ("First SIF Overall (OE)", "Good", "S2"),
        ("LSCB Overall Effectiveness", "Inadequate", "T2"),
    ]
    assert found(rows[9])[1] == ("Second ILACS care leavers", "Good", "AD2")


def test_trap_1_the_second_table_has_other_headings_and_fewer_columns() -> None:
    read = sheet_read([
        ["The title"],
        (*BASE, *FIRST, *SECOND),
        (*SHIRE, STANDARD, on(2019), GOOD, POOR),
        [],
        ["Authorities that are no more"],
        (*BASE, *ILACS, None, None),
        (LINK, "Dorset", "South West", "Shire", STANDARD, on(2018), POOR, GOOD),
    ])  # fmt: skip
    assert (read.layout, read.tables, read.data_rows) == ("history-wide", 2, 2)
    assert read.said == "Titles and notes left aside: row 5."
    kent, dorset = read.rows
    assert found(dorset) == [
        ("ILACS framework overall", "Inadequate", "G7"),
        ("ILACS framework leaders", "Good", "H7"),
    ]
    assert (kent.where.row, dorset.where.row) == (3, 7)


def test_trap_5_empty_cells_and_dashes_are_no_inspection() -> None:
    dashes = ("-", " -", "-")
    for cells, words in (((), EMPTY), (dashes, "-")):
        (row,) = told((SLAC, cells), (FIRST, ()))
        assert (row.authority, row.nothing, row.problem) == ("Kent", words, "")
    rows = told((SLAC, dashes), (CPI, (on(2012), GOOD)))
    assert in_short(rows) == [("cpi", "full", 2012)]


def test_trap_6_and_7_words_are_kept_as_printed_and_there_are_only_dates_of_publication() -> None:
    (row,) = told((CPI, ("04/05/2012", "Requires improvement to be good")))
    assert found(row) == [("CPI OE", "Requires improvement to be good", "F2")]
    assert (row.start, row.published) == (None, on(2012))


def test_two_parts_of_a_reinspection_published_on_one_day_are_one_without_a_problem() -> None:
    (row,) = told((SLAC_AGAIN, (on(2012), GOOD, on(2012), POOR)))
    assert [text for _, text, _ in found(row)] == ["Good", "Inadequate"]
    rows = told((SLAC_AGAIN, (on(2012), None, on(2012), POOR)))
    assert [bool(row.problem) for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("block", "cells", "problem"),
    [
        (CPI, (None, GOOD), "E2 is empty: add the date, or clear the rest."),
        (CPI, ("-", GOOD), "E2 says “-”, which is no date"),
        (CPI, ("2012", GOOD), "E2 says “2012”, which is no date"),
        (CPI, (on(2012),), "No grade is given in F2 to F2"),
        (ILACS, (None, on(2019), GOOD), "E2 is empty: add the kind"),
        (ILACS, (STANDARD,), "F2 is empty: add the date"),
        (ILACS, ("Long", on(2019), GOOD), "E2 says “Long”, which is no kind"),
        (SIF, (None, None, GOOD), "E2 is empty: add the date"),
        (CPI, (on(2012), GOOD, None, "more"), "H2: something stands here without a heading above"),
        ((*CPI, "CPI first publication date"), (on(2012), GOOD, on(2011)),
         "G2 says “2011-05-04” under “CPI first publication date”, but another"),
    ],
)  # fmt: skip
def test_half_a_block_or_too_much_of_it_is_kept_with_a_problem_that_names_the_cell(
    block: tuple[str, ...], cells: tuple[object, ...], problem: str
) -> None:
    (row,) = told((block, cells))
    assert problem in row.problem


def test_half_a_block_does_not_spoil_the_others_nor_does_one_without_a_date() -> None:
    rows = told((CPI, (None, GOOD)), (TLAC, (on(2013), GOOD)))
    assert [bool(row.problem) for row in rows] == [True, False]
    _, row = told((CPI, (on(2012), GOOD)), (("LSCB Overall Effectiveness",), (GOOD,)))
    assert row.problem == "The table has no column for the date of this inspection: add one."


def test_a_column_that_names_no_programme_is_a_row_with_a_problem() -> None:
    rows = told((CPI, (on(2012), GOOD)), (("Resilience",), ("Strong",)))
    assert [bool(row.problem) for row in rows] == [False, True]
    assert "G2 says “Strong” under “Resilience”: it cannot be told" in rows[1].problem
    assert found(rows[1]) == [("Resilience", "Strong", "G2")]
    (alone,) = told((CPI, (on(2012), GOOD)), (("Resilience",), (" -",)))
    assert alone.problem == ""


def test_a_third_and_a_fourth_inspection_are_blocks_of_their_own() -> None:
    third = tuple(heading.replace("Second", "Third") for heading in SECOND)
    fourth = tuple(heading.replace("Second", "Fourth") for heading in SECOND)
    cells = (STANDARD, GOOD, GOOD)
    rows = told((third, (on(2026), *cells)), (fourth, (on(2029), *cells)))
    assert in_short(rows) == [("ilacs", "standard", 2026), ("ilacs", "standard", 2029)]
