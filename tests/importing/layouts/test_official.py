"""The four releases that Ofsted has published, read in place: every sheet and row accounted for;
the numbers were counted in the files by hand and by eye. Then what stands around the rows of any:
which release it is, sheets that are left alone, single cells."""

from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ratings.importing.layouts import read_release
from ratings.importing.layouts.parsing import day, is_nothing, key, place, text
from ratings.importing.readers.sheets import Sheet, open_sheets
from ratings.importing.types import EMPTY, Release, SheetRead
from tests.importing.layouts.releases import AS_AT, GOOD, LINK, release, sheet_read
from tests.importing.official.loads import FILES

YEARS = pytest.mark.parametrize("year", FILES)


@cache
def sheets_of(folder: Path, year: int) -> tuple[Sheet, ...]:
    return open_sheets((folder / "official" / FILES[year]).read_bytes())


@cache
def release_of(folder: Path, year: int) -> Release:
    return read_release(sheets_of(folder, year))


def sheet_of(folder: Path, year: int, layout: str) -> SheetRead:
    (found,) = (read for read in release_of(folder, year).sheets if read.layout == layout)
    return found


OLD_SHEETS = [
    "cover", "", "", "", "", "", "as-at", "in-year", "provider", "provider", "provider",
    "provider", "provider", "provider", "provider", "history-wide",
]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "title", "published", "layouts"),
    [
        (2022, "Children's social care data in England 2022", date(2022, 7, 7), OLD_SHEETS),
        (2023, "Children's social care data in England 2023", date(2023, 7, 6), OLD_SHEETS),
        (2024, "Local authority inspection outcomes as at 31 March 2024", date(2024, 8, 30),
         ["cover", "", "", "as-at", "in-year", "history-wide"]),
        (2025, "Local authority inspection outcomes as at 31 March 2025", date(2025, 9, 25),
         ["cover", "", "", "as-at", "in-year", "history-long"]),
    ],
)  # fmt: skip
def test_the_cover_names_the_release_and_every_sheet_is_recognised_or_left_alone_with_a_word(
    sources: Path, year: int, title: str, published: date, layouts: list[str]
) -> None:
    read = release_of(sources, year)
    assert (read.title, read.published) == (title, published)
    assert (read.as_at, read.source) == (date(year, 3, 31), f"official-{year}")
    assert [sheet.layout for sheet in read.sheets] == layouts
    assert [sheet.name for sheet in read.sheets] == [s.name for s in sheets_of(sources, year)]
    assert all(sheet.rows or sheet.said for sheet in read.sheets)


@pytest.mark.parametrize(
    ("year", "layout", "tables", "data_rows", "kinds"),
    [
        (2022, "as-at", 1, 152, {"graded": 150, "No full inspection": 2}),
        (2022, "in-year", 1, 129, {
            "ilacs focused-visit": 74, "monitoring-visit": 32, "ilacs standard": 18,
            "ilacs short": 5,
        }),
        (2022, "history-wide", 2, 155, {
            "slac full": 152, "slac re-inspection": 9, "cpi full": 49, "cpi re-inspection": 1,
            "tlac full": 4, "sif full": 152, "sif re-inspection": 21, "ilacs standard": 85,
            "ilacs short": 37, EMPTY: 3,
        }),
        (2023, "as-at", 1, 152, {"graded": 152}),
        (2023, "in-year", 1, 111, {
            "ilacs focused-visit": 36, "monitoring-visit": 24, "ilacs standard": 38,
            "ilacs short": 13,
        }),
        (2023, "history-wide", 2, 156, {
            "slac full": 152, "slac re-inspection": 9, "cpi full": 50, "cpi re-inspection": 1,
            "tlac full": 5, "sif full": 152, "sif re-inspection": 21, "ilacs standard": 127,
            "ilacs short": 50,
        }),
        (2024, "as-at", 1, 153, {"graded": 151, "Not yet inspected": 2}),
        (2024, "in-year", 1, 107, {
            "ilacs focused-visit": 37, "monitoring-visit": 28, "ilacs standard": 23,
            "ilacs short": 19,
        }),
        (2024, "history-wide", 2, 156, {
            "ilacs standard": 150, "ilacs short": 69, EMPTY: 2,
        }),
        (2025, "as-at", 1, 153, {"graded": 153}),
        (2025, "in-year", 1, 112, {
            "ilacs focused-visit": 36, "monitoring-visit": 24, "ilacs standard": 22,
            "ilacs short": 30,
        }),
        (2025, "history-long", 1, 271, {"ilacs standard": 171, "ilacs short": 100}),
    ],
)  # fmt: skip
def test_every_row_is_counted_by_programme_and_kind(
    sources: Path, year: int, layout: str, tables: int, data_rows: int, kinds: dict[str, int]
) -> None:
    read = sheet_of(sources, year, layout)
    assert (read.tables, read.data_rows) == (tables, data_rows)
    assert len({row.where.row for row in read.rows}) == data_rows
    assert kinds == Counter(
        row.nothing or f"{row.programme} {row.kind}".strip() or "graded" for row in read.rows
    )


@YEARS
def test_no_row_has_a_problem_and_codes_come_with_the_release_of_2025(
    sources: Path, year: int
) -> None:
    rows = [row for sheet in release_of(sources, year).sheets for row in sheet.rows]
    assert [row for row in rows if row.problem] == []
    assert all(row.authority and (row.nothing or row.start or row.published) for row in rows)
    assert all(len(row.codes) == (year == 2025) for row in rows)


@YEARS
def test_every_cell_between_the_dates_is_a_finding_once(sources: Path, year: int) -> None:
    """Grades in the file, counted without the layouts: none is lost, none told twice."""
    grades = {"good", "outstanding", "inadequate", "requires improvement to be good"}
    for sheet, read in zip(sheets_of(sources, year), release_of(sources, year).sheets, strict=True):
        if not read.rows:
            continue
        cells = Counter(
            cell.strip().lower() for row in sheet.rows for cell in row if isinstance(cell, str)
        )
        told = [finding for row in read.rows for finding in row.findings]
        assert len({finding.cell for finding in told}) == len(told)
        words = Counter(finding.text.lower() for finding in told)
        assert {word: cells[word] for word in grades} == {word: words[word] for word in grades}


def test_the_cells_that_hold_no_grade_are_kept_as_they_stand(sources: Path) -> None:
    told = {
        (year, read.layout, finding.cell): finding.text
        for year in FILES
        for read in release_of(sources, year).sheets
        for row in read.rows
        for finding in row.findings
        if is_nothing(finding.text) or finding.text == "3"
    }
    cells = {
        2022: {"V32": "-", "U66": "-", "V66": "-", "W66": "-", "K145": "3"},
        2023: {"V31": "-", "G65": "-", "U65": "-", "V65": "-", "W65": "-"},
    }
    assert told == {
        (year, "history-wide", cell): text
        for year, found in cells.items()
        for cell, text in found.items()
    }


def test_authorities_that_are_no_more_are_read_from_the_second_table(sources: Path) -> None:
    last = {
        year: list(dict.fromkeys(row.authority for row in read.rows if row.where.row >= first))
        for year, first in ((2022, 162), (2023, 161), (2024, 159))
        for read in [sheet_of(sources, year, "history-wide")]
    }
    assert last == {
        2022: ["Bournemouth", "Dorset", "Poole"],
        2023: ["Bournemouth", "Dorset", "Poole", "Northamptonshire"],
        2024: ["Bournemouth", "Northamptonshire", "Cumbria"],
    }


def test_two_reinspections_published_on_one_day_are_one_row(sources: Path) -> None:
    for year in (2022, 2023):
        rows = sheet_of(sources, year, "history-wide").rows
        again = [row for row in rows if (row.programme, row.kind) == ("slac", "re-inspection")]
        assert Counter(len(row.findings) for row in again) == {1: 7, 2: 2}


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
