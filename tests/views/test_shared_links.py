"""Links survive being shared: what others add to an address changes nothing, and fills nothing."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from ratings.logs import JsonFormatter
from ratings.views.trackers import NAMES, PREFIXES, is_tracker, without_trackers
from tests.views.pages import asking

pytestmark = pytest.mark.usefixtures("record")

ADDED = [f"{name}=IwAR0-x" for name in (
    "fbclid", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid",
    "msclkid", "mc_cid", "mc_eid", "v", "_", "cb", "utm_anything", "pk_campaign", "hsa_cam",
    "_hsenc", "__hstc", "at_medium", "ns_source", "UTM_Source", "FBCLID", "utm%5Fsource",
)]  # fmt: skip
"""Those of networks, those against caches, those known by their beginning, in any spelling."""
ADDRESSES = (
    "/", "/authorities/kent/", "/authorities/kent.json", "/authorities/kent/timeline.svg",
    "/inspections/", "/api/v1/authorities/kent", "/feeds/all.atom",
)  # fmt: skip
FILES = (
    "/authorities.csv", "/data/events.csv", "/embed/kent/", "/badge/kent.svg", "/national.json",
    "/authorities/kent/card.png", "/cite.txt?page=/authorities/kent/", "/data/dictionary.json",
    "/authorities/kent/?as_at=2018-12-31&known_by=2019-01-31",
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "added"),
    [*((each, ADDED) for each in ADDRESSES),
     *((each, ["fbclid=x&_=17&utm_source=a"]) for each in FILES)],
)  # fmt: skip
def test_what_others_add_changes_nothing(client: Client, address: str, added: list[str]) -> None:
    plain = client.get(address)
    assert plain.status_code == 200
    content = plain.getvalue()
    for each in added:
        shared = client.get(f"{address}{'&' if '?' in address else '?'}{each}")
        assert shared.status_code == 200, each
        assert shared.getvalue() == content
        assert shared["ETag"] == plain["ETag"]


def test_the_page_that_a_shared_link_made_first_carries_nothing_on(client: Client) -> None:
    page = client.get("/inspections/?fbclid=IwAR0&kind=short&utm_source=newsletter")
    text = page.content.decode()
    assert page.status_code == 200
    assert not re.search("fbclid|IwAR0|utm_source|newsletter", text)
    citation = re.search(r'<p id="citation">.*?<a href="([^"]*)"', text)
    assert citation
    assert "kind=short" in unescape(citation[1])


def test_many_readers_of_a_shared_link_are_one_kept_page(client: Client) -> None:
    client.get("/about/")
    layer = client.handler._middleware_chain
    while not hasattr(layer, "pages"):
        layer = layer.get_response
    kept = layer.pages
    before = kept.size
    assert before
    for number in range(20):
        client.get(f"/about/?fbclid={number}&v={number}")
    assert kept.size == before


def test_an_old_address_leads_on_without_it(client: Client) -> None:
    moved = client.get("/authorities/E10000016/?fbclid=x&as_at=2020-01-01")
    assert moved["Location"] == "/authorities/kent/?as_at=2020-01-01"
    slash = client.get("/authorities/kent?utm_source=x")
    assert slash["Location"] == "/authorities/kent/"


@pytest.mark.parametrize("seconds", [0, 30])
def test_no_shared_cache_holds_the_address_of_each_reader(
    client: Client, settings: Settings, seconds: int
) -> None:
    settings.CDN_SECONDS = seconds
    made, plain = client.get("/about/?fbclid=x"), client.get("/about/")
    assert made["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert plain["Cache-Control"].startswith("public, ")
    assert made["ETag"] == plain["ETag"]
    again = client.get("/about/?fbclid=x", headers={"If-None-Match": plain["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_log_names_only_what_the_site_was_asked(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/authorities/?FBCLID=x&q=kent&_=3")
    client.get("/about/?fbclid=x")
    told = [json.loads(JsonFormatter(()).format(each)) for each in caplog.records
            if each.name == "ratings.requests"]  # fmt: skip
    assert [line.get("parameters") for line in told] == ["q", None]


def test_a_citation_can_be_asked_of_a_shared_address(client: Client) -> None:
    plain = client.get("/cite/?page=/authorities/kent/")
    shared = client.get("/cite/", {"page": "/authorities/kent/?fbclid=x&utm_source=y"})
    assert shared.status_code == 200
    assert "fbclid" not in shared.content.decode()
    assert shared.content == plain.content


def test_the_keepers_desk_is_left_alone(admin_client: Client) -> None:
    page = admin_client.get("/admin/ratings/event/?fbclid=x")
    assert page.status_code == 302
    assert page["Location"] == "/admin/ratings/event/?e=1"


def test_nothing_that_the_site_itself_asks_is_dropped() -> None:
    known = {"version"}.union(*(names for _, names in asking()))
    assert {"as_at", "known_by", "page", "source", "since_version", "url"} <= known
    assert not {name for name in known if is_tracker(name)}
    assert not {name for name in NAMES if name.startswith(PREFIXES)}
    assert all(name == name.lower() for name in (*NAMES, *PREFIXES))


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("", ""),
        ("fbclid=1", ""),
        ("fbclid", ""),
        ("as_at=2020-01-01", "as_at=2020-01-01"),
        ("q=fbclid&fbclid=q", "q=fbclid"),
        ("q=a%20b&utm%5fsource=1&&x=%C3%A9", "q=a%20b&&x=%C3%A9"),
        ("utm_source=x&as_at=2018-12-31&fbclid=y&q=z&_=1", "as_at=2018-12-31&q=z"),
        ("utmost=1", "utmost=1"),
        ("version=1", "version=1"),
        ("q=\xc3\xa9&gclid=1", "q=\xc3\xa9"),
    ],
)
def test_only_the_parameters_of_others_are_taken_out(query: str, rest: str) -> None:
    assert without_trackers(query) == rest


def test_the_cache_of_nginx_knows_the_same_names() -> None:
    conf = (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text()
    names, starts = ("|".join(map(re.escape, sorted(each))) for each in (NAMES, PREFIXES))
    pattern = rf"^(?<ratings_path>[^?]*)\?(&*(({names})|({starts})[^=&]*)(=[^&]*)?(&|$))+$"
    assert f'"~*{pattern}" $ratings_path;' in conf
    found = re.compile(pattern.replace("?<", "?P<"), re.IGNORECASE)
    for query in ("fbclid=1", "UTM_source=a&fbclid=b", "_=1&", "fbclid"):
        match = found.match(f"/about/?{query}")
        assert match
        assert match["ratings_path"] == "/about/"
    for query in ("as_at=2020-01-01&fbclid=1", "version=1", "utmost=1", "page=2", ""):
        assert not found.match(f"/about/?{query}")


PAGES = ("/", "/authorities/", "/authorities/kent/", "/inspections/", "/national/", "/due/",
         "/questions/", "/questions/improved/", "/compare/", "/figures/", "/changes/",
         "/changes/coverage/", "/changes/discrepancies/", "/data/", "/data/dictionary/",
         "/data/versions/", "/feeds/", "/about/", "/accessibility/", "/api/", "/api/docs/",
         "/embed/kent/", "/inspections/kent-ilacs-2018-2022-05-09/",
         "/national/authorities/", "/national/recovery/")  # fmt: skip


@pytest.mark.parametrize(
    ("address", "own"),
    [
        *((f"{path}?fbclid=x&utm_source=y", path.replace("/embed/", "/authorities/"))
          for path in PAGES),
        ("/authorities/?q=s%26t&v=3&as_at=2018-12-31&region=&version=1",
         "/authorities/?as_at=2018-12-31&q=s%26t"),
    ],
)  # fmt: skip
def test_every_page_says_its_canonical_address(client: Client, address: str, own: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    found = re.findall(r'<link rel="canonical" href="([^"]*)">', page.content.decode())
    assert [unescape(each) for each in found] == [f"{settings.SITE_URL}{own}"]


@pytest.mark.parametrize("address", ["/nowhere/", "/authorities/atlantis/", "/?colour=red"])
def test_what_is_no_page_has_none(client: Client, address: str) -> None:
    assert b'rel="canonical"' not in client.get(address).content


@pytest.mark.parametrize(
    ("address", "rest"),
    [
        ("/?colour=red", "/"),
        ("/authorities/kent/?fbclid=1&colour=red&as_at=2018-12-31",
         "/authorities/kent/?as_at=2018-12-31"),
        ("/inspections/?kind=short&page=2&colour=red&colour=blue",
         "/inspections/?kind=short&page=2"),
        ("/authorities/?q=%3Cb%3E%26%22&x%22%3E=1", "/authorities/?q=%3Cb%3E%26%22"),
        (f"/about/?{'y' * 300}=1&as_at=2018-12-31", "/about/?as_at=2018-12-31"),
        ("/about/?version=1&colour=red", "/about/?version=1"),
    ],
)  # fmt: skip
def test_another_unknown_parameter_is_refused_with_a_link_without_it(
    client: Client, address: str, rest: str
) -> None:
    refused = client.get(address)
    assert refused.status_code == 400
    link = re.search(r'<a href="([^"]*)">The same page without', refused.content.decode())
    assert link
    assert unescape(link[1]) == rest
    assert client.get(rest).status_code == 200


@pytest.mark.parametrize(
    "address", ["/authorities/kent.json", "/api/v1/authorities/kent", "/national.json"]
)
def test_a_refusal_that_is_data_gives_the_address_without_it(client: Client, address: str) -> None:
    refused = client.get(f"{address}?as_at=2018-12-31&colour=red&fbclid=1")
    assert refused.status_code == 400
    without = refused.json()["without"]
    assert without == f"{settings.SITE_URL}{address}?as_at=2018-12-31"
    assert client.get(urlsplit(without)._replace(scheme="", netloc="").geturl()).status_code == 200


@pytest.mark.parametrize("query", ["as_at=soon", "as_at=2018-12-31&as_at=2019-12-31"])
def test_what_is_known_and_makes_no_sense_is_for_the_reader_to_correct(
    client: Client, query: str
) -> None:
    assert b"The same page without" not in client.get(f"/about/?{query}").content
    assert client.get(f"/authorities/kent.json?{query}").json()["without"] is None
