"""The API's inspections and visits: the list, and one in full."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import P, PathEx, Query, Router

from ratings.exports import serializers
from ratings.exports.serializers import Data
from ratings.models import Inspection
from ratings.rules import types
from ratings.views import inspections as page
from ratings.views.api.params import ApiParams, parse_api_params
from ratings.views.api.problems import ApiError
from ratings.views.api.queries import (
    InspectionsQuery,
    MomentQuery,
    PageQuery,
    Text,
    build_q,
    enum_param,
    fields_param,
    optional_param,
)
from ratings.views.api.responses import chosen as fields_chosen
from ratings.views.api.responses import one, page_answer, window
from ratings.views.api.schemas.answers import answers
from ratings.views.api.schemas.inspection import Inspection as InspectionItem
from ratings.views.api.schemas.inspection import InspectionAnswer, Inspections, OneInspection
from ratings.views.inspection import get_inspection, inspection_data, not_yet

router = Router(tags=["Inspections and ratings"])

PAGE = (
    "as_at", "known_by", "region", "result", "kind", "framework", "direction", "begun_from",
    "begun_to", "sort",
)  # fmt: skip
"""Parameters shared with the HTML page of inspections."""


class ListQuery(PageQuery, InspectionsQuery):
    """What narrows the list."""

    q: Text | None = optional_param("The beginning of a word of the authority's name, or a code.")
    grade: str | None = enum_param(
        "overall-grade", "The grade in the area asked for; without `area`, the overall grade."
    )
    fields: str | None = fields_param(InspectionItem)


class OneQuery(MomentQuery):
    """What is asked of one inspection."""

    fields: str | None = fields_param(OneInspection)


@router.get("/inspections", response=answers(Inspections), summary="Inspections and visits")
def inspections(request: HttpRequest, query: Query[ListQuery]) -> HttpResponse:
    """With their ratings by area and the reason for every grade not given, newest first."""
    of = parse_api_params(request, query)
    overall = () if query.area else ("grade",)
    rows = narrowed(of, "q", *overall)
    if query.area and query.grade:
        rows = rows.filter(ratings__area__key=query.area, ratings__grade__key=query.grade)
    total = rows.count()
    keys = list(rows.values_list("key", flat=True)[window(query, total)])
    found = (of.record.by_id[key] for key in keys if key in of.record.by_id)
    results = [fields_chosen(_data(each, of), InspectionItem, of.fields) for each in found]
    return page_answer(of, results, total)


@router.get(
    "/inspections/{inspection}", response=answers(InspectionAnswer), summary="One inspection"
)
def inspection(
    request: HttpRequest,
    inspection: PathEx[
        str, P(description="Its id, as the lists give it.", examples=["kent-ilacs-2018-2022-05-09"])
    ],
    query: Query[OneQuery],
) -> HttpResponse:
    """Ratings with trends, sources, disputes and corrections, and the line until then."""
    of = parse_api_params(request, query)
    if not inspection.isascii() or not inspection.isprintable():
        raise ApiError(
            404, "There is no inspection with this id.", "path", "inspection", inspection
        )
    known = get_inspection(inspection, of.moment)
    if not known.is_on_record:
        message = f"This inspection {not_yet(known)}."
        raise ApiError(404, message, "path", "inspection", inspection)
    return one(of, OneInspection, inspection_data(known))


def narrowed(of: ApiParams[InspectionsQuery], *more: str) -> QuerySet[Inspection]:
    """The inspections requested, in order, as a lazy queryset; `more` are parameters of a page."""
    query = of.query
    rows = page.listed(of.of_page(*PAGE, *more)).queryset
    rows = rows.filter(
        build_q(
            authority__slug=of.authority,
            authority__authority_type=query.type,
            published__gte=query.published_from,
            published__lte=query.published_to,
        )
    )
    if query.area:
        asking = [pk for pk, f in of.record.frameworks.items() if f.area(query.area)]
        rows = rows.filter(framework__in=asking, kind__is_graded=True)
    return rows


def _data(inspection: types.Inspection, of: ApiParams[Any]) -> Data:
    trend = of.record.trend(inspection, of.moment.as_at, of.moment.known_by)
    return {
        "authority": inspection.authority,
        "authority_name": of.record.authorities[inspection.authority].name,
        **serializers.inspection_data(inspection, trend),
    }
