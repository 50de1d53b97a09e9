"""The API's record data: frameworks, judgement areas, grades, sources."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ratings.exports.serializers import Data, iso
from ratings.models import Source
from ratings.models.framework import Framework, Grade, JudgementArea, Programme, Scale
from ratings.rules import types
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


class ProgrammesQuery(PageQuery):
    """What is asked of the programmes."""

    fields: str | None = fields_param(items.Programme)


class ScalesQuery(PageQuery):
    """What is asked of the scales."""

    fields: str | None = fields_param(items.Scale)


class SourcesQuery(PageQuery):
    """What is asked of the sources."""

    fields: str | None = fields_param(items.Source)


@router.get("/frameworks", response=answers(items.Frameworks), summary="Frameworks")
def frameworks(request: HttpRequest, query: Query[FrameworksQuery]) -> HttpResponse:
    """The rules that inspections were made under, with their areas, grades and kinds."""
    of = parse_api_params(request, query)
    rows = Framework.objects.select_related("programme", "scale")
    rows = rows.prefetch_related("areas", "scale__grades", "kinds")
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
    rows, frameworks = Grade.objects.all(), of.record.frameworks.values()
    known = sorted(frameworks, key=lambda f: (f.first_day, f.code))
    return listing(of, items.Grade, rows, rows.count(), lambda row: _grade_data(row, known))


@router.get("/programmes", response=answers(items.Programmes), summary="Programmes")
def programmes(request: HttpRequest, query: Query[ProgrammesQuery]) -> HttpResponse:
    """What Ofsted inspects, each with the frameworks that it was inspected under."""
    of = parse_api_params(request, query)
    rows = Programme.objects.prefetch_related("frameworks")
    return listing(
        of,
        items.Programme,
        rows,
        rows.count(),
        lambda row: {
            "key": row.key,
            "name": row.name,
            "inspected": row.inspected or None,
            "frameworks": [framework.code for framework in row.frameworks.all()],
        },
    )


@router.get("/scales", response=answers(items.Scales), summary="Scales")
def scales(request: HttpRequest, query: Query[ScalesQuery]) -> HttpResponse:
    """Which grades can be put in order with each other."""
    of = parse_api_params(request, query)
    rows = Scale.objects.select_related("earlier").prefetch_related("grades", "frameworks")
    return listing(of, items.Scale, rows, rows.count(), _scale_data)


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
        "programme": row.group or row.code,
        "group": row.group or row.code,
        "part_of": row.programme.key,
        "scale": row.scale.key if row.scale else None,
        "first_day": iso(row.first_day),
        "last_day": iso(row.last_day),
        "in_line": row.in_line,
        "in_national": row.in_national,
        "areas": [area.key for area in row.areas.all()],
        "grades": [grade.key for grade in row.grades],
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


def _grade_data(row: Grade, known: Iterable[types.Framework]) -> Data:
    return {
        "key": row.key,
        "word": row.word,
        "position": row.position,
        "frameworks": [f.code for f in known if any(g.key == row.key for g in f.grades)],
    }


def _scale_data(row: Scale) -> Data:
    return {
        "key": row.key,
        "name": row.name,
        "grades": [grade.key for grade in row.grades.all()],
        "frameworks": [framework.code for framework in row.frameworks.all()],
        "earlier": row.earlier.key if row.earlier else None,
        "difference": row.difference or None,
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
