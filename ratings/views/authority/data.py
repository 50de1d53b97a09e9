"""An authority's page as JSON and CSV."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ratings.exports import serializers
from ratings.exports.columns import RATING_COLUMNS, rating_rows
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.models.cached_urls import reverse
from ratings.rules.types import Succession
from ratings.views.authority.context import AuthorityContext, get_authority_context
from ratings.views.authority.redirects import redirect_to_canonical
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view


@public_view(*MOMENT)
def authority_json(request: HttpRequest, slug: str) -> HttpResponse:
    """All that the page shows, with stable keys."""
    story = get_authority_context(slug, get_query_dates(request))
    return redirect_to_canonical(request, slug) if story is None else json_answer(story_data(story))


@public_view(*MOMENT)
def authority_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Its inspections and ratings, one row per inspection and judgement area."""
    story = get_authority_context(slug, get_query_dates(request))
    if story is None:
        return redirect_to_canonical(request, slug)
    rows = (
        row
        for each in story.inspections
        for row in rating_rows(
            story.authority, each, story.details[each.id], story.trend(each), story.reference
        )
    )
    return csv_answer(slug, story.moment, DataTable(RATING_COLUMNS, rows))


def story_data(story: AuthorityContext) -> dict[str, Any]:
    """The JSON of one authority, as at the context's as-of dates."""
    return {
        **serializers.identity_data(story.authority, story.reference),
        **serializers.provenance_data(story.moment, story.reference, story.record.number),
        **serializers.line_data(story.line),
        "predecessors": [_predecessor(story, each) for each in story.successions_before],
        "successors": [_successor(story, each) for each in story.successions_after],
        "inspections": [
            serializers.inspection_data(each, story.details[each.id], story.trend(each))
            for each in story.inspections
        ],
        "events": [serializers.event_data(event) for event in story.events],
        "neighbours": {
            str(year): [serializers.neighbour_data(peer) for peer in peers]
            for year, peers in story.peers.neighbours.items()
        },
        "region_peers": [serializers.neighbour_data(peer) for peer in story.peers.region],
        "discrepancies": [serializers.discrepancy_data(each) for each in story.discrepancies],
        "url": settings.SITE_URL + reverse("authority", args=[story.authority.slug]),
    }


def _predecessor(story: AuthorityContext, succession: Succession) -> dict[str, Any]:
    """A direct predecessor with its own line; its own predecessors are at its own URL."""
    era = story.era(succession.predecessor)
    return {
        "slug": era.authority.slug,
        "name": era.authority.name,
        "date": succession.date.isoformat(),
        "kind": succession.kind,
        "last_day": era.last_day.isoformat(),
        "line": era.line.text,
    }


def _successor(story: AuthorityContext, succession: Succession) -> dict[str, Any]:
    authority = story.family[succession.successor]
    return {
        "slug": authority.slug,
        "name": authority.name,
        "date": succession.date.isoformat(),
        "kind": succession.kind,
    }
