"""Spoilt releases, made of the record and Ofsted's own: every row is accounted for, no grade under
another heading, columns may change places, nothing breaks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.importing.layouts.parsing import key, text
from ratings.importing.matching import grade_of
from ratings.importing.plan import Outcome, Plan, PlanItem
from ratings.importing.readers.sheets import open_sheets
from ratings.importing.record_index import GRADE, RecordIndex, fold_heading
from ratings.importing.types import SheetRead
from ratings.models import ImportItem
from tests.importing.fuzz.examples import examples
from tests.importing.fuzz.record import MAKERS, Grid, planned, read_rows
from tests.importing.fuzz.spoilt import NASTY, Op, many_ops, spoilt, swap_columns
from tests.importing.layouts.test_official import FILES

LAYOUTS = pytest.mark.parametrize("layout", MAKERS)
MARKS = {"web link", "local authority name"}
"""A row of four texts with one of these is one of headings."""

PLAIN = [value for value in NASTY if value not in ("Web link", "Local authority name")]
"""Either of those makes a row one of headings, and all below it rows of another table."""

SOURCES = st.sampled_from(["", "official-2025", "official-2022", "report-pdf"])
Whole = dict[str, tuple[Grid, list[PlanItem]]]


def aside(read: SheetRead, words: str) -> set[int]:
    """The rows that a sheet says were left aside."""
    said = read.said.partition(words)[2].partition(".")[0]
    if " to " in said:
        first, last = map(int, said.split(" to "))
        return set(range(first, last + 1))
    return {int(number) for number in said.split(", ")} if said else set()


def told(item: PlanItem) -> tuple[Any, ...]:
    """What an item says, without its reason: that may name the cell."""
    return (
        item.outcome, item.where, item.authority, item.inspection, item.field, item.old, item.new,
        item.old_source, item.new_source, item.wins, item.can_take, item.change, item.areas,
    )  # fmt: skip


def check_plan(plan: Plan, read: SheetRead) -> None:
    """What every plan keeps, whatever the file."""
    rows = {row.where.row for row in read.rows}
    assert {item.where.row for item in plan.items} == rows
    assert len(rows) == read.data_rows
    for item in plan.items:
        check_item(item)
    assert len({held.key for held in plan.new}) == len(plan.new)
    assert all(held.key for held in plan.new)


def check_item(item: PlanItem) -> None:
    assert item.outcome in Outcome.values
    assert item.reason
    assert item.change or not item.can_take
    assert item.can_take or not item.is_taken
    for name in ("inspection", "field", "change"):
        length = ImportItem._meta.get_field(name).max_length
        assert len(getattr(item, name)) <= length, name
    if item.outcome == Outcome.REFUSED:
        assert not item.can_take
    if item.outcome in (Outcome.NEW, Outcome.DETAILS):
        assert item.held is not None
        assert item.can_take


@pytest.fixture(scope="module")
def whole(known: RecordIndex) -> Whole:
    """A release in each layout before anything is spoilt, and what is planned of it."""
    made = {layout: make(known) for layout, make in MAKERS.items()}
    return {
        layout: (grid, planned(known, [read_rows(grid.rows)]).items)
        for layout, grid in made.items()
    }


@LAYOUTS
@given(done=many_ops, source=SOURCES)
@examples(15)
def test_a_spoilt_release_is_planned_row_by_row_and_a_grade_is_the_one_under_its_heading(
    known: RecordIndex, whole: Whole, layout: str, done: list[Op], source: str
) -> None:
    grid = spoilt(whole[layout][0], done)
    read = read_rows(grid.rows)
    plan = planned(known, [read], source)
    check_plan(plan, read)
    check_grades(known, grid, plan)
    above = aside(read, "above the headings: row ")
    data_rows = {row.where.row for row in read.rows}
    known_rows = data_rows | above | aside(read, "left aside: row ")
    for number, row in enumerate(grid.rows, 1):
        is_heading = any(row is own for own in grid.headings)
        if number in known_rows or is_heading or not any(text(cell) for cell in row):
            continue
        words = {key(cell) for cell in row if isinstance(cell, str)}
        is_above = number < min(data_rows, default=len(grid.rows) + 1)
        is_title = sum(bool(text(cell)) for cell in row) < 3 and is_above
        is_left = not read.tables and read.said
        assert is_title or is_left or words & MARKS, f"row {number} is lost"
    assert plan.digest == planned(known, [read_rows(grid.rows)], source).digest


def check_grades(known: RecordIndex, grid: Grid, plan: Plan) -> None:
    """Each grade is the one that stands under its heading."""
    for item in plan.items:
        if item.field.startswith(GRADE) and item.held and item.outcome != Outcome.REFUSED:
            where = grid.rows[item.where.row - 1]
            assert said_under(known, grid, item.held, item.field, item.new, item.where.row), where
    for held in plan.new:
        for area, grade in held.grades.items():
            rows = [row.where.row for row in held.rows]
            assert any(said_under(known, grid, held, GRADE + area, grade, n) for n in rows)


def said_under(
    known: RecordIndex, grid: Grid, held: Any, field: str, value: str, number: int
) -> bool:
    """Whether a row holds the value in a cell under a heading of the area, found without the
    layouts: the headings are the nearest above that were not spoilt away."""
    framework, area = known.frameworks[held.framework], field.removeprefix(GRADE)
    row = grid.rows[number - 1]
    for above in range(number - 1, 0, -1):
        headings = grid.rows[above - 1]
        if not {key(text(cell)) for cell in headings} & (MARKS | {"area"}):
            continue
        if grid.layout == "tidy":
            cells = {key(text(h)): text(c) for h, c in zip(headings, row, strict=False)}
            own = (cells.get("area"), cells.get("grade") or cells.get("missing"))
            return own[0] is not None and framework.headings.get(fold_heading(own[0])) == area
        for heading, cell in zip(headings, row, strict=False):
            if framework.headings.get(fold_heading(text(heading))) == area and (
                value in (grade_of(text(cell), framework, known), text(cell))
            ):
                return True
        return False
    return False


@LAYOUTS
@given(order=st.randoms(use_true_random=False))
@examples(5)
def test_columns_may_stand_in_any_order(known: RecordIndex, layout: str, order: Any) -> None:
    grid = MAKERS[layout](known)
    width = len(grid.headings[0])
    grid.rows[5][width - 1] = "Nonsense"
    moved = spoilt(grid, [])
    for _ in range(width):
        swap_columns(moved, order.randrange(width), order.randrange(width))
    before = planned(known, [read_rows(grid.rows)])
    after = planned(known, [read_rows(moved.rows)])
    assert sorted(map(repr, map(told, after.items))) == sorted(map(repr, map(told, before.items)))
    assert [repr(told(item)) for item in before.items]


@LAYOUTS
@given(row=st.integers(0, 500), column=st.integers(0, 60), value=st.sampled_from(PLAIN))
@examples(20)
def test_a_spoilt_cell_changes_nothing_about_other_authorities(
    known: RecordIndex, whole: Whole, layout: str, row: int, column: int, value: Any
) -> None:
    grid, before = whole[layout]
    first = grid.rows.index(grid.headings[0]) + 1
    at = first + row % (len(grid.rows) - first)
    moved = spoilt(grid, [])
    moved.rows[at][column % len(moved.rows[at])] = value
    both = (before, planned(known, [read_rows(moved.rows)]).items)
    touched = {i.authority for items in both for i in items if i.where.row == at + 1}
    others = [[told(item) for item in items if item.authority not in touched] for items in both]
    assert others[0] == others[1]


@LAYOUTS
def test_a_plan_is_the_same_when_the_rows_are_read_twice(known: RecordIndex, layout: str) -> None:
    """The second copy of every row finds what the first one found, and adds nothing new."""
    grid = MAKERS[layout](known)
    first = grid.rows.index(grid.headings[0]) + 1
    once = planned(known, [read_rows(grid.rows)])
    twice = planned(known, [read_rows([*grid.rows, *grid.rows[first:]])])
    assert [held.key for held in once.new] == [held.key for held in twice.new]
    assert {item.change for item in once.items} == {item.change for item in twice.items}


@LAYOUTS
def test_a_release_of_what_the_record_holds_changes_nothing(
    whole_record: RecordIndex, layout: str
) -> None:
    read = read_rows(MAKERS[layout](whole_record).rows)
    assert read.layout == layout
    plan = planned(whole_record, [read], source="")
    assert [item for item in plan.items if item.outcome != Outcome.SAME] == []
    assert len({item.where.row for item in plan.items}) == read.data_rows > 100
    assert not plan.new


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
@examples(2)
def test_a_spoilt_sheet_is_planned_row_by_row(
    whole_record: RecordIndex, sources: Path, year: int, done: list[Op]
) -> None:
    for grid in grids(sources, year):
        made = spoilt(grid, done)
        read = read_rows(made.rows)
        plan = planned(whole_record, [read], f"official-{year}")
        check_plan(plan, read)
        check_grades(whole_record, made, plan)


@YEARS
def test_columns_may_stand_the_other_way_round(
    whole_record: RecordIndex, sources: Path, year: int
) -> None:
    for grid in grids(sources, year):
        if len(grid.headings) > 1:
            continue
        moved = spoilt(grid, [])
        width = max(map(len, moved.rows))
        for number in range(width // 2):
            swap_columns(moved, number, width - 1 - number)
        assert items(whole_record, moved) == items(whole_record, grid)


def items(known: RecordIndex, grid: Grid) -> list[Any]:
    plan = planned(known, [read_rows(grid.rows)], "official-2022")
    assert plan.items
    return sorted(map(repr, map(told, plan.items)))
