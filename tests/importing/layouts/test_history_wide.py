"""The wide history: an authority a row, its inspections side by side in blocks of columns."""

from datetime import date
from typing import Any

import pytest

from ratings.importing.types import EMPTY, ImportRow
from tests.importing.layouts.releases import GOOD, LINK, POOR, found, rows_of, sheet_read

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

KENT = (LINK, "Kent", "South East", "Shire County")
STANDARD = "ILACS Standard Inspection"


def on(year: int) -> date:
    return date(year, 5, 4)


def told(*blocks: tuple[tuple[str, ...], tuple[Any, ...]]) -> tuple[ImportRow, ...]:
    """Kent's row of a table with these blocks of headings and cells."""
    headings = [heading for block, _ in blocks for heading in block]
    return rows_of((*BASE, *headings), (*KENT, *(cell for _, cells in blocks for cell in cells)))


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
        (*KENT, STANDARD, on(2019), GOOD, POOR),
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
