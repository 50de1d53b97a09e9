"""Read the history with one row per authority: inspections side by side, one group of columns per
programme since 2009 (releases of 2022 and 2023) or per ILACS inspection (2024).

Groups are recognised by the text of their headings, wherever the columns are. Grades of SLAC, CPI
and TLAC are printed here under a name introduced later: planning restores the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ratings.importing.layouts.columns import (
    ColumnGroup,
    about_authority,
    nothing_words,
    read_block,
    start_row,
    tells_of_one,
)
from ratings.importing.layouts.parsing import is_nothing
from ratings.importing.layouts.table import Headings, SheetColumn, SheetRow, SheetTable
from ratings.importing.types import EMPTY, ImportRow, JudgementCell

SLAC_AGAIN, CPI_AGAIN, SIF_AGAIN = "slac re-inspection", "cpri", "sif re-inspection"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
BLOCKS = (
    (r"\bslac re-inspection\b.*\bsafeguarding\b", f"{SLAC_AGAIN} safeguarding"),
    (r"\bslac re-inspection\b.*\blooked after\b", f"{SLAC_AGAIN} looked after"),
    (r"\bslac\b", "slac"),
    (r"\bcpri\b|\bchild protection re-inspection\b", CPI_AGAIN),
    (r"\bcpi\b|\bchild protection inspections?\b", "cpi"),
    (r"\btlac\b", "tlac"),
    (r"\bsif re-inspection\b", SIF_AGAIN),
    (r"\bsif\b|\blscb\b", "sif"),
    *((rf"\b{nth} ilacs\b", f"ilacs {nth}") for nth in ORDINALS),
    (r"\bilacs\b", "ilacs"),
)
"""Texts in a heading, and the group that they mean; the first match applies. The review of the LSCB
belongs to the first SIF inspection, as it was published with it."""

AGAIN = (SLAC_AGAIN, CPI_AGAIN, SIF_AGAIN)
PUBLISHED, START, TYPE = "publication date", "inspection date", "inspection type"

LONGEST = 300
"""Number of characters of a heading that are searched: a text as long as a cell can be is no
heading, and the searches above would be slow on it."""

Blocks = dict[str, list[SheetColumn]]


def recognises(headings: Headings) -> bool:
    """A date of publication that names a programme."""
    return any(PUBLISHED in heading and block_of(heading) for heading in headings)


def block_of(heading: str) -> str:
    """The group that a heading's text names; empty if it names none."""
    start = heading[:LONGEST]
    return next((name for words, name in BLOCKS if re.search(words, start)), "")


def read(table: SheetTable) -> tuple[ImportRow, ...]:
    """An ImportRow for each inspection of each authority; one with `nothing` if it has none."""
    blocks, strange = _blocks(table)
    return tuple(row for line in table.lines for row in _rows(line, table, blocks, strange))


def _blocks(table: SheetTable) -> tuple[list[ColumnGroup], list[SheetColumn]]:
    """The table's groups from left to right, and the columns that belong to none."""
    grouped: Blocks = {}
    for column in table.columns:
        if not about_authority(column):
            grouped.setdefault(block_of(column.key), []).append(column)
    strange = grouped.pop("", [])
    return [_block(name, columns) for name, columns in grouped.items()], strange


def _block(name: str, columns: list[SheetColumn]) -> ColumnGroup:
    programme = "cpi" if name == CPI_AGAIN else name.split()[0]
    kind = "re-inspection" if name.startswith(AGAIN) else "full"
    known = [column for column in columns if column.key.endswith((PUBLISHED, START, TYPE))]
    roles = [
        next((column for column in known if column.key.endswith(words)), None)
        for words in (PUBLISHED, START, TYPE)
    ]
    return ColumnGroup(
        programme=programme,
        kind="" if programme == "ilacs" else kind,
        published=roles[0],
        start=roles[1],
        type=roles[2],
        areas=tuple(column for column in columns if column not in known),
        spare=tuple(column for column in known if column not in roles),
    )


def _rows(
    line: SheetRow, table: SheetTable, blocks: list[ColumnGroup], strange: list[SheetColumn]
) -> Iterator[ImportRow]:
    start = start_row(line, table)
    told = [read_block(block, line, start) for block in blocks if tells_of_one(block, line)]
    found = [*_joined(told), *_strange_rows(line, start, strange)]
    words = next(filter(None, (nothing_words(block, line) for block in blocks)), EMPTY)
    yield from found or [replace(start, nothing=words)]


def _joined(rows: list[ImportRow]) -> Iterator[ImportRow]:
    """Merge two re-inspections under one programme published on one day: SLAC prints the
    safeguarding and the looked after part of a re-inspection in separate groups, wherever they are.
    """
    found: list[ImportRow] = []
    for row in rows:
        about = (row.programme, row.kind, row.published, row.problem)
        same = (
            number
            for number, one in enumerate(found)
            if (one.programme, one.kind, one.published, one.problem) == about
        )
        twin = next(same, None) if row.kind == "re-inspection" and not row.problem else None
        if twin is None:
            found.append(row)
        else:
            findings = (*found[twin].findings, *row.findings)
            found[twin] = replace(found[twin], findings=findings)
    yield from found


def _strange_rows(
    line: SheetRow, start: ImportRow, columns: list[SheetColumn]
) -> Iterator[ImportRow]:
    """Report cells under headings that name no programme: their inspection is unknown."""
    for column in columns:
        words, place = line.text(column), line.place(column)
        if is_nothing(words):
            continue
        yield replace(
            start,
            findings=(JudgementCell(column.heading, words, place),),
            problem=f"{place} says “{words}” under “{column.heading}”: it cannot be told which"
            f" inspection that belongs to. {start.problem}".strip(),
        )


LAYOUTS = ((1, "history-wide", recognises, read),)
