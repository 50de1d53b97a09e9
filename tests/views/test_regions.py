"""A region is asked for by its name or by its slug, in any case, wherever one is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ratings.parameters import PARTS
from ratings.rules.questions.registry import QUESTIONS
from tests.views.pages import text_of

pytestmark = pytest.mark.usefixtures("record")

FORMS = {
    "North West": "north-west",
    "London": "lOnDon",
    "North East, Yorkshire and the Humber": "North-East-Yorkshire-and-the-Humber",
}


def addresses(found: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address outside the admin that takes `region`: pages, JSON, CSV and the API."""
    for each in found.url_patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, path)
        elif isinstance(each, URLPattern) and "region" in getattr(each.callback, "parameters", ()):
            yield path


ASKING = [
    *(p for p in addresses(get_resolver()) if not p.endswith((".xlsx", ".ods", ".jsonl"))),
    *(f"/questions/{q.key}{form}" for q in QUESTIONS if "region" in q.names
      for form in ("/", ".json", ".csv")),
]  # fmt: skip


def said(client: Client, address: str, region: str) -> str:
    """What an address answers, without the addresses in it, which repeat what was asked."""
    response = client.get(address, {"region": region})
    assert response.status_code == 200, (address, region, response.content[:300])
    text = b"".join(response).decode()
    is_page = "html" in response["Content-Type"]
    return re.sub(r"\S*region=\S*", "", unescape(text_of(text)) if is_page else text)


def test_the_walk_finds_the_addresses_that_take_a_region() -> None:
    for address in ("/national/", "/due.csv", "/authorities/", "/inspections.json",
                    "/changes/coverage/", "/questions/improved/", "/api/v1/events"):  # fmt: skip
        assert address in ASKING


@pytest.mark.parametrize("address", ASKING)
def test_name_and_slug_of_a_region_are_answered_alike(client: Client, address: str) -> None:
    for name, slug in FORMS.items():
        assert said(client, address, slug) == said(client, address, name)


@pytest.mark.parametrize("address", ASKING)
def test_an_unknown_region_is_refused_with_the_names_of_all(client: Client, address: str) -> None:
    response = client.get(address, {"region": "atlantis"})
    assert response.status_code == (422 if address.startswith("/api/") else 400)
    for part in PARTS:
        assert part.name in response.content.decode()


@pytest.mark.parametrize("address", ["/due/", "/national/", "/authorities/", "/inspections/"])
def test_the_form_shows_the_name(client: Client, address: str) -> None:
    page = client.get(address, {"region": "north-west"}).content.decode()
    assert re.search(r'<option value="North West" selected>North West</option>', page)


def test_a_list_narrowed_to_a_region_holds_that_region_only(client: Client) -> None:
    for address in ("/authorities.json", "/due.json"):
        rows = client.get(address, {"region": "north-east-yorkshire-and-the-humber"}).json()
        assert {row["region"] for row in rows["authorities"]} == {
            "North East", "Yorkshire and The Humber",
        }  # fmt: skip


@pytest.mark.parametrize("text", ["London", "LONDON", "North West"])
def test_a_feed_is_found_by_the_name_of_its_region(client: Client, text: str) -> None:
    slug = text.lower().replace(" ", "-")
    response = client.get(f"/feeds/regions/{text}.atom?as_at=2024-03-31")
    assert response.status_code == 302
    assert response["Location"] == f"/feeds/regions/{slug}.atom?as_at=2024-03-31"


@pytest.mark.parametrize("text", ["atlantis", "England", "england"])
def test_a_feed_of_no_region_is_not_found(client: Client, text: str) -> None:
    response = client.get(f"/feeds/regions/{text}.atom")
    assert response.status_code == 404
    assert "north-west" in response.content.decode()
