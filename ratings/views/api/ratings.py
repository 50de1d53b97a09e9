"""The API's tidy rows, one per inspection and judgement area (one per visit); national shares."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ratings.exports.columns import RATING_COLUMNS, rating_rows
from ratings.exports.serializers import Data
from ratings.models import Inspection, Rating
from ratings.models.reference import Reference
from ratings.rules.types import NoGradeReason
from ratings.views.api.inspections import ListedInspection, entries, narrowed, router
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


Place = tuple[str, str]
"""An inspection's id and the key of an area; a visit's area is empty."""

CHUNK = 100
"""Inspections read at a time, until the page is full."""


class RatingsQuery(PageQuery, InspectionsQuery):
    """What narrows the rows."""

    grade: str | None = enum_param("grade", "The grade of the row.")
    missing: str | None = enum_param("missing", "Why the row has no grade.")
    fields: str | None = fields_param(RatingItem)


@router.get("/ratings", response=answers(Ratings), summary="Ratings, one row an area")
def ratings(request: HttpRequest, query: Query[RatingsQuery]) -> HttpResponse:
    """The rows of the tidy CSV: all codes, dates, grade or reason, direction, sources."""
    of = parse_api_params(request, query)
    total, shown = _page(of, narrowed(of))
    known = entries({key for key, _ in shown}, of)
    reference = of.record.reference
    tidy = {place: row for entry in known.values() for place, row in _rows(entry, reference)}
    results = [fields_chosen(tidy[p], RatingItem, of.fields) for p in shown if p in tidy]
    return page_answer(of, results, total)


def _page(
    of: ApiParams[RatingsQuery], inspections: QuerySet[Inspection]
) -> tuple[int, list[Place]]:
    """The total number of rows, and those of the page; two queries.

    Without a filter by grade or reason, rows beyond the page are counted, not read.
    """
    query = of.query
    rows = inspections.values_list("key", "framework_id", "kind_id").iterator(chunk_size=CHUNK)
    places = ((key, area) for key, *of_what in rows for area in _areas(of, *of_what))
    if query.grade is None and query.missing is None:
        kinds = inspections.order_by().values_list("framework_id", "kind_id")
        counted = kinds.annotate(number=Count("pk"))
        total = sum(len(_areas(of, *of_what)) * number for *of_what, number in counted)
        wanted = window(query, total)
        return total, list(islice(places, wanted.start, wanted.stop))
    said = _said(inspections)
    found = [place for place in places if _fits(query, place, said)]
    return len(found), found[window(query, len(found))]


def _areas(of: ApiParams[RatingsQuery], framework: int, kind: int) -> list[str]:
    """The areas requested for which an inspection has a row; a visit's is empty."""
    reference, area = of.record.reference, of.query.area
    is_graded = reference.kinds[kind].is_graded
    keys = [each.key for each in reference.frameworks[framework].areas] if is_graded else [""]
    return [key for key in keys if area in (None, key)]


def _said(inspections: QuerySet[Inspection]) -> dict[Place, Place]:
    """Grade and reason (one of them empty) by place."""
    rated = Rating.objects.filter(inspection__in=inspections.order_by().values("pk"))
    rows = rated.order_by().values_list("inspection__key", "area__key", "grade__key", "missing")
    return {(key, area): (grade or "", missing) for key, area, grade, missing in rows}


def _fits(query: RatingsQuery, place: Place, said: dict[Place, Place]) -> bool:
    """Whether grade and reason match; an area without a row in the record is *not recorded*."""
    nothing = ("", NoGradeReason.NOT_RECORDED if place[1] else "")
    grade, missing = said.get(place, nothing)
    return query.grade in (None, grade) and query.missing in (None, missing)


def _rows(entry: ListedInspection, reference: Reference) -> list[tuple[Place, Data]]:
    rows = rating_rows(entry.authority, entry.inspection, entry.detail, entry.trend, reference)
    named: list[dict[str, Any]] = [dict(zip(RATING_COLUMNS, row, strict=True)) for row in rows]
    return [((row["inspection"], row["area"]), _as_json(row, entry)) for row in named]


def _as_json(row: dict[str, Any], entry: ListedInspection) -> Data:
    """The cells as JSON has them: empty cells are null, dates ISO, sources a list."""
    given = entry.given(row["area"])
    return {
        **{name: _plain(value) for name, value in row.items()},
        "sources": [source.key for source in entry.detail.sources],
        "grade_verified": given.verified or None,
        "grade_sources": [source.key for source in given.sources],
        "label_as_published": given.label or None,
    }


def _plain(value: Any) -> Any:
    if value is None or value == "":
        return None
    iso = getattr(value, "isoformat", None)
    return iso() if iso else value
