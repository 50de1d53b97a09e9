"""Read the site's own tidy CSV (`ratings.exports.columns`): one row per inspection and area, or per
visit, all in the record's own keys. The record can be rebuilt from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ratings.importing.layouts.parsing import day, text
from ratings.importing.layouts.table import Headings, SheetColumn, SheetRow, SheetTable
from ratings.importing.types import ImportRow, JudgementCell
from ratings.rules.validation import VISIT_WITH_GRADES

NEEDED = {"authority", "framework", "kind", "start_date", "area", "grade"}
READ = {
    *NEEDED, "authority_name", "gss_code", "la_code", "ofsted_urn", "inspection", "is_graded",
    "end_date", "published", "missing", "direction", "direction_source_url", "theme",
    "priority_action", "report_url", "source_url", "sources", "verified", "note",
    "grade_sources", "grade_verified", "label_as_published", "direction_read", "direction_status",
}  # fmt: skip
LEFT_ASIDE = {
    "region", "authority_type", "authority_start_date", "authority_end_date", "area_name",
    "is_headline", "grade_word", "trend", "trend_across_frameworks", "start_precision",
    "ofsted_page",
}  # fmt: skip
"""Columns derived from other data in the record: they are not read back."""

CODES = ("gss_code", "la_code", "ofsted_urn")
PARTIAL = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}
GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r", "'\n")
"""How the download escapes a text that a spreadsheet would run as a formula."""


def recognises(headings: Headings) -> bool:
    """Whether the columns that every rating needs are there."""
    return headings >= NEEDED


def read(table: SheetTable) -> tuple[ImportRow, ...]:
    """One ImportRow for each row: one grade or reason, or a visit."""
    columns = {column.key: column for column in table.columns}
    return tuple(_Cells(line, table, columns).row() for line in table.lines)


class _Cells:
    """One row, with its cells by column name."""

    def __init__(self, line: SheetRow, table: SheetTable, columns: dict[str, SheetColumn]) -> None:
        self.line, self.table, self.columns = line, table, columns
        self.is_partial = bool(PARTIAL.fullmatch(self["start_date"]))
        """The start is known to its year or month only."""

    def row(self) -> ImportRow:
        grade, area = self["grade"], self["area"]
        return ImportRow(
            where=self.line.where,
            authority=self["authority"] or self["authority_name"],
            codes=tuple(filter(None, (self[name] for name in CODES))),
            framework=self["framework"],
            kind=self["kind"],
            is_graded=YES_OR_NO.get(self["is_graded"].lower()),
            start=self.date("start_date"),
            start_words=self["start_date"] if self.is_partial else "",
            end=self.date("end_date"),
            published=self.date("published"),
            findings=(JudgementCell(area, grade, self.place("grade")),) if grade else (),
            missing=((area, self["missing"]),) if self["missing"] else (),
            theme=self["theme"],
            direction=self["direction"],
            direction_read=self["direction_read"],
            direction_status=self["direction_status"],
            direction_source_url=self["direction_source_url"],
            priority_action=YES_OR_NO.get(self["priority_action"].lower()),
            report_url=self["report_url"],
            source_url=self["source_url"],
            sources=tuple(filter(None, self["sources"].split("|"))),
            verified=self["verified"],
            note=self["note"],
            # None where the table has no such column, as in the downloads of single pages.
            grade_sources=tuple(filter(None, self["grade_sources"].split("|")))
            if "grade_sources" in self.columns
            else None,
            grade_verified=self["grade_verified"],
            label=self["label_as_published"],
            key=self["inspection"],
            problem=" ".join(filter(None, [self.table.repeated, *self.problems()])),
        )

    def __getitem__(self, name: str) -> str:
        """The cell as it was exported: line breaks are kept, the formula escape is removed."""
        cell = self.line.at(self.columns.get(name))
        words = cell.strip() if isinstance(cell, str) else text(cell)
        return words[1:] if words.startswith(GUARDED) else words

    def place(self, name: str) -> str:
        return self.line.place(self.columns[name])

    def date(self, name: str) -> date | None:
        found = day(self.line.at(self.columns.get(name)))
        return found if isinstance(found, date) else None

    def problems(self) -> Iterator[str]:
        yield from self._gaps()
        yield from self._wrong_dates()
        yield from self._wrong_words()
        yield from self._grade_problems()

    def _gaps(self) -> Iterator[str]:
        for name in ("authority", "framework", "kind"):
            if not self[name]:
                yield f"{self.place(name)} is empty: add the {name}."
        yield self.table.unheaded(self.line)
        for name, column in self.columns.items():
            if name not in READ | LEFT_ASIDE and self[name]:
                yield f"{self.line.place(column)}: the column “{column.heading}” is not known."

    def _wrong_dates(self) -> Iterator[str]:
        for name in ("start_date", "end_date", "published"):
            partial = name == "start_date" and self.is_partial
            if not self[name] or partial:
                continue
            if isinstance(wrong := day(self.line.at(self.columns[name])), str):
                yield f"{self.place(name)} {wrong}."

    def _wrong_words(self) -> Iterator[str]:
        for name in ("is_graded", "priority_action"):
            if self[name] and self[name].lower() not in YES_OR_NO:
                yield f"{self.place(name)} says “{self[name]}”: write yes or no."

    def _grade_problems(self) -> Iterator[str]:
        area, grade, missing = self["area"], self["grade"], self["missing"]
        if self["is_graded"].lower() == "yes" and not area:
            yield f"{self.place('area')} is empty: add the judgement area."
        elif area and not grade and not missing:
            yield f"{self.place('grade')} is empty: add the grade, or why there is none."
        elif grade and missing:
            yield f"{self.place('grade')} has a grade and “missing” a reason for none: clear one."
        elif (grade or missing) and not area:
            yield f"{self.place('grade')}: {VISIT_WITH_GRADES}"


LAYOUTS = ((0, "tidy", recognises, read),)
