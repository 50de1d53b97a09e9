"""What the site's answers ask of the database: cold, known to the reader, with more rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import parse_http_date
from pytest_django import DjangoAssertNumQueries

from ratings.models import DataVersion
from tests.views.feeds.read import ALL
from tests.views.histories import BURY, KENT, disputed, version_number
from tests.views.pages import read_beforehand

pytestmark = pytest.mark.usefixtures("record")

COVERAGE, DISCREPANCIES = "/changes/coverage", "/changes/discrepancies"

COLD = {
    "/authorities/": 1,
    "/inspections/?page=3": 2,
    **{f"{address}{query}": 1
       for address in ("/authorities.json", "/authorities.csv", "/inspections.json",
                       "/inspections.csv")
       for query in ("", "?region=London", "?as_at=2015-01-01")},
    **dict.fromkeys(["/figures/", "/figures.json", "/figures.csv"], 1),
    **dict.fromkeys([
        "/", "/?as_at=2015-03-31", "/?area=leaders&as_at=2019-03-31",
        "/due/", "/questions/", "/questions.json", "/questions/improved/",
        "/questions/improved/?area=leaders", "/questions/since-inadequate/",
        "/questions/never-below-good.csv", "/questions/outstanding-by-region/",
        "/questions/leaders-differ.json?which=all",
    ], 0),
    **{f"/authorities/{slug}{form}": 2  # events, discrepancies
       for slug in ("kent", "isles-of-scilly", "bournemouth-christchurch-and-poole", "birmingham")
       for form in ("/", ".json")},
    # Its row, discrepancies, public changes.
    **{f"/inspections/{key}/": 3
       for key in ("kent-ilacs-2023-2025-11-03", KENT,
                   "west-northamptonshire-ilacs-2026-2026-05-11")},
    "/about/": 8,
    "/accessibility/": 0,
    "/sitemap.xml": 6,
}  # fmt: skip
"""Each with its own queries, beside those for the version of the data."""


@pytest.mark.parametrize("address", COLD)
def test_a_cold_answer_asks_so_many_queries(client: Client, address: str) -> None:
    read_beforehand()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    own = [q["sql"][:80] for q in asked if "ratings_dataversion" not in q["sql"]]
    assert len(own) == COLD[address], own
    assert len(asked) - len(own) <= 2  # the version: middleware and page


@pytest.mark.parametrize("path", ["/figures/", "/figures.json", "/figures.csv"])
def test_figures_are_read_and_counted_once_a_data_version(
    client: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(path)
    with django_assert_num_queries(2):
        client.get(f"{path}?as_at=2024-03-31")


def test_more_discrepancies_ask_no_more_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asking = {
        **{f"{COVERAGE}{form}{query}": 4 for form in ("/", ".json", ".csv")
           for query in ("", "?framework=slac", "?inspections=all")},
        f"{DISCREPANCIES}/": 5, f"{DISCREPANCIES}.json": 3, f"{DISCREPANCIES}.csv": 3,
        f"{BURY}/": 4, f"{BURY}.csv": 3,
    }  # fmt: skip
    for number in (0, 20):
        for value in range(number):
            disputed(value_b=str(value))
        for address, queries in asking.items():
            read_beforehand()
            with django_assert_num_queries(queries, info=address):
                client.get(address)


@pytest.mark.parametrize(
    "address",
    ["/", "/authorities.csv", "/authorities/kent.json", f"{COVERAGE}/", f"{DISCREPANCIES}/",
     f"{BURY}/", "/accessibility/", "/embed/kent/", "/authorities/kent/?as_at=2024-03-31&version=",
     "/changes/", *(f"/feeds/{name}.{form}" for name in ALL for form in ("atom", "json"))],
)  # fmt: skip
def test_who_has_the_answer_is_told_so_for_one_query(
    client: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    if address.endswith("version="):
        address += str(version_number())
    response = client.get(address)
    moved = DataVersion.objects.get().changed_at
    assert parse_http_date(response["Last-Modified"]) == int(moved.timestamp())
    assert f'"{version_number()}.' in response["ETag"]
    with django_assert_num_queries(1):
        again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert again["Last-Modified"] == response["Last-Modified"]
