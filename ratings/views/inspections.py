"""The list of inspections and visits, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.filters import INSPECTION_ORDER, InspectionFilter
from ratings.forms import QueryDates
from ratings.models.inspection import Inspection
from ratings.models.record import Record
from ratings.tables import InspectionTable
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
    record: Record
    filter: InspectionFilter
    sort: str
    queryset: QuerySet[Inspection]


@public_view(*PARAMETERS, "page")
def inspections(request: HttpRequest) -> HttpResponse:
    """The list, fifty per page; three queries."""
    found = listed(request)
    page = page_of(request, found.queryset.values_list("key", flat=True), PER_PAGE)
    by_id = found.record.by_id
    rows = [by_id[key] for key in page.object_list if key in by_id]
    return render(
        request,
        "ratings/inspections.html",
        {
            "moment": found.moment,
            "record": found.record,
            "filter": found.filter,
            "table": InspectionTable(rows, found.sort),
            "count": page.paginator.count,
            "place": found.filter.place[0],
            "page": page,
            "pages": numbers_of(page),
        },
    )


def listed(request: HttpRequest) -> InspectionList:
    """The inspections that a URL requests, as a lazy queryset. Raises ParameterError."""
    asked, record = get_query_dates(request), Record.current()
    begun = Inspection.objects.as_at(asked.as_at, asked.known_by)
    choices = InspectionTable.sort_choices()
    filter_ = InspectionFilter(request.GET, begun, record, asked, choices)
    check(filter_.form)
    sort = filter_.form.cleaned_data["sort"] or "-date"
    queryset = filter_.qs.order_by(*INSPECTION_ORDER[sort])
    return InspectionList(asked, record, filter_, sort, queryset)
