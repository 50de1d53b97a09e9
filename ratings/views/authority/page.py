"""The page of one authority."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.charts.social_card import HEIGHT, WIDTH
from ratings.charts.timeline import timeline
from ratings.exports.schema_org import authority_dataset
from ratings.models.cached_urls import reverse
from ratings.rules.grades import judgements_summary
from ratings.rules.judgement_table import build_judgement_table
from ratings.rules.trend import one_before
from ratings.rules.types import DirectionStatus, Inspection
from ratings.views.authority.context import (
    AuthorityContext,
    get_authority_context,
    plotly_url,
    timeline_data,
)
from ratings.views.authority.current import now
from ratings.views.authority.redirects import redirect_to_canonical
from ratings.views.authority.related import (
    lifespan_text,
    no_overall_note,
    peer_groups,
    predecessor_rows,
    successors,
)
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.discrepancy_text import disagreements
from ratings.views.embed.context import address_of, get_embed_context
from ratings.views.embed.snippets import embed_choices
from ratings.views.text import (
    evidence,
    fieldwork,
    outcome,
    publication,
    trend_words,
    why_no_headline_trend,
)


def judgement_table_rows(story: AuthorityContext) -> dict[str, Any]:
    """Judgement areas by graded inspections, newest first, so that current grades always show.

    `frameworks` names those that judge a row, oldest first; `runs` are its cells.
    """
    names = story.record.framework_names
    columns, rows = build_judgement_table(story.inspections, story.record.comparability)
    return {
        "columns": columns[::-1],
        "rows": [
            {
                "row": row,
                "frameworks": ", ".join(names[code] for code in row.frameworks),
                "runs": row.runs[::-1],
            }
            for row in rows
        ],
    }


def authority_preview(story: AuthorityContext) -> dict[str, Any]:
    """Metadata for search engines and chat apps: the name, the line, and the card with both.

    `address` is the page's own URL, `image` a PNG of `width` × `height` pixels; `oembed` pairs a
    media type with a URL.
    """
    say = get_embed_context(story)
    as_at = "" if story.moment.is_now() else f" {say.when}"
    oembed = f"{settings.SITE_URL}{reverse('oembed')}"
    return {
        "title": f"{say.name}: Ofsted ratings of children’s services{as_at}",
        "description": say.line_to_quote,
        "address": say.address,
        "image": address_of(story.authority.slug, story.moment, "card-png"),
        "image_words": say.sentence,
        "oembed": [
            (f"{kind}+oembed", f"{oembed}?{urlencode({'url': say.address, 'format': form})}")
            for kind, form in (("application/json", "json"), ("text/xml", "xml"))
        ],
        "width": WIDTH,
        "height": HEIGHT,
    }


def listing(story: AuthorityContext) -> dict[str, Any]:
    """The authority's own inspections and visits, the latest first, of every programme.

    `sources` are those they cite, by number, in their own order; `not_read` is the number of
    visits whose letter nobody has read yet.
    """
    cited = {key for each in story.every for key in each.sources}
    in_order = [source for key, source in story.record.sources.items() if key in cited]
    numbers = {source.key: number for number, source in enumerate(in_order, 1)}
    graded = sum(inspection.is_graded for inspection in story.inspections)
    return {
        "entries": [_entry(each, story, numbers) for each in reversed(story.every)],
        "sources": dict(enumerate(in_order, 1)),
        "graded": graded,
        "visits": len(story.inspections) - graded,
        "not_read": sum(i.finding == DirectionStatus.NOT_READ for i in story.inspections),
    }


def _entry(
    inspection: Inspection, story: AuthorityContext, numbers: dict[str, int]
) -> dict[str, Any]:
    """One inspection or visit; `sources` are numbers in the list of sources below it."""
    trend = story.trend(inspection)
    before = one_before(inspection, story.inspections)
    areas = tuple(rating for rating in inspection.ratings if not rating.area.is_headline)
    return {
        "inspection": inspection,
        "date": inspection.shown_date.in_words(),
        "fieldwork": fieldwork(inspection),
        "publication": publication(inspection),
        "mark": outcome(inspection),
        "areas": judgements_summary(replace(inspection, ratings=areas)) if areas else "",
        "trend": trend_words(trend, before.headline if before else None) if trend else "",
        "why": why_no_headline_trend(trend, inspection, before) if trend else "",
        "evidence": evidence(inspection.verified),
        "sources": [numbers[key] for key in inspection.sources],
    }


def events(story: AuthorityContext) -> list[dict[str, Any]]:
    """Events in order of date, numbered as the timeline numbers them.

    `owner` is a predecessor's name.
    """
    in_order = sorted(story.events, key=lambda e: (e.start.first_day, e.authority.slug, e.title))
    return [
        {
            "number": number,
            "date": event.start.in_words() + (f" to {event.end.in_words()}" if event.end else ""),
            "event": event,
            "owner": "" if event.authority.slug == story.authority.slug else event.authority.name,
            "evidence": evidence(event.verified),
        }
        for number, event in enumerate(in_order, 1)
    ]


@public_view(*MOMENT)
def authority(request: HttpRequest, slug: str) -> HttpResponse:
    """One authority as at a day: its line, timeline, ratings, inspections and neighbours."""
    story = get_authority_context(slug, get_query_dates(request))
    if story is None:
        return redirect_to_canonical(request, slug)
    name = story.authority.name
    return render(
        request,
        "ratings/authority.html",
        {
            "record": story.record,
            "moment": story.moment,
            "authority": story.authority,
            "began": story.status.began,
            "existence": lifespan_text(story),
            "line": story.line,
            "citation": f"{name}, Ofsted ratings of children’s services: {story.line.text}",
            "predecessors": predecessor_rows(story.predecessors, story.record),
            "successors": successors(story),
            "now": now(story),
            # without a heading of its own: the page has one
            "chart": timeline(timeline_data(story), heading=False)
            if story.inspections or story.predecessors
            else None,
            "plotly_url": plotly_url(),
            "events": events(story),
            "matrix": judgement_table_rows(story),
            "listing": listing(story),
            "ofsted_page": story.record.ofsted_page(story.authority.ofsted_urn),
            "peer_groups": peer_groups(story),
            "explained": no_overall_note(story),
            "disagreements": disagreements(story.discrepancies, story.record),
            "embeds": embed_choices(story),
            "preview": authority_preview(story),
            "structured": authority_dataset(
                name=name,
                slug=story.authority.slug,
                gss_code=story.authority.gss_code,
                line=story.line.text,
                complete_to=story.record.complete_to.get("graded"),
                suffix=story.moment.suffix(),
            ),
        },
    )
