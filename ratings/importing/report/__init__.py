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
from ratings.importing.report.period import framework_of, kind_of, period_of, published_of
from ratings.importing.report.reference import ReferenceData
from ratings.importing.report.text import PageText
from ratings.importing.types import ParsedReport, ParsedValue
from ratings.rules.validation import Problem

__all__ = ["ParsedReport", "ReferenceData", "read_pages", "read_report"]

NO_KIND = "The kind follows the framework and the dates, and one of them could not be read."


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
    start = end = None
    if not isinstance(period, str):
        start = ParsedValue(period.value[0].first, period.page, period.words)
        end = ParsedValue(period.value[-1].last, period.page, period.words)
    first = start.value if start else None
    rules = framework_of(title, first, vocabulary)
    known = None if isinstance(rules, str) else rules
    authority = authority_of(title, first or (published.value if published else None), vocabulary)
    kind, is_estimate = kind_of(title, known, period) if known else (None, False)
    found = findings_of(title, pages, known, vocabulary) if known else ((), (), ())
    ratings, missing, unread = found
    lacking: dict[str, object] = {
        "authority": authority,
        "framework": rules,
        "kind": kind or NO_KIND,
    }
    lacking |= {"start_date": period, "end_date": period}
    return ParsedReport(
        authority=authority if isinstance(authority, ParsedValue) else None,
        authority_words=authority.words if isinstance(authority, ParsedValue) else "",
        framework=ParsedValue(known.code, title.page.number, title.words) if known else None,
        kind=kind,
        kind_is_estimate=is_estimate,
        start=start,
        end=end,
        published=published,
        ratings=ratings,
        missing=missing,
        unread=(*(Problem(n, why) for n, why in lacking.items() if isinstance(why, str)), *unread),
        pages=len(pages),
    )
