"""Read a file of any supported type into rows to plan: bytes in, sheets with rows out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from ratings.importing.entry import InspectionEntry
from ratings.importing.layouts import read_release
from ratings.importing.readers import UnreadableFileError
from ratings.importing.readers.sheets import open_sheets
from ratings.importing.record_index import GRADE, PLAIN
from ratings.importing.report import ReferenceData, read_report
from ratings.importing.types import CellRef, ImportRow, JudgementCell, Release, SheetRead, as_row
from ratings.models import ImportRun, Source

MISSING = "missing:"
"""Prefix of an answer that gives the reason for no grade: `missing:not-graded`."""

BY_HAND = "entered by hand"


def read_spreadsheet(data: bytes, only_sheet: str = "", source: str = "") -> Release:
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
    return replace(release, sheets=tuple(sheets), source=named)


def read_pdf(data: bytes, report_url: str, answers: Mapping[str, str]) -> Release:
    """The one row of an inspection report, with a user's answers for what could not be read.

    Raises UnreadableFileError unless it is the report of a graded inspection.
    """
    reading = read_report(data, ReferenceData.current())
    if reading.refused:
        raise UnreadableFileError(reading.refused)
    unread = tuple(problem for problem in reading.unread if not answers.get(problem.field))
    row = replace(answered(as_row(reading), answers), report_url=report_url, unread=unread)
    the_report = Source.objects.order_by("trust").values_list("key", flat=True)[0]
    return replace(_of_one("report", row, the_report), reading=reading)


def _of_one(layout: str, row: ImportRow, source: str) -> Release:
    return Release((SheetRead("", layout, "", 1, 1, (row,)),), source)


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


# --- entry by hand: planned like any other source, to find duplicates and conflicts ---


def row_of(entry: InspectionEntry) -> ImportRow:
    """An entry as an ImportRow; its note and strength of evidence are not compared."""
    row = entry.inspection
    compared = [name for name in PLAIN if name not in ("verified", "note")]
    return ImportRow(
        where=CellRef("", 1),
        authority=row.authority.slug,
        framework=row.framework.code,
        kind=row.kind.key,
        is_graded=row.kind.is_graded,
        start_words=row.start.isoformat() if row.start else "",
        end=row.end_date,
        published=row.published,
        findings=tuple(
            JudgementCell(rating.area.key, rating.grade.key, "as entered")
            for rating in entry.ratings
            if rating.grade
        ),
        missing=tuple((each.area.key, each.missing) for each in entry.ratings if not each.grade),
        priority_action=row.priority_action,
        sources=tuple(source.key for source in entry.sources),
        **{name: getattr(row, name) for name in compared},
    )


def as_file(entry: InspectionEntry) -> bytes:
    """Serialise an entry as the file of an import run."""
    return json.dumps(asdict(row_of(entry)), default=str).encode()


def row_from_file(data: bytes) -> ImportRow:
    """The row in a file written by `as_file`."""
    told: dict[str, Any] = json.loads(data)
    row = ImportRow(CellRef(**told.pop("where")), told.pop("authority"))
    known = {field.name for field in fields(ImportRow)}
    days = {n: date.fromisoformat(told.pop(n)) for n in ("start", "end", "published") if told[n]}
    findings = tuple(JudgementCell(**finding) for finding in told.pop("findings"))
    missing = tuple((area, why) for area, why in told.pop("missing"))
    plain = {n: v for n, v in told.items() if n in known and not isinstance(v, list)}
    sources = tuple(told["sources"])
    return replace(row, **{**plain, **days}, findings=findings, missing=missing, sources=sources)


def read_entry(entry: InspectionEntry) -> Release:
    """The row of an entry, said by the most trusted of its sources, if it cites any yet."""
    cited = sorted(entry.sources, key=lambda source: source.rank)
    return _of_one(BY_HAND, row_of(entry), cited[0].key if cited else "")


def read_run(run: ImportRun) -> Release:
    """The file of an import run. Raises UnreadableFileError."""
    data, source = bytes(run.file.content), run.source.key if run.source else ""
    if run.kind == ImportRun.Kind.ENTRY:
        return _of_one(BY_HAND, row_from_file(data), source)
    if run.kind == ImportRun.Kind.REPORT:
        return read_pdf(data, run.report_url, run.answers)
    return read_spreadsheet(data, run.only_sheet, source)
