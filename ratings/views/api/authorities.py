"""The API's authorities: the list, and one with its full history."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from ninja import P, PathEx, Query, Router

from ratings.exports import serializers
from ratings.views import authorities as page
from ratings.views.api.params import authority_named, parse_api_params
from ratings.views.api.queries import (
    MomentQuery,
    PageQuery,
    PlaceQuery,
    Text,
    enum_param,
    fields_param,
    optional_param,
)
from ratings.views.api.responses import listing, one
from ratings.views.api.schemas.answers import answers
from ratings.views.api.schemas.authority import Authorities, AuthorityAnswer, OneAuthority
from ratings.views.api.schemas.authority import Authority as AuthorityItem
from ratings.views.authority.context import get_authority_context
from ratings.views.authority.data import story_data

router = Router(tags=["Authorities"])


class AuthoritiesQuery(PageQuery, PlaceQuery, MomentQuery):
    """What narrows the list."""

    q: Text | None = optional_param("The beginning of a word of the name, or a code.")
    grade: str | None = enum_param("standing", "The overall grade now, or why there is none.")
    trend: str | None = enum_param("trend", "How the last overall grade stands to the one before.")
    abolished: str | None = enum_param("abolished", "`yes`: with the authorities that have ended.")
    sort: str | None = enum_param("authority-sort", "The order; by name if left out.")
    fields: str | None = fields_param(AuthorityItem)


class AuthorityQuery(MomentQuery):
    """What is asked of one authority."""

    fields: str | None = fields_param(OneAuthority)


@router.get("", response=answers(Authorities), summary="Where each authority stands")
def authorities(request: HttpRequest, query: Query[AuthoritiesQuery]) -> HttpResponse:
    """Every authority that exists on the day, with its line, headline and trend."""
    of = parse_api_params(request, query)
    names = ("as_at", "known_by", "q", "grade", "trend", "region", "type", "abolished", "sort")
    named = {"abolished": "yes"} if of.authority else {}
    rows = page.listed(of.of_page(*names, **named)).rows
    found = [row for row in rows if of.authority in ("", row.authority.slug)]
    shape = partial(serializers.status_data, record=of.record)
    return listing(of, AuthorityItem, found, len(found), shape)


@router.get("/{authority}", response=answers(AuthorityAnswer), summary="One authority")
def authority(
    request: HttpRequest,
    authority: PathEx[str, P(description="Its slug, name or any code.", examples=["kent"])],
    query: Query[AuthorityQuery],
) -> HttpResponse:
    """Line, headline, trend, codes, inspections, events, neighbours, predecessors, successors.

    By slug, name or any code, of today or of before.
    """
    of = parse_api_params(request, query)
    slug = authority_named(authority, of.record, "path")
    story = get_authority_context(slug, of.moment)
    assert story is not None, "a name leads to an authority that is there"
    codes = [{"scheme": s, "value": v} for s, v in of.record.former_codes.get(slug, ())]
    names = {"former_codes": codes, "aliases": of.record.aliases.get(slug, [])}
    return one(of, OneAuthority, {**story_data(story), **names})
