"""Addresses and parameters at random, by the site's own grammar: whatever is asked, nothing breaks.

`SECURITY_EXAMPLES=20` asks for twenty times as many, `SECURITY_SEED=…` for others.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import get_resolver

from ratings.models import Authority, Inspection
from tests.security.addresses import CONVERTER, every_address
from tests.security.walking import answer_of

EXAMPLES = int(os.environ.get("SECURITY_EXAMPLES", "1"))
SEED = os.environ.get("SECURITY_SEED", "1")
SLICES, A_SLICE = 2, 200

DAYS = (
    "2024-02-29", "2023-02-29", "0000-00-00", "1900-01-01", "1899-12-31", "2100-12-31",
    "2101-01-01", "2026-03-29", "2026-10-25", "2026-03-29T01:30", "2026-10-25T01:30:00+01:00",
    "9999-12-31", "2024-2-3", "20240229", "2024-13-01", "2024-04-31", "-2024-01-01",
    "２０２４-01-01", "2024-01-01 ",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "1", "2", "9" * 30, "1e9", "0x10", "1.5", "NaN", "Infinity", "٣", "+1", " 1", "01",
)  # fmt: skip
TEXTS = (
    "", " ", "a", "%", "_", "\\", "'", '"', "<script>", "\x00", "\x01", "\u202e", "\ud800", "é",
    "ﷺ", "💩", "a" * 300, "a" * 5000, "../..", "//evil.example", "{{7*7}}", "%s%n", "${x}",
    "' or 1=1 --", "[]", "{}", "null", "None", "True", "good", "London", "improved", "name",
    "-name", "ilacs", "sif", "all", "json", "xml", "\r\nX: y", "\u2028", "a,b,,c", "=cmd", "kent",
    "E10000016", "http://[", "http://127.0.0.1:8000/authorities/kent/", "/cite/",
    "/authorities/kent/?as_at=2020-02-30",
)  # fmt: skip
BYTES = (
    "%", "%zz", "%ff%fe", "%c0%80", "%ed%a0%80", "%00", "%2f", "%5c", "%e2%80%ae", "%u0041", "+",
)  # fmt: skip
NAMES = (
    "as_at", "known_by", "q", "page", "limit", "fields", "sort", "authority", "version", "region",
    "type", "area", "grade", "format", "url", "since", "x", "as_at[]", "__proto__", "",
)  # fmt: skip


class Addresses:
    """A seeded source of addresses."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.routes = [address.route for address in every_address() if not address.is_desk]
        self.parameters = sorted({*NAMES, *(name for _, name in parameters_of_views())})
        self.slugs = list(Authority.objects.order_by("slug").values_list("slug", flat=True))
        self.keys = list(Inspection.objects.order_by("key").values_list("key", flat=True)[:200])

    def one(self) -> str:
        """A path and mostly a query."""
        path, query = self._path(), self._query()
        return f"{path}?{query}" if query else path

    def _path(self) -> str:
        route = CONVERTER.split(self.random.choice(self.routes))
        path = "/" + route[0] + "".join(self._name() + part for part in route[1:])
        return path if self.random.random() < 0.95 else self._bent(path)

    def _name(self) -> str:
        if self.random.random() < 0.6:
            return str(self.random.choice(self.random.choice((self.slugs, self.keys, NUMBERS))))
        return self._value()

    def _bent(self, path: str) -> str:
        place = self.random.randrange(len(path))
        odd = self.random.choice((*BYTES, "/", "//", ".", "..", ";a=b"))
        return path[:place] + odd + path[place:]

    def _query(self) -> str:
        number = self.random.choice((0, 1, 1, 2, 2, 3, 5))
        return "&".join(
            f"{quote(self.random.choice(self.parameters))}={self._value()}" for _ in range(number)
        )

    def _value(self) -> str:
        if self.random.random() < 0.1:
            return self.random.choice(BYTES)
        values = self.random.choice((DAYS, DAYS, NUMBERS, TEXTS, self.slugs))
        return quote(self.random.choice(values), safe="", errors="surrogatepass")


def parameters_of_views() -> list[tuple[str, str]]:
    """Route and name of every parameter that a view says it knows, of routes without names."""
    return [
        (str(pattern.pattern), name)
        for pattern in get_resolver().url_patterns
        for name in getattr(getattr(pattern, "callback", None), "parameters", ())
        if not CONVERTER.search(str(pattern.pattern))
    ]


@pytest.mark.parametrize("number", range(SLICES))
def test_nothing_that_is_asked_at_random_breaks_anything(undaunted: Client, number: int) -> None:
    addresses = Addresses(f"{SEED} {number}")
    seen: Counter[int] = Counter()
    broken = []
    for _ in range(A_SLICE * EXAMPLES):
        path = addresses.one()
        status = answer_of(undaunted.get(path)).status
        seen[status] += 1
        if status >= 500 and status != 501:  # oEmbed knows two formats
            broken.append(f"{status} {path[:300]}")
    assert broken == []
    assert seen[200] > A_SLICE // 50, seen
    assert seen[400] > A_SLICE // 10, seen


NUL = "a%00b"


def test_a_nul_is_no_part_of_any_address_or_value(undaunted: Client) -> None:
    """PostgreSQL takes it in no text: each address and each parameter that a view knows."""
    routes = [a.route for a in every_address() if a.takes_names and not a.is_desk]
    paths = [f"/{CONVERTER.sub(NUL, route)}" for route in routes]
    paths += [f"/{route}?{name}={NUL}" for route, name in parameters_of_views()]
    paths += [f"/cite/?page=/authorities/{NUL}/", f"/cite/?page=/authorities/{quote(NUL)}/"]
    paths += [f"/oembed/?url=http://127.0.0.1:8000/authorities/{quote(NUL)}/"]
    statuses = {path: answer_of(undaunted.get(path)).status for path in paths}
    assert {path: s for path, s in statuses.items() if s not in (302, 400, 404, 422)} == {}
    assert len(paths) > 100


@pytest.mark.parametrize("name", ["as_at", "known_by"])
def test_an_odd_day_is_a_page_or_a_refusal(undaunted: Client, name: str) -> None:
    paths = (
        "/authorities/kent/?", "/national.json?", "/due.csv?", "/changes/?", "/badge/kent.svg?",
        "/api/v1/events?limit=1&", "/data/events.csv?",
    )  # fmt: skip
    asked = [f"{path}{name}={day}" for path in paths for day in DAYS]
    statuses = {path: answer_of(undaunted.get(path)).status for path in asked}
    assert {path: s for path, s in statuses.items() if s not in (200, 400, 422)} == {}
