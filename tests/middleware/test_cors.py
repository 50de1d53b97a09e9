"""Who may read the data from another site, and how."""

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("record")

OPEN = ["/api/v1/grades", "/api/v1/nothing", "/authorities.json", "/inspections/nothing.json",
        "/national.csv", "/api/v1/grades?colour=red", "/national.json?area=nothing"]  # fmt: skip
CLOSED = ["/", "/authorities/", "/admin/login/", "/about/"]


@pytest.mark.parametrize("address", OPEN)
def test_anybody_may_read_data(client: Client, address: str) -> None:
    response = client.get(address, headers={"Origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize("address", CLOSED)
def test_pages_are_not_data(client: Client, address: str) -> None:
    response = client.get(address, headers={"Origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in response
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("address", OPEN)
def test_a_browser_that_asks_first_is_answered(client: Client, address: str) -> None:
    response = client.options(
        address,
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in response


def test_an_answer_says_the_same_to_everybody(client: Client) -> None:
    """So it can be kept once for all: it names no origin and depends on none."""
    one = client.get("/api/v1/grades", headers={"Origin": "https://example.org"})
    other = client.get("/api/v1/grades")
    for name in ("ETag", "Vary", "Access-Control-Allow-Origin", "Cache-Control"):
        assert one[name] == other[name]
    assert "Origin" not in one["Vary"]


def test_no_other_site_may_write(client: Client) -> None:
    response = client.post("/api/v1/grades", headers={"Origin": "https://example.org"})
    assert response.status_code == 405
    assert "Access-Control-Allow-Origin" not in response
