"""Rows of counts and percentages, one column a grade: through time, by region, by type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratings.parameters import NO_GRADE, NOT_INSPECTED
from ratings.rules.grades import best_first
from ratings.rules.national import GOOD, Shares, whole_percent
from ratings.rules.types import Grade
from ratings.views.national.params import Asked


@dataclass(frozen=True, slots=True)
class ShareCell:
    """A count; `percent` is of those with a grade. `href` lists them, where it is given."""

    key: str
    count: int
    percent: int | None
    href: str = ""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """`name` may lead somewhere. `good` are those good or outstanding; `cells` one a grade."""

    name: str
    href: str
    cells: tuple[ShareCell, ...]
    good: ShareCell
    without: ShareCell
    not_inspected: ShareCell
    with_grade: int
    existing: int


@dataclass(frozen=True, slots=True)
class ShareTable:
    """`head` names the first column; `without` what the inspected without a grade have."""

    caption: str
    head: str
    grades: tuple[Grade, ...]
    without: str
    rows: tuple[ShareRow, ...]


def share_row(
    name: str, shares: Shares, grades: Sequence[Grade], *, href: str = "", behind: str = ""
) -> ShareRow:
    """A row; `behind` is the address of the list of authorities, to which a grade is added."""

    def cell(key: str, count: int, *, is_grade: bool = True) -> ShareCell:
        percent = whole_percent(count, shares.with_grade) if is_grade else None
        mark = "&" if "?" in behind else "?"
        link = f"{behind}{mark}grade={key}" if behind and count else ""
        return ShareCell(key, count, percent, link)

    good = sum(shares.count(g) for g in grades if g.position <= GOOD)
    return ShareRow(
        name=name,
        href=href,
        cells=tuple(cell(g.key, shares.count(g)) for g in grades),
        good=ShareCell("good-or-outstanding", good, whole_percent(good, shares.with_grade)),
        without=cell(NO_GRADE, len(shares.without), is_grade=False),
        not_inspected=cell(NOT_INSPECTED, shares.existing - shares.inspected, is_grade=False),
        with_grade=shares.with_grade,
        existing=shares.existing,
    )


def given(asked: Asked, found: Sequence[Shares]) -> tuple[Grade, ...]:
    """The grades of the columns: those the scale has, best first."""
    held = {grade for shares in found for grade in shares.holders}
    return tuple(best_first(held | set(asked.grades)))
