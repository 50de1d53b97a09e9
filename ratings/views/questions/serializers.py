"""Cells as data: how each kind of column reads in JSON and in CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ratings.exports.table import Sheet
from ratings.rules.questions.context import Council
from ratings.rules.questions.results import Column, Finding, Kind, Labelled, Row, Share, Span, Tally
from ratings.rules.types import Inspection

Values = tuple[object, ...]


def row_data(columns: Iterable[Column], row: Row) -> dict[str, Any]:
    """A row as JSON, by the keys of its columns; what is not there is null."""
    return {
        column.key: None if cell is None else JSON[column.kind](cell)
        for column, cell in zip(columns, row, strict=True)
    }


def sheet(columns: Iterable[Column], rows: Iterable[Row]) -> Sheet:
    """The rows as a sheet: as many of its columns for each as the kind of cell needs."""
    wanted = tuple(columns)
    headings = (heading for column in wanted for heading in headings_of(column))
    cells = ([v for c, cell in zip(wanted, row, strict=True) for v in values_of(c, cell)]
             for row in rows)  # fmt: skip
    return Sheet(tuple(headings), cells)


def headings_of(column: Column) -> Iterable[str]:
    """`before`, `before_words`, `before_inspection`, `before_date` for a finding."""
    return (f"{column.key}{suffix}" for suffix in SUFFIXES.get(column.kind, ("",)))


def values_of(column: Column, cell: Any) -> Values:
    if cell is None:
        return ("",) * len(SUFFIXES.get(column.kind, ("",)))
    return CSV.get(column.kind, _as_it_is)(cell)


def _as_it_is(cell: Any) -> Values:
    return (cell,)


# --- JSON --------------------------------------------------------------------------------


def _council(council: Council) -> dict[str, Any]:
    return {
        "slug": council.slug,
        "name": council.name,
        "gss_code": council.gss_code,
        "la_code": council.la_code,
        "region": council.region,
        "end_date": council.end.isoformat() if council.end else None,
    }


def _result(finding: Finding) -> dict[str, Any]:
    return {
        "grade": finding.grade.key if finding.grade else None,
        "words": finding.words,
        "profile": finding.profile or None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    inspection = finding.inspection
    return {
        **_result(finding),
        "inspection": inspection.id if inspection else None,
        "date": inspection.shown_date.isoformat() if inspection else None,
    }


def _labelled(found: tuple[Labelled, ...]) -> list[dict[str, Any]]:
    return [{"of": each.label or None, **_finding(each.finding)} for each in found]


def _inspection(inspection: Inspection) -> dict[str, Any]:
    return {
        "inspection": inspection.id,
        "date": inspection.shown_date.isoformat(),
        "kind": inspection.kind,
        "report_url": inspection.report_url or None,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start_date": span.start.isoformat(), "days": span.days, "open": span.is_open}


def _share(share: Share) -> dict[str, Any]:
    percent = 100 * share.fraction if share.fraction is not None else None
    return {"count": share.count, "of": share.of, "percent": percent}


def _itself(cell: Any) -> Any:
    return cell


JSON: dict[Kind, Callable[[Any], Any]] = {
    Kind.AUTHORITY: _council,
    Kind.AUTHORITIES: lambda found: [council.slug for council in found],
    Kind.FINDING: _finding,
    Kind.RESULT: _result,
    Kind.FINDINGS: _labelled,
    Kind.INSPECTION: _inspection,
    Kind.DAY: lambda day: day.isoformat(),
    Kind.SPAN: _span,
    Kind.NUMBER: _itself,
    Kind.TALLY: lambda tally: tally.number,
    Kind.SHARE: _share,
    Kind.TEXT: _itself,
}

# --- CSV ---------------------------------------------------------------------------------

SUFFIXES: dict[Kind, tuple[str, ...]] = {
    Kind.AUTHORITY: ("", "_name", "_gss_code", "_la_code", "_region", "_end_date"),
    Kind.FINDING: ("", "_words", "_inspection", "_date"),
    Kind.RESULT: ("", "_words"),
    Kind.INSPECTION: ("", "_date", "_kind", "_report_url"),
    Kind.SPAN: ("_start_date", "_days", "_open"),
    Kind.SHARE: ("_count", "_of", "_percent"),
}


def _council_values(council: Council) -> Values:
    return (council.slug, council.name, council.gss_code, council.la_code, council.region,
            council.end)  # fmt: skip


def _result_values(finding: Finding) -> Values:
    grade = finding.grade.key if finding.grade else ""
    return (grade, f"{finding.words}: {finding.profile}" if finding.profile else finding.words)


def _finding_values(finding: Finding) -> Values:
    inspection = finding.inspection
    where = (inspection.id, inspection.shown_date) if inspection else ("", "")
    return (*_result_values(finding), *where)


def _labelled_values(found: tuple[Labelled, ...]) -> Values:
    """`good 2018 | outstanding 2022`, `leaders good | care leavers good`."""
    return (" | ".join(_phrase(each) for each in found),)


def _phrase(each: Labelled) -> str:
    inspection = each.finding.inspection
    year = str(inspection.first_day.year) if inspection else ""
    return " ".join(part for part in (each.label, each.finding.words, year) if part)


def _tally_values(tally: Tally) -> Values:
    return (tally.number,)


CSV: dict[Kind, Callable[[Any], Values]] = {
    Kind.AUTHORITY: _council_values,
    Kind.AUTHORITIES: lambda found: ("|".join(council.slug for council in found),),
    Kind.FINDING: _finding_values,
    Kind.RESULT: _result_values,
    Kind.FINDINGS: _labelled_values,
    Kind.INSPECTION: lambda i: (i.id, i.shown_date, i.kind, i.report_url),
    Kind.SPAN: lambda span: (span.start, span.days, span.is_open),
    Kind.TALLY: _tally_values,
    Kind.SHARE: lambda share: (share.count, share.of, _share(share)["percent"]),
}
