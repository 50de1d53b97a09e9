"""The ratings matrix as the page prints it."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.rules.judgement_table import Row, Run
from ratings.rules.types import Inspection
from ratings.views.authority.context import Story


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A graded inspection, with the short name of its framework."""

    inspection: Inspection
    framework: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of the rule's matrix; `frameworks` names those that ask it, oldest first.

    `runs` are its cells as the page has them, the newest inspection first.
    """

    row: Row
    frameworks: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class MatrixTable:
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]


def matrix_table(story: Story) -> MatrixTable:
    """Judgement areas by graded inspections, the newest first: what holds now is never cut off."""
    names = story.names.frameworks
    newest_first = reversed(story.matrix.columns)
    return MatrixTable(
        columns=tuple(MatrixColumn(i, story.framework_name(i)) for i in newest_first),
        rows=tuple(
            MatrixRow(row, ", ".join(names[code] for code in row.frameworks), row.runs[::-1])
            for row in story.matrix.rows
        ),
    )
