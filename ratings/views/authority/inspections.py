"""Every inspection and visit of an authority as the page lists them, and their sources."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ratings.models import Event, Source
from ratings.models.inspection import Detail
from ratings.rules.dates import PartialDate
from ratings.rules.grades import profile
from ratings.rules.trend import Trend, one_before
from ratings.rules.types import DirectionStatus, Inspection
from ratings.views.authority.context import Story
from ratings.views.text import (
    Mark,
    evidence,
    fieldwork,
    outcome,
    publication,
    trend_words,
    why_no_headline_trend,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One inspection or visit; `sources` are numbers in the list of sources below it."""

    inspection: Inspection
    detail: Detail
    date: str
    fieldwork: str
    publication: str
    framework: str
    mark: Mark
    areas: str
    trend: str
    why: str
    evidence: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Inspections and visits, the latest first, and the sources they name, by number.

    `not_read` is the number of visits whose letter nobody has read yet.
    """

    entries: tuple[Entry, ...]
    sources: dict[int, Source]
    graded: int
    visits: int
    not_read: int


def listing(story: Story) -> Listing:
    """All of the authority's own inspections as at the story's moment."""
    sources = _numbered(story)
    numbers = {source.key: number for number, source in sources.items()}
    graded = sum(inspection.is_graded for inspection in story.inspections)
    return Listing(
        entries=tuple(_entry(each, story, numbers) for each in reversed(story.inspections)),
        sources=sources,
        graded=graded,
        visits=len(story.inspections) - graded,
        not_read=sum(i.finding == DirectionStatus.NOT_READ for i in story.inspections),
    )


def _numbered(story: Story) -> dict[int, Source]:
    """The sources of all inspections, numbered in their own order."""
    found = {s.key: s for each in story.inspections for s in story.details[each.id].sources}
    in_order = sorted(found.values(), key=lambda source: (source.order, source.key))
    return dict(enumerate(in_order, 1))


def _entry(inspection: Inspection, story: Story, numbers: dict[str, int]) -> Entry:
    detail, trend = story.details[inspection.id], story.trend(inspection)
    words, why = _trend(inspection, trend, story)
    return Entry(
        inspection=inspection,
        detail=detail,
        date=inspection.shown_date.in_words(),
        fieldwork=fieldwork(inspection),
        publication=publication(inspection),
        framework=story.framework_name(inspection),
        mark=outcome(inspection),
        areas=areas_in_words(inspection),
        trend=words,
        why=why,
        evidence=evidence(detail.verified),
        sources=tuple(numbers[source.key] for source in detail.sources),
    )


def _trend(inspection: Inspection, trend: Trend | None, story: Story) -> tuple[str, str]:
    """The trend in words, and why there is none to speak of."""
    if trend is None:
        return "", ""
    before = one_before(inspection, story.inspections)
    words = trend_words(trend, before.headline if before else None)
    return words, why_no_headline_trend(trend, inspection, before)


def areas_in_words(inspection: Inspection) -> str:
    """The grades of the judgement areas in one phrase, the overall one left out."""
    ratings = tuple(rating for rating in inspection.ratings if not rating.area.is_headline)
    return profile(replace(inspection, ratings=ratings)) if ratings else ""


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event with the number that it carries in the picture; `owner`: a predecessor's name."""

    number: int
    date: str
    event: Event
    owner: str
    evidence: str


def events(story: Story) -> tuple[EventEntry, ...]:
    """Events in order of date, numbered as the timeline numbers them."""
    in_order = sorted(story.events, key=lambda e: (e.start.first_day, e.authority.slug, e.title))
    return tuple(_event(number, event, story) for number, event in enumerate(in_order, 1))


def _event(number: int, event: Event, story: Story) -> EventEntry:
    is_own = event.authority.slug == story.authority.slug
    return EventEntry(
        number=number,
        date=_period(event.start, event.end),
        event=event,
        owner="" if is_own else event.authority.name,
        evidence=evidence(event.verified),
    )


def _period(start: PartialDate, end: PartialDate | None) -> str:
    return f"{start.in_words()} to {end.in_words()}" if end else start.in_words()
