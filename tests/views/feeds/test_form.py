"""Feeds in both forms: that they say the same, and where; that nothing odd breaks them."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import Authority, Inspection
from ratings.models.snapshot import Whole
from tests.views.feeds.read import ALL, ATOM, SITE, atom, data, items
from tests.views.histories import KENT, regrade, save
from tests.views.pages import assert_well_formed

pytestmark = pytest.mark.usefixtures("record")


@pytest.mark.parametrize("name", ALL)
def test_both_forms_hold_the_same(client: Client, kent: Inspection, name: str) -> None:
    regrade(kent, "leaders", "good", "revised")
    tree, found = atom(client, name), data(client, name)
    entries = tree.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}id") for e in entries] == [i["id"] for i in found["items"]]
    assert [e.findtext(f"{ATOM}title") for e in entries] == [i["title"] for i in found["items"]]
    assert [e.findtext(f"{ATOM}content") for e in entries] == [
        i["content_html"] for i in found["items"]
    ]
    for name_of in ("published", "updated"):
        own = "date_published" if name_of == "published" else "date_modified"
        assert [e.findtext(f"{ATOM}{name_of}") for e in entries] == [i[own] for i in found["items"]]
    assert tree.findtext(f"{ATOM}title") == found["title"]
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert 0 < len(entries) <= 50


@pytest.mark.parametrize("name", ALL)
def test_a_feed_has_all_that_atom_asks(client: Client, kent: Inspection, name: str) -> None:
    regrade(kent, "leaders", "good", "revised")
    tree = atom(client, name)
    ids = [node.text for node in tree.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert all(
        re.fullmatch(r"tag:127\.0\.0\.1,2026:[A-Za-z0-9/._~%-]+", text or "") for text in ids
    )
    links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
    assert links["self"] == f"{SITE}/feeds/{name}.atom"
    assert client.get((links["alternate"] or "").removeprefix(SITE)).status_code == 200
    updated = [node.text or "" for node in tree.iter(f"{ATOM}updated")]
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", each) for each in updated
    )
    assert "Open Government Licence" in (tree.findtext(f"{ATOM}rights") or "")
    assert tree.find(f"{ATOM}author/{ATOM}name") is not None


@pytest.mark.parametrize("name", ALL)
def test_a_feed_is_answered_with_304(client: Client, name: str) -> None:
    for form in ("atom", "json"):
        tag = client.get(f"/feeds/{name}.{form}")["ETag"]
        again = client.get(f"/feeds/{name}.{form}", headers={"if-none-match": tag})
        assert again.status_code == 304


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
        ("/feeds/regions/wales.atom", 404, "wales"),
        ("/feeds/regions/england.json", 404, "england"),
        ("/feeds/authorities/nowhere.atom", 404, "nowhere"),
        ("/feeds/authorities/nowhere/neighbours.json", 404, "nowhere"),
        ("/feeds/all.atom?colour=red", 400, "colour"),
        ("/feeds/all.json?as_at=spring", 400, "as_at"),
        ("/feeds/all.rss", 404, ""),
        ("/feeds/?page=2", 400, "page"),
    ],
)
def test_nonsense_is_refused(client: Client, address: str, status: int, named: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert named in response.content.decode()


def test_a_code_leads_to_the_feed_of_its_authority(client: Client) -> None:
    assert client.get("/feeds/authorities/E10000016.atom")["Location"] == (
        "/feeds/authorities/kent.atom"
    )
    moved = client.get("/feeds/authorities/E10000016/neighbours.json?as_at=2024-01-01")
    assert moved["Location"] == "/feeds/authorities/kent/neighbours.json?as_at=2024-01-01"


def test_the_overview_names_every_feed(client: Client) -> None:
    page = client.get("/feeds/").content.decode()
    assert_well_formed(page)
    addresses = re.findall(r'href="(/feeds/[^"]*)"', page)
    for slug in Authority.objects.values_list("slug", flat=True):
        assert f"/feeds/authorities/{slug}.atom" in addresses
        assert f"/feeds/authorities/{slug}/neighbours.json" in addresses
    regions = [each for each in set(addresses) if each.startswith("/feeds/regions/")]
    assert len(regions) == 20
    assert all(client.get(each).status_code == 200 for each in regions)


def test_pages_lead_to_their_feeds(client: Client) -> None:
    page = client.get("/authorities/kent/").content.decode()
    head = page.partition("</head>")[0]
    for name in ("all", "corrections", "authorities/kent", "authorities/kent/neighbours"):
        assert 'type="application/atom+xml" title="' in head
        assert f'href="/feeds/{name}.atom"' in head
    assert (
        'href="/feeds/authorities/kent.atom"'
        in (client.get(f"/inspections/{KENT}/").content.decode().partition("</head>")[0])
    )


@pytest.mark.parametrize("name", ALL)
def test_as_many_queries_for_many_entries_as_for_few(
    client: Client, kent: Inspection, name: str
) -> None:
    regrade(kent, "leaders", "good", "revised")
    client.get("/about/")
    Whole.current()
    with CaptureQueriesContext(connection) as many:
        client.get(f"/feeds/{name}.atom")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/feeds/{name}.atom?as_at=2009-12-31")
    assert len(few) <= len(many) <= 30
