"""The judgement areas side by side: authorities by areas of the inspection that holds now.

Areas that may be compared share a column, also across frameworks, by the rules of the matrix.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ratings.rules.grades import NO_OVERALL_GRADE
from ratings.rules.judgement_table import Cell, Row, matrix_of
from ratings.rules.line import DID_NOT_YET_EXIST
from ratings.rules.trend import Comparability
from ratings.rules.types import MISSING_WORDS, Grade, Inspection, Missing
from ratings.views.compare.comparison import Compared

DID_NOT_EXIST_KEY = "did-not-yet-exist"


@dataclass(frozen=True, slots=True)
class AreaCell:
    """A grade, or why there is none: `missing` as data, `words` for people."""

    grade: Grade | None
    missing: str
    words: str
    last_overall: str = ""


@dataclass(frozen=True, slots=True)
class AreaColumn:
    """Areas that may be compared; `frameworks` names those that ask them, oldest first."""

    row: Row
    frameworks: str

    @property
    def key(self) -> str:
        """The key of the newest of its areas."""
        return self.row.areas[0].key


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One authority: the inspection that its grades are from, and a cell a column."""

    compared: Compared
    inspection: Inspection | None
    framework: str
    cells: tuple[AreaCell, ...]


@dataclass(frozen=True, slots=True)
class AreaTable:
    columns: tuple[AreaColumn, ...]
    rows: tuple[AreaRow, ...]

    @property
    def pairs(self) -> Iterator[tuple[AreaRow, AreaColumn, AreaCell]]:
        """Every cell with its row and its column."""
        for row in self.rows:
            for column, cell in zip(self.columns, row.cells, strict=True):
                yield row, column, cell


def area_table(
    found: Sequence[Compared], comparability: Comparability, names: Mapping[str, str]
) -> AreaTable:
    """The table of the authorities given; `names` are the frameworks' short names by code."""
    latest = [each.latest for each in found if each.latest]
    matrix = matrix_of(latest, comparability)
    place = {inspection.id: i for i, inspection in enumerate(matrix.columns)}
    return AreaTable(
        columns=tuple(
            AreaColumn(row, ", ".join(names[code] for code in row.frameworks))
            for row in matrix.rows
        ),
        rows=tuple(_row(each, matrix.rows, place, names) for each in found),
    )


def _row(
    each: Compared, rows: Sequence[Row], place: Mapping[str, int], names: Mapping[str, str]
) -> AreaRow:
    inspection = each.latest
    if inspection is None:
        nothing = _nothing(each)
        return AreaRow(each, None, "", tuple(nothing for _ in rows))
    cells = (_cell(row.cells[place[inspection.id]], row, each) for row in rows)
    return AreaRow(each, inspection, names[inspection.framework.code], tuple(cells))


def _nothing(each: Compared) -> AreaCell:
    """No graded inspection of any kind by the day."""
    if not each.began:
        return AreaCell(None, DID_NOT_EXIST_KEY, DID_NOT_YET_EXIST)
    return AreaCell(None, Missing.NOT_YET_INSPECTED, MISSING_WORDS[Missing.NOT_YET_INSPECTED])


def _cell(cell: Cell, row: Row, each: Compared) -> AreaCell:
    gives_none = cell.area is None and row.is_headline and cell.inspection.gives_node
    words = NO_OVERALL_GRADE if gives_none else cell.words
    return AreaCell(
        cell.grade, cell.missing, words, each.standing.last_overall if gives_none else ""
    )
