"""What a CDN may do: nothing by default, and for CDN_SECONDS where that is set."""

import pytest
from django.test import Client
from pytest_django import Settings

from ratings.models import DataVersion

pytestmark = pytest.mark.django_db

ASK = "public, max-age=0, must-revalidate"
HOLD = "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=3600"


def test_by_default_everybody_asks_each_time(client: Client) -> None:
    answer = client.get("/about/")
    assert answer["Cache-Control"] == ASK
    assert not {"Cache-Tag", "Surrogate-Key"} & set(answer.headers)


@pytest.mark.parametrize("address", ["/about/", "/authorities/kent.json", "/authorities.csv"])
def test_a_shared_cache_may_hold_public_pages_and_browsers_still_ask(
    client: Client, settings: Settings, address: str
) -> None:
    settings.CDN_SECONDS = 30
    made, kept = client.get(address), client.get(address)
    known = client.get(address, headers={"If-None-Match": made["ETag"]})
    assert known.status_code == 304
    for answer in (made, kept, known):
        assert answer["Cache-Control"] == HOLD
        assert answer["Cache-Tag"] == answer["Surrogate-Key"] == "record"
    assert made["ETag"] == kept["ETag"] == known["ETag"]


def test_the_etag_moves_with_the_data_all_the_same(client: Client, settings: Settings) -> None:
    settings.CDN_SECONDS = 30
    before = client.get("/about/")
    DataVersion.bump()
    after = client.get("/about/", headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_the_setting_can_be_taken_back_although_the_page_is_kept(
    client: Client, settings: Settings
) -> None:
    settings.CDN_SECONDS = 30
    assert client.get("/about/")["Cache-Control"] == HOLD
    settings.CDN_SECONDS = 0
    assert client.get("/about/")["Cache-Control"] == ASK


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/about/?nonsense=1", "/admin/", "/admin/login/", "/healthz"]
)
def test_nothing_else_may_be_held(client: Client, settings: Settings, address: str) -> None:
    settings.CDN_SECONDS = 30
    assert "s-maxage" not in client.get(address).headers.get("Cache-Control", "")
