"""The ratings matrix: judgement areas by graded inspections. Source: domain §2 and §3.

Areas that may be compared share a row, also across frameworks; areas that may not have rows
of their own, even under one name. No cell is blank: it holds a grade or the reason why not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ratings.rules.trend import Comparability, Comparable
from ratings.rules.types import (
    MISSING_WORDS,
    Area,
    Framework,
    Grade,
    Inspection,
    NoGradeReason,
    Rating,
)


@dataclass(frozen=True, slots=True)
class JudgementTableCell:
    """The result of one inspection for one row: a grade, or (`missing`) why there is none."""

    inspection: Inspection
    area: Area | None
    grade: Grade | None
    missing: str = ""

    @property
    def words(self) -> str:
        return self.grade.word if self.grade else MISSING_WORDS.get(self.missing, self.missing)


@dataclass(frozen=True, slots=True)
class JudgementTableRow:
    """Areas of different frameworks that may be compared, newest framework first.

    `across_frameworks`: some of them only with that caveat. One cell per column.
    """

    areas: tuple[Area, ...]
    across_frameworks: bool
    cells: tuple[JudgementTableCell, ...]

    @property
    def name(self) -> str:
        return self.areas[0].short_name

    @property
    def official_name(self) -> str:
        return self.areas[0].name

    @property
    def is_headline(self) -> bool:
        return any(area.is_headline for area in self.areas)

    @property
    def is_part(self) -> bool:
        """Whether the area is a part of another, as adoption was of looked after children."""
        return bool(self.areas[0].parent)

    @property
    def frameworks(self) -> tuple[str, ...]:
        """Codes of the frameworks that judge the row, oldest first."""
        return tuple(area.framework for area in reversed(self.areas))

    @property
    def runs(self) -> list[tuple[JudgementTableCell, int]]:
        """The cells with the columns each spans: neighbours *not a judgement then* are one."""
        runs: list[tuple[JudgementTableCell, int]] = []
        for cell in self.cells:
            last, span = runs[-1] if runs else (None, 0)
            if last and cell.missing == last.missing == NoGradeReason.NOT_A_JUDGEMENT:
                runs[-1] = (last, span + 1)
            else:
                runs.append((cell, 1))
        return runs


def build_judgement_table(
    inspections: Sequence[Inspection], comparability: Comparability
) -> tuple[tuple[Inspection, ...], tuple[JudgementTableRow, ...]]:
    """The columns and rows of the matrix of inspections; visits are no part of it.

    Columns are graded inspections in the order of the line; the headline's row is first.
    """
    columns = tuple(sorted((i for i in inspections if i.is_graded), key=lambda i: i.order_key))
    rows = (
        _row(areas, columns, comparability) for areas in _grouped(_areas(columns), comparability)
    )
    return columns, tuple(sorted(rows, key=lambda row: not row.is_headline))


def rating_or_reason(inspection: Inspection, area: Area) -> Rating:
    """The rating of an area that the framework judges; none at all is *not recorded*."""
    return inspection.rating(area.key) or Rating(area, None, NoGradeReason.NOT_RECORDED)


def _areas(columns: Iterable[Inspection]) -> list[Area]:
    """The areas of every framework among the columns, newest framework first."""
    frameworks: dict[str, Framework] = {i.framework.code: i.framework for i in columns}
    newest_first = sorted(
        frameworks.values(), key=lambda each: (each.first_day, each.code), reverse=True
    )
    return [area for framework in newest_first for area in framework.areas]


def _grouped(areas: Iterable[Area], comparability: Comparability) -> list[tuple[Area, ...]]:
    """Areas that may be compared together, at most one of each framework."""
    groups: list[list[Area]] = []
    for area in areas:
        home = next((group for group in groups if _belongs(area, group, comparability)), None)
        if home is None:
            groups.append([area])
        else:
            home.append(area)
    return [tuple(group) for group in groups]


def _belongs(area: Area, group: Sequence[Area], comparability: Comparability) -> bool:
    if any(other.framework == area.framework for other in group):
        return False
    return _between(area, group[0], comparability) is not Comparable.NO


def _between(a: Area, b: Area, comparability: Comparability) -> Comparable:
    return comparability.between((a.framework, a.key), (b.framework, b.key))


def _row(
    areas: tuple[Area, ...], columns: Iterable[Inspection], comparability: Comparability
) -> JudgementTableRow:
    across = any(
        _between(areas[0], other, comparability) is Comparable.ACROSS_FRAMEWORKS
        for other in areas[1:]
    )
    return JudgementTableRow(
        areas, across, tuple(_cell(inspection, areas) for inspection in columns)
    )


def _cell(inspection: Inspection, areas: Iterable[Area]) -> JudgementTableCell:
    code = inspection.framework.code
    area = next((area for area in areas if area.framework == code), None)
    if area is None:
        return JudgementTableCell(inspection, None, None, NoGradeReason.NOT_A_JUDGEMENT)
    rating = rating_or_reason(inspection, area)
    return JudgementTableCell(
        inspection, area, rating.grade, "" if rating.grade else rating.missing
    )
