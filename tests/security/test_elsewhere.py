"""Nobody is led to another site, told another name of this one, or given a file that is not meant
for them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from tests.admin.conftest import PASSWORD
from tests.security.walking import People, Walk, answer_of

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


def test_signing_in_leads_nowhere_else(people: People) -> None:
    for to in LEADING_AWAY:
        client, told = Client(), {"username": "keeper", "password": PASSWORD, "next": to}
        response = client.post("/admin/login/", told)
        assert response.status_code == 302
        again = client.get("/admin/login/", {"next": to})
        out = client.post(f"/admin/logout/?next={to}", {"next": to})
        for answer in (response, again, out):
            assert leads_to(answer.headers.get("Location", "")) in ("", "testserver"), to


def test_a_missing_slash_leads_nowhere_else(client: Client, keeper: Client) -> None:
    for start in (
        f"//{EVIL}", f"///{EVIL}", f"/%5c{EVIL}", f"/\\{EVIL}", f"//{EVIL}/%2e%2e", f"/.//{EVIL}",
        f"/admin//{EVIL}", f"/admin/\\{EVIL}", f"/authorities//{EVIL}", f"/embed//{EVIL}",
    ):  # fmt: skip
        for rest in ("", "/", "/authorities", "/admin", "?next=//evil.example"):
            for who in (client, keeper):
                response = who.get(start + rest)
                assert leads_to(response.headers.get("Location", "")) in ("", "testserver")
                assert response.status_code < 500, start


@pytest.mark.parametrize(
    "name", ["E10000016", "825", "buckinghamshire-county", "Kent", "E10000016%0d%0aX: y"]
)
def test_an_old_code_leads_to_a_page_of_this_site(client: Client, record: None, name: str) -> None:
    for place in ("authorities/{}/", "authorities/{}.json", "embed/{}/", "badge/{}.svg"):
        path, below = "/" + place.format(name), "/" + place.partition("/")[0] + "/"
        for asked in (path, f"{path}?as_at=2020-01-01&version=//{EVIL}"):
            found = client.get(asked)
            location = found.headers.get("Location", "")
            assert leads_to(location) == "", asked
            assert location == "" or location.startswith(below)
            assert "X" not in found.headers


# Under which name the site goes.


@pytest.mark.parametrize(
    "host",
    [EVIL, f"testserver.{EVIL}", f"{EVIL}:80", f"testserver:80@{EVIL}", f"testserver#{EVIL}",
     "testserver evil", "testserver:x", f"testserver,{EVIL}", "[::1", "..", "testserver/", "*"],
)  # fmt: skip
def test_a_host_that_is_not_ours_is_refused(client: Client, record: None, host: str) -> None:
    for path in ("/", "/authorities/kent.json", "/api/v1/authorities", "/cite/", "/admin/login/",
                 "/data/events.csv"):  # fmt: skip
        answer = answer_of(client.get(path, headers={"host": host}))
        assert answer.status in (400, 404), path
        assert EVIL.encode() not in answer.body


def test_what_a_proxy_is_said_to_have_seen_is_not_believed(client: Client, record: None) -> None:
    headers = {
        "x-forwarded-host": EVIL, "x-forwarded-server": EVIL, "x-host": EVIL,
        "forwarded": f"host={EVIL}",
        "x-original-url": "/admin/", "x-rewrite-url": "/admin/", "x-forwarded-prefix": f"//{EVIL}",
        "x-forwarded-port": "99", "x-forwarded-proto": "https",
    }  # fmt: skip
    for path in ("/authorities/kent/", "/feeds/authorities/kent.atom", "/sitemap.xml",
                 "/robots.txt"):  # fmt: skip
        plain = client.get(path).content
        assert client.get(path, headers=headers).content == plain


def test_addresses_are_given_by_the_sites_own_name_whatever_was_asked(walk: Walk) -> None:
    """But for those that repeat the name under which they were asked: one of `ALLOWED_HOSTS`."""
    named = [path for path, found in walk.answers.items() if b"testserver" in found.body]
    assert set(named) <= {"/about/", "/figures.json", "/figures.csv"}
    own = [path for path, found in walk.answers.items() if b"http://127.0.0.1:8000" in found.body]
    assert len(own) > 50
    assert [path for path, found in walk.answers.items() if "Set-Cookie" in found.headers] == []


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
    assert (odd["ETag"], odd.getvalue()) == (plain["ETag"], plain.getvalue())


def test_a_path_that_looks_like_a_query_is_not_one(client: Client, record: None) -> None:
    assert client.get("/?as_at=2019-03-31").status_code == 200
    assert client.get("/%3Fas_at=2019-03-31").status_code == 404


# Files.

UPWARDS = (
    "../{}", "..%2f{}", "%2e%2e/{}", "%2e%2e%2f{}", "..%5c{}", "....//{}", "%252e%252e%252f{}",
    "..%c0%af{}", "/{}", "//etc/passwd", "%00{}", "x/../../{}", ".%2e/.%2e/{}",
)  # fmt: skip


FILES = ("/static/{}", "/static/ratings/{}", "/data/{}", "/{}")
NO_FILES = (
    "/authorities/{}/timeline.png", "/authorities/{}/card.png", "/badge/{}.svg", "/embed/{}/",
    "/questions/{}.csv", "/feeds/{}.atom", "/changes/discrepancies/{}/x.csv",
    "/admin/ratings/event/{}/change/",
)  # fmt: skip


def test_no_file_of_the_machine_is_given(client: Client, administrator: Client) -> None:
    """Where there are files both are asked for in every way, elsewhere in turns."""
    both = (("manage.py", administrator), ("../../../../../../etc/passwd", client))
    for place in (*FILES, *NO_FILES):
        for number, upwards in enumerate(UPWARDS):
            for file, who in both if place in FILES else [both[number % 2]]:
                path = place.replace("{}", upwards.replace("{}", file))
                answer = answer_of(who.get(path))
                assert answer.status in (200, 301, 302, 400, 404), path
                assert b"root:" not in answer.body
                assert b"django.core.management" not in answer.body
