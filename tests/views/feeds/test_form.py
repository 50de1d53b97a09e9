"""Feeds in both forms: that they say the same, and where; that nothing odd breaks them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import Authority, Inspection
from tests.views.feeds.read import ALL, ATOM, SITE, atom, data, items
from tests.views.histories import KENT, regrade, save
from tests.views.pages import page_at, read_beforehand, text_of

pytestmark = pytest.mark.usefixtures("record")

SAME = {
    "id": "id", "title": "title", "content": "content_html", "published": "date_published",
    "updated": "date_modified",
}  # fmt: skip
"""What an entry of Atom has, by the keys of JSON Feed."""


def test_both_forms_are_the_same_and_whole(client: Client, kent: Inspection) -> None:
    regrade(kent, "leaders", "good", "revised")
    for name in ALL:
        assert_same_and_whole(client, name)


def assert_same_and_whole(client: Client, name: str) -> None:
    tree, found = atom(client, name), data(client, name)
    entries = tree.findall(f"{ATOM}entry")
    for tag, key in SAME.items():
        of_atom = [entry.findtext(f"{ATOM}{tag}") for entry in entries]
        assert of_atom == [item[key] for item in found["items"]], tag
    assert tree.findtext(f"{ATOM}title") == found["title"]
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert 0 < len(entries) <= 50
    # All that Atom asks for
    ids = [node.text or "" for node in tree.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"tag:127\.0\.0\.1,2026:[A-Za-z0-9/._~%-]+", text) for text in ids)
    links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
    assert links["self"] == f"{SITE}/feeds/{name}.atom"
    assert client.get((links["alternate"] or "").removeprefix(SITE)).status_code == 200
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
    assert all(moment.fullmatch(node.text or "") for node in tree.iter(f"{ATOM}updated"))
    assert "Open Government Licence" in (tree.findtext(f"{ATOM}rights") or "")
    assert tree.find(f"{ATOM}author/{ATOM}name") is not None


def test_odd_text_breaks_nothing(client: Client, kent: Inspection) -> None:
    odd = "<script>alert('x')</script> & \"]]>\" \x0b\x00\ud7ff 😀 é"
    kent.theme = odd.replace("\x00", "")
    save(kent, odd.replace("\x00", ""))
    regrade(kent, "leaders", "good", "why & <b>how</b> \x0c")
    authority = kent.authority
    authority.name = "Kent & <Sons>"
    save(authority, "renamed")
    for name in ("authorities/kent", "corrections"):
        tree = atom(client, name)
        html = "".join(node.text or "" for node in tree.iter(f"{ATOM}content"))
        assert "<script>" not in html
        assert "<b>how" not in html
        assert "Kent &amp; &lt;Sons&gt;" in html
    assert atom(client, "authorities/kent").findtext(f"{ATOM}title", "").endswith("Kent & <Sons>")
    assert any("&lt;script&gt;" in each["content_html"] for each in items(client, "corrections"))


# Addresses


@pytest.mark.parametrize(
    ("address", "status", "named"),
    [
        ("regions/wales.atom", 404, "wales"), ("regions/england.json", 404, "england"),
        ("authorities/nowhere.atom", 404, "nowhere"), ("all.rss", 404, ""),
        ("authorities/nowhere/neighbours.json", 404, "nowhere"), ("?page=2", 400, "page"),
        ("all.atom?colour=red", 400, "colour"), ("all.json?as_at=spring", 400, "as_at"),
    ],
)  # fmt: skip
def test_nonsense_is_refused(client: Client, address: str, status: int, named: str) -> None:
    response = client.get(f"/feeds/{address}")
    assert response.status_code == status
    assert named in response.content.decode()


def test_a_code_leads_to_the_feed_of_its_authority(client: Client) -> None:
    for end in (".atom", "/neighbours.json?as_at=2024-01-01"):
        moved = client.get(f"/feeds/authorities/E10000016{end}")
        assert moved["Location"] == f"/feeds/authorities/kent{end}"


def test_the_overview_names_every_feed(client: Client) -> None:
    page = page_at(client, "/feeds/")
    addresses = re.findall(r'href="(/feeds/[^"]*)"', page)
    for slug in Authority.objects.values_list("slug", flat=True):
        assert f"/feeds/authorities/{slug}.atom" in addresses
        assert f"/feeds/authorities/{slug}/neighbours.json" in addresses
    regions = [each for each in set(addresses) if each.startswith("/feeds/regions/")]
    assert len(regions) == 20
    assert all(client.get(each).status_code == 200 for each in regions)
    words = text_of(page)  # a region of Ofsted's is told from its two halves
    assert "Yorkshire and the Humber (one region to Ofsted, both together) : Atom" in words
    assert words.count("one region to Ofsted") == 1


def test_pages_lead_to_their_feeds(client: Client) -> None:
    own, inspection = (
        client.get(address).content.decode().partition("</head>")[0]
        for address in ("/authorities/kent/", f"/inspections/{KENT}/")
    )
    assert 'type="application/atom+xml" title="' in own
    for name in ("all", "corrections", "authorities/kent", "authorities/kent/neighbours"):
        assert f'href="/feeds/{name}.atom"' in own
    assert 'href="/feeds/authorities/kent.atom"' in inspection


def test_many_entries_ask_as_few_queries(client: Client, kent: Inspection) -> None:
    regrade(kent, "leaders", "good", "revised")
    client.get("/about/")
    for name in ALL:
        read_beforehand()
        with CaptureQueriesContext(connection) as many:
            client.get(f"/feeds/{name}.atom")
        with CaptureQueriesContext(connection) as few:
            client.get(f"/feeds/{name}.atom?as_at=2009-12-31")
        assert len(few) <= len(many) <= 30, name
