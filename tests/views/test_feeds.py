"""Feeds in both forms: what they hold, that it is stable, and that nothing odd breaks them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.db.models.functions import Coalesce
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import Authority, Inspection, Neighbour
from ratings.models.reference import Reference
from ratings.models.whole import Whole
from ratings.rules.line import line_of
from tests.transactions import new_transaction
from tests.views.histories import KENT, drafted, publish, regrade, save, withdraw
from tests.views.pages import assert_well_formed, text_of

pytestmark = pytest.mark.usefixtures("record")

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"

ALL = (
    "all", "regions/london", "regions/north-east-yorkshire-and-the-humber", "authorities/kent",
    "authorities/kent/neighbours", "corrections",
)  # fmt: skip


@pytest.fixture
def kent(record: None) -> Inspection:
    new_transaction()
    return Inspection.objects.get(key=KENT)


def atom(client: Client, name: str) -> ElementTree.Element:
    path, _, query = name.partition("?")
    response = client.get(f"/feeds/{path}.atom?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def data(client: Client, name: str) -> dict[str, Any]:
    path, _, query = name.partition("?")
    response = client.get(f"/feeds/{path}.json?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/feed+json"
    found: dict[str, Any] = response.json()
    return found


def items(client: Client, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(client, name)["items"]
    return found


def item(client: Client, name: str, key: str) -> dict[str, Any]:
    return next(each for each in items(client, name) if each["id"].endswith(key))


# --- form -------------------------------------------------------------------------------


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


# --- inspections ------------------------------------------------------------------------


def test_the_newest_fifty_by_publication(client: Client) -> None:
    public = Inspection.objects.as_at(date(2026, 9, 1)).annotate(
        d=Coalesce("published", "first_day")
    )
    newest = public.order_by("-d", "-first_day", "key").values_list("key", flat=True)[:50]
    found = [each["id"].rpartition("/")[2] for each in items(client, "all")]
    assert found == list(newest)
    dates = [each["date_published"] for each in items(client, "all")]
    assert [d[:10] for d in dates] == sorted((d[:10] for d in dates), reverse=True)


@pytest.mark.parametrize(
    "slug", ["kent", "northamptonshire", "west-northamptonshire", "city-of-london", "cumbria",
             "barnsley", "isles-of-scilly", "bournemouth", "essex", "birmingham"]
)  # fmt: skip
def test_lines_before_and_after_are_those_of_the_record(client: Client, slug: str) -> None:
    reference = Reference.current()
    authority = Authority.objects.get(slug=slug)
    series = Inspection.objects.public().filter(authority=authority).records(reference)
    by_id = {each.id: each for each in series}
    for entry in items(client, f"authorities/{slug}"):
        inspection = by_id[entry["id"].rpartition("/")[2]]
        day = inspection.first_day
        before, after = (
            line_of(authority.record(), series, reference.comparability, each).text
            for each in (date.fromordinal(day.toordinal() - 1), day)
        )
        said = text_of(entry["content_html"])
        lines = [f"The line stays: {after}"] if before == after else [
            f"The line before: {before}", f"The line since: {after}",
        ]  # fmt: skip
        assert all(line in said for line in lines), said
        assert entry["url"] == f"{SITE}/inspections/{inspection.id}/"
        assert entry.get("external_url", "") == inspection.report_url
    assert len(items(client, f"authorities/{slug}")) == min(50, len(series))


def test_an_entry_says_authority_and_finding(client: Client) -> None:
    entry = item(client, "authorities/kent", KENT)
    assert entry["title"] == "Kent: outstanding (standard inspection, 9 May 2022)"
    assert entry["date_published"] == "2022-07-05T00:00:00+01:00"
    assert "Published on 5 July 2022" in entry["content_html"]


def test_a_region_holds_its_authorities_and_ofsteds_region_holds_two(client: Client) -> None:
    regions = dict(Authority.objects.values_list("slug", "region"))
    keys = dict(Inspection.objects.values_list("key", "authority__slug"))

    def of(name: str) -> set[str]:
        return {regions[keys[e["id"].rpartition("/")[2]]] for e in items(client, f"regions/{name}")}

    assert of("london") == {"London"}
    assert of("north-east-yorkshire-and-the-humber") == {"North East", "Yorkshire and The Humber"}


def test_neighbours_are_those_of_the_newest_model(client: Client) -> None:
    keys = dict(Inspection.objects.values_list("key", "authority__slug"))
    rows = Neighbour.objects.filter(authority__slug="kent", model_year=2025)
    wanted = set(rows.values_list("neighbour__slug", flat=True))
    found = {
        keys[each["id"].rpartition("/")[2]] for each in items(client, "authorities/kent/neighbours")
    }
    assert found <= wanted
    assert "model of 2025" in data(client, "authorities/kent/neighbours")["description"]
    assert "model of 2021" in data(client, "authorities/cumbria/neighbours")["description"]


def test_an_authority_without_neighbours_says_so(client: Client) -> None:
    Neighbour.objects.filter(authority__slug="kent").delete()
    found = data(client, "authorities/kent/neighbours")
    assert "no model year of the record names any" in found["description"]
    assert found["items"] == []


def test_both_dates_narrow_a_feed(client: Client) -> None:
    until = items(client, "authorities/kent?as_at=2022-05-09")
    assert until[0]["id"].endswith(KENT)
    known = items(client, "authorities/kent?as_at=2022-05-09&known_by=2022-07-04")
    assert not known[0]["id"].endswith(KENT)
    found = data(client, "authorities/kent?as_at=2022-05-09&known_by=2022-07-04")
    assert "as at 9 May 2022, as published by 4 July 2022" in found["description"]
    assert (found["_ratings"]["as_at"], found["_ratings"]["known_by"]) == (
        "2022-05-09", "2022-07-04",
    )  # fmt: skip
    assert found["feed_url"].endswith("?as_at=2022-05-09&known_by=2022-07-04")


# --- what changes -----------------------------------------------------------------------


def test_a_correction_makes_an_entry_new_and_keeps_its_name(
    client: Client, kent: Inspection
) -> None:
    before = item(client, "authorities/kent", KENT)
    regrade(kent, "leaders", "good", "Ofsted revised the letter")
    kent.start_date = date(2022, 5, 10)
    save(kent, "misread")
    after = item(client, "authorities/kent", KENT)
    assert after["id"] == before["id"]
    assert after["date_published"] == before["date_published"] == before["date_modified"]
    assert after["date_modified"] > before["date_modified"]
    assert "Leaders: grade: outstanding became good" in after["content_html"]


def test_a_draft_is_in_no_feed_until_it_is_published(client: Client, kent: Inspection) -> None:
    draft = drafted("kent", date(2026, 7, 1))
    for name in ALL:
        for form in ("atom", "json"):
            assert draft.key not in client.get(f"/feeds/{name}.{form}").content.decode()
    publish(draft)
    entry = item(client, "all", draft.key)
    assert entry["title"] == "Kent: no overall grade (standard inspection, 1 July 2026)"
    assert "good (2025) → no overall grade (2026)" in entry["content_html"]


def test_corrections_say_old_new_and_why(client: Client, kent: Inspection) -> None:
    regrade(kent, "leaders", "good", "Ofsted revised the letter")
    (entry,) = items(client, "corrections")
    assert entry["title"] == "Kent, standard inspection, 9 May 2022: Leaders: grade corrected"
    said = text_of(entry["content_html"])
    assert "Leaders: grade: outstanding became good ." in said
    assert "Why: Ofsted revised the letter. By: not recorded." in said
    assert entry["url"] == f"{SITE}/inspections/{KENT}/"
    again = items(client, "corrections")
    assert again[0]["id"] == entry["id"]


def test_a_withdrawal_is_among_the_corrections(client: Client, kent: Inspection) -> None:
    withdraw(kent, "entered twice")
    (entry,) = items(client, "corrections")
    assert "Withdrawn" in entry["content_html"]
    assert "entered twice" in entry["content_html"]
    assert entry["url"] == f"{SITE}/changes/"
    assert not any(KENT in each["id"] for each in items(client, "authorities/kent"))


def test_fifty_corrections_at_most_each_with_its_name(client: Client, kent: Inspection) -> None:
    for key in ("good", "outstanding") * 30:
        regrade(kent, "leaders", key, "again")
    found = items(client, "corrections")
    assert len({each["id"] for each in found}) == len(found) == 50


# --- addresses --------------------------------------------------------------------------


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
