"""Read a group of columns for one inspection: its dates, its kind, its grades.

A sheet with one row per inspection has one group; a history has one per programme, side by side.
Half-filled groups are kept with a problem that names the cell. The authority of a row and the texts
for kinds of inspections are read here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ratings.importing.layouts.parsing import day, is_nothing, key
from ratings.importing.layouts.table import AUTHORITY, WEB_LINK, SheetColumn, SheetRow, SheetTable
from ratings.importing.types import ImportRow, JudgementCell
from ratings.rules.validation import VISIT_WITH_GRADES

CODES = {"local authority area code", "local authority code", "gss code"}
DESCRIPTIONS = {
    "ofsted region", "region", "la region", "la authority type", "local authority type",
    "local authority status",
}  # fmt: skip
"""Headings of facts on which the record is better: recognised, but ignored."""

GRADED = {
    "standard": "standard",
    "standard inspection": "standard",
    "short": "short",
    "short inspection": "short",
    "full": "full",
    "full inspection": "full",
    "re-inspection": "re-inspection",
}
VISITS = {
    "focused visit": "focused-visit",
    "focussed visit": "focused-visit",
    "monitoring visit": "monitoring-visit",
    "jtai": "jtai",
    "joint targeted area inspection": "jtai",
    "joint targeted area inspection (jtai)": "jtai",
}
PROGRAMMES = ("ilacs", "sif")
BEFORE = ("ilacs ", "sif ", "la ")
"""Text before the kind: a programme, or "LA" for local authority."""


def about_authority(column: SheetColumn) -> bool:
    """Whether a column is about the authority, not about an inspection."""
    return column.key in {WEB_LINK, *AUTHORITY, *CODES, *DESCRIPTIONS}


def start_row(line: SheetRow, table: SheetTable) -> ImportRow:
    """The row's place, authority and codes, and the problem of the row as a whole, if any."""
    column = table.column(*AUTHORITY)
    codes = (line.text(code) for code in table.columns if code.key in CODES)
    found = []
    if column is None:
        found.append("The table has no column “Local authority name”: add it.")
    elif not key(line.text(column)):
        found.append(f"{line.place(column)} is empty: add the authority's name.")
    found += [table.unheaded(line), table.repeated]
    return ImportRow(
        where=line.where,
        authority=line.text(column),
        codes=tuple(filter(None, codes)),
        problem=" ".join(filter(None, found)),
    )


@dataclass(frozen=True)
class ColumnGroup:
    """The columns for one inspection. `programme` and `kind` apply to all of the group, empty where
    the cells or the date give them; `type` is the column for the kind. `spare` are second columns
    for the same value (a second date of publication)."""

    areas: tuple[SheetColumn, ...]
    programme: str = ""
    kind: str = ""
    start: SheetColumn | None = None
    published: SheetColumn | None = None
    type: SheetColumn | None = None
    theme: SheetColumn | None = None
    spare: tuple[SheetColumn, ...] = ()

    @property
    def date(self) -> SheetColumn | None:
        """The date without which there is no inspection."""
        return self.start or self.published

    @cached_property
    def columns(self) -> list[SheetColumn]:
        """All columns, from left to right."""
        found = [self.start, self.published, self.type, self.theme, *self.areas, *self.spare]
        return sorted((column for column in found if column), key=lambda column: column.number)


def tells_of_one(block: ColumnGroup, line: SheetRow) -> bool:
    """Whether any cell of the group says more than that there is no inspection."""
    return not all(is_nothing(line.at(column)) for column in block.columns)


def nothing_words(block: ColumnGroup, line: SheetRow) -> str:
    """The text in the group that says there is no inspection; empty if there is one."""
    return next(filter(None, map(line.text, block.columns)), "")


def read_block(block: ColumnGroup, line: SheetRow, row: ImportRow) -> ImportRow:
    """Read a group's inspection and add it to `row`, which has place, authority and codes."""
    findings = tuple(
        JudgementCell(column.heading, words, line.place(column))
        for column in block.areas
        if (words := line.text(column))
    )
    named = kind_of(line.text(block.type))
    kind = (block.kind, True, "") if block.kind else named
    problems = [row.problem, *_problems(block, line, kind, findings)]
    kind_key, is_graded, programme = kind or ("", None, "")
    return ImportRow(
        where=row.where,
        authority=row.authority,
        codes=row.codes,
        programme=block.programme or programme,
        kind=kind_key,
        # A table without kinds has graded inspections only; one with kinds must give it.
        is_graded=is_graded if kind or block.type else True,
        start=_date(line, block.start),
        published=_date(line, block.published),
        findings=findings,
        theme="" if is_nothing(line.at(block.theme)) else line.text(block.theme),
        problem=" ".join(filter(None, problems)),
    )


InspectionType = tuple[str, bool, str]
"""A kind by its key in the record, whether it is graded, the programme where the text names one."""


def kind_of(words: str) -> InspectionType | None:
    """The kind that a text names (`ILACS Standard Inspection`); None for unknown text."""
    plain = key(words)
    programme = next((name for name in PROGRAMMES if plain.startswith(f"{name} ")), "")
    for start in BEFORE:
        plain = plain.removeprefix(start)
    if plain in GRADED:
        return GRADED[plain], True, programme
    if plain in VISITS:
        return VISITS[plain], False, programme
    return None


def _date(line: SheetRow, column: SheetColumn | None) -> date | None:
    found = day(line.at(column))
    return found if isinstance(found, date) else None


def _problems(
    block: ColumnGroup,
    line: SheetRow,
    kind: InspectionType | None,
    findings: tuple[JudgementCell, ...],
) -> Iterator[str]:
    yield from _date_problems(block, line)
    for column in filter(line.text, block.spare):
        yield (
            f"{line.place(column)} says “{line.text(column)}” under “{column.heading}”, but another"
            " column says the same of this inspection: keep one."
        )
    if block.type and not kind:
        words, place = line.text(block.type), line.place(block.type)
        unknown = f"says “{words}”, which is no kind of inspection that is known."
        yield f"{place} {unknown if words else 'is empty: add the kind of inspection or visit.'}"
    given = [finding for finding in findings if not is_nothing(finding.text)]
    if kind and not kind[1]:
        for finding in given:
            yield f"{finding.cell} says “{finding.text}”. {VISIT_WITH_GRADES}"
    elif not given and (kind or not block.type):
        places = [line.place(column) for column in block.areas]
        span = f" in {places[0]} to {places[-1]}" if places else ""
        yield f"No grade is given{span}: add the grades, or clear the rest."


def _date_problems(block: ColumnGroup, line: SheetRow) -> Iterator[str]:
    if block.date is None:
        yield "The table has no column for the date of this inspection: add one."
    for column in (block.start, block.published):
        if column is None:
            continue
        if not line.text(column):
            if column is block.date:
                yield f"{line.place(column)} is empty: add the date, or clear the rest."
        elif isinstance(wrong := day(line.at(column)), str):
            yield f"{line.place(column)} {wrong}."
