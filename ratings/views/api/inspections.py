"""The API's inspections and visits: the list, and one in full."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import P, PathEx, Query, Router

from ratings.exports import serializers
from ratings.exports.serializers import Data
from ratings.models import Authority, Inspection
from ratings.models.export_querysets import InspectionWithProvenance, RatingProvenance
from ratings.models.inspection import Detail
from ratings.rules import types
from ratings.rules.trend import Comparability, Trend, headline_trend, one_before
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


NOTHING = RatingProvenance()


@dataclass(frozen=True, slots=True)
class ListedInspection:
    """One inspection with its authority, provenance and trend."""

    authority: Authority
    full: InspectionWithProvenance
    trend: Trend | None

    @property
    def inspection(self) -> types.Inspection:
        return self.full.record

    @property
    def detail(self) -> Detail:
        return self.full.detail

    def given(self, area: str) -> RatingProvenance:
        """The provenance of the grade of an area."""
        return self.full.given.get(area, NOTHING)


def entries(keys: Collection[str], of: ApiParams[Any]) -> dict[str, ListedInspection]:
    """The inspections with these ids, as at the as-of dates."""
    whole = of.record.whole
    found = (whole.by_id[key] for key in keys if key in whole.by_id)
    return {each.id: _entry(each, of) for each in found}


def _entry(inspection: types.Inspection, of: ApiParams[Any]) -> ListedInspection:
    whole, slug = of.record.whole, inspection.authority
    series = whole.of([slug], of.moment.as_at, of.moment.known_by)
    trend = _trend(inspection, series, whole.comparability)
    full = InspectionWithProvenance(inspection, whole.detail(inspection.id))
    return ListedInspection(whole.authorities[slug], full, trend)


def _trend(
    inspection: types.Inspection,
    series: Sequence[types.Inspection],
    comparability: Comparability,
) -> Trend | None:
    """The trend of a graded inspection of the line; other inspections have none."""
    if not inspection.gives_node:
        return None
    return headline_trend(inspection, one_before(inspection, series), comparability)


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
    known = entries(keys, of)
    results = [
        fields_chosen(_data(known[key]), InspectionItem, of.fields) for key in keys if key in known
    ]
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
        asking = [pk for pk, f in of.record.reference.frameworks.items() if f.area(query.area)]
        rows = rows.filter(framework__in=asking, kind__is_graded=True)
    return rows


def _data(each: ListedInspection) -> Data:
    return {
        "authority": each.authority.slug,
        "authority_name": each.authority.name,
        **serializers.inspection_data(each.inspection, each.detail, each.trend),
    }
