"""What answers tell of who may write, hold them, and read them from elsewhere."""

import pytest
from django.test import Client
from pytest_django import Settings

from ratings.models import DataVersion

pytestmark = pytest.mark.usefixtures("record")


def test_a_page_that_only_reads_says_so_to_whoever_posts() -> None:
    client = Client(enforce_csrf_checks=True)
    for method in (client.post, client.put, client.patch, client.delete):
        response = method("/authorities/kent/")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD"


def test_a_form_without_its_mark_is_refused_in_the_sites_own_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x"})
    assert response.status_code == 403
    assert "This form was not accepted" in response.content.decode()
    assert "<style" not in response.content.decode()


def test_a_cached_page_does_not_answer_for_a_refused_parameter(client: Client) -> None:
    assert client.get("/about/").status_code == 200
    assert client.get("/about/?unknown=").status_code == 400
    assert client.get("/?as_at=2020-01-01").status_code == 200
    assert client.get("/?as_at=2020-01-01&as_at=").status_code == 400


OPEN = ["/api/v1/grades", "/api/v1/nothing", "/authorities.json", "/inspections/nothing.json",
        "/national.csv", "/api/v1/grades?colour=red", "/national.json?area=nothing"]  # fmt: skip
CLOSED = ["/", "/authorities/", "/admin/login/", "/about/"]
ORIGIN = {"Origin": "https://example.org"}


@pytest.mark.parametrize("address", OPEN)
def test_anybody_may_read_data_from_another_site(client: Client, address: str) -> None:
    """Also by a browser that asks first whether it may."""
    response = client.get(address, headers=ORIGIN)
    asked = {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    before = client.options(address, headers=ORIGIN | asked)
    assert (before.status_code, before.content) == (204, b"")
    assert "GET" in before["Access-Control-Allow-Methods"]
    assert "If-None-Match" in before["Access-Control-Allow-Headers"]
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    for answer in (before, response):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize("address", CLOSED)
def test_pages_are_not_data(client: Client, address: str) -> None:
    response = client.get(address, headers=ORIGIN)
    assert "Access-Control-Allow-Origin" not in response
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_an_answer_says_the_same_to_everybody(client: Client) -> None:
    """So it can be kept once for all: it names no origin and depends on none."""
    one = client.get("/api/v1/grades", headers=ORIGIN)
    other = client.get("/api/v1/grades")
    for name in ("ETag", "Vary", "Access-Control-Allow-Origin", "Cache-Control"):
        assert one[name] == other[name]
    assert "Origin" not in one["Vary"]


HOLD = "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=3600"


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
    DataVersion.bump()
    after = client.get(address, headers={"If-None-Match": made["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != made["ETag"]
    settings.CDN_SECONDS = 0
    answer = client.get(address)
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not {"Cache-Tag", "Surrogate-Key"} & set(answer.headers)


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/about/?nonsense=1", "/admin/", "/admin/login/", "/healthz"]
)
def test_nothing_else_may_be_held(client: Client, settings: Settings, address: str) -> None:
    settings.CDN_SECONDS = 30
    assert "s-maxage" not in client.get(address).headers.get("Cache-Control", "")
