"""The list of authorities with the grade of each as at a day."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ratings.filters import AuthorityFilter
from ratings.forms import QueryDates
from ratings.models.authority import Authority
from ratings.models.cached_urls import reverse
from ratings.models.record import Record
from ratings.parameters import councils
from ratings.rules.status import AuthorityStatus
from ratings.rules.types import Authority as AuthorityRecord
from ratings.tables import AuthorityTable, sorted_authorities
from ratings.views.dates import MOMENT, check, get_query_dates
from ratings.views.decorators import public_view

PARAMETERS = (*MOMENT, *AuthorityFilter.base_filters)
"""Query parameters of the list and its downloads."""


@dataclass(frozen=True, slots=True)
class AuthorityList:
    """The list that a URL requests: the rows in order, and how they were found.

    `hidden` are abolished authorities that match every filter but were not requested.
    """

    moment: QueryDates
    record: Record
    filter: AuthorityFilter
    sort: str
    rows: list[AuthorityStatus]
    hidden: list[AuthorityStatus]


@public_view(*PARAMETERS)
def authorities(request: HttpRequest) -> HttpResponse:
    """The table; a search for exactly one authority redirects to its page."""
    found = listed(request)
    exact = _exact(found)
    if exact:
        return redirect(reverse("authority", [exact]) + found.moment.suffix())
    return render(
        request,
        "ratings/authorities.html",
        {
            "moment": found.moment,
            "record": found.record,
            "filter": found.filter,
            "table": AuthorityTable(found.rows, found.sort),
            "count": len(found.rows),
            "everyone": councils(*found.filter.place),
            "is_narrowed": any(found.filter.place),
            "whom": councils(*found.filter.place, len(found.rows)),
            "abolished_shown": sum(row.abolished is not None for row in found.rows),
            "hidden": found.hidden,
            "near": _near(found),
        },
    )


def listed(request: HttpRequest) -> AuthorityList:
    """The rows that a URL requests, abolished ones if asked for; two queries.

    Raises ParameterError.
    """
    asked, record = get_query_dates(request), Record.current()
    begun = Authority.objects.filter(Q(start_date__isnull=True) | Q(start_date__lte=asked.as_at))
    choices = AuthorityTable.sort_choices()
    filter_ = AuthorityFilter(request.GET, begun, record, asked, choices)
    check(filter_.form)
    sort = filter_.form.cleaned_data["sort"] or "name"
    slugs = set(filter_.qs.values_list("slug", flat=True))
    statuses = record.statuses(asked.as_at, asked.known_by)
    rows = [each for slug, each in statuses.items() if slug in slugs and filter_.keeps(each)]
    with_abolished = filter_.with_abolished
    return AuthorityList(
        moment=asked,
        record=record,
        filter=filter_,
        sort=sort,
        rows=sorted_authorities((r for r in rows if with_abolished or not r.abolished), sort),
        hidden=[] if with_abolished else [row for row in rows if row.abolished],
    )


def _exact(found: AuthorityList) -> str | None:
    """The slug of the one authority that was searched for by its name or code alone."""
    if set(found.filter.asked) != {"q"}:
        return None
    return found.record.exactly(found.filter.form.cleaned_data["q"])


def _near(found: AuthorityList) -> list[AuthorityRecord]:
    """Similar names for a search that found nothing."""
    text = found.filter.form.cleaned_data["q"]
    return [] if not text or found.rows or found.hidden else found.record.near(text)
