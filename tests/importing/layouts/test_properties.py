"""Whatever the sheet, no row of data is lost and no grade comes under another heading."""

from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.importing.layouts.parsing import is_nothing, key, place, text
from ratings.importing.readers import LIMITS
from ratings.importing.readers.sheets import Sheet, decoded
from ratings.importing.readers.spreadsheet import read
from ratings.importing.types import ImportRow, SheetRead
from tests.importing.layouts.releases import AS_AT, IN_YEAR, LONG, sheet, sheet_read
from tests.importing.layouts.test_as_at import BASE, BLOCKS, CPI, ILACS
from tests.importing.workbooks import make_ods, make_xlsx

HEADER_SETS = (AS_AT, IN_YEAR, LONG, (*BASE, *CPI, *ILACS), (*BASE, *chain(*BLOCKS)))

DATES = st.dates(min_value=date(2009, 1, 1))
CELLS = st.one_of(
    st.none(),
    DATES,
    st.integers(-5, 60_000),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.booleans(),
    st.sampled_from([
        "Kent", "Good", "Inadequate", "Not yet inspected", "-", " ", "18/02/2019", "soon",
        "ILACS Standard Inspection", "LA Monitoring visit", "Source: ourselves", "Total",
    ]),
    st.text(max_size=8),
)  # fmt: skip
LIKELY = {
    "date": DATES,
    "type": st.sampled_from(["ILACS Standard Inspection", "ILACS Focused Visit", "JTAI"]),
    "name": st.sampled_from(["Kent", "Bath", "Dorset"]),
}


@dataclass(frozen=True)
class Made:
    """A sheet of several tables, and where each one's headings stand (from 0)."""

    rows: list[list[Any]]
    starts: list[int]


@st.composite
def tables(draw: st.DrawFn) -> list[list[Any]]:
    """Headings, perhaps in another order or with one more, and ragged rows below."""
    headings: list[Any] = list(draw(st.sampled_from(HEADER_SETS)))
    if draw(st.booleans()):
        headings = draw(st.permutations(headings))
    if draw(st.booleans()):
        headings.insert(draw(st.integers(0, len(headings))), draw(st.sampled_from(["New", None])))
    return [headings, *(draw(data_row(headings)) for _ in range(draw(st.integers(0, 6))))]


def data_row(headings: list[Any]) -> st.SearchStrategy[list[Any]]:
    """A row as it should be, cut or spoilt somewhere; or anything at all."""
    fitting = [
        next((cells for word, cells in LIKELY.items() if word in str(heading).lower()), CELLS)
        for heading in headings
    ]
    whole = st.tuples(*[st.one_of(cells, CELLS) for cells in fitting]).map(list)
    cut = st.tuples(whole, st.integers(0, len(headings))).map(lambda pair: pair[0][: pair[1]])
    return st.one_of(whole, cut, st.lists(CELLS, max_size=len(headings) + 3))


@st.composite
def made_sheets(draw: st.DrawFn) -> Made:
    rows: list[list[Any]] = [["A title"]] * draw(st.integers(0, 4))
    starts = []
    for table in draw(st.lists(tables(), min_size=1, max_size=2)):
        starts.append(len(rows))
        rows += [*table, *[[]] * draw(st.integers(0, 2))]
    return Made(rows, starts)


def start_of(made: Made, number: int) -> int:
    """Where the headings over a row stand."""
    return max(start for start in made.starts if start < number)


def notes_of(read: SheetRead) -> set[int]:
    said = read.said.partition("row ")[2].rstrip(".")
    return {int(number) for number in said.split(", ")} if said else set()


BASE_KEYS = {key(heading) for heading in (*BASE, *AS_AT[:3], *LONG[:5])}


@given(made_sheets())
def test_a_sheet_is_told_whole_and_in_its_place(made: Made) -> None:
    read = sheet_read(made.rows)
    every_row_of_data_is_accounted_for(made, read)
    for row in read.rows:
        a_grade_stands_under_its_own_heading(made, row)
        it_is_an_inspection_or_nothing_or_a_problem(row)
    for _, rows in groupby(read.rows, key=lambda row: row.where.row):
        what_it_says_is_told_or_is_a_problem(made, list(rows))


def every_row_of_data_is_accounted_for(made: Made, read: SheetRead) -> None:
    told = {row.where.row for row in read.rows}
    data = {
        number
        for number, row in enumerate(made.rows, 1)
        if number - 1 > made.starts[0] and number - 1 not in made.starts and any(map(text, row))
    }
    notes = notes_of(read)
    assert told | notes == data
    assert not told & notes
    assert read.data_rows == len(told)
    for number in notes:
        assert [n for n, cell in enumerate(made.rows[number - 1]) if text(cell)] == [0]


def a_grade_stands_under_its_own_heading(made: Made, row: ImportRow) -> None:
    headings = made.rows[start_of(made, row.where.row - 1)]
    cells = made.rows[row.where.row - 1]
    for finding in row.findings:
        (column,) = [n for n in range(60) if place(n, row.where.row) == finding.cell]
        assert (finding.heading, finding.text) == (text(headings[column]), text(cells[column]))


def it_is_an_inspection_or_nothing_or_a_problem(row: ImportRow) -> None:
    if row.problem:
        return
    assert row.authority
    if row.nothing:
        assert (row.findings, row.start, row.published) == ((), None, None)
    else:
        assert row.start or row.published
        assert row.is_graded is not None
        assert bool(row.findings) or not row.is_graded


def what_it_says_is_told_or_is_a_problem(made: Made, rows: list[ImportRow]) -> None:
    """A filled cell under a heading of grades is a finding, unless its whole block says nothing."""
    number = rows[0].where.row
    headings = made.rows[start_of(made, number - 1)]
    told = {finding.cell for row in rows for finding in row.findings}
    for column, cell in enumerate(made.rows[number - 1]):
        heading = key(text(headings[column]) if column < len(headings) else "")
        dates = heading.endswith((" date", " type", " theme"))
        if not (is_nothing(cell) or heading in BASE_KEYS or dates):
            assert place(column, number) in told or any(row.problem for row in rows)


PLAIN_CELLS = st.one_of(
    st.none(), DATES, st.integers(-5, 60_000), st.booleans(),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]),
            max_size=8),
)  # fmt: skip


def trimmed(rows: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Rows without empty cells at the end of any, or empty rows at the end of all."""
    found = list(sheet([[None if cell == "" else cell for cell in row] for row in rows]).rows)
    while found and not found[-1]:
        found.pop()
    return tuple(found)


@pytest.mark.parametrize("make", [make_xlsx, make_ods])
@given(st.lists(st.lists(PLAIN_CELLS, max_size=6), max_size=6))
def test_a_workbook_gives_every_cell_where_it_stands(make: Any, rows: list[list[Any]]) -> None:
    (sheet,) = decoded(read(make({"One": rows}), LIMITS))
    assert Sheet("One", trimmed([list(row) for row in sheet.rows])) == Sheet("One", trimmed(rows))
