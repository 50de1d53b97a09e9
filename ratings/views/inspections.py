"""The list of inspections and visits, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.filters import INSPECTION_ORDER, InspectionFilter
from ratings.forms import QueryDates
from ratings.models.authority_search import AuthoritySearch
from ratings.models.inspection import Inspection
from ratings.rules.row_types import InspectionRow
from ratings.tables import InspectionTable
from ratings.views.context import DataContext, get_data_context
from ratings.views.dates import MOMENT, check, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.paging import numbers_of, page_of

PER_PAGE = 50
PARAMETERS = (*MOMENT, *InspectionFilter.base_filters)
"""Query parameters of the list and its downloads; the page takes `page` as well."""


@dataclass(frozen=True, slots=True)
class InspectionList:
    """The list that a URL requests: a lazy queryset in order."""

    moment: QueryDates
    record: DataContext
    filter: InspectionFilter
    sort: str
    queryset: QuerySet[Inspection]


@public_view(*PARAMETERS, "page")
def inspections(request: HttpRequest) -> HttpResponse:
    """The list, fifty per page; three queries."""
    found = listed(request)
    page = page_of(request, found.queryset, PER_PAGE)
    return render(
        request,
        "ratings/inspections.html",
        {
            "moment": found.moment,
            "record": found.record,
            "filter": found.filter,
            "table": InspectionTable(rows_of(_slice(page), found), found.sort),
            "count": page.paginator.count,
            "place": found.filter.place[0],
            "page": page,
            "pages": numbers_of(page),
        },
    )


def listed(request: HttpRequest) -> InspectionList:
    """The inspections that a URL requests, as a lazy queryset. Raises ParameterError."""
    asked, record = get_query_dates(request), get_data_context()
    begun = Inspection.objects.as_at(asked.as_at, asked.known_by)
    names = AuthoritySearch.current(record.version)
    choices = InspectionTable.sort_choices()
    filter_ = InspectionFilter(request.GET, begun, names, record.reference, asked, choices)
    check(filter_.form)
    sort = filter_.form.cleaned_data["sort"] or "-date"
    queryset = filter_.qs.order_by(*INSPECTION_ORDER[sort])
    return InspectionList(asked, record, filter_, sort, queryset)


def rows_of(inspections: QuerySet[Inspection], found: InspectionList) -> list[InspectionRow]:
    """Table rows of inspections, or of a slice of them, in their order; one query."""
    names = AuthoritySearch.current(found.record.version)
    keys = list(inspections.values_list("key", flat=True))
    by_key = found.record.whole.by_id
    return [
        InspectionRow(
            names.authorities[record.authority].name,
            names.frameworks[record.framework.code],
            record,
        )
        for record in (by_key[key] for key in keys if key in by_key)
    ]


def _slice(page: Page[Any]) -> QuerySet[Inspection]:
    """The inspections of one page, as a lazy queryset."""
    found: QuerySet[Inspection] = page.object_list  # type: ignore[assignment]
    return found
