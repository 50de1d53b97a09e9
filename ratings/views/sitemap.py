"""The sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ratings.exports.feeds import Place, sitemap
from ratings.models.cached_urls import reverse
from ratings.models.data_version import version_date
from ratings.models.last_modified import authorities_changed, inspections_changed
from ratings.models.record import Record
from ratings.rules.questions.registry import QUESTIONS
from ratings.views.decorators import public_view

MAIN = (
    "home", "authorities", "inspections", "national", "national-transitions", "national-spells",
    "national-recovery", "compare", "questions", "due", "figures", "changes", "discrepancies",
    "coverage", "versions", "feeds", "about", "accessibility", "data", "dictionary", "api",
    "api-docs",
)  # fmt: skip


@public_view()
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Every page without parameters, with the time of its last change."""
    return HttpResponse(sitemap(_places()), content_type="application/xml; charset=utf-8")


@public_view()
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Crawlers may read everything but the admin."""
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {_whole(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _places() -> Iterator[Place]:
    now = version_date(int(Record.current().number))
    inspections, latest = inspections_changed()
    yield from ((_whole(reverse(name)), now) for name in MAIN)
    yield from _each("question", [(question.key, now) for question in QUESTIONS])
    yield from _each("authority", authorities_changed(latest))
    yield from _each("inspection", inspections)


def _each(name: str, places: list[tuple[str, datetime | None]]) -> Iterator[Place]:
    return ((_whole(reverse(name, args=[key])), when) for key, when in places)


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
