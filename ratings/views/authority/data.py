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
from ratings.rules.succession import Predecessor
from ratings.rules.types import Authority, Succession
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
        for row in rating_rows(story.authority, each, story.trend(each), story.record)
    )
    return csv_answer(slug, story.moment, DataTable(RATING_COLUMNS, rows))


def story_data(story: AuthorityContext) -> dict[str, Any]:
    """The JSON of one authority, as at the context's as-of dates.

    A direct predecessor has its own line; its own predecessors are at its own URL.
    """
    record, before = story.record, {each.authority.slug: each for each in story.predecessors}
    return {
        **serializers.identity_data(story.authority, record),
        **serializers.provenance_data(story.moment, record),
        **serializers.line_data(story.line),
        "predecessors": [
            predecessor_data(before[each.predecessor]) for each in story.successions_before
        ],
        "successors": [
            _succeeded(record.authorities[each.successor], each) for each in story.successions_after
        ],
        "inspections": [
            serializers.inspection_data(each, story.trend(each)) for each in story.inspections
        ],
        "events": [serializers.event_data(event) for event in story.events],
        "neighbours": {
            str(year): [serializers.peer_data(status, rank) for rank, status in peers]
            for year, peers in story.neighbours.items()
        },
        "region_peers": [serializers.peer_data(status) for status in story.region],
        "discrepancies": [serializers.discrepancy_data(each) for each in story.discrepancies],
        "url": settings.SITE_URL + reverse("authority", args=[story.authority.slug]),
    }


def predecessor_data(before: Predecessor) -> dict[str, Any]:
    """A predecessor with its own line: history, never part of the successor's."""
    return {
        **_succeeded(before.authority, before.succession),
        "last_day": before.last_day.isoformat(),
        "line": before.status.line.text,
    }


def _succeeded(authority: Authority, succession: Succession) -> dict[str, Any]:
    return {
        "slug": authority.slug,
        "name": authority.name,
        "date": succession.date.isoformat(),
        "kind": succession.kind,
    }
