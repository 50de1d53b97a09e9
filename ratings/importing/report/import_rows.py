"""A reading as the row of a source: the shape in which every source reaches the plan."""

from __future__ import annotations

from ratings.importing.report.parsed_report import Read, Reading
from ratings.importing.types import Finding, SourceRow, Where


def as_row(reading: Reading) -> SourceRow:
    """What a report says of its inspection.

    Findings stand under the keys of areas and grades, which no spelling of a report can
    blur, each with its page. What is unread stays empty, so that it never passes for a value;
    a refused file is a row with a problem.
    """
    return SourceRow(
        where=Where(sheet="", row=reading.authority.page if reading.authority else 1),
        authority=_value(reading.authority),
        framework=_value(reading.framework),
        kind=_value(reading.kind),
        kind_is_estimate=reading.kind_is_estimate,
        is_graded=None if reading.refused else True,
        start=reading.start.value if reading.start else None,
        end=reading.end.value if reading.end else None,
        published=reading.published.value if reading.published else None,
        findings=tuple(
            Finding(area, read.value, f"page {read.page}") for area, read in reading.ratings
        ),
        missing=tuple((area, reason) for area, reason, _ in reading.missing),
        problem=reading.refused,
    )


def _value(read: Read[str] | None) -> str:
    return read.value if read else ""
