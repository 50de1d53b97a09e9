"""The lists as data: the same rows, filters and order as their pages, without paging."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from ratings.exports import serializers
from ratings.exports.columns import RATING_COLUMNS, STANDING_COLUMNS, rating_rows, status_row
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.models import Authority
from ratings.models.inspection import Detail
from ratings.rules import types
from ratings.rules.status import by_authority
from ratings.rules.trend import Trend, headline_trend, one_before
from ratings.views import authorities, inspections
from ratings.views.authorities import AuthorityList
from ratings.views.decorators import public_view
from ratings.views.inspections import InspectionList


@public_view(*authorities.PARAMETERS)
def authorities_json(request: HttpRequest) -> HttpResponse:
    """Every authority in the list, with its grade and trend on the day."""
    found = authorities.listed(request)
    rows = [serializers.status_data(row, found.record.reference) for row in found.rows]
    return json_answer({**_provenance(found), "authorities": rows})


@public_view(*authorities.PARAMETERS)
def authorities_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per authority."""
    found = authorities.listed(request)
    rows = (status_row(row, found.moment, found.record.reference) for row in found.rows)
    return csv_answer("authorities", found.moment, DataTable(STANDING_COLUMNS, rows))


@public_view(*inspections.PARAMETERS)
def inspections_json(request: HttpRequest) -> HttpResponse:
    """Every inspection and visit in the list, of all its pages."""
    found = inspections.listed(request)
    rows = [
        {
            "authority": each.authority.slug,
            "authority_name": each.authority.name,
            **serializers.inspection_data(each.inspection, each.detail, each.trend),
        }
        for each in _entries(found)
    ]
    return json_answer({**_provenance(found), "inspections": rows})


@public_view(*inspections.PARAMETERS)
def inspections_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per inspection and judgement area."""
    found = inspections.listed(request)
    reference = found.record.reference
    rows = (
        row
        for each in _entries(found)
        for row in rating_rows(each.authority, each.inspection, each.detail, each.trend, reference)
    )
    return csv_answer("inspections", found.moment, DataTable(RATING_COLUMNS, rows))


@dataclass(frozen=True, slots=True)
class DownloadedInspection:
    """One inspection with its authority, provenance and trend."""

    authority: Authority
    inspection: types.Inspection
    detail: Detail
    trend: Trend | None


def _entries(found: InspectionList) -> Iterator[DownloadedInspection]:
    """The inspections in the order of the list; three queries.

    All inspections of an authority are read, because a trend needs the one before, which
    the filters may have left out.
    """
    whole = found.record.whole
    series = by_authority(whole.as_at(found.moment.as_at, found.moment.known_by))
    for key in found.queryset.values_list("key", flat=True):
        inspection = whole.by_id.get(key)
        if inspection is not None:
            slug = inspection.authority
            trend = _trend(inspection, series[slug], found)
            yield DownloadedInspection(
                whole.authorities[slug], inspection, whole.detail(key), trend
            )


def _trend(
    inspection: types.Inspection, series: Sequence[types.Inspection], found: InspectionList
) -> Trend | None:
    """The trend of a graded inspection of the line; other inspections have none."""
    if not inspection.gives_node:
        return None
    before = one_before(inspection, series)
    return headline_trend(inspection, before, found.record.reference.comparability)


def _provenance(found: AuthorityList | InspectionList) -> serializers.Data:
    reference, version = found.record.reference, found.record.number
    return serializers.provenance_data(found.moment, reference, version)
