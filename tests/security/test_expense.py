"""What one address can cost: whatever is asked for, and however much, the queries are counted and
the answer is of this site's size."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import Authority

MOST_QUERIES = 40
MOST_BYTES = 3_000_000


def cost(client: Client, path: str) -> tuple[int, int, int]:
    """Status, queries, bytes."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
    return response.status_code, len(queries), len(body)


EVERY_FILTER = (
    "/authorities/?q=a&grade=good&trend=improved&region=London&type=london-borough&abolished=yes"
    "&sort=name&as_at=2024-02-29&known_by=2024-03-31",
    "/inspections/?q=e&result=graded&kind=standard&framework=ilacs-2018&grade=good"
    "&begun_from=1900-01-01&begun_to=2100-12-31&region=London&sort=-authority",
    "/national.json?area=help-and-protection&region=London&programme=ilacs&which=all"
    "&begun_from=1900-01-01&begun_to=2100-12-31&as_at=2100-12-31&known_by=2100-12-31",
    "/api/v1/ratings?limit=500&page=1", "/api/v1/inspections?limit=500&as_at=2025-01-01",
    "/api/v1/authorities?limit=500", "/changes/?as_at=2100-12-31", "/changes/coverage/",
    "/questions/improved/", "/due/?as_at=2100-12-31", "/national/", "/national/transitions/",
)  # fmt: skip


@pytest.mark.parametrize("path", EVERY_FILTER)
def test_all_filters_at_once_make_as_few_queries(client: Client, record: None, path: str) -> None:
    status, queries, size = cost(client, path)
    assert status in (200, 400)
    assert queries <= MOST_QUERIES
    assert size <= MOST_BYTES


@pytest.mark.parametrize(("number", "expected"), [(10, 200), (11, 400), (60, 400), (150, 400)])
def test_at_most_ten_are_compared(client: Client, record: None, number: int, expected: int) -> None:
    slugs = Authority.objects.order_by("slug").values_list("slug", flat=True)[:number]
    status, queries, size = cost(client, "/compare/?" + "&".join(f"authority={s}" for s in slugs))
    assert status == expected
    assert queries <= MOST_QUERIES
    assert size <= MOST_BYTES


def many(number: int, name: str = "p{}") -> str:
    return "&".join(f"{name.format(n)}={n}" for n in range(number))


HEAVY = {
    "a page beyond all": "/national/transitions/?page=99999999",
    "two hundred parameters": "/authorities/?" + many(200),
    "two thousand": "/authorities/?" + many(2000),
    "the same two hundred times": "/authorities/?" + many(200, "q"),
    "authorities two hundred times": "/compare/?" + many(200, "authority"),
    "a long search": "/authorities/?q=" + "a" * 5000,
    "a long search of the API": "/api/v1/authorities?q=" + "a" * 5000,
    "a long name of a parameter": "/?" + "x" * 5000 + "=1",
    "a long address": "/authorities/" + "a" * 5000 + "/",
    "a deep address": "/" + "a/" * 2000,
    "signs only": "/authorities/?q=" + "%25%5F" * 1000,
    "a page far away": "/api/v1/inspections?limit=500&page=" + "9" * 30,
    "a page beyond": "/inspections/?page=99999999",
    "no page": "/inspections/?page=-1",
    "as many fields as fit": "/api/v1/authorities?fields=" + ",".join(["name"] * 500),
    "a citation of a citation": "/cite/?page=" + "/cite/%3Fpage%3D" * 200,
    "an embedding of nothing": "/oembed/?url=http://127.0.0.1:8000/authorities/" + "a" * 5000,
    "a huge frame": "/oembed/?url=http://127.0.0.1:8000/authorities/kent/&maxwidth=" + "9" * 300,
}  # fmt: skip


@pytest.mark.parametrize("what", HEAVY)
def test_too_much_is_refused_or_answered_cheaply(client: Client, record: None, what: str) -> None:
    status, queries, size = cost(client, HEAVY[what])
    assert status in (200, 400, 404, 422), status
    assert queries <= MOST_QUERIES
    repeated = what in ("a long name of a parameter", "a long search")  # its beginning only
    assert size < (20_000 if repeated else MOST_BYTES)


@pytest.mark.parametrize(
    "told",
    [*({f"field{n}": "x" for n in range(number)} for number in (1001, 5000)),
     {"username": "x" * 3_000_000}],
    ids=["many", "more", "large"],
)  # fmt: skip
def test_too_large_a_form_is_refused(client: Client, record: None, told: dict[str, str]) -> None:
    assert client.post("/admin/login/", told).status_code == 400
