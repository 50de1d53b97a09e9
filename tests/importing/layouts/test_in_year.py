"""In year: inspections and visits, told apart by their kind."""

from datetime import date

import pytest

from tests.importing.layouts.releases import GOOD, IN_YEAR, LINK, POOR, found, rows_of, sheet_read

DAY = date(2022, 5, 4)
START = (LINK, "Kent", "South East", DAY)
GRADED = (GOOD, GOOD, GOOD, POOR)
NONE = (None,) * 4


def test_golden() -> None:
    read = sheet_read(
        [
            ["The title"],
            IN_YEAR,
            (*START, "ILACS Focused Visit", *NONE, " Front  door "),
            (*START, "ILACS Short Inspection", *GRADED),
        ]
    )
    assert (read.layout, read.tables, read.data_rows) == ("in-year", 1, 2)
    visit, short = read.rows
    assert (visit.where.row, visit.authority, visit.start) == (3, "Kent", DAY)
    assert (visit.programme, visit.kind, visit.is_graded) == ("ilacs", "focused-visit", False)
    assert (visit.theme, visit.findings, visit.problem) == ("front door", (), "")
    assert (short.programme, short.kind, short.is_graded) == ("ilacs", "short", True)
    assert found(short)[3] == ("Children in care", "Inadequate", "I4")
    assert (short.theme, short.problem) == ("", "")


@pytest.mark.parametrize(
    ("words", "kind", "programme"),
    [
        ("ILACS Standard Inspection", "standard", "ilacs"),
        ("ilacs  short\ninspection", "short", "ilacs"),
        ("Standard", "standard", ""),
        ("SIF re-inspection", "re-inspection", "sif"),
    ],
)
def test_kinds_that_give_grades(words: str, kind: str, programme: str) -> None:
    (row,) = rows_of(IN_YEAR, (*START, words, *GRADED))
    assert (row.kind, row.programme, row.is_graded, row.problem) == (kind, programme, True, "")


@pytest.mark.parametrize(
    ("words", "kind", "programme"),
    [
        ("ILACS Focused Visit", "focused-visit", "ilacs"),
        ("LA Monitoring visit", "monitoring-visit", ""),
        ("ILACS Monitoring Visit", "monitoring-visit", "ilacs"),
        ("JTAI", "jtai", ""),
        ("Joint targeted area inspection", "jtai", ""),
    ],
)
def test_kinds_that_give_none(words: str, kind: str, programme: str) -> None:
    (row,) = rows_of(IN_YEAR, (*START, words))
    assert (row.kind, row.programme, row.is_graded, row.problem) == (kind, programme, False, "")


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("Assurance", *GRADED), "E2 says “Assurance”, which is no kind of inspection"),
        ((None, *GRADED), "E2 is empty: add the kind of inspection or visit."),
        (("-", *GRADED), "E2 says “-”, which is no kind"),
        (("ILACS Short Inspection", *NONE), "No grade is given in F2 to I2"),
        (("ILACS Focused Visit", GOOD), "F2 says “Good”, but a visit gives no grades."),
        ((None, *NONE, "Front door"), "E2 is empty"),
    ],
)
def test_what_does_not_fit_its_kind_is_a_problem(cells: tuple[object, ...], problem: str) -> None:
    (row,) = rows_of(IN_YEAR, (*START, *cells))
    assert problem in row.problem


def test_an_unknown_kind_does_not_say_whether_it_is_graded() -> None:
    (row,) = rows_of(IN_YEAR, (*START, "Assurance", *GRADED))
    assert (row.kind, row.is_graded) == ("", None)
    assert len(row.findings) == 4


def test_a_visit_without_its_date_is_a_problem() -> None:
    (row,) = rows_of(IN_YEAR, (LINK, "Kent", None, None, "ILACS Focused Visit"))
    assert row.problem == "D2 is empty: add the date, or clear the rest."
