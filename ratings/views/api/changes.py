"""The API's audit log of the record: discrepancies, changes, versions."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from ratings.exports.changes import CHANGE_COLUMNS, as_data
from ratings.exports.responses import json_answer
from ratings.exports.serializers import Data
from ratings.models.cached_urls import reverse
from ratings.models.changes import ChangeFilter as Wanted
from ratings.models.data_version import VersionEntry
from ratings.models.version_entries import MOMENT, version
from ratings.views.api.params import ApiParams, parse_api_params
from ratings.views.api.problems import PREFIX, ApiError
from ratings.views.api.queries import (
    AuthorityNamed,
    Day,
    MomentQuery,
    Number,
    PageQuery,
    Text,
    enum_param,
    fields_param,
    optional_param,
)
from ratings.views.api.responses import chosen as fields_chosen
from ratings.views.api.responses import listing, provenance
from ratings.views.api.schemas.answers import answers
from ratings.views.api.schemas.record import Change as ChangeItem
from ratings.views.api.schemas.record import Changes, Discrepancies, Version, Versions
from ratings.views.api.schemas.record import Discrepancy as DiscrepancyItem
from ratings.views.changes.discrepancies import discrepancy_form, listed
from ratings.views.changes.presenters import change_row
from ratings.views.changes.selectors import FoundChanges, day_given, get_changes, place_at
from ratings.views.discrepancy_text import discrepancy_data
from ratings.views.paging import with_next

router = Router(tags=["How the record is kept"])


class DiscrepanciesQuery(PageQuery, AuthorityNamed, MomentQuery):
    """What narrows the discrepancies."""

    status: str | None = enum_param("status", "Open or settled.")
    about: str | None = enum_param("about", "What is disputed.")
    source: str | None = enum_param("source", "A source, on either side.")
    fields: str | None = fields_param(DiscrepancyItem)


class ChangesQuery(AuthorityNamed, MomentQuery):
    """What narrows the changes."""

    what: str | None = enum_param("what", "What became of it.")
    since: Day | None = optional_param("Changes of this day or later.")
    since_version: Number | None = optional_param(
        "Changes that came after this version of the data."
    )
    before: Text | None = optional_param(
        "Where a page begins: take it from `older`, as it was given."
    )
    fields: str | None = fields_param(ChangeItem)


class VersionsQuery(PageQuery):
    """What is asked of the versions."""

    fields: str | None = fields_param(Version)


@router.get("/discrepancies", response=answers(Discrepancies), summary="Where sources disagree")
def discrepancies(request: HttpRequest, query: Query[DiscrepanciesQuery]) -> HttpResponse:
    """Both values with their sources, what was chosen and why; open ones first."""
    of = parse_api_params(request, query)
    named = {"authority": of.authority} if of.authority else {}
    names = ("status", "about", "source")
    form = discrepancy_form(of.of_page(*names, **named), of.record)
    rows = listed(form, of.moment)
    return listing(of, DiscrepancyItem, rows, rows.count(), discrepancy_data)


@router.get("/changes", response=answers(Changes), summary="What changed")
def changes(request: HttpRequest, query: Query[ChangesQuery]) -> HttpResponse:
    """What was entered, corrected, withdrawn and disputed, the newest first."""
    of = parse_api_params(request, query)
    found = get_changes(_wanted(of), of.moment, of.record)
    older = _older(request, found)
    rows = (as_data(CHANGE_COLUMNS, change_row(change, found)) for change in found.page.changes)
    response = json_answer(
        {
            **provenance(of),
            "results": [fields_chosen(row, ChangeItem, of.fields) for row in rows],
            "loaded_with_the_record": asdict(found.loaded) if found.loaded else None,
            "older": older,
        }
    )
    return with_next(response, older)


@router.get("/versions", response=answers(Versions), summary="Versions of the data")
def versions(request: HttpRequest, query: Query[VersionsQuery]) -> HttpResponse:
    """Every version of the public record, the newest first, with the moment it came."""
    of = parse_api_params(request, query)
    rows = VersionEntry.objects.all()
    return listing(of, Version, rows, rows.count(), _version_data)


def _wanted(of: ApiParams[ChangesQuery]) -> Wanted:
    query = of.query
    return Wanted(
        what=query.what or "",
        authority=of.authority,
        since=_since(query),
        before=place_at(query.before or ""),
        as_at=day_given(of.moment),
        known_by=of.moment.known_by,
    )


def _since(query: ChangesQuery) -> datetime | None:
    """The later of two times: midnight in London on the day, and the one after the version.

    Raises ApiError: 404.
    """
    moments = []
    if query.since:
        moments.append(timezone.make_aware(datetime.combine(query.since, time.min)))
    if query.since_version is not None:
        number, known = query.since_version, version(query.since_version)
        if known is None:
            message = f"There is no version {number} of the data: see /{PREFIX}versions."
            raise ApiError(404, message, "query", "since_version", str(number))
        moments.append(known.moved_at + MOMENT)
    return max(moments, default=None)


def _older(request: HttpRequest, found: FoundChanges) -> str | None:
    if not found.older:
        return None
    query = urlencode(sorted({**request.GET.dict(), "before": found.older}.items()))
    return f"{settings.SITE_URL}{request.path}?{query}"


def _version_data(row: VersionEntry) -> Data:
    in_london = timezone.localtime(row.moved_at)
    return {
        "number": row.number,
        "date": in_london.date().isoformat(),
        "moved_at": row.moved_at.isoformat(),
        "address": settings.SITE_URL + reverse("version", args=[row.number]),
    }
