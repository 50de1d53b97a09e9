"""What stands around the rows: which release this is, sheets that are left alone, single cells."""

from datetime import date, datetime
from typing import Any

import pytest

from ratings.importing.layouts.parsing import day, is_nothing, key, place, text
from ratings.importing.types import Release
from tests.importing.layouts.releases import AS_AT, GOOD, LINK, release, sheet_read

PUBLISHED = ("Published on:", date(2024, 8, 30))


def of(*cover: Any, **others: Any) -> Release:
    return release(Front=cover, **others)


def test_a_cover_whose_first_row_is_the_title() -> None:
    read = of(["Outcomes as at 31 March 2024"], ["Section", "Detail"], PUBLISHED)
    assert (read.title, read.published) == ("Outcomes as at 31 March 2024", date(2024, 8, 30))
    assert (read.as_at, read.source) == (date(2024, 3, 31), "official-2024")
    assert read.sheets[0].layout == "cover"


def test_a_cover_whose_title_is_its_policy_area_and_periods_that_agree_are_one() -> None:
    read = of(
        ["Cover sheet - Statistics"], ["Policy area:", "Data in England 2022"],
        ["Published on:", "07/07/2022"],
        ["Period covered:", "Some as at\n31 March 2022, published by 30 April 2022."],
        ["Period covered - others", "01 April 2021 to 31 March 2022"],
        ["Period covered - the rest", "As at 31 March 2022"],
    )  # fmt: skip
    assert (read.title, read.published) == ("Data in England 2022", date(2022, 7, 7))
    assert read.source == "official-2022"


@pytest.mark.parametrize(
    ("title", "as_at"),
    [
        ("Outcomes", None),
        ("Outcomes as at March 2024", None),
        ("Outcomes as at 31 August 2024", date(2024, 8, 31)),
        ("Outcomes as at 31 March 2024 and as at 31 March 2023", None),
        ("Outcomes in 2023 as at 31 March 2024", date(2024, 3, 31)),
        ("Outcomes as at 31 Smarch 2024", None),
    ],
)
def test_a_release_that_cannot_be_told_has_no_source(title: str, as_at: date | None) -> None:
    read = of([title], PUBLISHED)
    assert (read.title, read.as_at, read.source) == (title, as_at, "")


def test_without_a_cover_the_titles_above_the_tables_say_it() -> None:
    read = release(
        Notes=[["Notes"]], A=[["Judgements as at 31 March 2025"], AS_AT], B=[["More"], AS_AT]
    )
    assert (read.title, read.published) == ("Notes", None)
    assert (read.as_at, read.source) == (date(2025, 3, 31), "official-2025")


def test_what_is_not_said_is_not_made_up() -> None:
    read = release(A=[AS_AT])
    assert (read.title, read.published, read.as_at, read.source) == ("", None, None, "")
    assert of(["Outcomes"], ["Published on:", "soon"]).published is None
    assert of(["Outcomes"], ["Published on:"], ["x", "y"]).published is None


# --- what is not about authorities is left alone, with a word; what is not known is not ---

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


KENT = (LINK, "Kent", "South East", date(2019, 2, 18), GOOD)


def test_a_table_of_authorities_that_no_layout_knows_is_refused_row_by_row() -> None:
    headings = ("Web link", "Local authority name", "Region", "Outcome")
    read = sheet_read([AS_AT, KENT, [], headings, (LINK, "Kent", "", GOOD), (LINK, "Bath")])
    assert (read.layout, read.tables, read.data_rows) == ("as-at, unknown", 2, 3)
    known, *unknown = read.rows
    assert (known.problem, [row.authority for row in unknown]) == ("", ["Kent", "Bath"])
    assert {row.problem for row in unknown} == {
        "No layout that is known has the headings “Web link”, “Local authority name”, “Region”,"
        " “Outcome”."
    }


def test_every_sheet_is_in_the_release_whether_it_is_read_or_not() -> None:
    read = release(Notes=[["Notes"]], Homes=[PROVIDERS, HOME], Table=[AS_AT])
    assert [(sheet.name, sheet.layout) for sheet in read.sheets] == [
        ("Notes", ""), ("Homes", "provider"), ("Table", "as-at"),
    ]  # fmt: skip


def test_a_table_of_providers_beside_one_of_authorities_is_left_alone_and_said() -> None:
    read = sheet_read([AS_AT, KENT, [], PROVIDERS, HOME])
    assert (read.layout, read.tables, read.data_rows) == ("as-at", 1, 1)
    assert [row.authority for row in read.rows] == ["Kent"]
    assert "children's homes and other providers" in read.said


# --- cells: which day is meant, where a cell stands, which words are the same ---


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
    ("cells", "nothing"),
    [
        (["Not yet inspected", "NO FULL INSPECTION", " -", "–", "—", "", None], True),
        (["Good", "Not yet", 0, False, "--"], False),
    ],
)
def test_there_are_many_ways_to_say_nothing(cells: list[Any], nothing: bool) -> None:
    assert {str(cell): is_nothing(cell) for cell in cells} == {str(cell): nothing for cell in cells}
