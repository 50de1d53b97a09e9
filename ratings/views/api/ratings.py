"""The API's tidy rows, one per inspection and judgement area (one per visit); national shares."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ratings.exports.columns import RATING_COLUMNS, given_cells, rating_rows
from ratings.exports.serializers import Data, plain
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.types import Inspection
from ratings.views.api.inspections import narrowed, router
from ratings.views.api.params import ApiParams, parse_api_params
from ratings.views.api.queries import (
    REGION,
    Day,
    InspectionsQuery,
    MomentQuery,
    PageQuery,
    enum_param,
    fields_param,
    optional_param,
)
from ratings.views.api.responses import chosen as fields_chosen
from ratings.views.api.responses import one, page_answer, window
from ratings.views.api.schemas.answers import answers
from ratings.views.api.schemas.authority import National, NationalAnswer
from ratings.views.api.schemas.inspection import Rating as RatingItem
from ratings.views.api.schemas.inspection import Ratings
from ratings.views.national.data import national_data
from ratings.views.national.params import COUNT, parse_count_params
from ratings.views.national.selectors import get_national_record

national_router = Router(tags=["National shares"])


class NationalQuery(MomentQuery):
    """What narrows the count."""

    area: str | None = enum_param("area", "Judgement area; overall effectiveness if left out.")
    region: str | None = enum_param("region", REGION)
    type: str | None = enum_param("type", "Type of authority.")
    frameworks: str | None = enum_param("group", "Inspections under one group of frameworks.")
    programme: str | None = enum_param("group", "The old name of `frameworks`.")
    which: str | None = enum_param("which", "Which inspection of each; the latest if left out.")
    begun_from: Day | None = optional_param("Inspections begun on this day or later.")
    begun_to: Day | None = optional_param("Inspections begun on this day or earlier.")
    fields: str | None = fields_param(National)


@national_router.get("/national", response=answers(NationalAnswer), summary="National shares")
def national(request: HttpRequest, query: Query[NationalQuery]) -> HttpResponse:
    """How many authorities hold each grade on the day, with every denominator."""
    of = parse_api_params(request, query)
    asked = of.values(*COUNT)
    return one(of, National, national_data(parse_count_params(asked, get_national_record(asked))))


class RatingsQuery(PageQuery, InspectionsQuery):
    """What narrows the rows."""

    grade: str | None = enum_param("grade", "The grade of the row.")
    missing: str | None = enum_param("missing", "Why the row has no grade.")
    fields: str | None = fields_param(RatingItem)


@router.get("/ratings", response=answers(Ratings), summary="Ratings, one row an area")
def ratings(request: HttpRequest, query: Query[RatingsQuery]) -> HttpResponse:
    """The rows of the tidy CSV: all codes, dates, grade or reason, direction, sources."""
    of = parse_api_params(request, query)
    keys = narrowed(of).values_list("key", flat=True)
    known = [of.record.by_id[key] for key in keys if key in of.record.by_id]
    places = [(each, area) for each in known for area in _areas(each, query)]
    shown = places[window(query, len(places))]
    results = [
        fields_chosen(row, RatingItem, of.fields)
        for inspection, own in groupby(shown, key=itemgetter(0))
        for row in _rows(inspection, {area for _, area in own}, of)
    ]
    return page_answer(of, results, len(places))


def _areas(inspection: Inspection, query: RatingsQuery) -> Iterator[str]:
    """The areas requested for which an inspection has a row; a visit's is empty."""
    if not inspection.is_graded:
        if query.area is None and query.grade is None and query.missing is None:
            yield ""
        return
    for area in inspection.framework.areas:
        if query.area not in (None, area.key):
            continue
        if query.grade is None and query.missing is None:
            yield area.key
            continue
        rating = rating_or_reason(inspection, area)
        grade = rating.grade.key if rating.grade else ""
        if query.grade in (None, grade) and query.missing in (None, rating.missing):
            yield area.key


def _rows(inspection: Inspection, areas: set[str], of: ApiParams[Any]) -> Iterator[Data]:
    """The rows of some areas: empty cells are null, dates ISO, sources a list."""
    trend = of.record.trend(inspection, of.moment.as_at, of.moment.known_by)
    authority = of.record.authorities[inspection.authority]
    for cells in rating_rows(authority, inspection, trend, of.record):
        row: Data = dict(zip(RATING_COLUMNS, cells, strict=True))
        if row["area"] in areas:
            verified, sources, label = given_cells(inspection, row["area"])
            yield {
                **{name: plain(value) for name, value in row.items()},
                "sources": list(inspection.sources),
                "grade_verified": verified or None,
                "grade_sources": list(sources),
                "label_as_published": label or None,
            }
