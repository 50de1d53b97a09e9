"""Read a file of any supported type into rows to plan: bytes in, sheets with rows out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ratings.importing.layouts import read_release
from ratings.importing.manual_entry import BY_HAND, row_from_file
from ratings.importing.readers import UnreadableFileError
from ratings.importing.readers.sheets import open_sheets
from ratings.importing.record_index import GRADE
from ratings.importing.report import ParsedReport, ReferenceData, read_report
from ratings.importing.report.parsed_report import as_row
from ratings.importing.types import ImportRow, JudgementCell, SheetRead
from ratings.models import ImportRun, Source

MISSING = "missing:"
"""Prefix of an answer that gives the reason for no grade: `missing:not-graded`."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as read: its sheets, the source of its values, and the day to which it refers.

    `source` is the key of a source, empty for the site's own table; `reading` is the result of
    parsing a report, None for a spreadsheet.
    """

    sheets: tuple[SheetRead, ...]
    source: str
    as_at: date | None = None
    reading: ParsedReport | None = None


def read_spreadsheet(data: bytes, only_sheet: str = "", source: str = "") -> FileRead:
    """The rows of an Ofsted release or of the site's own table. Raises UnreadableFileError."""
    release = read_release(open_sheets(data))
    sheets = [sheet for sheet in release.sheets if only_sheet in ("", sheet.name)]
    if not sheets:
        names = "”, “".join(sheet.name for sheet in release.sheets)
        raise UnreadableFileError(f"It has no sheet “{only_sheet}”: it has “{names}”.")
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableFileError(
            "It has no table of inspections of authorities in a layout that is known."
        )
    named = source or release.source
    if named and not Source.objects.filter(key=named).exists():
        raise UnreadableFileError(
            f"It is the release “{named}”, which is not among the sources yet: add it there, with"
            " its place in the order of trust, and load it again."
        )
    return FileRead(tuple(sheets), named, release.as_at)


def read_pdf(
    data: bytes, report_url: str = "", answers: Mapping[str, str] | None = None
) -> FileRead:
    """The one row of an inspection report, with a user's answers for what could not be read.

    Raises UnreadableFileError unless it is the report of a graded inspection.
    """
    reading = read_report(data, ReferenceData.current())
    if reading.refused:
        raise UnreadableFileError(reading.refused)
    given = answers or {}
    open_ones = tuple(
        (each.field, each.why) for each in reading.unread if not given.get(each.field)
    )
    row = replace(answered(as_row(reading), given), report_url=report_url, unread=open_ones)
    return FileRead((SheetRead("", "report", "", 1, 1, (row,)),), _the_report(), reading=reading)


def _the_report() -> str:
    """The key of the source that is the report itself: the most trusted."""
    return str(Source.objects.order_by("trust").values_list("key", flat=True)[0])


def answered(row: ImportRow, answers: Mapping[str, str]) -> ImportRow:
    """A row with a user's answers in place of what could not be read."""
    facts: dict[str, Any] = {n: answers[n] for n in ("authority", "framework") if answers.get(n)}
    if answers.get("kind"):
        facts |= {"kind": answers["kind"], "kind_is_estimate": answers["kind"] == row.kind
                  and row.kind_is_estimate}  # fmt: skip
    for name, field in (("start_date", "start"), ("end_date", "end"), ("published", "published")):
        if answers.get(name):
            facts[field] = date.fromisoformat(answers[name])
    given = {n.removeprefix(GRADE): v for n, v in answers.items() if n.startswith(GRADE) and v}
    grades = [
        JudgementCell(a, v, "answered") for a, v in given.items() if not v.startswith(MISSING)
    ]
    reasons = [(a, v.removeprefix(MISSING)) for a, v in given.items() if v.startswith(MISSING)]
    kept = tuple(pair for pair in row.missing if pair[0] not in given)
    findings = (*row.findings, *grades)
    return replace(row, **facts, findings=findings, missing=(*kept, *reasons))


def read_entry(data: bytes, source: str) -> FileRead:
    """The one row of an inspection that a user entered."""
    row = row_from_file(data)
    return FileRead((SheetRead("", BY_HAND, "", 1, 1, (row,)),), source)


def read_run(run: ImportRun) -> FileRead:
    """The file of an import run. Raises UnreadableFileError."""
    data = bytes(run.file.content)
    if run.kind == ImportRun.Kind.ENTRY:
        return read_entry(data, run.source.key if run.source else "")
    if run.kind == ImportRun.Kind.REPORT:
        return read_pdf(data, run.report_url, run.answers)
    return read_spreadsheet(data, run.only_sheet, run.source.key if run.source else "")
