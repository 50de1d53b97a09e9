"""The page on the method, with facts about the record, and the accessibility statement."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.models.authority import Authority
from ratings.models.framework import AreaLink, Framework
from ratings.models.inspection import Inspection
from ratings.models.rating import Rating
from ratings.models.record import Record
from ratings.models.source import Discrepancy
from ratings.rules.types import CHILDRENS_SERVICES
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view

REVIEWED = date(2026, 11, 22)
"""The day of the last review of the statement against the tests."""


@public_view(*MOMENT)
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: it is as true as the tests in tests/browser/ that it cites."""
    return render(
        request,
        "ratings/accessibility.html",
        {"moment": get_query_dates(request), "record": Record.current(), "reviewed": REVIEWED},
    )


@public_view(*MOMENT)
def about(request: HttpRequest) -> HttpResponse:
    """Every rule behind the numbers on this site; eight queries."""
    asked, record = get_query_dates(request), Record.current()
    sources = record.sources.values()
    shown = [framework.code for framework in record.listed(*asked.span)]
    links = AreaLink.objects.filter(a__framework__code__in=shown, b__framework__code__in=shown)
    return render(
        request,
        "ratings/about.html",
        {
            "moment": asked,
            "record": record,
            "size": _size(),
            "frameworks": Framework.objects.filter(code__in=shown)
            .select_related("scale")
            .prefetch_related("areas", "scale__grades"),
            "links": links.select_related("a__framework", "b__framework"),
            "sources": sorted(sources, key=lambda source: (source.trust, source.order)),
            "site": f"{settings.SITE_URL}/",
        },
    )


def _size() -> dict[str, int]:
    """How much the record holds; drafts are not in it."""
    graded = Q(kind__is_graded=True)
    public = Inspection.objects.public().filter(framework__programme__key=CHILDRENS_SERVICES)
    events = public.aggregate(
        inspections=Count("pk", filter=graded), visits=Count("pk", filter=~graded)
    )
    disputes = Discrepancy.objects.exclude(inspection__status=Inspection.Status.DRAFT).aggregate(
        settled=Count("pk", filter=Q(status=Discrepancy.Status.SETTLED)),
        open=Count("pk", filter=Q(status=Discrepancy.Status.OPEN)),
    )
    grades = Rating.objects.filter(inspection__in=public).aggregate(
        ratings=Count("pk", filter=Q(grade__isnull=False)),
        without_grade=Count("pk", filter=Q(grade__isnull=True)),
    )
    return {"authorities": Authority.objects.count(), **grades, **events, **disputes}
