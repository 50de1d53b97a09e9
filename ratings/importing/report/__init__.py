"""Parse an Ofsted inspection report: PDF bytes in, a `ParsedReport` out.

A value is given only if it is printed and every place that prints it agrees; the others are listed
as unread. No rule names a council, a file or a day: names, areas and grades come from the record
(`ReferenceData`), titles and sentences from Ofsted's frameworks.
"""

from __future__ import annotations

from collections.abc import Sequence

from ratings.importing.readers import LIMITS, Limits, UnreadableFileError, sandbox
from ratings.importing.report.authority import authority_of
from ratings.importing.report.document_type import title_of
from ratings.importing.report.judgements import findings_of
from ratings.importing.report.period import (
    ReportPeriod,
    framework_of,
    kind_of,
    period_of,
    published_of,
)
from ratings.importing.report.reference import ReferenceData
from ratings.importing.report.text import PageText
from ratings.importing.types import ParsedReport, ParsedValue
from ratings.rules.types import Framework
from ratings.rules.validation import Problem

__all__ = ["ParsedReport", "ReferenceData", "read_pages", "read_report"]


def read_report(data: bytes, vocabulary: ReferenceData, limits: Limits = LIMITS) -> ParsedReport:
    """Parse a report. Never raises for a bad file: `refused` says what is wrong."""
    try:
        content = sandbox.run_sandboxed("pdf", data, limits)
    except UnreadableFileError as unreadable:
        return ParsedReport(refused=str(unreadable))
    pages = [PageText.of(number, lines) for number, lines in enumerate(content["pages"], 1)]
    return read_pages(pages, vocabulary)


def read_pages(pages: Sequence[PageText], vocabulary: ReferenceData) -> ParsedReport:
    """Parse the pages of a document."""
    title = title_of(pages)
    if isinstance(title, str):
        return ParsedReport(refused=title, pages=len(pages))
    period, published = period_of(title), published_of(title)
    start = period.start.value if period.start else None
    day = start or (published.value if published else None)
    rules = framework_of(title, start, vocabulary)
    known = None if isinstance(rules, str) else rules
    authority = authority_of(title, day, vocabulary)
    kind, is_estimate = kind_of(title, known, period) if known else (None, False)
    found = findings_of(title, pages, known, vocabulary) if known else ((), (), ())
    ratings, missing, unread = found
    return ParsedReport(
        authority=authority if isinstance(authority, ParsedValue) else None,
        authority_words=authority.words if isinstance(authority, ParsedValue) else "",
        framework=ParsedValue(known.code, title.page.number, title.words) if known else None,
        kind=kind,
        kind_is_estimate=is_estimate,
        start=period.start,
        end=period.end,
        published=published,
        ratings=ratings,
        missing=missing,
        unread=(*_unread(authority, rules, kind, period), *unread),
        pages=len(pages),
    )


def _unread(
    authority: ParsedValue[str] | str,
    rules: Framework | str,
    kind: ParsedValue[str] | None,
    period: ReportPeriod,
) -> list[Problem]:
    """Fields other than grades that could not be read, and why."""
    unread = []
    if isinstance(authority, str):
        unread.append(Problem("authority", authority))
    if isinstance(rules, str):
        unread.append(Problem("framework", rules))
    if kind is None:
        why = "The kind follows the framework and the dates, and one of them could not be read."
        unread.append(Problem("kind", why))
    if not period.parts:
        unread += [Problem(field, period.why) for field in ("start_date", "end_date")]
    return unread
