"""oEmbed, as oembed.com asks of a provider."""

import re
import xml.etree.ElementTree as ET
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.usefixtures("record")

KENT = "http://127.0.0.1:8000/authorities/kent/"
LINE = "adequate (2013) → good (2017) → outstanding (2022) → good (2025)"


def asked(client: Client, **parameters: str) -> Any:
    return client.get(f"/oembed/?{urlencode(parameters)}")


def test_an_authority_is_answered_with_a_frame(client: Client) -> None:
    response = asked(client, url=KENT)
    assert response["Content-Type"] == "application/json"
    data = response.json()
    assert (data["version"], data["type"]) == ("1.0", "rich")
    assert data["title"] == f"Kent: {LINE}. On reports published to 20 August 2026."
    assert data["provider_name"] == "Ofsted ratings over time"
    assert 'src="http://127.0.0.1:8000/embed/kent/"' in data["html"]
    assert f'width="{data["width"]}" height="{data["height"]}"' in data["html"]
    assert "<script" not in data["html"]
    assert data["thumbnail_url"] == "http://127.0.0.1:8000/authorities/kent/card.png"


def test_xml_says_the_same(client: Client) -> None:
    response = asked(client, url=KENT, format="xml")
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    found = {each.tag: each.text for each in ET.fromstring(response.content)}
    data = asked(client, url=KENT, format="json").json()
    assert found == {name: str(value) for name, value in data.items()}


def test_the_dates_of_the_address_are_kept(client: Client) -> None:
    url = f"{KENT}?as_at=2018-12-31&known_by=2019-06-30"
    data = asked(client, url=url).json()
    assert data["title"] == (
        "Kent: adequate (2013) → good (2017). On reports published to 30 June 2019."
    )
    assert "/embed/kent/?as_at=2018-12-31&known_by=2019-06-30" in unescape(data["html"])


@pytest.mark.parametrize("place", ["authorities", "embed"])
@pytest.mark.parametrize(
    "host", ["http://127.0.0.1:8000", "http://testserver", "https://testserver"]
)
def test_page_and_frame_can_be_asked_about_under_either_name(
    client: Client, place: str, host: str
) -> None:
    assert asked(client, url=f"{host}/{place}/kent/").status_code == 200


def test_a_code_in_the_address_leads_to_the_authority(client: Client) -> None:
    data = asked(client, url=KENT.replace("kent", "E10000016")).json()
    assert 'src="http://127.0.0.1:8000/embed/kent/"' in data["html"]


@pytest.mark.parametrize("most", [280, 333, 400, 640, 5000])
def test_it_is_never_wider_or_higher_than_there_is_room(client: Client, most: int) -> None:
    data = asked(client, url=KENT, maxwidth=str(most)).json()
    assert data["width"] == min(most, 640)
    assert asked(client, url=KENT, maxheight=str(most)).json()["height"] <= most
    assert ("thumbnail_url" in data) == (most >= 1200)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/authorities/kent/",
        "http://127.0.0.1:8000.example.com/authorities/kent/",
        "http://testserver@example.com/authorities/kent/",
        "//testserver/authorities/kent/",
        "ftp://testserver/authorities/kent/",
        "javascript:alert(1)",
        "http://[",
        "kent",
        "http://testserver/",
        "http://testserver/admin/",
        "http://testserver/authorities/",
        "http://testserver/authorities/kent.json",
        "http://testserver/authorities/nowhere/",
        "http://testserver/authorities/E10000016/x/",
    ],
)
def test_what_is_not_an_authority_here_is_not_found(client: Client, url: str) -> None:
    response = asked(client, url=url)
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("form", ["yaml", "JSON", "../json"])
def test_another_format_is_not_implemented(client: Client, form: str) -> None:
    assert asked(client, url=KENT, format=form).status_code == 501


@pytest.mark.parametrize(
    "asked_beside",
    [
        {"omit_script": "1"},
        {"dnt": "true"},
        {"hide_thread": "true", "theme": "dark", "lang": "cy"},
        {"utm_source": "x", "_": "17"},
    ],
)
def test_what_programs_that_embed_add_changes_nothing(
    client: Client, asked_beside: dict[str, str]
) -> None:
    response = asked(client, url=KENT, **asked_beside)
    assert response.status_code == 200
    assert response.content == asked(client, url=KENT).content


@pytest.mark.parametrize(
    ("added", "same_as"),
    [
        ("?fbclid=x&utm_source=y", ""),
        ("#timeline", ""),
        ("?fbclid=x#timeline", ""),
        ("?utm_medium=social&as_at=2018-12-31&_=3", "?as_at=2018-12-31"),
    ],
)
def test_a_shared_address_is_embedded_as_the_plain_one(
    client: Client, added: str, same_as: str
) -> None:
    shared, plain = asked(client, url=f"{KENT}{added}"), asked(client, url=f"{KENT}{same_as}")
    assert shared.status_code == 200
    assert shared.content == plain.content


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({}, "url"),
        ({"url": ""}, "url"),
        ({"url": KENT, "maxwidth": "wide"}, "maxwidth"),
        ({"url": KENT, "maxwidth": "0"}, "maxwidth"),
        ({"url": KENT, "maxheight": "-1"}, "maxheight"),
        ({"url": KENT, "colour": "red"}, "colour"),
        ({"url": KENT, "callback": "shown"}, "callback"),
        ({"url": f"{KENT}?as_at=soon"}, "as_at"),
        ({"url": f"{KENT}?colour=red"}, "colour"),
    ],
)
def test_nonsense_is_refused(client: Client, parameters: dict[str, str], named: str) -> None:
    response = asked(client, **parameters)
    assert response.status_code == 400
    assert named in response.content.decode()


def test_it_is_found_from_the_page_and_leads_back(client: Client) -> None:
    page = client.get("/authorities/kent/?as_at=2018-12-31").content.decode()
    links = re.findall(r'<link rel="alternate" type="([^"]*\+oembed)" href="([^"]*)"', page)
    assert [kind for kind, _ in links] == ["application/json+oembed", "text/xml+oembed"]
    for _, address in links:
        response = client.get(unescape(address).removeprefix("http://127.0.0.1:8000"))
        assert response.status_code == 200
        assert "/embed/kent/?as_at=2018-12-31" in response.content.decode()


def test_other_sites_may_read_it_and_it_costs_the_same_for_all(client: Client) -> None:
    client.get("/authorities/surrey/")
    counts = set()
    for slug in ("kent", "west-northamptonshire", "cumbria"):
        with CaptureQueriesContext(connection) as queries:
            response = asked(client, url=KENT.replace("kent", slug))
        assert response["Access-Control-Allow-Origin"] == "*"
        counts.add(len(queries))
    assert counts == {4}
