"""Public history of one inspection: created, unpublished, corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain, groupby
from typing import Any

from ratings.models.corrections.history_diff import (
    EVER,
    NOTHING,
    ChangeAuthor,
    Correction,
    PublicSpan,
    Step,
    at,
    differences,
    in_words,
    is_there,
    spans_of,
    steps,
    teller,
    versions,
)
from ratings.models.inspection import Inspection
from ratings.models.rating import Rating

ENTERED_TOGETHER = timedelta(minutes=1)
"""What an entry made in public adds to nothing this soon, with its reason, belongs to it."""


@dataclass(frozen=True, slots=True)
class PublicHistory:
    """One inspection in public. `last` is its last version as public, None without history.

    `entered`: it became public (empty: it came with the record); `again`: once more, after
    it was `withdrawn`.
    """

    last: Any
    entered: tuple[ChangeAuthor, ...]
    again: tuple[ChangeAuthor, ...]
    withdrawn: tuple[ChangeAuthor, ...]
    corrections: tuple[Correction, ...]


def corrections_of(inspection: Inspection) -> tuple[Correction, ...]:
    """Every correction of an inspection and of its ratings, the latest first."""
    found = get_public_history(
        own_versions(inspection.history.all()),
        rating_versions(Rating.history.filter(inspection_id=inspection.pk)),
    )
    latest_first = sorted(found.corrections, key=lambda told: told.when, reverse=True)
    return tuple(latest_first)


def own_versions(history: Any) -> list[Any]:
    """Versions of inspections, the oldest first, with all that is told of them."""
    return versions(history, "authority", "framework", "kind")


def rating_versions(history: Any) -> list[Any]:
    """Versions of ratings, the oldest first, with all that is told of them."""
    return versions(history, "area", "grade")


def get_public_history(own: Sequence[Any], ratings: Iterable[Any]) -> PublicHistory:
    """What the public saw of an inspection, by its versions and those of its ratings."""
    spans = spans_of(own, _is_public)
    entry = _entry(own)
    of_itself = (differences(before, after, "", by) for before, after, by in steps(own, spans))
    found = [*chain.from_iterable(of_itself), *_of_ratings(ratings, spans)]
    return PublicHistory(
        last=next((version for version in reversed(own) if _is_public(version)), None),
        entered=tuple(teller(span.opened) for span in spans[:1] if span.start != EVER),
        again=tuple(teller(span.opened) for span in spans[1:]),
        withdrawn=tuple(teller(span.closed) for span in spans if span.closed),
        corrections=tuple(
            _placed(told, entry)
            for told in found
            if not _belongs(told, entry) and not _falls_with(told, spans)
        ),
    )


def _is_public(version: Any) -> bool:
    return is_there(version) and version.status == Inspection.Status.PUBLISHED


def _entry(own: Sequence[Any]) -> ChangeAuthor | None:
    """The entry of an inspection that was public from the first; None: it was a draft, or
    came with the record."""
    if not own or at(own[0]) == EVER:
        return None
    return teller(own[0]) if _is_public(own[0]) else None


def _belongs(correction: Correction, entry: ChangeAuthor | None) -> bool:
    """Whether it only completes the first entry: grades and sources follow the inspection."""
    return correction.old == NOTHING and _is_with(correction, entry)


def _falls_with(correction: Correction, spans: Sequence[PublicSpan]) -> bool:
    """Whether it only tells that a grade went with its inspection, which was deleted."""
    last = spans[-1].closed if spans else None
    if correction.new != NOTHING or last is None or is_there(last):
        return False
    return timedelta(0) <= last.history_date - correction.when <= ENTERED_TOGETHER


def _placed(correction: Correction, entry: ChangeAuthor | None) -> Correction:
    """What was changed together with an entry has its place in the history."""
    if entry is None or not _is_with(correction, entry):
        return correction
    return replace(correction, place=entry.place)


def _is_with(correction: Correction, entry: ChangeAuthor | None) -> bool:
    """Whether it was made together with the first entry: so soon, by the same, for the same."""
    if entry is None or correction.when - entry.when > ENTERED_TOGETHER:
        return False
    return (correction.who, correction.why) == (entry.who, entry.why)


def _of_ratings(ratings: Iterable[Any], spans: Sequence[PublicSpan]) -> Iterator[Correction]:
    by_area = sorted(ratings, key=lambda version: (version.area_id, version.history_id))
    for _, group in groupby(by_area, key=lambda version: version.area_id):
        for step in steps(list(group), spans):
            yield from _rating_change(step)


def _rating_change(step: Step) -> Iterator[Correction]:
    """A grade added, taken away or changed; other fields of a rating only as they changed."""
    before, after, by = step
    if is_there(before) and is_there(after):
        yield from differences(before, after, f"{after.area.short_name}: ", by)
        return
    old, new = _grade(before), _grade(after)
    if old != new:
        area = (after or before).area
        yield by.correction(f"{area.short_name}: grade", old, new)


def _grade(version: Any) -> str:
    if not is_there(version):
        return NOTHING
    return in_words(version.grade or version.instance.get_missing_display())
