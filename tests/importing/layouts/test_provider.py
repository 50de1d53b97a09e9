"""What is not about authorities is left alone, with a word; what is not known is not."""

from datetime import date

import pytest

from tests.importing.layouts.releases import AS_AT, GOOD, LINK, release, sheet_read

PROVIDERS = ("Web link", "URN", "Provision type", "Registration status", "Local authority",
             "Sector", "Latest full inspection date")  # fmt: skip
HOME = (LINK, "SC1", "Children's home", "Active", "Kent", "Local Authority", date(2022, 1, 2))
MOVES = ("URN", "Provision type", "Ofsted Region", "Local authority", "Joiner status")
COUNTS = ("Period as at", "Outstanding", "Good", "Inadequate")


@pytest.mark.parametrize(
    ("headings", "row", "said"),
    [
        (PROVIDERS, HOME, "About children's homes and other providers"),
        (MOVES, ("SC1", "Children's home", "South East", "Kent", "Joiner"), "About children's"),
        (COUNTS, (date(2022, 3, 31), 3, 4, 5), "Counts over time"),
        (("Date", "Data type", "Children's homes", "Boarding"), ("x", "Places", 3, 4), "Counts"),
    ],
)
def test_sheets_about_providers_are_left_alone(
    headings: tuple[str, ...], row: tuple[object, ...], said: str
) -> None:
    read = sheet_read([["A title"], headings, row])
    assert (read.layout, read.tables, read.data_rows, read.rows) == ("provider", 0, 0, ())
    assert read.said.startswith(said)


@pytest.mark.parametrize(
    "rows",
    [
        [["Notes"], ["1", "A note on what is here"]],
        [["Contents"], ["Sheet and link", "What is in it"], ["As at", "All authorities"]],
        [["Topic", "Local authorities", "Homes", "All", "In year"], ["As at", "Yes", "No"]],
        [["Heading", "Meaning", "Since"], ["Web link", "Where the reports are", "2018"]],
        [],
    ],
)
def test_text_is_left_alone(rows: list[list[str]]) -> None:
    read = sheet_read(rows)
    assert (read.layout, read.rows) == ("", ())
    assert read.said == "No table of inspections in it: left alone."


def test_a_table_of_authorities_that_no_layout_knows_is_refused_row_by_row() -> None:
    headings = ("Web link", "Local authority name", "Region", "Outcome")
    read = sheet_read([headings, (LINK, "Kent", "South East", GOOD), (LINK, "Bath", "", GOOD)])
    assert (read.layout, read.tables, read.data_rows) == ("unknown", 1, 2)
    assert [row.authority for row in read.rows] == ["Kent", "Bath"]
    assert all(
        row.problem == "No layout that is known has the headings “Web link”, “Local authority"
        " name”, “Region”, “Outcome”." for row in read.rows
    )  # fmt: skip


def test_a_known_and_an_unknown_table_in_one_sheet_are_both_read() -> None:
    kent = (LINK, "Kent", "South East", date(2019, 2, 18), GOOD)
    headings = ("Web link", "Local authority name", "Region", "Outcome")
    read = sheet_read([AS_AT, kent, [], headings, (LINK, "Bath", "South West", GOOD)])
    assert read.layout == "as-at, unknown"
    assert [bool(row.problem) for row in read.rows] == [False, True]


def test_every_sheet_is_in_the_release_whether_it_is_read_or_not() -> None:
    read = release(Notes=[["Notes"]], Homes=[PROVIDERS, HOME], Table=[AS_AT])
    assert [(sheet.name, sheet.layout) for sheet in read.sheets] == [
        ("Notes", ""), ("Homes", "provider"), ("Table", "as-at"),
    ]  # fmt: skip


def test_a_table_of_providers_beside_one_of_authorities_is_left_alone_and_said() -> None:
    kent = (LINK, "Kent", "South East", date(2019, 2, 18), GOOD)
    read = sheet_read([AS_AT, kent, [], PROVIDERS, HOME])
    assert (read.layout, read.tables, read.data_rows) == ("as-at", 1, 1)
    assert [row.authority for row in read.rows] == ["Kent"]
    assert "children's homes and other providers" in read.said
