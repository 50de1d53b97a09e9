"""The lists as data: the same filters and rows as the pages."""

from __future__ import annotations

import csv

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import DataVersion, Inspection, Rating
from tests.views.pages import csv_at, json_at, read_beforehand

pytestmark = pytest.mark.usefixtures("record")


def test_the_authorities_are_those_that_exist(client: Client) -> None:
    found = json_at(client, "/authorities.json")
    assert set(found) == {
        "as_at", "known_by", "complete_to", "completeness", "data_version", "version", "licence",
        "authorities",
    }  # fmt: skip
    assert len(found["authorities"]) == 153
    assert found["as_at"] == "2026-09-01"
    assert len(json_at(client, "/authorities.json?abolished=yes")["authorities"]) == 158


def test_each_says_who_it_is_and_where_it_stands(client: Client) -> None:
    (kent,) = json_at(client, "/authorities.json?q=E10000016")["authorities"]
    assert set(kent) == {
        "slug", "name", "gss_code", "la_code", "ofsted_urn", "region", "authority_type",
        "start_date", "end_date", "line", "headline", "last_overall", "trend",
        "trend_across_frameworks", "profile", "last_visit", "ofsted_page",
    }  # fmt: skip
    assert kent["headline"]["grade"] == "good"
    assert kent["last_visit"]["kind"] == "focused-visit"


@pytest.mark.parametrize(
    "query", ["", "?region=London", "?as_at=2019-03-31&abolished=yes", "?grade=good&sort=-since"]
)
def test_csv_and_json_say_the_same_in_the_same_order(client: Client, query: str) -> None:
    found = json_at(client, f"/authorities.json{query}")["authorities"]
    table = csv_at(client, f"/authorities.csv{query}")
    assert [row["authority"] for row in table] == [each["slug"] for each in found]
    assert [row["line"] for row in table] == [each["line"] for each in found]
    assert [row["headline"] for row in table] == [e["headline"]["grade"] or "" for e in found]


def test_the_file_names_its_dates(client: Client) -> None:
    response = client.get("/authorities.csv?as_at=2024-03-31&known_by=2024-06-30")
    name = 'filename="authorities-as-at-2024-03-31-known-by-2024-06-30.csv"'
    assert name in response["Content-Disposition"]
    row = next(csv.DictReader(response.content.decode().splitlines()))
    assert (row["as_at"], row["known_by"]) == ("2024-03-31", "2024-06-30")


def test_the_inspections_are_all_of_them(client: Client) -> None:
    found = json_at(client, "/inspections.json")["inspections"]
    assert len(found) == Inspection.objects.public().count()
    assert found[0]["start_date"] >= found[1]["start_date"]
    graded = sum(len(each["ratings"]) for each in found)
    assert graded == Rating.objects.filter(grade__isnull=False).count()


def test_the_inspections_csv_has_a_row_an_area(client: Client) -> None:
    found = json_at(client, "/inspections.json?region=London")["inspections"]
    table = csv_at(client, "/inspections.csv?region=London")
    areas = (len(each["ratings"]) + len(each["missing"]) or 1 for each in found)
    assert len(table) == sum(areas)
    assert {row["region"] for row in table} == {"London"}


def test_filters_leave_the_trend_as_it_is(client: Client) -> None:
    """The inspection before is found even where the filter left it out."""
    found = json_at(client, "/inspections.json?framework=ilacs-2023&q=Kent")["inspections"]
    graded = [each for each in found if each["is_graded"]]
    assert [each["trend"] for each in graded] == ["declined"]


def test_a_draft_is_in_no_list(client: Client) -> None:
    key = "kent-ilacs-2023-2025-11-03"
    Inspection.objects.filter(key=key).update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    for address in ["/authorities.json", "/authorities.csv", "/inspections.json",
                    "/inspections.csv", "/inspections.json?q=Kent"]:  # fmt: skip
        assert key not in client.get(address).content.decode()


@pytest.mark.parametrize(
    "address", ["/authorities.json", "/authorities.csv", "/inspections.json", "/inspections.csv"]
)
def test_what_makes_no_sense_is_refused(client: Client, address: str) -> None:
    for query in ["?as_at=yesterday", "?colour=red", "?region=Atlantis", "?as_at=2024-02-30"]:
        assert client.get(address + query).status_code == 400
    if address.endswith(".json"):
        assert client.get(f"{address}?as_at=yesterday").json()["parameter"] == "as_at"


@pytest.mark.parametrize(
    "address", ["/authorities.json", "/authorities.csv", "/inspections.json", "/inspections.csv"]
)
def test_queries_are_few_and_fixed(client: Client, address: str) -> None:
    read_beforehand()
    for query in ["", "?region=London", "?as_at=2015-01-01"]:
        with CaptureQueriesContext(connection) as asked:
            client.get(address + query)
        assert len(asked) == 3, [each["sql"][:80] for each in asked]
