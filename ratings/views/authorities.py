"""The list of authorities with the grade of each as at a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ratings.charts.sparkline import sparkline
from ratings.filters import AuthorityFilter
from ratings.forms import QueryDates
from ratings.models.authority import Authority
from ratings.models.authority_search import AuthoritySearch
from ratings.parameters import councils
from ratings.rules.row_types import AuthorityRow
from ratings.rules.status import AuthorityStatus
from ratings.tables import AuthorityTable, sorted_authorities
from ratings.views.context import DataContext, get_data_context
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
    record: DataContext
    filter: AuthorityFilter
    sort: str
    rows: list[AuthorityRow]
    hidden: list[AuthorityRow]


@public_view(*PARAMETERS)
def authorities(request: HttpRequest) -> HttpResponse:
    """The table; a search for exactly one authority redirects to its page."""
    found = listed(request)
    exact = _exact(found)
    if exact:
        return redirect(exact)
    rows = [_drawn(row, found) for row in found.rows]
    return render(
        request,
        "ratings/authorities.html",
        {
            "moment": found.moment,
            "record": found.record,
            "filter": found.filter,
            "table": AuthorityTable(rows, found.sort),
            "count": len(rows),
            "everyone": councils(*found.filter.place),
            "is_narrowed": any(found.filter.place),
            "whom": councils(*found.filter.place, len(rows)),
            "abolished_shown": sum(row.abolished is not None for row in rows),
            "hidden": found.hidden,
            "near": _near(found),
        },
    )


def listed(request: HttpRequest) -> AuthorityList:
    """The rows that a URL requests; two queries. Raises ParameterError."""
    asked, record = get_query_dates(request), get_data_context()
    names = AuthoritySearch.current(record.version)
    begun = Authority.objects.filter(Q(start_date__isnull=True) | Q(start_date__lte=asked.as_at))
    choices = AuthorityTable.sort_choices()
    filter_ = AuthorityFilter(request.GET, begun, names, record.reference, asked, choices)
    check(filter_.form)
    sort = filter_.form.cleaned_data["sort"] or "name"
    rows = _rows(filter_, asked, record)
    with_abolished = filter_.with_abolished
    return AuthorityList(
        moment=asked,
        record=record,
        filter=filter_,
        sort=sort,
        rows=sorted_authorities((r for r in rows if with_abolished or not r.abolished), sort),
        hidden=[] if with_abolished else [row for row in rows if row.abolished],
    )


def _rows(filter_: AuthorityFilter, asked: QueryDates, record: DataContext) -> list[AuthorityRow]:
    """Authorities that had begun by the day and match the filters, including abolished ones."""
    every = record.whole.authorities
    slugs: Iterable[str] = filter_.qs.values_list("slug", flat=True)
    found = {slug: every[slug] for slug in slugs if slug in every}
    standings = record.whole.standings(asked.as_at, asked.known_by)
    return [
        authority_row(authority, standings[slug], asked.as_at)
        for slug, authority in found.items()
        if filter_.keeps(standings[slug])
    ]


def authority_row(a: Authority, standing: AuthorityStatus, as_at: date) -> AuthorityRow:
    """An authority as a row of the table, with its grade and trend on a day."""
    return AuthorityRow(
        slug=a.slug, name=a.name, gss_code=a.gss_code, la_code=a.la_code,
        ofsted_urn=a.ofsted_urn, region=a.region, type=a.authority_type,
        start=a.start_date, end=a.end_date,
        abolished=a.end_date if a.end_date and a.end_date < as_at else None,
        standing=standing,
    )  # fmt: skip


def _drawn(row: AuthorityRow, found: AuthorityList) -> AuthorityRow:
    """The row with its sparkline."""
    standing, as_at = row.standing, found.moment.as_at
    complete_to = found.record.reference.complete_to.get("graded", as_at)
    drawing = sparkline(standing.line, standing.authority, as_at, complete_to)
    return replace(row, sparkline=drawing)


def _exact(found: AuthorityList) -> str | None:
    """The URL of the one authority that was searched for by its name or code alone."""
    if set(found.filter.asked) != {"q"}:
        return None
    names = AuthoritySearch.current(found.record.version)
    slug = names.exactly(found.filter.form.cleaned_data["q"])
    page = Authority(slug=slug).get_absolute_url() if slug else None
    return f"{page}{found.moment.suffix()}" if page else None


def _near(found: AuthorityList) -> list[object]:
    """Similar names for a search that found nothing."""
    text = found.filter.form.cleaned_data["q"]
    if not text or found.rows or found.hidden:
        return []
    return list(AuthoritySearch.current(found.record.version).near(text))
