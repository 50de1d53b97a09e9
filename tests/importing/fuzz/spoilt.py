"""Grids with something done to their cells, rows or headings, as people and programs do it."""

from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from tests.importing.fuzz.record import Grid

NASTY: tuple[Any, ...] = (
    None, "", " ", "\xa0", "-", "–", "0", 0, 1, -1, 3, 45000, 1e300, 1.5, True, False, "Good",
    "good ", "GOOD", "Goood", "Requires improvement to be good", "Adequate", "Inadequate",
    "Not yet inspected", "No full inspection", "n/a", "not-recorded", "outstanding", "Kent",
    "Birmingham", "Dorset", "Northamptonshire", "KENT  County Council", "Nowhere", "E10000016",
    "E99999999", "Web link", "Local authority name", "Overall effectiveness", "Period",
    "Inspection date", "31/02/2019", "18/02/2019", "2019-02-18", "2019-02", "2019", "0000",
    "0001", "9999-12", "2019-13", "18 February 2019", "2 Smarch 2019", "99/99/9999",
    date(1900, 1, 1), date(2018, 5, 14), date(2022, 6, 20), date(2099, 12, 31),
    datetime(2019, 2, 18, 10, 30), "ILACS Standard Inspection", "ILACS Focused Visit",
    "LA Monitoring Visit", "JTAI", "standard", "focused-visit", "re-inspection", "ilacs-2018",
    "ilacs-2023", "sif", "no-such", "Kent-2019", "kent-ilacs-2018-2022-05-09", "a" * 121, "yes",
    "no", "maybe", "|", "official-2025|nobody", "report-pdf", "https://reports.ofsted.gov.uk/x",
    "javascript:alert(1)", "ftp://x", "=cmd|' /C calc'!A0", "@SUM(1+1)", "<script>",
    "{{ 7*7 }}", "'; DROP TABLE ratings_rating; --", "%s", "\x00", "Ke\x00nt", "\u202eneK",
    "Kent\u0301", "e\u0301" * 50, "\ufeffGood", "Ｇｏｏｄ", "İ", "ß", "😀", "\ud7ff\ue000",
    "x" * 201, "x" * 501, "slac re-inspection " * 1700, "A" * 32_767, "line\nbreak", "\r\n\t",
    "SLAC re-inspection Safeguarding OE", "First ILACS publication date", "Visit Theme",
)  # fmt: skip
"""Values that have broken programs like this one, or might."""

Op = tuple[str, int, int, Any]

NUMBERS = st.integers(0, 400)
VALUES = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=12),
    st.dates(date(2008, 1, 1), date(2027, 1, 1)),
    st.integers(-5, 60_000),
)
OPS = (
    "set", "drop_cell", "cut", "longer", "blank", "note", "double", "swap_rows", "swap_columns",
    "copy_column", "rename",
)  # fmt: skip


def spoil(grid: Grid, op: str, row: int, column: int, value: Any) -> None:
    """Do one of these; `row` and `column` are taken modulo what there is."""
    cells = grid.rows[row % len(grid.rows)]
    own = grid.headings[row % len(grid.headings)]
    match op:
        case "set" if cells:
            cells[column % len(cells)] = value
        case "drop_cell" if cells:  # what stands right of it moves: a row broken by hand
            del cells[column % len(cells)]
        case "cut":
            del cells[column % (len(cells) + 1) :]
        case "longer":
            cells.extend([None] * (column % 3) + [value])
        case "rename" if own:
            own[column % len(own)] = value
        case _:
            spoil_rows(grid, op, row, column, value)


def spoil_rows(grid: Grid, op: str, row: int, column: int, value: Any) -> None:
    rows, width = grid.rows, len(grid.headings[0])
    one, other = row % len(rows), column % len(rows)
    match op:
        case "blank":
            rows.insert(row % (len(rows) + 1), [])
        case "note":
            rows.insert(row % (len(rows) + 1), [None] * (column % 3) + [value])
        case "double":
            copy = list(rows[one])
            if any(rows[one] is own for own in grid.headings):
                grid.headings.append(copy)
            rows.insert(column % (len(rows) + 1), copy)
        case "swap_rows":
            rows[one], rows[other] = rows[other], rows[one]
        case "swap_columns" if width:  # with their headings: nothing may change
            swap_columns(grid, row % width, column % width)
        case "copy_column":
            copy_column(grid, row, column)


def copy_column(grid: Grid, one: int, other: int) -> None:
    for cells in grid.rows:
        if len(cells) > 1:
            cells.insert(other % len(cells), cells[one % len(cells)])


ops = st.tuples(st.one_of(st.just("set"), st.sampled_from(OPS)), NUMBERS, NUMBERS, VALUES)
many_ops = st.lists(ops, min_size=1, max_size=8)


def spoilt(grid: Grid, done: list[Op]) -> Grid:
    """A copy of a grid with all that done to it; its headings are still known by identity."""
    rows = [list(row) for row in grid.rows]
    old = [id(row) for row in grid.rows]
    headings = [rows[old.index(id(own))] for own in grid.headings]
    made = Grid(grid.layout, rows, headings)
    for op in done:
        spoil(made, *op)
    return made


def swap_columns(grid: Grid, one: int, other: int) -> None:
    """Two columns change places, in every row; rows are ragged."""
    for cells in grid.rows:
        cells.extend([None] * (max(one, other) + 1 - len(cells)))
        cells[one], cells[other] = cells[other], cells[one]
