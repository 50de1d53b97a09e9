"""The API's record data: frameworks, judgement areas, grades, sources."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ratings.exports.serializers import Data, iso
from ratings.models import Source
from ratings.models.framework import Framework, Grade, JudgementArea
from ratings.views.api.params import parse_api_params
from ratings.views.api.queries import PageQuery, enum_param, fields_param
from ratings.views.api.responses import listing
from ratings.views.api.schemas import record as items
from ratings.views.api.schemas.answers import answers

router = Router(tags=["The words of the record"])


class FrameworksQuery(PageQuery):
    """What is asked of the frameworks."""

    fields: str | None = fields_param(items.Framework)


class AreasQuery(PageQuery):
    """What narrows the areas."""

    framework: str | None = enum_param("framework", "The framework that judges them.")
    fields: str | None = fields_param(items.Area)


class GradesQuery(PageQuery):
    """What is asked of the grades."""

    fields: str | None = fields_param(items.Grade)


class SourcesQuery(PageQuery):
    """What is asked of the sources."""

    fields: str | None = fields_param(items.Source)


@router.get("/frameworks", response=answers(items.Frameworks), summary="Frameworks")
def frameworks(request: HttpRequest, query: Query[FrameworksQuery]) -> HttpResponse:
    """The rules that inspections were made under, with their areas, grades and kinds."""
    of = parse_api_params(request, query)
    rows = Framework.objects.prefetch_related("areas", "grades", "kinds")
    return listing(of, items.Framework, rows, rows.count(), _framework_data)


@router.get("/areas", response=answers(items.Areas), summary="Judgement areas")
def areas(request: HttpRequest, query: Query[AreasQuery]) -> HttpResponse:
    """What each framework judges."""
    of = parse_api_params(request, query)
    rows = JudgementArea.objects.select_related("framework", "parent")
    rows = rows.filter(framework__code=query.framework) if query.framework else rows
    return listing(of, items.Area, rows, rows.count(), _area_data)


@router.get("/grades", response=answers(items.Grades), summary="Grades")
def grades(request: HttpRequest, query: Query[GradesQuery]) -> HttpResponse:
    """Every grade, the best first, with the frameworks that can give it."""
    of = parse_api_params(request, query)
    rows = Grade.objects.prefetch_related("frameworks")
    return listing(of, items.Grade, rows, rows.count(), _grade_data)


@router.get("/sources", response=answers(items.Sources), summary="Sources")
def sources(request: HttpRequest, query: Query[SourcesQuery]) -> HttpResponse:
    """Where facts come from, with their licences, the most trusted first."""
    of = parse_api_params(request, query)
    rows = Source.objects.order_by("trust", "order", "key")
    return listing(of, items.Source, rows, rows.count(), _source_data)


def _framework_data(row: Framework) -> Data:
    return {
        "code": row.code,
        "name": row.name,
        "short_name": row.short_name,
        "programme": row.programme or row.code,
        "first_day": iso(row.first_day),
        "last_day": iso(row.last_day),
        "in_line": row.in_line,
        "in_national": row.in_national,
        "areas": [area.key for area in row.areas.all()],
        "grades": [grade.key for grade in row.grades.all()],
        "kinds": [kind.key for kind in row.kinds.all()],
    }


def _area_data(row: JudgementArea) -> Data:
    return {
        "framework": row.framework.code,
        "key": row.key,
        "name": row.name,
        "short_name": row.short_name,
        "parent": row.parent.key if row.parent else None,
        "is_headline": row.is_headline,
    }


def _grade_data(row: Grade) -> Data:
    return {
        "key": row.key,
        "word": row.word,
        "position": row.position,
        "frameworks": [framework.code for framework in row.frameworks.all()],
    }


def _source_data(row: Source) -> Data:
    return {
        "key": row.key,
        "title": row.title,
        "publisher": row.publisher,
        "url": row.url or None,
        "licence": row.licence or None,
        "trust": row.trust,
    }
