"""What a feed is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.db.models import Q

from ratings.models import Authority, Neighbour
from ratings.models.cached_urls import reverse
from ratings.parameters import PARTS, Part, part_named

SINCE = "2026"
"""The year from which on whoever has the site's host name gives these names."""


def tag(name: str) -> str:
    """`tag:example.org,2026:inspection/kent-…`."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"tag:{host},{SINCE}:{quote(name)}"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which inspections a feed holds; `page` is the page of the site that is about the same."""

    title: str
    of: str
    page: str
    which: Q


def everything() -> Scope:
    """All authorities."""
    title = "Ofsted ratings over time: all inspections and visits"
    return Scope(title, "every authority in England", reverse("inspections"), Q())


def parts() -> tuple[Part, ...]:
    """The parts of the country that have a feed: ONS's regions, and Ofsted's combined one."""
    return tuple(part for part in PARTS if part.regions)


def region(slug: str) -> Scope | None:
    """A region by its slug; None: there is none."""
    part = part_named(slug)
    if not part or part.slug != slug:
        return None
    page = f"{reverse('authorities')}?{urlencode({'region': part.name})}"
    which = Q(authority__region__in=part.regions)
    return Scope(
        f"Ofsted ratings over time: {part.name}", f"authorities {part.in_words}", page, which
    )


def authority(found: Authority) -> Scope:
    """One authority, without its predecessors: its line holds its own inspections only."""
    title = f"Ofsted ratings over time: {found.name}"
    return Scope(title, found.name, found.get_absolute_url(), Q(authority=found))


def neighbours(found: Authority) -> Scope:
    """The statistical neighbours of an authority, of the newest model that names any."""
    rows = Neighbour.objects.filter(authority=found).values_list("model_year", "neighbour_id")
    ranked = list(rows)
    year = max((year for year, _ in ranked), default=None)
    of = _neighbours_in_words(found.name, year)
    title = f"Ofsted ratings over time: neighbours of {found.name}"
    return Scope(title, of, found.get_absolute_url(), _are(pk for y, pk in ranked if y == year))


def _neighbours_in_words(name: str, year: int | None) -> str:
    if year is None:
        return f"the statistical neighbours of {name}: no model year of the record names any"
    return f"the statistical neighbours of {name} (Department for Education’s model of {year})"


def _are(pks: Iterable[int]) -> Q:
    return Q(authority_id__in=list(pks))
