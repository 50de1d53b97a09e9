"""Every answer carries the headers of a careful site; an answer that failed is not kept."""

import pytest
from django.test import Client

ALWAYS = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/authorities/kent.json", 200),
        ("/authorities/E10000016/", 302),
        ("/authorities", 301),
        ("/authorities/?as_at=yesterday", 400),
        ("/authorities/nowhere/", 404),
        ("/authorities/nowhere.json", 404),
        ("/admin/", 302),
    ],
)
def test_every_answer_has_them(client: Client, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert set(response.headers) >= ALWAYS
    assert (response.headers.get("Cache-Control") == "no-store") == (status >= 400)


def test_a_kept_page_and_a_304_have_them_too(client: Client) -> None:
    made = client.get("/about/")
    kept = client.get("/about/")
    known = client.get("/about/", headers={"if-none-match": made["ETag"]})
    assert (kept.status_code, known.status_code) == (200, 304)
    assert set(kept.headers) >= ALWAYS
    assert set(known.headers) >= ALWAYS


@pytest.mark.parametrize("address", ["/", "/authorities/kent.json", "/static/ratings/site.css"])
def test_a_host_that_is_not_ours_is_refused_with_them(client: Client, address: str) -> None:
    response = client.get(address, headers={"host": "evil.example"})
    assert response.status_code in {400, 404}
    assert set(response.headers) >= ALWAYS


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


def test_a_page_that_is_kept_does_not_answer_for_a_parameter_that_it_refuses(
    client: Client,
) -> None:
    assert client.get("/about/").status_code == 200
    assert client.get("/about/?unknown=").status_code == 400
    assert client.get("/?as_at=2020-01-01").status_code == 200
    assert client.get("/?as_at=2020-01-01&as_at=").status_code == 400
