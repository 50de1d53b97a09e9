"""Nobody is led to another site, told another name of this one, or given a file that is not meant
for them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from tests.security.people import PASSWORD, everybody
from tests.security.walking import Walk, answer_of

EVIL = "evil.example"
LEADING_AWAY = (
    f"//{EVIL}", f"///{EVIL}", f"\\\\{EVIL}", f"/\\{EVIL}", f"https://{EVIL}/", f"https:{EVIL}",
    f"http:///{EVIL}", f"javascript:alert({EVIL})", f"https://testserver@{EVIL}/",
    f"https://testserver.{EVIL}/", f"\t//{EVIL}", f"//{EVIL}%2f..", f"http://testserver/{EVIL}",
    f"ftp://{EVIL}/", f"//{EVIL}\\@testserver", f"x:{EVIL}", f"/%09/{EVIL}", f"\x00//{EVIL}",
)  # fmt: skip


def leads_to(location: str) -> str:
    """The host that a browser would go to; empty where it stays. Browsers read \\ as /, and
    leave out tabs and line breaks."""
    seen = location.strip().replace("\\", "/")
    for dropped in "\t\r\n":
        seen = seen.replace(dropped, "")
    parts = urlsplit(seen)
    return parts.netloc if parts.scheme in ("", "http", "https") else parts.scheme


# Where somebody is led.


@pytest.mark.parametrize("to", LEADING_AWAY)
def test_signing_in_leads_nowhere_else(record: None, to: str) -> None:
    everybody()
    told = {"username": "keeper", "password": PASSWORD, "next": to}
    client = Client()
    response = client.post("/admin/login/", told)
    assert response.status_code == 302
    assert leads_to(response.headers["Location"]) in ("", "testserver")
    again = client.get("/admin/login/", {"next": to})
    assert leads_to(again.headers.get("Location", "")) in ("", "testserver")
    out = client.post(f"/admin/logout/?next={to}", {"next": to})
    assert leads_to(out.headers.get("Location", "")) in ("", "testserver")


@pytest.mark.parametrize(
    "start",
    [f"//{EVIL}", f"///{EVIL}", f"/%5c{EVIL}", f"/\\{EVIL}", f"//{EVIL}/%2e%2e", f"/.//{EVIL}",
     f"/admin//{EVIL}", f"/admin/\\{EVIL}", f"/authorities//{EVIL}", f"/embed//{EVIL}"],
)  # fmt: skip
def test_a_missing_slash_leads_nowhere_else(client: Client, record: None, start: str) -> None:
    desk = everybody()["keeper"]
    for rest in ("", "/", "/authorities", "/admin", "?next=//evil.example"):
        for who in (client, desk):
            response = who.get(start + rest)
            assert leads_to(response.headers.get("Location", "")) in ("", "testserver")
            assert response.status_code < 500


OLD_NAMES = ("E10000016", "825", "buckinghamshire-county", "Kent", "E10000016%0d%0aX: y")


@pytest.mark.parametrize("name", OLD_NAMES)
@pytest.mark.parametrize(
    "place", ["authorities/{}/", "authorities/{}.json", "embed/{}/", "badge/{}.svg"]
)
def test_an_old_code_leads_to_an_address_of_this_site(
    client: Client, record: None, name: str, place: str
) -> None:
    response = client.get("/" + place.format(name) + f"?as_at=2020-01-01&version=//{EVIL}")
    plain = client.get("/" + place.format(name))
    for found in (response, plain):
        location = found.headers.get("Location", "")
        assert leads_to(location) == ""
        assert location == "" or location.startswith("/" + place.partition("/")[0] + "/")
        assert "X" not in found.headers


# Under which name the site goes.


@pytest.mark.parametrize(
    "host",
    [EVIL, f"testserver.{EVIL}", f"{EVIL}:80", f"testserver:80@{EVIL}", f"testserver#{EVIL}",
     "testserver evil", "testserver:x", f"testserver,{EVIL}", "[::1", "..", "testserver/", "*"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/authorities/kent.json", "/api/v1/authorities",
                                  "/cite/", "/admin/login/", "/data/events.csv"])  # fmt: skip
def test_a_host_that_is_not_ours_is_refused(
    client: Client, record: None, host: str, path: str
) -> None:
    answer = answer_of(client.get(path, headers={"host": host}))
    assert answer.status in (400, 404)
    assert EVIL.encode() not in answer.body


def test_what_a_proxy_is_said_to_have_seen_is_not_believed(client: Client, record: None) -> None:
    headers = {
        "x-forwarded-host": EVIL, "x-forwarded-server": EVIL, "x-host": EVIL,
        "forwarded": f"host={EVIL}",
        "x-original-url": "/admin/", "x-rewrite-url": "/admin/", "x-forwarded-prefix": f"//{EVIL}",
        "x-forwarded-port": "99", "x-forwarded-proto": "https",
    }  # fmt: skip
    for path in (
        "/authorities/kent/",
        "/feeds/authorities/kent.atom",
        "/sitemap.xml",
        "/robots.txt",
    ):
        plain = client.get(path).content
        assert client.get(path, headers=headers).content == plain


AS_ASKED = {"/about/", "/figures.json", "/figures.csv"}
"""They repeat the name under which they were asked, which is one of `ALLOWED_HOSTS`."""


def test_addresses_are_given_by_the_sites_own_name_whatever_was_asked(walk: Walk) -> None:
    named = [path for path, found in walk.answers.items() if b"testserver" in found.body]
    assert set(named) <= AS_ASKED
    own = [path for path, found in walk.answers.items() if b"http://127.0.0.1:8000" in found.body]
    assert len(own) > 50


def test_a_page_that_was_kept_for_one_host_is_not_given_to_another(
    client: Client, record: None, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    first = client.get("/about/")
    assert client.get("/about/", headers={"host": "other.example"})["ETag"] != first["ETag"]
    assert client.get("/about/", headers={"host": EVIL}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/", "/national/", "/authorities/kent/", "/data/datapackage.json", "/data/"]
)
def test_who_asks_first_does_not_decide_what_a_kept_page_says(record: None, path: str) -> None:
    """Pages repeat their query in links and citations, and are kept whatever its order was.
    (Each client has a cache of its own.)"""
    plain = Client().get(f"{path}?as_at=2024-03-31&known_by=2024-06-30")
    odd = Client().get(f"{path}?&&known_by=2024%2D06-30&&as_at=2024-03-31")
    assert odd["ETag"] == plain["ETag"]
    assert odd.getvalue() == plain.getvalue()


def test_a_kept_page_is_not_given_for_a_path_that_looks_like_its_query(
    client: Client, record: None
) -> None:
    assert client.get("/?as_at=2019-03-31").status_code == 200
    assert client.get("/%3Fas_at=2019-03-31").status_code == 404


# Files.

UPWARDS = (
    "../{}", "..%2f{}", "%2e%2e/{}", "%2e%2e%2f{}", "..%5c{}", "....//{}", "%252e%252e%252f{}",
    "..%c0%af{}", "/{}", "//etc/passwd", "%00{}", "x/../../{}", ".%2e/.%2e/{}",
)  # fmt: skip


@pytest.mark.parametrize(
    "place",
    ["/static/{}", "/static/ratings/{}", "/data/{}", "/authorities/{}/timeline.png",
     "/authorities/{}/card.png", "/badge/{}.svg", "/embed/{}/", "/questions/{}.csv",
     "/feeds/{}.atom", "/changes/discrepancies/{}/x.csv", "/{}", "/admin/ratings/event/{}/change/"],
)  # fmt: skip
def test_no_file_of_the_machine_is_given_away(client: Client, record: None, place: str) -> None:
    desk = everybody()["administrator"]
    for upwards in UPWARDS:
        for file, who in (("manage.py", desk), ("../../../../../../etc/passwd", client)):
            path = place.replace("{}", upwards.replace("{}", file))
            answer = answer_of(who.get(path))
            assert answer.status in (200, 301, 302, 400, 404), path
            assert b"root:" not in answer.body
            assert b"django.core.management" not in answer.body


def test_no_public_answer_sets_a_cookie(walk: Walk) -> None:
    cookies = [path for path, found in walk.answers.items() if "Set-Cookie" in found.headers]
    assert cookies == []
