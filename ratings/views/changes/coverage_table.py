"""The coverage as the page prints it: the board, and its sums by framework."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from ratings.models.addresses import reverse
from ratings.rules.coverage import (
    LACK_WORDS,
    STATE_WORDS,
    WORSE_FIRST,
    Cell,
    Column,
    Lack,
    State,
    columns,
)
from ratings.rules.records import Authority
from ratings.views.changes.covered import MARKS, Covered, Scope


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many cells are in a state, with its mark."""

    state: State
    words: str
    mark: str
    number: int


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """A framework with its short name, its sums and the address of its gaps."""

    name: str
    column: Column
    states: tuple[StateCount, ...]
    address: str


@dataclass(frozen=True, slots=True)
class LackRow:
    """One kind of gap: how many there are under each framework, and in all."""

    words: str
    numbers: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class BoardCell:
    """A cell in words; `address` leads to what it lacks, empty where it lacks nothing."""

    state: State
    mark: str
    words: str
    framework: str
    address: str


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """An authority with its cells."""

    authority: Authority
    cells: tuple[BoardCell, ...]


def totals(found: Covered) -> tuple[StateCount, ...]:
    """How many cells of the board are in each state."""
    cells = [cell for row in found.rows for cell in row.cells]
    return tuple(
        StateCount(state, words, MARKS[state], sum(cell.state == state for cell in cells))
        for state, words in STATE_WORDS.items()
    )


def framework_rows(found: Covered) -> tuple[FrameworkRow, ...]:
    """The sums of the authorities on the board, by framework, oldest first."""
    return tuple(
        FrameworkRow(
            name=found.names.frameworks[column.framework.code],
            column=column,
            states=tuple(
                StateCount(state, STATE_WORDS[state], MARKS[state], number)
                for state, number in column.states.items()
            ),
            address=_address(found, framework=column.framework.code),
        )
        for column in columns(found.rows)
    )


def lack_rows(found: Covered) -> tuple[LackRow, ...]:
    """Each kind of gap that there is, by framework."""
    every = columns(found.rows)
    counts = {lack: tuple(column.lacks[lack] for column in every) for lack in Lack}
    return tuple(
        LackRow(LACK_WORDS[lack], numbers, sum(numbers))
        for lack, numbers in counts.items()
        if any(numbers)
    )


def authority_rows(found: Covered) -> tuple[AuthorityRow, ...]:
    """The board itself, by name of the authority."""
    return tuple(
        AuthorityRow(row.authority, tuple(_cell(cell, found) for cell in row.cells))
        for row in found.rows
    )


def _cell(cell: Cell, found: Covered) -> BoardCell:
    where = {"authority": cell.authority.slug, "framework": cell.framework.code}
    return BoardCell(
        state=cell.state,
        mark=MARKS[cell.state],
        words=_words(cell),
        framework=found.names.frameworks[cell.framework.code],
        address=_address(found, **where) if cell.gaps else "",
    )


def _words(cell: Cell) -> str:
    """`1 disputed, 3 missing`; the state where nothing stands against it."""
    if not cell.gaps:
        return STATE_WORDS[cell.state]
    found = Counter(gap.state for gap in cell.gaps)
    return ", ".join(f"{found[s]} {STATE_WORDS[s]}" for s in WORSE_FIRST if found[s])


def _address(found: Covered, **where: str) -> str:
    scope = {} if found.scope is Scope.GRADED else {"inspections": found.scope.value}
    query = urlencode({**where, **scope, **found.moment.parameters()})
    return f"{reverse('coverage')}?{query}#gaps"
