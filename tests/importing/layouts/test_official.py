"""The four releases that Ofsted has published, read in place: every sheet and row accounted for.

The numbers were counted in the files by hand and by eye when this was written.
"""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ratings.importing.layouts import read_release
from ratings.importing.layouts.parsing import is_nothing
from ratings.importing.readers.sheets import Sheet, open_sheets
from ratings.importing.types import EMPTY, Release, SheetRead
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
