"""Public changes from the versions of a row: created, corrected, unpublished, disputed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from ratings.models.authority import Authority, Succession
from ratings.models.changes.filters import ChangeKind
from ratings.models.corrections.history_diff import (
    EVER,
    Correction,
    differences,
    is_there,
    spans_of,
    steps,
    teller,
    versions,
)
from ratings.models.corrections.inspection import get_public_history, own_versions, rating_versions
from ratings.models.event import Event, partial_date
from ratings.models.inspection import Inspection
from ratings.models.rating import Rating
from ratings.models.source import Discrepancy
from ratings.rules.dates import PartialDate

DECIDED = frozenset({"chosen", "why"})
"""Fields of a discrepancy that are reported when it is settled."""

AGAIN = "published again"
OPEN = Discrepancy.Status.OPEN


@dataclass(frozen=True, slots=True)
class ChangeSubject:
    """What a change is about, as it was last public: `title` without the authority's name.

    `key` identifies it in its URL: of an inspection, an authority (slug); else empty.
    """

    kind: str
    number: int
    key: str
    authority: str
    authority_name: str
    title: str


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One thing that became of a subject; `told.what` is empty where it is the whole of it."""

    what: ChangeKind
    subject: ChangeSubject
    told: Correction


Told = Iterator[PublicChange]


def inspections_told(numbers: Iterable[int]) -> Told:
    """Of inspections and their ratings, by primary key; as many queries for many as for one."""
    own = _by(own_versions(Inspection.history.filter(id__in=numbers)), "id")
    ratings = _by(
        rating_versions(Rating.history.filter(inspection_id__in=numbers)), "inspection_id"
    )
    public = Inspection.objects.public().filter(pk__in=numbers)
    now = {row.pk: row for row in public.select_related("authority", "framework", "kind")}
    for number in numbers:
        story = get_public_history(own.get(number, ()), ratings.get(number, ()))
        seen = story.last or now.get(number)
        if seen is None:
            continue
        subject = _inspection(seen, number)
        yield from (
            PublicChange(ChangeKind.ENTERED, subject, by.correction()) for by in story.entered
        )
        yield from (
            PublicChange(ChangeKind.ENTERED, subject, by.correction(AGAIN)) for by in story.again
        )
        yield from (
            PublicChange(ChangeKind.WITHDRAWN, subject, by.correction()) for by in story.withdrawn
        )
        yield from (PublicChange(ChangeKind.CORRECTED, subject, told) for told in story.corrections)


def _inspection(seen: Any, number: int) -> ChangeSubject:
    shown = partial_date(seen.start_date, seen.start_precision) or PartialDate(seen.published)
    title = f"{seen.kind.name}, {shown.in_words()}"
    return ChangeSubject(
        "inspection", number, seen.key, seen.authority.slug, seen.authority.name, title
    )


def others_told(model: Any, numbers: Iterable[int]) -> Told:
    """Of rows that have no draft: events, authorities, successions, discrepancies."""
    subject, related = SUBJECTS[model]
    found = versions(model.history.filter(id__in=numbers), *related, with_sources=False)
    for number, group in _by(found, "id").items():
        yield from _of_row(group, subject(_last(group), number), model is Discrepancy)


def _of_row(found: Sequence[Any], subject: ChangeSubject, is_disputed: bool) -> Told:
    spans = spans_of(found, is_there)
    entered = ChangeKind.DISPUTED if is_disputed else ChangeKind.ENTERED
    for span in spans:
        if span.start != EVER:
            what = _status_told(span.opened) if is_disputed else ("", "", "")
            yield PublicChange(entered, subject, teller(span.opened).correction(*what))
        if span.closed:
            yield PublicChange(ChangeKind.WITHDRAWN, subject, teller(span.closed).correction())
    for before, after, by in steps(found, spans):
        untold: frozenset[str] = frozenset()
        if is_disputed and before.status != after.status:
            yield PublicChange(
                ChangeKind.DISPUTED, subject, by.correction(*_status_told(after, before))
            )
            untold = DECIDED
        for told in differences(before, after, "", by, untold):
            yield PublicChange(ChangeKind.CORRECTED, subject, told)


def _status_told(after: Any, before: Any = None) -> tuple[str, str, str]:
    """That a discrepancy was opened or settled: what, the old state and the new, in words."""
    if after.status == OPEN:
        return ("opened", before.chosen if before else "", "open")
    return ("settled", "open" if before else "", after.chosen)


def _event(seen: Any, number: int) -> ChangeSubject:
    when = PartialDate(seen.start_date, seen.start_precision).in_words()
    title = f"event, {when}: {seen.title}"
    return ChangeSubject("event", number, "", seen.authority.slug, seen.authority.name, title)


def _authority(seen: Any, number: int) -> ChangeSubject:
    return ChangeSubject(
        "authority", number, seen.slug, seen.slug, seen.name, "the authority itself"
    )


def _succession(seen: Any, number: int) -> ChangeSubject:
    before, after = seen.predecessor, seen.successor
    title = f"succession to {before.name}, {seen.instance.get_kind_display()}"
    return ChangeSubject("succession", number, after.slug, after.slug, after.name, title)


def _discrepancy(seen: Any, number: int) -> ChangeSubject:
    title = f"discrepancy on {seen.field}"
    return ChangeSubject("discrepancy", number, "", seen.authority.slug, seen.authority.name, title)


SUBJECTS: dict[Any, tuple[Callable[[Any, int], ChangeSubject], tuple[str, ...]]] = {
    Event: (_event, ("authority",)),
    Authority: (_authority, ()),
    Succession: (_succession, ("predecessor", "successor")),
    Discrepancy: (_discrepancy, ("authority", "inspection")),
}


def _last(found: Sequence[Any]) -> Any:
    return next((version for version in reversed(found) if is_there(version)), found[-1])


def _by(found: Iterable[Any], column: str) -> dict[int, list[Any]]:
    """Versions by what they are of, in their order."""
    key = attrgetter(column)
    return {number: list(group) for number, group in groupby(sorted(found, key=key), key=key)}
