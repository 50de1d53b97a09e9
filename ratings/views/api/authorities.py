"""Authorities: the list, and one with its whole story."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from ninja import P, PathEx, Query, Router

from ratings.exports import serializers
from ratings.exports.serializers import Data
from ratings.models import Authority
from ratings.views import authorities as page
from ratings.views.api.params import asked, authority_named
from ratings.views.api.queries import (
    MomentQuery,
    PageQuery,
    PlaceQuery,
    Text,
    chosen,
    fields_of,
    said,
)
from ratings.views.api.responses import listing, one
from ratings.views.api.schemas.answers import answers
from ratings.views.api.schemas.authority import Authorities, AuthorityAnswer, OneAuthority
from ratings.views.api.schemas.authority import Authority as AuthorityItem
from ratings.views.authority.context import story_of
from ratings.views.authority.data import story_data

router = Router(tags=["Authorities"])


class AuthoritiesQuery(PageQuery, PlaceQuery, MomentQuery):
    """What narrows the list."""

    q: Text | None = said("The beginning of a word of the name, or a code.")
    grade: str | None = chosen("standing", "The overall grade now, or why there is none.")
    trend: str | None = chosen("trend", "How the last overall grade stands to the one before.")
    abolished: str | None = chosen("abolished", "`yes`: with the authorities that have ended.")
    sort: str | None = chosen("authority-sort", "The order; by name if left out.")
    fields: str | None = fields_of(AuthorityItem)


class AuthorityQuery(MomentQuery):
    """What is asked of one authority."""

    fields: str | None = fields_of(OneAuthority)


@router.get("", response=answers(Authorities), summary="Where each authority stands")
def authorities(request: HttpRequest, query: Query[AuthoritiesQuery]) -> HttpResponse:
    """Every authority that exists on the day, with its line, headline and trend."""
    of = asked(request, query)
    names = ("as_at", "known_by", "q", "grade", "trend", "region", "type", "abolished", "sort")
    named = {"abolished": "yes"} if of.authority else {}
    rows = page.listed(of.of_page(*names, **named)).rows
    found = [row for row in rows if of.authority in ("", row.slug)]
    shape = partial(serializers.standing_data, reference=of.record.reference)
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
    of = asked(request, query)
    story = story_of(authority_named(authority, of.record, "path"), of.moment)
    assert story is not None, "a name leads to an authority that is there"
    return one(of, OneAuthority, {**story_data(story), **_names(story.authority)})


def _names(authority: Authority) -> Data:
    """What else it is or was called; two queries."""
    codes = authority.former_codes.values("scheme", "value")
    return {
        "former_codes": list(codes),
        "aliases": list(authority.aliases.values_list("name", flat=True)),
    }
