"""Which authority, framework and inspection a row of a source is about, and which grade a
word is. Everything is decided from names, dates and the record's own headings; where two
answers are possible, the row is refused with both.

Source of the rules: domain §5 and §7.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from ratings.importing.entry.types import Period
from ratings.importing.matching.authority import authority_of
from ratings.importing.matching.framework import area_of, framework_of, frameworks_of, grade_of
from ratings.importing.matching.inspection import inspection_of
from ratings.importing.matching.validation import NoMatch, Said, check_values, check_years
from ratings.importing.record_index import Known
from ratings.importing.types import SourceRow
from ratings.rules.dates import PartialDate, day_in_words


def understood(row: SourceRow, known: Known, today: date) -> Said:
    """A row in the record's own terms. Raises NoMatch with a sentence that says what is wrong."""
    start = _start(row)
    check_years(row, start)
    period = Period.of(start, row.published)
    if period is None:
        raise NoMatch("It gives no date: neither the first day nor when it was published.")
    _check_dates(row, start, today)
    if row.kind and row.kind not in known.kinds:
        raise NoMatch(f"There is no kind of inspection called “{row.kind}”: correct the cell.")
    is_graded = _is_graded(row, known)
    check_values(row)
    authority = authority_of(row, known, period)
    frameworks = tuple(frameworks_of(row, known, period, is_graded))
    return Said(row, authority, frameworks, is_graded, start, period)


def _start(row: SourceRow) -> PartialDate | None:
    if row.start:
        return PartialDate(row.start)
    try:
        return PartialDate.parse(row.start_words) if row.start_words else None
    except ValueError as problem:
        raise NoMatch(f"The first day cannot be read: {problem}.") from problem


def _check_dates(row: SourceRow, start: PartialDate | None, today: date) -> None:
    given = (
        ("first day", start.first_day if start else None),
        ("last day", row.end),
        ("publication", row.published),
    )
    days = [(name, day) for name, day in given if day]
    for name, day in days:
        if day > today:
            raise NoMatch(f"The {name}, {day_in_words(day)}, is still to come: correct the cell.")
    for (name, day), (later_name, later) in pairwise(days):
        if later < day:
            raise NoMatch(
                f"The {later_name} ({day_in_words(later)}) is before the {name}"
                f" ({day_in_words(day)}): correct one of the cells."
            )


def _is_graded(row: SourceRow, known: Known) -> bool:
    if row.kind:
        if row.is_graded is not None and row.is_graded != known.kinds[row.kind].is_graded:
            raise NoMatch(f"“{row.kind}” and what is said of grades do not fit together.")
        return known.kinds[row.kind].is_graded
    return row.is_graded if row.is_graded is not None else bool(row.findings or row.missing)


__all__ = [
    "NoMatch",
    "Said",
    "area_of",
    "authority_of",
    "framework_of",
    "grade_of",
    "inspection_of",
    "understood",
]
