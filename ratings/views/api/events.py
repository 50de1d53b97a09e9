"""The API's context of the ratings: events, successions, neighbours."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ratings.exports import serializers
from ratings.exports.serializers import Data
from ratings.models import Authority, Event
from ratings.models.authority import Neighbour, Succession
from ratings.parameters import CountryPart, part_named
from ratings.views.api.params import ApiParams, parse_api_params
from ratings.views.api.queries import (
    AuthorityNamed,
    Day,
    MomentQuery,
    Number,
    PageQuery,
    PlaceQuery,
    build_q,
    enum_param,
    fields_param,
    optional_param,
)
from ratings.views.api.responses import listing
from ratings.views.api.schemas.answers import answers
from ratings.views.api.schemas.record import Event as EventItem
from ratings.views.api.schemas.record import Events, Neighbours, Successions
from ratings.views.api.schemas.record import Neighbour as NeighbourItem
from ratings.views.api.schemas.record import Succession as SuccessionItem

router = Router(tags=["Around the ratings"])


class EventsQuery(PageQuery, PlaceQuery, MomentQuery):
    """What narrows the events."""

    kind: str | None = enum_param("event", "Kind of event.")
    begun_from: Day | None = optional_param("Begun on this day or later.")
    begun_to: Day | None = optional_param("Begun on this day or earlier.")
    fields: str | None = fields_param(EventItem)


class SuccessionsQuery(PageQuery, AuthorityNamed):
    """What narrows the successions."""

    kind: str | None = enum_param("succession", "Kind of succession.")
    fields: str | None = fields_param(SuccessionItem)


class NeighboursQuery(PageQuery, PlaceQuery):
    """What narrows the neighbours."""

    model_year: Number | None = optional_param("One of the models, by its year.")
    fields: str | None = fields_param(NeighbourItem)


@router.get("/events", response=answers(Events), summary="Events")
def events(request: HttpRequest, query: Query[EventsQuery]) -> HttpResponse:
    """Trusts, commissioners, directions, section 114 notices and others, begun by both dates."""
    of = parse_api_params(request, query)
    last = min(of.moment.as_at, of.moment.known_by or of.moment.as_at)
    rows = Event.objects.filter(_of_place(of), start_date__lte=last)
    rows = rows.filter(
        build_q(
            kind=query.kind,
            start_date__gte=query.begun_from,
            start_date__lte=query.begun_to,
        )
    )
    found = rows.select_related("authority")
    return listing(of, EventItem, found, rows.count(), _event_data)


@router.get("/successions", response=answers(Successions), summary="Who became whom")
def successions(request: HttpRequest, query: Query[SuccessionsQuery]) -> HttpResponse:
    """Authorities that gave way to others; `authority` may be on either side."""
    of = parse_api_params(request, query)
    either = Q(predecessor__slug=of.authority) | Q(successor__slug=of.authority)
    rows = Succession.objects.filter(either if of.authority else Q())
    rows = rows.filter(kind=query.kind) if query.kind else rows
    found = rows.select_related("predecessor", "successor")
    return listing(of, SuccessionItem, found, rows.count(), _succession_data)


@router.get("/neighbours", response=answers(Neighbours), summary="Statistical neighbours")
def neighbours(request: HttpRequest, query: Query[NeighboursQuery]) -> HttpResponse:
    """The ten nearest of each authority, in every model of the Department for Education."""
    of = parse_api_params(request, query)
    rows = Neighbour.objects.filter(_of_place(of))
    rows = rows.filter(model_year=query.model_year) if query.model_year is not None else rows
    found = rows.select_related("authority", "neighbour")
    return listing(of, NeighbourItem, found, rows.count(), _neighbour_data)


def _of_place(of: ApiParams[EventsQuery] | ApiParams[NeighboursQuery]) -> Q:
    """The condition for the authority, region and type requested."""
    part = part_named(of.query.region or "") or CountryPart()
    return build_q(
        authority__slug=of.authority,
        authority__region__in=part.regions,
        authority__authority_type=of.query.type,
    )


def _event_data(event: Event) -> Data:
    return {**serializers.event_data(event), "authority_name": event.authority.name}


def _succession_data(row: Succession) -> Data:
    return {
        **_named("predecessor", row.predecessor),
        **_named("successor", row.successor),
        "date": row.date.isoformat(),
        "kind": row.kind,
        "source_url": row.source_url,
    }


def _neighbour_data(row: Neighbour) -> Data:
    return {
        **_named("authority", row.authority),
        "model_year": row.model_year,
        "rank": row.rank,
        **_named("neighbour", row.neighbour),
    }


def _named(name: str, authority: Authority) -> Data:
    return {name: authority.slug, f"{name}_name": authority.name}
