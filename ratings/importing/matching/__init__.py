"""Match a row of a source to its authority, framework and inspection, and a text to its grade.
Everything is decided from names, dates and the record's own headings; where two answers are
possible, the row is rejected and both are named.

Source of the rules: domain §5 and §7.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from ratings.importing.entry.types import EntryDates, join_words
from ratings.importing.matching.authority import authority_of
from ratings.importing.matching.framework import area_of, framework_of, frameworks_of, grade_of
from ratings.importing.matching.validation import MatchedRow, MatchError, check_values, check_years
from ratings.importing.record_index import (
    IndexedInspection,
    RecordIndex,
)
from ratings.importing.types import ImportRow
from ratings.rules.dates import PartialDate, day_in_words

GRADED_APART = timedelta(days=62)
"""Maximum difference between two dates that sources give for one graded inspection: day and month
swapped, a report republished. No authority was ever inspected twice under one framework in so short
a time."""

VISITS_APART = timedelta(days=7)
"""The same for a visit, of which an authority may have several a year."""

LONGEST_TO_REPORT = timedelta(days=240)
"""Maximum time from the first day to publication (the record's longest wait is 7 months): within
it, a start and a publication may belong to one inspection."""

DAY = timedelta(days=1)


def inspection_of(said: MatchedRow, known: RecordIndex) -> IndexedInspection | None:
    """The inspection, in the record or in this plan, that a row is about; None: it is new.

    The same first day or the same publication decides; otherwise the nearest possible one. Raises
    MatchError where two are equally near.
    """
    if said.row.key:
        return _by_key(said, known)
    near_it = known.near(said.authority.slug, said.period.first, said.period.last)
    able = [held for held in near_it if _can_be(held, said)]
    exact = [held for held in able if _is_exact(held, said)]
    if len(exact) == 1:
        return exact[0]
    near = [(gap, held) for held in exact or able if (gap := _gap(held, said))]
    near.sort(key=lambda each: (each[0], each[1].key))
    if len(near) > 1 and near[0][0] == near[1][0]:
        names = join_words([_named(held, known) for _, held in near[:2]], "and")
        raise MatchError(f"It may be {names}: give its first day and its publication.")
    return near[0][1] if near else None


def _named(held: IndexedInspection, known: RecordIndex) -> str:
    """The id of an inspection; one that this plan would create may have none yet."""
    shown = held.start.isoformat() if held.start else held.value("published")
    return held.key or f"the new {known.kinds[held.kind].name} of {shown}"


def _by_key(said: MatchedRow, known: RecordIndex) -> IndexedInspection | None:
    held = known.by_key.get(said.row.key)
    if held and held.authority != said.authority.slug:
        raise MatchError(
            f"{said.row.key} is another authority’s inspection: correct one of the two."
        )
    return held


def _can_be(held: IndexedInspection, said: MatchedRow) -> bool:
    if held.is_graded != said.is_graded:
        return False
    if not held.is_graded:
        return not said.row.kind or held.kind == said.row.kind
    return held.framework in {framework.code for framework in said.frameworks}


def _is_exact(held: IndexedInspection, said: MatchedRow) -> bool:
    same_start = said.start is not None and held.start == said.start
    published = said.row.published
    return same_start or (published is not None and held.published == published)


def _gap(held: IndexedInspection, said: MatchedRow) -> timedelta | None:
    """How far apart the dates are, never zero; None: too far to be one inspection."""
    most = GRADED_APART if held.is_graded else VISITS_APART
    found = []
    if held.start and said.start:
        found.append((_between(held.start, said.start), most))
    if held.published and said.row.published:
        found.append((abs(held.published - said.row.published), most))
    if not found:
        found.append((_waited(held, said), LONGEST_TO_REPORT))
    gap, allowed = min(found)
    return gap + DAY if timedelta(0) <= gap <= allowed else None


def _between(a: PartialDate, b: PartialDate) -> timedelta:
    """Days between two starts, as exactly as their precision allows."""
    first, second = EntryDates.of(a, None), EntryDates.of(b, None)
    assert first is not None
    assert second is not None
    if first.meets(second.first, second.last):
        return timedelta(0)
    return max(first.first, second.first) - min(first.last, second.last)


def _waited(held: IndexedInspection, said: MatchedRow) -> timedelta:
    """Time from the start given by one of them to the publication given by the other."""
    starts = [start.first_day for start in (held.start, said.start) if start]
    published = held.published or said.row.published
    if not starts or published is None:
        return -DAY
    return published - starts[0]


def match_row(row: ImportRow, known: RecordIndex, today: date) -> MatchedRow:
    """Convert a row into the record's own keys. Raises MatchError, which says what is wrong."""
    start = _start(row)
    check_years(row, start)
    period = EntryDates.of(start, row.published)
    if period is None:
        raise MatchError("It gives no date: neither the first day nor when it was published.")
    _check_dates(row, start, today)
    if row.kind and row.kind not in known.kinds:
        raise MatchError(f"There is no kind of inspection called “{row.kind}”: correct the cell.")
    is_graded = _is_graded(row, known)
    check_values(row)
    authority = authority_of(row, known, period)
    frameworks = tuple(frameworks_of(row, known, period, is_graded))
    return MatchedRow(row, authority, frameworks, is_graded, start, period)


def _start(row: ImportRow) -> PartialDate | None:
    if row.start:
        return PartialDate(row.start)
    try:
        return PartialDate.parse(row.start_words) if row.start_words else None
    except ValueError as problem:
        raise MatchError(f"The first day cannot be read: {problem}.") from problem


def _check_dates(row: ImportRow, start: PartialDate | None, today: date) -> None:
    given = (
        ("first day", start.first_day if start else None),
        ("last day", row.end),
        ("publication", row.published),
    )
    days = [(name, day) for name, day in given if day]
    for name, day in days:
        if day > today:
            raise MatchError(
                f"The {name}, {day_in_words(day)}, is still to come: correct the cell."
            )
    for (name, day), (later_name, later) in pairwise(days):
        if later < day:
            raise MatchError(
                f"The {later_name} ({day_in_words(later)}) is before the {name}"
                f" ({day_in_words(day)}): correct one of the cells."
            )


def _is_graded(row: ImportRow, known: RecordIndex) -> bool:
    if row.kind:
        if row.is_graded is not None and row.is_graded != known.kinds[row.kind].is_graded:
            raise MatchError(f"“{row.kind}” and what is said of grades do not fit together.")
        return known.kinds[row.kind].is_graded
    return row.is_graded if row.is_graded is not None else bool(row.findings or row.missing)


__all__ = [
    "MatchError",
    "MatchedRow",
    "area_of",
    "authority_of",
    "framework_of",
    "grade_of",
    "inspection_of",
    "match_row",
]
