"""The addresses that are measured: those of the README's table, with their data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a page shows, which decides how dear it may be when it is made."""

    LIST = "list"
    """Many authorities or inspections, or numbers over all of them."""

    PAGED = "list, a page of it"
    DETAIL = "one thing"
    """One authority, inspection or disagreement, or a text."""


MOST_COLD = {Kind.LIST: 50.0, Kind.PAGED: 50.0, Kind.DETAIL: 20.0}
"""Times the CPU of an empty view."""

MOST_WARM, MOST_KNOWN, MOST_TEN_TIMES = 1.5, 1.2, 2.0
"""A kept page, a 304; a page of a list at ten times the data against the record."""


@dataclass(frozen=True, slots=True)
class Address:
    """A public address and what it shows."""

    path: str
    kind: Kind


def _of(kind: Kind, *paths: str) -> tuple[Address, ...]:
    return tuple(Address(path, kind) for path in paths)


INSPECTION = "kent-ilacs-2018-2022-05-09"
DISAGREEMENT = "barnet-ilacs-2018-2019-05-13/published-official-2022-7e823d"

ADDRESSES = (
    *_of(
        Kind.LIST,
        "/", "/authorities/", "/authorities.json", "/authorities.csv", "/inspections.json",
        "/national/", "/national.json", "/questions/", "/questions/never-below-good/", "/due/",
        "/due.json", "/figures/", "/data/versions/", "/feeds/", "/feeds/all.atom", "/sitemap.xml",
    ),
    *_of(
        Kind.PAGED,
        "/inspections/", "/inspections/?page=2", "/national/authorities/",
        "/national/transitions/", "/national/spells/", "/national/recovery/", "/changes/",
        "/changes/discrepancies/", "/changes/coverage/", "/api/v1/authorities",
        "/api/v1/inspections", "/api/v1/ratings",
    ),
    *_of(
        Kind.DETAIL,
        "/authorities/kent/", "/authorities/northamptonshire/", "/authorities/kent.json",
        "/authorities/kent.csv", f"/inspections/{INSPECTION}/", f"/inspections/{INSPECTION}.json",
        f"/changes/discrepancies/{DISAGREEMENT}/",
        "/compare/?authority=kent&authority=essex&authority=surrey", "/data/",
        "/data/dictionary/", "/cite/?page=/authorities/kent/", "/embed/kent/",
        "/embed/kent/timeline.svg", "/badge/kent.svg", "/api/", "/api/docs/",
        "/api/v1/authorities/kent", "/about/",
    ),
)  # fmt: skip

EMPTY, PROCESS = "/empty/", "/process/"
"""What `benchmarks/server.py` answers beside the site: an empty view, the worker's process id."""

DATABASE = "/data/ratings-over-time.sqlite"
"""The whole record as the site gives it away, for Datasette."""

STYLESHEET = "ratings/site.css"
"""The static file, as the stylesheet's source is called."""

BESIDE_DATASETTE = {
    "/authorities/": "authorities?_size=max",
    "/inspections/": "inspections?_size=50",
    "/api/v1/authorities": "authorities.json?_size=100&_shape=objects",
    "/api/v1/ratings": "ratings.json?_size=100&_shape=objects",
}
"""Addresses of ours, and Datasette's for the same table and as many rows."""
