"""Read tables with one row per inspection or visit, as in "as at", "in year" and "long history"
sheets. Every heading that is none of the known ones is a judgement area.
"""

from __future__ import annotations

from dataclasses import replace

from ratings.importing.layouts.columns import (
    ColumnGroup,
    about_authority,
    nothing_words,
    read_block,
    start_row,
    tells_of_one,
)
from ratings.importing.layouts.table import Headings, SheetRow, SheetTable
from ratings.importing.types import EMPTY, ImportRow

START = ("inspection date", "inspection/visit date", "inspection start date", "visit date")
PUBLISHED = ("publication date", "date of publication", "report publication date")
TYPE = ("inspection type", "inspection/visit type", "visit type")
THEME = ("visit theme", "theme")
VISITS = {"inspection/visit date", "inspection/visit type", *THEME}

THEMES = {
    "children in need/subject to a plan": "children in need or on a plan",
    "assurance visit": "Covid assurance",
}
"""Themes that the record names differently; all others only change to a lower-case initial."""


def read_plain(table: SheetTable) -> tuple[ImportRow, ...]:
    """One ImportRow for each row of the table."""
    told = [column for column in table.columns if not about_authority(column)]
    known = [column for column in told if column.key in {*START, *PUBLISHED, *TYPE, *THEME}]
    roles = [table.column(*keys) for keys in (START, PUBLISHED, TYPE, THEME)]
    block = ColumnGroup(
        areas=tuple(column for column in told if column not in known),
        start=roles[0],
        published=roles[1],
        type=roles[2],
        theme=roles[3],
        spare=tuple(column for column in known if column not in roles),
    )
    return tuple(_row(line, table, block) for line in table.lines)


def _row(line: SheetRow, table: SheetTable, block: ColumnGroup) -> ImportRow:
    row = start_row(line, table)
    if tells_of_one(block, line):
        row = read_block(block, line, row)
        theme = THEMES.get(row.theme.lower(), row.theme[:1].lower() + row.theme[1:])
        return replace(row, theme=theme)
    return replace(row, nothing=nothing_words(block, line) or EMPTY)


def is_in_year(headings: Headings) -> bool:
    """All inspections and visits of a year: headings that mention visits."""
    return bool(headings & VISITS)


def is_history_long(headings: Headings) -> bool:
    """One row per inspection since 2018 (release of 2025): a date and a kind of inspection, and no
    visits."""
    return bool(headings & {*START}) and bool(headings & {*TYPE}) and not headings & {*THEME}


def is_as_at(headings: Headings) -> bool:
    """The latest inspection of each authority as at a day (all releases): a date of inspection, and
    no kinds or themes. Both SIF and ILACS occur; no column says which, so the date decides.
    "Children in care" is also the heading of the combined judgement of before 2023."""
    return bool(headings & {*START}) and not headings & {*TYPE, *THEME}


LAYOUTS = (
    (2, "in-year", is_in_year, read_plain),
    (3, "history-long", is_history_long, read_plain),
    (4, "as-at", is_as_at, read_plain),
)
