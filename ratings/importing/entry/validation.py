"""Validate an entry: each error is a sentence that tells the user what to do.

Source of the rules: pages.md ("Enter an inspection"), domain §2, §3 and §5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ratings.importing.entry.types import (
    EntryDates,
    EntryFacts,
    InspectionEntry,
    date_range_text,
    join_words,
)
from ratings.models import Authority, Framework, Inspection, InspectionKind, Source, Succession
from ratings.models.inspection import InspectionQuerySet
from ratings.rules.dates import day_in_words
from ratings.rules.direction import direction_problems
from ratings.rules.types import CHILDRENS_SERVICES

REPORT = "report-pdf"
"""Key of the source that is the report itself: citing it requires the report's URL."""

NEAR = timedelta(days=30)
"""Two inspections of one kind that begin within this time may be one entered twice."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """A validation error. `field` is one of `EntryFacts` or `InspectionEntry`, or `area:<key>`."""

    field: str
    message: str


def fact_problems(
    facts: EntryFacts, today: date, besides: Inspection | None = None, twice: bool = True
) -> list[FieldError]:
    """Everything wrong with the facts; `besides` is the row that is being corrected.

    `twice`: whether to report an inspection that is in the record already.
    """
    period = facts.period
    if period is None:
        return [FieldError("start", "Give the first day, or at least the day it was published.")]
    return [
        *_date_problems(facts, today),
        *_existence_problems(facts.authority, period),
        *_framework_problems(facts, period),
        *(_twice_problems(facts, besides) if twice else ()),
    ]


def _date_problems(facts: EntryFacts, today: date) -> Iterable[FieldError]:
    start, end, published = facts.start, facts.end, facts.published
    if start and start.first_day > today:
        yield FieldError("start", f"{start.in_words()} is still to come: correct the first day.")
    if published and published > today:
        day = day_in_words(published)
        yield FieldError(
            "published", f"{day} is still to come: leave it empty until it is published."
        )
    if start and end and end < start.first_day:
        yield FieldError("end", "The last day is before the first day: correct one of them.")
    if end and published and published < end:
        yield FieldError("published", "It was published before its last day: correct one of them.")
    elif start and published and published < start.first_day:
        yield FieldError("published", "It was published before its first day: correct one of them.")


def _existence_problems(authority: Authority, period: EntryDates) -> Iterable[FieldError]:
    start, end = authority.start_date, authority.end_date
    if start and period.last < start:
        before = _names(authority.preceded_by.select_related("predecessor"), "predecessor")
        hint = f" Before it there was {before}: choose that" if before else " Choose another"
        yield FieldError(
            "authority",
            f"{authority} did not exist then: it began on {day_in_words(start)}.{hint},"
            " or correct the first day.",
        )
    if end and period.first > end:
        after = _names(authority.successions.select_related("successor"), "successor")
        hint = f" It was followed by {after}: choose that" if after else " Choose another"
        yield FieldError(
            "authority",
            f"{authority} did not exist then: its last day was {day_in_words(end)}.{hint},"
            " or correct the first day.",
        )


def _names(successions: Iterable[Succession], side: str) -> str:
    return join_words([str(getattr(succession, side)) for succession in successions], "or")


def frameworks_in_force(period: EntryDates) -> list[Framework]:
    """Frameworks under which an inspection begun in the period can have been made."""
    found = Framework.objects.select_related("programme", "scale").prefetch_related("kinds")
    return [f for f in found if period.meets(f.first_day, f.last_day)]


def framework_for(kind: InspectionKind, period: EntryDates) -> Framework | FieldError:
    """The only framework in force that has the kind; otherwise an error listing the choices.

    One of another programme is meant only where none of children's services has the kind.
    """
    every = frameworks_in_force(period)
    own = [f for f in every if f.programme.key == CHILDRENS_SERVICES]
    in_force = own if any(kind in f.kinds.all() for f in own) else every
    fitting = [f for f in in_force if kind in f.kinds.all()]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = join_words([f.short_name for f in fitting], "and")
        return FieldError("framework", f"{names} were both in force then: choose the one it was.")
    if in_force:
        return FieldError("kind", _no_such_kind(kind, in_force))
    return FieldError("framework", "No framework was in force then: correct the first day.")


def _framework_problems(facts: EntryFacts, period: EntryDates) -> Iterable[FieldError]:
    framework = facts.framework
    if not period.meets(framework.first_day, framework.last_day):
        yield FieldError("framework", _not_in_force(framework, period))
    elif not framework.kinds.filter(pk=facts.kind.pk).exists():
        yield FieldError("kind", _no_such_kind(facts.kind, [framework]))
    elif facts.kind.is_graded and not framework.areas.exists():
        yield FieldError(
            "framework",
            f"{framework.short_name} has no judgement areas yet, so that nothing could be graded:"
            " add them to the framework first.",
        )


def _not_in_force(framework: Framework, period: EntryDates) -> str:
    in_force = [f.short_name for f in frameworks_in_force(period)]
    choice = f"choose {join_words(in_force, 'or')}" if in_force else "none was in force then"
    days = date_range_text(framework.first_day, framework.last_day)
    return (
        f"{framework.short_name} is for inspections that began {days}; what counts"
        f" is the first day, not publication: {choice}, or correct the first day."
    )


def _no_such_kind(kind: InspectionKind, frameworks: Sequence[Framework]) -> str:
    kinds = {k.pk: k.name for f in frameworks for k in f.kinds.all()}
    names = join_words([f.short_name for f in frameworks], "and")
    verb = "has" if len(frameworks) == 1 else "have"
    return f"{names} {verb} no {kind.name}: choose {join_words(list(kinds.values()), 'or')}."


def _twice_problems(facts: EntryFacts, besides: Inspection | None) -> Iterable[FieldError]:
    first = facts.shown_date
    if first is None:
        return
    same = _others(facts, besides).filter(framework=facts.framework, first_day=first.first_day)
    for inspection in same.filter(start_precision=facts.start.precision if facts.start else ""):
        yield FieldError(
            "start",
            f"This inspection is already in the record ({inspection.key},"
            f" {inspection.get_status_display()}): open it instead of entering it again.",
        )


def find_similar(facts: EntryFacts, besides: Inspection | None = None) -> list[Inspection]:
    """Inspections of the same kind that begin within thirty days: possible duplicates."""
    period = facts.period
    if period is None:
        return []
    near = (period.first - NEAR, period.last + NEAR)
    found = _others(facts, besides).filter(first_day__range=near)
    return list(found.select_related("authority", "kind", "framework").in_order())


def _others(facts: EntryFacts, besides: Inspection | None) -> InspectionQuerySet:
    found: InspectionQuerySet = Inspection.objects.filter(
        authority=facts.authority, kind=facts.kind
    )
    return found.exclude(pk=besides.pk) if besides else found


def answer_problems(entry: InspectionEntry) -> list[FieldError]:
    """Check that exactly the areas of its framework and kind have a result, on their scales."""
    kind = entry.facts.kind
    read = (entry.direction, entry.direction_read, entry.direction_source_url)
    of_direction = [FieldError(*each) for each in direction_problems(kind, *read)]
    found = _graded_problems(entry) if kind.is_graded else _visit_problems(entry)
    return [*found, *of_direction]


def _visit_problems(entry: InspectionEntry) -> Iterable[FieldError]:
    for answer in entry.answers:
        yield FieldError(f"area:{answer.area.key}", "A visit gives no grades: leave this out.")


def _graded_problems(entry: InspectionEntry) -> Iterable[FieldError]:
    framework = entry.facts.framework
    answers = {answer.area.pk: answer for answer in entry.answers}
    scale = list(framework.grades)
    for area in framework.areas.all():
        answer = answers.pop(area.pk, None)
        if answer is None or (answer.grade is None) == (not answer.missing):
            message = f"{area.short_name}: choose the grade, or why there is none."
            yield FieldError(f"area:{area.key}", message)
        elif answer.grade and answer.grade not in scale:
            words = join_words([grade.word for grade in scale], "or")
            message = f"{framework.short_name} does not give “{answer.grade}”: choose {words}."
            yield FieldError(f"area:{area.key}", message)
    for stray in answers.values():
        message = f"{framework.short_name} does not judge {stray.area.short_name}: leave it out."
        yield FieldError(f"area:{stray.area.key}", message)


def citation_problems(
    sources: Sequence[Source], report_url: str, source_url: str
) -> list[FieldError]:
    """Check what a published inspection must cite; a draft may still lack it."""
    problems = []
    if not sources:
        problems.append(FieldError("sources", "Say where it was read: choose at least one source."))
    if any(source.key == REPORT for source in sources) and not report_url:
        message = "The report itself is cited: give its address at Ofsted."
        problems.append(FieldError("report_url", message))
    with_fact = [source.title for source in sources if source.address_with_fact]
    if with_fact and not source_url:
        message = f"“{with_fact[0]}” is cited: give the address of that page."
        problems.append(FieldError("source_url", message))
    return problems
