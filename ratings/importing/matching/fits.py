"""Whether what a row says can be kept at all: as long as the record's fields, on their lists,
under the areas and reasons that there are. What cannot is refused here, row by row; applying
would stop at it with the whole file.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.core.exceptions import ValidationError

from ratings.importing.entry.words import joined, span
from ratings.importing.known import GRADE, PLAIN, Held, Known, KnownFramework
from ratings.importing.matching.said import NoMatch, Said
from ratings.importing.rows import SourceRow
from ratings.models import Inspection, Rating
from ratings.rules.dates import PartialDate

FIRST_YEAR = 2000
"""A year before it is a slip of a pen, as in the dates of a release (`layouts.cells`)."""


def check_values(row: SourceRow, is_graded: bool) -> None:
    """Raises NoMatch for a value that no field of an inspection can hold."""
    for name in (*PLAIN, "key"):
        if problem := _problem(name, getattr(row, name)):
            raise NoMatch(problem)
    if row.direction and is_graded:
        raise NoMatch("A graded inspection has grades, not a direction: clear the direction.")
    if row.direction and not row.direction_source_url:
        raise NoMatch("It gives a direction, and not the address where that was read: add it.")


def check_years(row: SourceRow, start: PartialDate | None) -> None:
    """Raises NoMatch for a date of another millennium."""
    days = [start.first_day if start else None, row.end, row.published]
    for day in filter(None, days):
        if day.year < FIRST_YEAR:
            raise NoMatch(f"{day.isoformat()} is long before any inspection: correct the date.")


def check_missing(row: SourceRow, framework: KnownFramework) -> None:
    """Raises NoMatch for a reason that there is not, or under an area that is not judged."""
    areas = {area.key for area in framework.areas}
    for area, why in row.missing:
        if area not in areas:
            raise NoMatch(
                f"{framework.short_name} has no judgement area “{area}”: correct the cell."
            )
        if why not in Rating.Reason.values:
            reasons = "”, “".join(Rating.Reason.values)
            raise NoMatch(f"“{why}” is no reason for a missing grade: write “{reasons}”.")


def check_said_once(facts: Sequence[tuple[str, str]], framework: KnownFramework) -> None:
    """Raises NoMatch where two cells of a row answer one area and do not agree."""
    said: dict[str, str] = {}
    for name, value in facts:
        if said.setdefault(name, value) != value:
            area = name.removeprefix(GRADE)
            raise NoMatch(
                f"It says two things of {area}: {said[name]} and {value}. Two of its headings mean"
                f" that area of {framework.short_name}: leave one of them."
            )


def check_visit(said: Said, facts: Sequence[tuple[str, str]]) -> None:
    """Raises NoMatch for a visit with grades, or with reasons for having none."""
    if not said.is_graded and any(name.startswith(GRADE) for name, _ in facts):
        raise NoMatch("A visit has no grades, and no reasons for having none: clear them.")


def check_same_sort(said: Said, held: Held, known: Known) -> None:
    """Raises NoMatch where a row and the inspection that it is about are of different sorts: a
    framework cannot be corrected by a file, nor a visit become an inspection."""
    row, name = said.row, held.key or "the inspection"
    if row.framework and row.framework != held.framework:
        own, other = known.frameworks[held.framework], known.frameworks[row.framework]
        raise NoMatch(
            f"The record has {name} under {own.short_name}, and the row says {other.short_name}:"
            " look which it was, and correct one of the two by hand."
        )
    if said.is_graded != held.is_graded:
        raise NoMatch(
            f"{name} is a {known.kind_names[held.kind]} in the record: a visit has no grades, and"
            " an inspection has. Look which it was, and correct one of the two by hand."
        )
    check_kind(row.kind, known.frameworks[held.framework], known)


def check_kind(kind: str, framework: KnownFramework, known: Known) -> None:
    """Raises NoMatch for a kind of inspection that a framework does not have."""
    if kind and kind not in framework.kinds:
        names = joined(sorted(known.kind_names[key] for key in framework.kinds), "or")
        raise NoMatch(
            f"{framework.short_name} has no {known.kind_names[kind]}: it has {names}. Correct the"
            " kind or the framework."
        )


def check_in_force(said: Said, framework: KnownFramework, known: Known) -> None:
    """Raises NoMatch where a new inspection cannot have been made under a framework."""
    check_kind(said.row.kind, framework, known)
    if not framework.in_force(said.period.first, said.period.last):
        days = span(framework.first, framework.last)
        raise NoMatch(
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
