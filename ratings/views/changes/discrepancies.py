"""Every value on which two sources disagree: the list, and the same as JSON and CSV."""

from __future__ import annotations

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
from ratings.models.discrepancy import public_discrepancies
from ratings.models.record import Record
from ratings.parameters import ChosenField
from ratings.rules.discrepancies import ABOUT_WORDS, FIELDS, DiscrepancySubject
from ratings.views.changes.filters import NarrowingForm
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.discrepancy_text import disagreement, discrepancy_data, discrepancy_row
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


@public_view(*PARAMETERS, "page")
def page(request: HttpRequest) -> HttpResponse:
    """The list, fifty per page; four queries."""
    asked, record = get_query_dates(request), Record.current()
    form = discrepancy_form(request, record)
    shown = page_of(request, listed(form, asked), PER_PAGE)
    rows, is_open = list(shown.object_list), Q(status=Status.OPEN)
    return render(
        request,
        "ratings/discrepancies.html",
        {
            "moment": asked,
            "record": record,
            "filter": {"form": form, "asked": form.asked},
            "rows": [(row, disagreement(row, record)) for row in rows],
            "count": shown.paginator.count,
            "size": on_record(asked).aggregate(
                open=Count("pk", filter=is_open), settled=Count("pk", filter=~is_open)
            ),
            "page": shown,
            "pages": numbers_of(shown),
        },
    )


@public_view(*PARAMETERS)
def as_json(request: HttpRequest) -> HttpResponse:
    """Every discrepancy that the list shows on any of its pages."""
    asked, record = get_query_dates(request), Record.current()
    rows = [discrepancy_data(row) for row in listed(discrepancy_form(request, record), asked)]
    return json_answer({**serializers.provenance_data(asked, record), "discrepancies": rows})


@public_view(*PARAMETERS)
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per discrepancy."""
    asked = get_query_dates(request)
    rows = map(discrepancy_row, listed(discrepancy_form(request, Record.current()), asked))
    return csv_answer("discrepancies", asked, DataTable(DISCREPANCY_COLUMNS, rows))


def discrepancy_form(request: HttpRequest, record: Record) -> DiscrepancyForm:
    """The filters that a URL requests. Raises ParameterError."""
    trusted_first = sorted(record.sources.values(), key=lambda s: (s.trust, s.order))
    sources = [(source.key, source.title) for source in trusted_first]
    return DiscrepancyForm(request.GET, source=[("", "any"), *sources]).checked(record)


def listed(form: DiscrepancyForm, asked: QueryDates) -> Any:
    """The discrepancies requested as a lazy queryset, open ones first."""
    is_settled = Case(When(status=Status.OPEN, then=Value(0)), default=Value(1),
                      output_field=IntegerField())  # fmt: skip
    order = ("authority__name", "inspection__first_day", "field", "source_b", "value_b")
    return on_record(asked).filter(_asked(form)).order_by(is_settled, *order)


def on_record(asked: QueryDates) -> Any:
    """Discrepancies of inspections on record at the as-of dates, or of no inspection."""
    begun = Inspection.objects.as_at(asked.as_at, asked.known_by)
    about = Q(inspection__isnull=True) | Q(inspection__in=begun)
    return public_discrepancies().filter(about)


def _asked(form: DiscrepancyForm) -> Q:
    values = form.cleaned_data
    asked = Q(status=values["status"]) if values["status"] else Q()
    if form.slug:
        asked &= Q(authority__slug=form.slug)
    if values["about"]:
        asked &= _about(DiscrepancySubject(values["about"]))
    return asked & _named(values["source"]) if values["source"] else asked


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
