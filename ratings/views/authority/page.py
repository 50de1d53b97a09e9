"""The page of one authority."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.charts.social_card import HEIGHT, WIDTH
from ratings.exports.schema_org import authority_dataset
from ratings.models import Event, Source
from ratings.models.cached_urls import reverse
from ratings.models.inspection import Detail
from ratings.rules.dates import PartialDate
from ratings.rules.grades import profile
from ratings.rules.judgement_table import Row, Run
from ratings.rules.trend import Trend, one_before
from ratings.rules.types import DirectionStatus, Inspection
from ratings.views.authority.context import Story, picture, plotly_url, story_of
from ratings.views.authority.current import now
from ratings.views.authority.redirects import elsewhere
from ratings.views.authority.related import (
    existence,
    explained,
    peer_groups,
    predecessors,
    successors,
)
from ratings.views.dates import MOMENT, moment
from ratings.views.decorators import public_page
from ratings.views.discrepancy_text import disagreements
from ratings.views.embed.context import address_of, shown
from ratings.views.embed.snippets import embed_choices
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
class MatrixColumn:
    """A graded inspection, with the short name of its framework."""

    inspection: Inspection
    framework: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of the rule's matrix; `frameworks` names those that ask it, oldest first.

    `runs` are its cells as the page has them, the newest inspection first.
    """

    row: Row
    frameworks: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class MatrixTable:
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]


def matrix_table(story: Story) -> MatrixTable:
    """Judgement areas by graded inspections, the newest first: what holds now is never cut off."""
    names = story.names.frameworks
    newest_first = reversed(story.matrix.columns)
    return MatrixTable(
        columns=tuple(MatrixColumn(i, story.framework_name(i)) for i in newest_first),
        rows=tuple(
            MatrixRow(row, ", ".join(names[code] for code in row.frameworks), row.runs[::-1])
            for row in story.matrix.rows
        ),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """A page elsewhere: `address` its own, `image` a picture of `width` × `height` pixels;
    `oembed` pairs a media type with an address."""

    title: str
    description: str
    address: str
    image: str
    image_words: str
    oembed: tuple[tuple[str, str], ...]
    width: int = WIDTH
    height: int = HEIGHT


def authority_preview(story: Story) -> Preview:
    """The name, the line, and the card with both and the timeline."""
    say, slug = shown(story), story.authority.slug
    as_at = "" if story.moment.is_now() else f" {say.when}"
    return Preview(
        title=f"{say.name}: Ofsted ratings of children’s services{as_at}",
        description=say.line_to_quote,
        address=say.address,
        image=address_of(slug, story.moment, "card-png"),
        image_words=say.sentence,
        oembed=tuple(
            (f"{kind}+oembed", f"{settings.SITE_URL}{reverse('oembed')}?{urlencode(asked)}")
            for kind, asked in (
                ("application/json", {"url": say.address, "format": "json"}),
                ("text/xml", {"url": say.address, "format": "xml"}),
            )
        ),
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


@public_page(*MOMENT)
def authority(request: HttpRequest, slug: str) -> HttpResponse:
    """One authority as at a moment: its line, timeline, ratings, inspections and neighbours."""
    story = story_of(slug, moment(request))
    if story is None:
        return elsewhere(request, slug)
    return render(
        request,
        "ratings/authority.html",
        {
            "record": story.record,
            "moment": story.moment,
            "authority": story.authority,
            "began": story.began,
            "existence": existence(story),
            "line": story.line,
            "citation": citation(story),
            "predecessors": predecessors(story),
            "successors": successors(story),
            "now": now(story),
            "chart": picture(story) if story.inspections or story.eras else None,
            "plotly_url": plotly_url(),
            "events": events(story),
            "matrix": matrix_table(story),
            "listing": listing(story),
            "ofsted_page": story.reference.ofsted_page(story.authority.ofsted_urn),
            "peer_groups": peer_groups(story),
            "explained": explained(story),
            "disagreements": disagreements(story.discrepancies, story.reference),
            "embeds": embed_choices(story),
            "preview": authority_preview(story),
            "structured": _structured(story),
        },
    )


def _structured(story: Story) -> dict[str, Any]:
    """The page's data for search engines."""
    return authority_dataset(
        name=story.authority.name,
        slug=story.authority.slug,
        gss_code=story.authority.gss_code,
        line=story.line.text,
        complete_to=story.reference.complete_to.get("graded"),
        suffix=story.moment.suffix(),
    )


def citation(story: Story) -> str:
    """What to write beside a quoted line."""
    return f"{story.authority.name}, Ofsted ratings of children’s services: {story.line.text}"
