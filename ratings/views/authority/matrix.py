"""The ratings matrix as the page prints it."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.rules.matrix import Row
from ratings.rules.records import Inspection
from ratings.views.authority.story import Story


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A graded inspection, with the short name of its framework."""

    inspection: Inspection
    framework: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of the rule's matrix; `frameworks` names those that ask it, oldest first."""

    row: Row
    frameworks: str


@dataclass(frozen=True, slots=True)
class MatrixTable:
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]


def matrix_table(story: Story) -> MatrixTable:
    """Judgement areas by graded inspections, with frameworks in words."""
    names = story.names.frameworks
    return MatrixTable(
        columns=tuple(MatrixColumn(i, story.framework_name(i)) for i in story.matrix.columns),
        rows=tuple(
            MatrixRow(row, ", ".join(names[code] for code in row.frameworks))
            for row in story.matrix.rows
        ),
    )
