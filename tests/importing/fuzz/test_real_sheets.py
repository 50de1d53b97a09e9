"""Ofsted's own sheets, spoilt: rows are accounted for, grades stay under their headings, and
columns may change places."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from ratings.importing.layouts.parsing import key, text
from ratings.importing.readers.sheets import open_sheets
from ratings.importing.record_index import Known
from tests.importing.fuzz.examples import examples
from tests.importing.fuzz.record import Grid, planned, read_rows
from tests.importing.fuzz.spoilt import Op, many_ops, spoilt, swap_columns
from tests.importing.fuzz.test_cells import MARKS, check_grades, check_plan, told
from tests.importing.layouts.test_official import FILES

YEARS = pytest.mark.parametrize("year", FILES)


@cache
def grids(folder: Path, year: int) -> tuple[Grid, ...]:
    """The sheets of a release that are about authorities."""
    found = []
    for sheet in open_sheets((folder / "official" / FILES[year]).read_bytes()):
        rows = [list(row) for row in sheet.rows]
        headings = [row for row in rows if {key(text(cell)) for cell in row} >= MARKS]
        if headings and (read := read_rows(rows)).rows:
            found.append(Grid(read.layout, rows, headings))
    assert len(found) == 3
    return tuple(found)


@YEARS
@given(done=many_ops)
@examples(4)
def test_a_spoilt_sheet_is_planned_row_by_row(
    whole_record: Known, sources: Path, year: int, done: list[Op]
) -> None:
    for grid in grids(sources, year):
        made = spoilt(grid, done)
        read = read_rows(made.rows)
        plan = planned(whole_record, [read], f"official-{year}")
        check_plan(plan, read)
        check_grades(whole_record, made, plan)


@YEARS
def test_columns_may_stand_the_other_way_round(
    whole_record: Known, sources: Path, year: int
) -> None:
    for grid in grids(sources, year):
        if len(grid.headings) > 1:
            continue
        moved = spoilt(grid, [])
        width = max(map(len, moved.rows))
        for number in range(width // 2):
            swap_columns(moved, number, width - 1 - number)
        assert items(whole_record, moved) == items(whole_record, grid)


def items(known: Known, grid: Grid) -> list[Any]:
    plan = planned(known, [read_rows(grid.rows)], "official-2022")
    assert plan.items
    return sorted(map(repr, map(told, plan.items)))
