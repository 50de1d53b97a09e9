"""Other ways to address an authority, and addresses that are none."""

from __future__ import annotations

import pytest
from django.test import Client

from ratings.models import Authority, FormerCode

pytestmark = pytest.mark.usefixtures("record")


@pytest.mark.parametrize(
    "text",
    ["KENT", "Kent", "E10000016", "e10000016", "886", "80476"],
)
@pytest.mark.parametrize("form", ["/", ".json", ".csv"])
def test_a_code_leads_to_the_authority(client: Client, text: str, form: str) -> None:
    response = client.get(f"/authorities/{text}{form}?as_at=2020-01-01")
    assert response.status_code == 302
    assert response["Location"] == f"/authorities/kent{form}?as_at=2020-01-01"


@pytest.mark.parametrize(("code", "slug"), [("E08000016", "barnsley"), ("E10000027", "somerset")])
def test_a_code_of_before_leads_there_too(client: Client, code: str, slug: str) -> None:
    assert client.get(f"/authorities/{code}/")["Location"] == f"/authorities/{slug}/"


def test_a_slug_of_before_leads_to_the_new_one(client: Client) -> None:
    kent = Authority.objects.get(slug="kent")
    FormerCode.objects.create(authority=kent, scheme="slug", value="kent-county")
    assert client.get("/authorities/kent-county.csv")["Location"] == "/authorities/kent.csv"


def test_an_unknown_name_is_a_404_that_helps(client: Client) -> None:
    page = client.get("/authorities/northhamptonshire/")
    assert page.status_code == 404
    assert "Northamptonshire" in page.content.decode()
    answer = client.get("/authorities/northhamptonshire.json")
    assert answer.status_code == 404
    assert "northamptonshire" in answer.json()["near"]
    assert client.get("/authorities/northhamptonshire.csv").status_code == 404


@pytest.mark.parametrize("form", ["/", ".json", ".csv"])
def test_a_bad_date_is_refused(client: Client, form: str) -> None:
    assert client.get(f"/authorities/kent{form}?as_at=31.3.2024").status_code == 400
    assert client.get(f"/authorities/kent{form}?asat=2024-03-31").status_code == 400
