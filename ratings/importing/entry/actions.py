"""Write an inspection, its ratings and its sources in one transaction."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from itertools import chain, count
from typing import Any

from django.db import transaction

from ratings.importing.entry.types import EnteredRating, EntryFacts, InspectionEntry
from ratings.importing.entry.validation import (
    FieldError,
    answer_problems,
    citation_problems,
    fact_problems,
)
from ratings.models import Inspection, Rating

DRAFT, PUBLISHED = Inspection.Status.DRAFT, Inspection.Status.PUBLISHED


class EntryRefusedError(Exception):
    """An entry that cannot be saved; `problems` holds the validation errors, a sentence each."""

    def __init__(self, problems: Sequence[FieldError]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.message for problem in problems))


def set_change_reason(row: Any, reason: str) -> None:
    """Store the reason with the version that the next save of the row writes to its history."""
    row._change_reason = reason


def free_key(plain: str, kind: str, taken: Container[str]) -> str:
    """A unique key: the plain one; if taken, with the kind appended; if still taken, a number."""
    with_kind = f"{plain}-{kind}"
    numbered = (f"{with_kind}-{number}" for number in count(2))
    return next(key for key in chain((plain, with_kind), numbered) if key not in taken)


def new_key(facts: EntryFacts) -> str:
    """`<authority>-<framework>-<first day as precise as known>`, never changed afterwards."""
    shown = facts.shown_date
    day = shown.isoformat() if shown else ""
    plain = f"{facts.authority.slug}-{facts.framework.code}-{day}"
    taken = set(Inspection.objects.filter(key__startswith=plain).values_list("key", flat=True))
    return free_key(plain, facts.kind.key, taken)


@transaction.atomic
def save(entry: InspectionEntry, today: date, status: str = DRAFT, reason: str = "") -> Inspection:
    """Save an entry after validating it again; raises EntryRefusedError, with nothing written."""
    problems = [*fact_problems(entry.facts, today), *answer_problems(entry)]
    if status == PUBLISHED:
        problems += citation_problems(entry.sources, entry.report_url, entry.source_url)
    if problems:
        raise EntryRefusedError(problems)
    inspection = _inspection(entry, status)
    set_change_reason(inspection, reason)
    inspection.full_clean()
    inspection.save()
    inspection.sources.set(entry.sources)
    for answer in entry.answers:
        _save_rating(inspection, answer, entry, reason)
    return inspection


def _inspection(entry: InspectionEntry, status: str) -> Inspection:
    facts = entry.facts
    return Inspection(
        key=new_key(facts),
        authority=facts.authority,
        framework=facts.framework,
        kind=facts.kind,
        start_date=facts.start.first_day if facts.start else None,
        start_precision=facts.start.precision if facts.start else "",
        end_date=facts.end,
        published=facts.published,
        theme=entry.theme,
        direction=entry.direction,
        direction_read=entry.direction_read,
        direction_source_url=entry.direction_source_url,
        priority_action=entry.priority_action,
        report_url=entry.report_url,
        source_url=entry.source_url,
        verified=entry.verified,
        note=entry.note,
        status=status,
    )


def _save_rating(
    inspection: Inspection, answer: EnteredRating, entry: InspectionEntry, reason: str
) -> None:
    rating = Rating(
        inspection=inspection,
        area=answer.area,
        grade=answer.grade,
        missing=answer.missing,
        verified=entry.verified if answer.grade else "",
    )
    set_change_reason(rating, reason)
    rating.full_clean()
    rating.save()
    rating.sources.set(entry.sources)


@transaction.atomic
def publish(inspection: Inspection, today: date, reason: str = "") -> None:
    """Publish a draft; raises EntryRefusedError if it is invalid or its citation incomplete."""
    problems = publishing_problems(inspection, today)
    if problems:
        raise EntryRefusedError(problems)
    _set_status(inspection, PUBLISHED, reason or "published after review")


def publishing_problems(inspection: Inspection, today: date) -> list[FieldError]:
    """Validation errors that prevent a draft from being published."""
    facts = EntryFacts.of(inspection)
    entry = InspectionEntry(
        facts=facts,
        answers=tuple(
            EnteredRating(rating.area, rating.grade, rating.missing)
            for rating in inspection.ratings.select_related("area", "grade")
        ),
        direction=inspection.direction,
        direction_read=inspection.direction_read,
        direction_source_url=inspection.direction_source_url,
    )
    return [
        *fact_problems(facts, today, besides=inspection),
        *answer_problems(entry),
        *citation_errors(inspection),
    ]


def citation_errors(inspection: Inspection) -> list[FieldError]:
    """What the citation of an inspection lacks; some old published ones were never complete."""
    sources = tuple(inspection.sources.all())
    return citation_problems(sources, inspection.report_url, inspection.source_url)


@transaction.atomic
def withdraw(inspection: Inspection, reason: str) -> None:
    """Turn a published inspection back into a draft, with a reason."""
    if not reason:
        raise EntryRefusedError(
            [FieldError("reason", "Say why it is withdrawn: readers may have cited it.")]
        )
    _set_status(inspection, DRAFT, reason)


def _set_status(inspection: Inspection, status: str, reason: str) -> None:
    inspection.status = status
    set_change_reason(inspection, reason)
    inspection.save(update_fields=["status"])
