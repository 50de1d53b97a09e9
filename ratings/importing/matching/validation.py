"""Validate the values of a row against the record's fields: their lengths, their choices, existing
areas and reasons. Errors are reported here, row by row; when applying, one error would stop the
whole file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError

from ratings.importing.entry.types import EntryDates, date_range_text, join_words
from ratings.importing.record_index import (
    GRADE,
    PLAIN,
    IndexedAuthority,
    IndexedFramework,
    IndexedInspection,
    RecordIndex,
)
from ratings.importing.types import ImportRow
from ratings.models import Inspection, Rating
from ratings.rules.dates import PartialDate
from ratings.rules.direction import direction_problems, no_direction_asked
from ratings.rules.types import DirectionStatus, direction_status

FIRST_YEAR = 2000
"""An earlier year is a typing error, as in the dates of a release (`layouts.parsing`)."""


class MatchError(Exception):
    """A row that cannot be matched; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row in the record's own keys; `frameworks` are those it may be of."""

    row: ImportRow
    authority: IndexedAuthority
    frameworks: tuple[IndexedFramework, ...]
    is_graded: bool
    start: PartialDate | None
    period: EntryDates

    @property
    def shown_date(self) -> PartialDate:
        return self.start or PartialDate(self.row.published or self.period.last)


def check_values(row: ImportRow) -> None:
    """Raises MatchError for a value that no field of an inspection can hold."""
    for name in (*PLAIN, "key"):
        if problem := _problem(name, getattr(row, name)):
            raise MatchError(problem)


def check_direction(row: ImportRow, kind: str, known: RecordIndex) -> None:
    """Raises MatchError where a row's direction fields conflict with each other or the kind."""
    asked = known.kinds[kind]
    found = (row.direction, row.direction_read, row.direction_source_url)
    for _, problem in direction_problems(asked, *found):
        raise MatchError(f"The direction cannot be kept. {problem}")
    said, status = row.direction_status, direction_status(asked, row.direction, row.direction_read)
    if said == DirectionStatus.NONE_STATED and status == DirectionStatus.NOT_READ:
        raise MatchError(
            "It says that no direction is stated, and not what was read: write letter or account"
            " under direction_read, and its address under direction_source_url."
        )
    if said and said != status:
        follows = f"“{status}” follows" if status else "none follows"
        raise MatchError(
            f"It gives the direction_status “{said}”, and {follows} from its other cells: correct"
            " one of them."
        )


def check_same_finding(row: ImportRow, held: IndexedInspection, known: RecordIndex) -> None:
    """Raises MatchError where a row or the record states a direction, and the other that none is
    stated, or that the inspection's kind has no direction."""
    none = DirectionStatus.NONE_STATED
    own = held.direction or (none if held.direction_read else "")
    said = row.direction or (none if row.direction_read else "")
    if own and said and own != said and none in (own, said):
        raise MatchError(
            f"The record has “{own}” for {held.key or 'the visit'}, and the row says “{said}”: read"
            " the letter, and correct one of the two by hand."
        )
    for kind in {held.kind, row.kind or held.kind} if own or said else ():
        if why := no_direction_asked(known.kinds[kind]):
            raise MatchError(f"The direction cannot be kept. {why}")


def check_years(row: ImportRow, start: PartialDate | None) -> None:
    """Raises MatchError for a date of another millennium."""
    days = [start.first_day if start else None, row.end, row.published]
    for day in filter(None, days):
        if day.year < FIRST_YEAR:
            raise MatchError(f"{day.isoformat()} is long before any inspection: correct the date.")


def check_missing(row: ImportRow, framework: IndexedFramework) -> None:
    """Raises MatchError for an unknown reason, or one under an area that is not judged."""
    areas = {area.key for area in framework.areas}
    for area, why in row.missing:
        if area not in areas:
            raise MatchError(
                f"{framework.short_name} has no judgement area “{area}”: correct the cell."
            )
        if why not in Rating.Reason.values:
            reasons = "”, “".join(Rating.Reason.values)
            raise MatchError(f"“{why}” is no reason for a missing grade: write “{reasons}”.")


def check_said_once(facts: Sequence[tuple[str, str]], framework: IndexedFramework) -> None:
    """Raises MatchError where two cells of a row give different values for one area."""
    said: dict[str, str] = {}
    for name, value in facts:
        if said.setdefault(name, value) != value:
            area = name.removeprefix(GRADE)
            raise MatchError(
                f"It says two things of {area}: {said[name]} and {value}. Two of its headings mean"
                f" that area of {framework.short_name}: leave one of them."
            )


def check_visit(said: MatchedRow, facts: Sequence[tuple[str, str]]) -> None:
    """Raises MatchError for a visit with grades, or with reasons for having none."""
    if not said.is_graded and any(name.startswith(GRADE) for name, _ in facts):
        raise MatchError("A visit has no grades, and no reasons for having none: clear them.")


def check_same_sort(said: MatchedRow, held: IndexedInspection, known: RecordIndex) -> None:
    """Raises MatchError where a row and its inspection are of different types: a file cannot
    correct a framework, nor turn a visit into an inspection."""
    row, name = said.row, held.key or "the inspection"
    if row.framework and row.framework != held.framework:
        own, other = known.frameworks[held.framework], known.frameworks[row.framework]
        raise MatchError(
            f"The record has {name} under {own.short_name}, and the row says {other.short_name}:"
            " look which it was, and correct one of the two by hand."
        )
    if said.is_graded != held.is_graded:
        raise MatchError(
            f"{name} is a {known.kinds[held.kind].name} in the record: a visit has no grades, and"
            " an inspection has. Look which it was, and correct one of the two by hand."
        )
    check_kind(row.kind, known.frameworks[held.framework], known)


def check_kind(kind: str, framework: IndexedFramework, known: RecordIndex) -> None:
    """Raises MatchError for a kind of inspection that a framework does not have."""
    if kind and kind not in framework.kinds:
        names = join_words(sorted(known.kinds[key].name for key in framework.kinds), "or")
        raise MatchError(
            f"{framework.short_name} has no {known.kinds[kind].name}: it has {names}. Correct the"
            " kind or the framework."
        )


def check_in_force(said: MatchedRow, framework: IndexedFramework, known: RecordIndex) -> None:
    """Raises MatchError where a new inspection cannot have been made under a framework."""
    check_kind(said.row.kind, framework, known)
    if not framework.in_force(said.period.first, said.period.last):
        days = date_range_text(framework.first, framework.last)
        raise MatchError(
            f"{framework.short_name} is for inspections begun {days}: correct the framework or the"
            " first day."
        )


@lru_cache(maxsize=1_000)
def _problem(name: str, value: str) -> str:
    """Why a field of an inspection cannot hold a value; empty: it can."""
    if not value:
        return ""
    field = Inspection._meta.get_field(name)
    label = str(getattr(field, "verbose_name", name))
    if "\0" in value:
        return f"The {label} holds a character that cannot be kept (NUL): correct the cell."
    try:
        field.clean(value, None)  # type: ignore[union-attr]
    except ValidationError as wrong:
        return f"The {label} cannot be kept: {' '.join(wrong.messages)} Correct the cell."
    return ""
