"""Enter one inspection: validate it, preview its effect on the line, save, publish, withdraw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from ratings.importing.types import free_key
from ratings.models import Inspection, Rating, Source
from ratings.models.inspection import InspectionQuerySet
from ratings.models.record import Record, read_inspections
from ratings.rules import types
from ratings.rules.grades import judgements_summary
from ratings.rules.line import build_line
from ratings.rules.validation import (
    Problem,
    citation_problems,
    date_problems,
    direction_problems,
    existence_problems,
    framework_problems,
    grade_problems,
    period_of,
)

DRAFT, PUBLISHED = Inspection.Status.DRAFT, Inspection.Status.PUBLISHED

NEAR = timedelta(days=30)
"""Two inspections of one kind that begin within this time may be one entered twice."""


class EntryRefusedError(Exception):
    """An entry that cannot be saved; `problems` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.message for problem in problems))


@dataclass(frozen=True, slots=True)
class InspectionEntry:
    """The row of an inspection with those of its ratings, saved or not, and the sources cited."""

    inspection: Inspection
    ratings: tuple[Rating, ...] = ()
    sources: tuple[Source, ...] = ()

    @classmethod
    def of(cls, inspection: Inspection) -> InspectionEntry:
        """A saved inspection."""
        ratings = inspection.ratings.select_related("area", "grade")
        return cls(inspection, tuple(ratings), tuple(inspection.sources.all()))

    def record(self, known: Record) -> types.Inspection:
        """The same as the rules take it."""
        row, kind = self.inspection, self.inspection.kind
        return types.Inspection(
            id=row.key or new_key(row),
            authority=row.authority.slug,
            framework=known.frameworks[row.framework_id],
            kind=kind.key,
            kind_name=kind.name,
            is_graded=kind.is_graded,
            start=row.start,
            end=row.end_date,
            published=row.published,
            direction=row.direction,
            direction_read=row.direction_read,
            asks_direction=kind.asks_direction,
            theme=row.theme,
            priority_action=row.priority_action,
            report_url=row.report_url,
            ratings=self.rated(known),
        )

    def rated(self, known: Record) -> tuple[types.Rating, ...]:
        """Its ratings in the order of their areas, as the rules take them."""
        return tuple(
            types.Rating(
                known.areas[each.area_id],
                known.grades[each.grade_id] if each.grade_id else None,
                each.missing,
            )
            for each in sorted(self.ratings, key=lambda each: each.area.order)
        )


def set_change_reason(row: Any, reason: str) -> None:
    """Store the reason with the version that the next save of the row writes to its history."""
    row._change_reason = reason


def new_key(inspection: Inspection) -> str:
    """`<authority>-<framework>-<first day as precise as known>`, never changed afterwards."""
    day = inspection.shown_date.isoformat()
    plain = f"{inspection.authority.slug}-{inspection.framework.code}-{day}"
    taken = set(Inspection.objects.filter(key__startswith=plain).values_list("key", flat=True))
    return free_key(plain, inspection.kind.key, taken)


def fact_problems(inspection: Inspection, today: date, twice: bool = True) -> list[Problem]:
    """What is wrong with the dates, authority, framework and kind of an inspection.

    `twice`: whether to report an inspection that is in the record already.
    """
    found = list(date_problems(inspection.start, inspection.end_date, inspection.published, today))
    period = period_of(inspection.start, inspection.published)
    if period is None:
        return found
    known = Record.current()
    framework, kind = known.frameworks[inspection.framework_id], known.kinds[inspection.kind_id]
    authority = inspection.authority.record()
    names = {slug: each.name for slug, each in known.authorities.items()}
    return [
        *found,
        *existence_problems(authority, period, known.successions, names),
        *framework_problems(framework, kind, period, known.frameworks.values()),
        *(_twice_problems(inspection) if twice else ()),
    ]


def _twice_problems(inspection: Inspection) -> list[Problem]:
    same = _others(inspection).filter(
        framework=inspection.framework,
        first_day=inspection.shown_date.first_day,
        start_precision=inspection.start_precision,
    )
    return [
        Problem(
            "start_date",
            f"This inspection is already in the record ({each.key}, {each.get_status_display()}):"
            " open it instead of entering it again.",
        )
        for each in same
    ]


def find_similar(inspection: Inspection) -> list[Inspection]:
    """Inspections of the same kind that begin within thirty days: possible duplicates."""
    period = period_of(inspection.start, inspection.published)
    if period is None:
        return []
    near = (period.first - NEAR, period.last + NEAR)
    found = _others(inspection).filter(first_day__range=near)
    return list(found.select_related("authority", "kind", "framework").in_order())


def _others(inspection: Inspection) -> InspectionQuerySet:
    found: InspectionQuerySet = Inspection.objects.filter(
        authority=inspection.authority, kind=inspection.kind
    )
    return found.exclude(pk=inspection.pk)


def answer_problems(entry: InspectionEntry) -> list[Problem]:
    """What is wrong with the grades and the direction of an inspection."""
    known, row = Record.current(), entry.inspection
    framework, kind = known.frameworks[row.framework_id], known.kinds[row.kind_id]
    read = (row.direction, row.direction_read, row.direction_source_url)
    return [*grade_problems(framework, kind, entry.rated(known)), *direction_problems(kind, *read)]


def citation_errors(entry: InspectionEntry) -> list[Problem]:
    """What the citation of an inspection lacks; some old published ones were never complete."""
    row = entry.inspection
    return list(citation_problems(entry.sources, row.report_url, row.source_url))


def publishing_problems(entry: InspectionEntry, today: date) -> list[Problem]:
    """What prevents an inspection from being published."""
    facts = fact_problems(entry.inspection, today)
    return [*facts, *answer_problems(entry), *citation_errors(entry)]


@transaction.atomic
def save(entry: InspectionEntry, today: date, status: str = DRAFT, reason: str = "") -> Inspection:
    """Save an entry after validating it again; raises EntryRefusedError, with nothing written."""
    inspection = entry.inspection
    if status == PUBLISHED:
        problems = publishing_problems(entry, today)
    else:
        problems = [*fact_problems(inspection, today), *answer_problems(entry)]
    if problems:
        raise EntryRefusedError(problems)
    inspection.key, inspection.status = new_key(inspection), status
    _save(inspection, reason, entry.sources)
    for rating in entry.ratings:
        rating.inspection = inspection
        rating.verified = inspection.verified if rating.grade else ""
        _save(rating, reason, entry.sources)
    return inspection


def _save(row: Inspection | Rating, reason: str, sources: Sequence[Source]) -> None:
    set_change_reason(row, reason)
    row.full_clean()
    row.save()
    row.sources.set(sources)


@transaction.atomic
def publish(inspection: Inspection, today: date, reason: str = "") -> None:
    """Publish a draft; raises EntryRefusedError if it is invalid or its citation incomplete."""
    if problems := publishing_problems(InspectionEntry.of(inspection), today):
        raise EntryRefusedError(problems)
    _set_status(inspection, PUBLISHED, reason or "published after review")


@transaction.atomic
def withdraw(inspection: Inspection, reason: str) -> None:
    """Turn a published inspection back into a draft, with a reason."""
    if not reason:
        say_why = "Say why it is withdrawn: readers may have cited it."
        raise EntryRefusedError([Problem("reason", say_why)])
    _set_status(inspection, DRAFT, reason)


def _set_status(inspection: Inspection, status: str, reason: str) -> None:
    inspection.status = status
    set_change_reason(inspection, reason)
    inspection.save(update_fields=["status"])


def preview(entry: InspectionEntry, as_at: date) -> dict[str, Any]:
    """The authority's line before and after, by the rules of the public page, if it were published;
    whether it changes; and the grades, where no overall one is given."""
    known, authority = Record.current(), entry.inspection.authority
    record = entry.record(known)
    found = read_inspections(Inspection.objects.filter(authority=authority).public(), known)
    now = tuple(each for each in found if each.id != record.id)
    without_overall = record.is_graded and record.framework.headline_area is None
    before, after = (
        build_line(authority.record(), found, known.comparability, as_at)
        for found in (now, (*now, record))
    )
    return {
        "before": before,
        "after": after,
        "changes": before.text != after.text,
        "profile": judgements_summary(record) if without_overall else "",
    }
