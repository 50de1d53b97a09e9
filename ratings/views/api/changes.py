"""How the record came to be as it is: discrepancies, changes, versions."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from ratings.exports.changes import (
    CHANGE_COLUMNS,
    DISCREPANCY_COLUMNS,
    as_data,
    change_cells,
    discrepancy_cells,
)
from ratings.exports.responses import json_answer
from ratings.exports.serializers import Data
from ratings.models import Discrepancy
from ratings.models.cached_urls import reverse
from ratings.models.changes import Asked as Wanted
from ratings.models.changes import Change
from ratings.models.data_version import VersionEntry
from ratings.models.version_entries import MOMENT, version
from ratings.views.api.params import Asked, asked
from ratings.views.api.problems import PREFIX, Problem
from ratings.views.api.queries import (
    AuthorityNamed,
    Day,
    MomentQuery,
    Number,
    PageQuery,
    Text,
    chosen,
    fields_of,
    said,
)
from ratings.views.api.responses import chosen as fields_chosen
from ratings.views.api.responses import listing, provenance
from ratings.views.api.schemas.answers import answers
from ratings.views.api.schemas.record import Change as ChangeItem
from ratings.views.api.schemas.record import Changes, Discrepancies, Version, Versions
from ratings.views.api.schemas.record import Discrepancy as DiscrepancyItem
from ratings.views.changes.discrepancies import listed
from ratings.views.changes.filters import narrowing
from ratings.views.changes.presenters import about
from ratings.views.changes.selectors import ChangesForm, FoundChanges, place_at, told_of
from ratings.views.discrepancy_text import address_of

router = Router(tags=["How the record is kept"])


class DiscrepanciesQuery(PageQuery, AuthorityNamed, MomentQuery):
    """What narrows the discrepancies."""

    status: str | None = chosen("status", "Open or settled.")
    about: str | None = chosen("about", "What is disputed.")
    source: str | None = chosen("source", "A source, on either side.")
    fields: str | None = fields_of(DiscrepancyItem)


class ChangesQuery(AuthorityNamed, MomentQuery):
    """What narrows the changes."""

    what: str | None = chosen("what", "What became of it.")
    since: Day | None = said("Changes of this day or later.")
    since_version: Number | None = said("Changes that came after this version of the data.")
    before: Text | None = said("Where a page begins: take it from `older`, as it was given.")
    fields: str | None = fields_of(ChangeItem)


class VersionsQuery(PageQuery):
    """What is asked of the versions."""

    fields: str | None = fields_of(Version)


@router.get("/discrepancies", response=answers(Discrepancies), summary="Where sources disagree")
def discrepancies(request: HttpRequest, query: Query[DiscrepanciesQuery]) -> HttpResponse:
    """Both values with their sources, what was chosen and why; open ones first."""
    of = asked(request, query)
    named = {"authority": of.authority} if of.authority else {}
    names = ("as_at", "known_by", "status", "about", "source")
    rows = listed(of.of_page(*names, **named)).queryset
    return listing(of, DiscrepancyItem, rows, rows.count(), _discrepancy_data)


@router.get("/changes", response=answers(Changes), summary="What changed")
def changes(request: HttpRequest, query: Query[ChangesQuery]) -> HttpResponse:
    """What was entered, corrected, withdrawn and disputed, the newest first."""
    of = asked(request, query)
    names = of.names
    found = told_of(_wanted(of), of.moment, of.record, names, narrowing(ChangesForm({}), names))
    older = _older(request, found)
    response = json_answer(
        {
            **provenance(of),
            "results": [
                fields_chosen(_change_data(change, found), ChangeItem, of.fields)
                for change in found.page.changes
            ],
            "loaded_with_the_record": asdict(found.loaded) if found.loaded else None,
            "older": older,
        }
    )
    if older:
        response.headers["Link"] = f'<{older}>; rel="next"'
    return response


@router.get("/versions", response=answers(Versions), summary="Versions of the data")
def versions(request: HttpRequest, query: Query[VersionsQuery]) -> HttpResponse:
    """Every version of the public record, the newest first, with the moment it came."""
    of = asked(request, query)
    rows = VersionEntry.objects.all()
    return listing(of, Version, rows, rows.count(), _version_data)


def _wanted(of: Asked[ChangesQuery]) -> Wanted:
    """Which changes; those about everything known today where neither date was given."""
    query, moment = of.query, of.moment
    is_now = not moment.as_at_given and moment.known_by is None
    return Wanted(
        what=query.what or "",
        authority=of.authority,
        since=_since(query),
        before=place_at(query.before or ""),
        as_at=None if is_now else moment.as_at,
        known_by=moment.known_by,
    )


def _since(query: ChangesQuery) -> datetime | None:
    """The later of the day's first moment in London and the first after the version."""
    moments = []
    if query.since:
        moments.append(timezone.make_aware(datetime.combine(query.since, time.min)))
    if query.since_version is not None:
        moments.append(_after(query.since_version))
    return max(moments, default=None)


def _after(number: int) -> datetime:
    """Raises Problem: 404."""
    known = version(number)
    if known is None:
        message = f"There is no version {number} of the data: see /{PREFIX}versions."
        raise Problem(404, message, "query", "since_version", str(number))
    return known.moved_at + MOMENT


def _discrepancy_data(row: Discrepancy) -> Data:
    cells = discrepancy_cells(row, settings.SITE_URL + address_of(row))
    return as_data(DISCREPANCY_COLUMNS, cells)


def _change_data(change: Change, found: FoundChanges) -> Data:
    shown = about(change, found)
    address = settings.SITE_URL + shown.address if shown.address else ""
    return as_data(CHANGE_COLUMNS, change_cells(change, shown.title, address))


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
