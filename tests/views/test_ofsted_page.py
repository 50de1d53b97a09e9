"""The council's own page at Ofsted: on pages, in the API and in every table of authorities."""

from __future__ import annotations

import pytest
from django.test import Client

from ratings.models import Authority, DataVersion, Source
from tests.views.histories import KENT as INSPECTION
from tests.views.pages import csv_at, json_at, page_at

pytestmark = pytest.mark.usefixtures("record")

KENT = "https://reports.ofsted.gov.uk/provider/44/80476"
LINK = f'<a href="{KENT}">Ofsted’s own page for Kent</a>'

AS_DATA = (
    "/authorities.json?q=kent", "/authorities/kent.json", f"/inspections/{INSPECTION}.json",
    "/compare.json?authority=kent", "/api/v1/authorities?authority=kent",
    "/api/v1/authorities/kent", f"/api/v1/inspections/{INSPECTION}",
    "/api/v1/ratings?authority=kent",
)  # fmt: skip
AS_TABLES = (
    "/authorities.csv", "/authorities/kent.csv", f"/inspections/{INSPECTION}.csv",
    "/inspections.csv?q=kent", "/compare.csv?authority=kent", "/data/ratings.csv",
    "/data/authorities.csv",
)  # fmt: skip


def pages_in(data: object) -> set[str | None]:
    """Every value of the key, wherever it stands."""
    if isinstance(data, list):
        return {found for each in data for found in pages_in(each)}
    if not isinstance(data, dict):
        return set()
    own = {data["ofsted_page"]} if "ofsted_page" in data else set()
    return own | {found for each in data.values() for found in pages_in(each)}


def test_the_pages_of_an_authority_and_of_its_inspections_lead_to_it(client: Client) -> None:
    inspections = json_at(client, "/authorities/kent.json")["inspections"]
    assert {each["is_graded"] for each in inspections} == {True, False}
    of_inspections = [f"/inspections/{each['id']}/" for each in inspections]
    assert f"/inspections/{INSPECTION}/" in of_inspections
    for page in ("/authorities/kent/", "/authorities/kent/?as_at=2012-01-01", *of_inspections):
        assert page_at(client, page).count(LINK) == 1, page


@pytest.mark.parametrize("address", AS_DATA)
def test_data_holds_it(client: Client, address: str) -> None:
    assert pages_in(json_at(client, address)) == {KENT}


@pytest.mark.parametrize("address", AS_TABLES)
def test_it_is_the_last_column_of_every_table(client: Client, address: str) -> None:
    rows = csv_at(client, address)
    assert list(rows[0])[-1] == "ofsted_page"
    assert {row["ofsted_page"] for row in rows if row["authority"] == "kent"} == {KENT}


def test_without_a_number_there_is_no_link_and_no_value(client: Client) -> None:
    Authority.objects.filter(slug="kent").update(ofsted_urn="")
    DataVersion.bump()
    for address in ("/authorities/kent/", f"/inspections/{INSPECTION}/"):
        page = page_at(client, address)
        assert "Ofsted’s own page" not in page
        assert 'reports.ofsted.gov.uk/provider/44/"' not in page
    for address in AS_DATA:
        assert pages_in(json_at(client, address)) == {None}, address
    for address in AS_TABLES:
        rows = [row for row in csv_at(client, address) if row["authority"] == "kent"]
        assert {row["ofsted_page"] for row in rows} == {""}, address


def test_the_address_follows_the_pattern_that_a_keeper_enters(client: Client) -> None:
    Source.objects.exclude(authority_page="").update(
        authority_page="https://ofsted.example/councils/{ofsted_urn}/"
    )
    DataVersion.bump()
    found = json_at(client, "/authorities/kent.json")["ofsted_page"]
    assert found == "https://ofsted.example/councils/80476/"
    assert f'href="{found}"' in page_at(client, "/authorities/kent/")
