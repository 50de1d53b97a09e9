"""Every value on which two sources disagree: the list, and the same as JSON and CSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.changes import DISCREPANCY_COLUMNS
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.forms import QueryDates
from ratings.models import Discrepancy, Inspection
from ratings.models.authority_search import AuthoritySearch
from ratings.models.discrepancy import public_discrepancies
from ratings.parameters import ChosenField
from ratings.rules.discrepancies import ABOUT_WORDS, FIELDS, DiscrepancySubject
from ratings.views.changes.filters import Narrowing, NarrowingForm, narrowing
from ratings.views.context import DataContext, get_data_context
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.discrepancy_text import disagreements, discrepancy_data, discrepancy_row
from ratings.views.paging import numbers_of, page_of

PER_PAGE = 50
PARAMETERS = (*MOMENT, "status", "about", "authority", "source")
"""Query parameters of the list and its data; the page takes `page` as well."""

Status = Discrepancy.Status


class DiscrepancyForm(NarrowingForm):
    """Query parameters of the discrepancies."""

    status = ChosenField([("", "open and settled"), *Status.choices], label="Status")
    about = ChosenField([("", "anything"), *ABOUT_WORDS.items()], label="About")
    source = ChosenField([], label="Source, on either side")
    field_order = ("status", "about", "authority", "source")


@dataclass(frozen=True, slots=True)
class DiscrepancyList:
    """The list that a URL requests: a lazy queryset, open ones first."""

    moment: QueryDates
    record: DataContext
    filter: Narrowing
    queryset: Any


@public_view(*PARAMETERS, "page")
def page(request: HttpRequest) -> HttpResponse:
    """The list, fifty per page; four queries."""
    found = listed(request)
    shown = page_of(request, found.queryset, PER_PAGE)
    rows, is_open = list(shown.object_list), Q(status=Status.OPEN)
    return render(
        request,
        "ratings/discrepancies.html",
        {
            "moment": found.moment,
            "record": found.record,
            "filter": found.filter,
            "rows": zip(rows, disagreements(rows, found.record.reference), strict=True),
            "count": shown.paginator.count,
            "size": on_record(found.moment).aggregate(
                open=Count("pk", filter=is_open), settled=Count("pk", filter=~is_open)
            ),
            "page": shown,
            "pages": numbers_of(shown),
        },
    )


@public_view(*PARAMETERS)
def as_json(request: HttpRequest) -> HttpResponse:
    """Every discrepancy that the list shows on any of its pages."""
    found = listed(request)
    reference, version = found.record.reference, found.record.number
    rows = [discrepancy_data(row) for row in found.queryset]
    provenance = serializers.provenance_data(found.moment, reference, version)
    return json_answer({**provenance, "discrepancies": rows})


@public_view(*PARAMETERS)
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per discrepancy."""
    found = listed(request)
    rows = map(discrepancy_row, found.queryset)
    return csv_answer("discrepancies", found.moment, DataTable(DISCREPANCY_COLUMNS, rows))


def listed(request: HttpRequest) -> DiscrepancyList:
    """The discrepancies that a URL requests. Raises ParameterError."""
    asked, record = get_query_dates(request), get_data_context()
    trusted_first = sorted(record.reference.sources.values(), key=lambda s: (s.trust, s.order))
    sources = {source.key: source.title for source in trusted_first}
    form = DiscrepancyForm(request.GET, source=[("", "any"), *sources.items()])
    filter_ = narrowing(form, AuthoritySearch.current(record.version))
    found = on_record(asked).filter(_asked(filter_))
    is_settled = Case(When(status=Status.OPEN, then=Value(0)), default=Value(1),
                      output_field=IntegerField())  # fmt: skip
    order = ("authority__name", "inspection__first_day", "field", "source_b", "value_b")
    return DiscrepancyList(asked, record, filter_, found.order_by(is_settled, *order))


def on_record(asked: QueryDates) -> Any:
    """Discrepancies of inspections on record at the as-of dates, or of no inspection."""
    begun = Inspection.objects.as_at(asked.as_at, asked.known_by)
    about = Q(inspection__isnull=True) | Q(inspection__in=begun)
    return public_discrepancies().filter(about)


def _asked(filter_: Narrowing) -> Q:
    asked = Q(status=filter_.value("status")) if filter_.value("status") else Q()
    if filter_.authority:
        asked &= Q(authority__slug=filter_.authority)
    if filter_.value("about"):
        asked &= _about(DiscrepancySubject(filter_.value("about")))
    return asked & _named(filter_.value("source")) if filter_.value("source") else asked


def _about(about: DiscrepancySubject) -> Q:
    fields = {kind: Q(field=field) for field, kind in FIELDS.items()}
    fields |= {
        kind: Q(field__startswith=f"{kind}:")
        for kind in (DiscrepancySubject.GRADE, DiscrepancySubject.EVENT)
    }
    if about is not DiscrepancySubject.OTHER:
        return fields[about]
    known = Q()
    for condition in fields.values():
        known |= condition
    return ~known


def _named(key: str) -> Q:
    """Match a source by key or label: `report PDF (first)` is the label of `report-pdf`."""
    spellings = {key, key.replace("-", " ")}
    found = Q()
    for side in ("source_a", "source_b"):
        for spelling in spellings:
            found |= Q(**{f"{side}__iexact": spelling})
            found |= Q(**{f"{side}__istartswith": f"{spelling} ("})
    return found
