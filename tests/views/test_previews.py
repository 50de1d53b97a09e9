"""What search engines and chat apps show of a page, what an author can paste, and oEmbed."""

import json
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ratings.exports import pictures
from ratings.templatetags.citing import json_ld
from tests.views.embeds import SITE, meta, size_of_png, structured
from tests.views.pages import page_at

pytestmark = pytest.mark.usefixtures("record")

REACH = "On reports published to 20 August 2026."
KENT = f"{SITE}/authorities/kent/"
LINE = "adequate (2013) → good (2017) → outstanding (2022) → good (2025)"
COPIED = "Ofsted’s ratings of Kent’s children’s services"


def test_the_picture_is_there_as_large_as_it_says(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    shown = meta(page_at(client, "/authorities/kent/?as_at=2018-12-31"))
    assert shown["twitter:card"] == "summary_large_image"
    png = client.get(shown["og:image"].removeprefix(SITE)).content
    assert size_of_png(png) == (int(shown["og:image:width"]), int(shown["og:image:height"]))
    assert "as at 31 December 2018: good (2017)" in shown["og:image:alt"]


def test_every_page_names_the_site(client: Client) -> None:
    for address in ("/", "/about/", "/authorities/", "/authorities/kent/"):
        assert meta(page_at(client, address))["og:site_name"] == "Ofsted ratings over time"


@pytest.mark.parametrize("address", ["/", "/authorities/kent/", "/authorities/cumbria/"])
def test_structured_data_is_a_dataset_whose_files_are_there(client: Client, address: str) -> None:
    data = structured(page_at(client, address))
    assert (data["@context"], data["@type"]) == ("https://schema.org/", "Dataset")
    assert 50 <= len(data["description"]) <= 5000
    assert "open-government-licence" in data["license"]
    assert data["temporalCoverage"] == "2009-04-01/2026-08-20"
    assert data["url"] == SITE + address
    for file in data["distribution"]:
        response = client.get(file["contentUrl"].removeprefix(SITE))
        assert response.status_code == 200
        assert response["Content-Type"].startswith(file["encodingFormat"])


def test_nothing_in_the_data_can_end_its_element() -> None:
    nasty = {"name": "</script><script>alert('&')</script>"}
    text = json_ld(nasty)
    assert text.count("<") == 2
    assert json.loads(text.partition(">")[2].rpartition("<")[0]) == nasty


# Embed this


def test_an_author_finds_what_to_paste_live_and_dated(client: Client) -> None:
    page = page_at(client, "/authorities/kent/?as_at=2018-12-31")
    codes = [unescape(code) for code in re.findall(r"<code>(.*?)</code>", page)]
    live_frame, live_badge, dated_frame, dated_badge = codes
    assert f'src="{SITE}/embed/kent/"' in live_frame
    assert f'src="{SITE}/embed/kent/?as_at=2018-12-31"' in dated_frame
    assert 'alt="Kent: latest Ofsted headline"' in live_badge
    assert "as at 31 December 2018: good (2017)." in dated_badge
    copied = [unescape(c) for c in re.findall(r'data-copy="([^"]*)"', page)]
    assert set(codes) <= set(copied)
    assert "<iframe" not in page


def test_every_address_offered_answers(
    client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(pictures, "draw", lambda svg, width: b"a picture")
    for slug in ("kent", "northamptonshire"):
        page = page_at(client, f"/authorities/{slug}/?as_at=2018-12-31&known_by=2019-06-30")
        offered = re.search(r'<details class="embedding".*?</details>', page, re.DOTALL)
        assert offered
        places = re.findall(r'<dd><a href="([^"]*)"', offered[0])
        assert len(places) == 12
        for address in places:
            response = client.get(unescape(address).removeprefix(SITE))
            assert response.status_code == 200, address


# Copy buttons


@pytest.mark.parametrize(
    ("address", "copied"),
    [
        ("/authorities/kent/", f'data-copy="{COPIED}: adequate (2013) → good (2017) → outst'),
        (
            "/inspections/kent-sif-2017-03-06/",
            f'data-copy="{COPIED} until 6 March 2017: adequate (2013) → good (2017). {REACH}"',
        ),
        ("/compare/?authority=kent&authority=surrey", 'aria-label="Copy the line of Surrey"'),
        ("/", 'data-copy-from="sentence"'),
    ],
)
def test_the_line_can_be_copied_wherever_it_stands(
    client: Client, address: str, copied: str
) -> None:
    page = page_at(client, address)
    assert copied in page
    assert "ratings/copy.js" in page
    assert all(" hidden>" in b for b in re.findall(r'<button class="copy"[^>]*>', page))


# oEmbed, as oembed.com asks of a provider


def asked(client: Client, **parameters: str) -> Any:
    return client.get("/oembed/", parameters)


def test_an_authority_is_answered_with_a_frame_in_json_and_xml(client: Client) -> None:
    response = asked(client, url=KENT)
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    data = response.json()
    assert (data["version"], data["type"]) == ("1.0", "rich")
    assert data["title"] == f"Kent: {LINE}. {REACH}"
    assert data["provider_name"] == "Ofsted ratings over time"
    assert f'src="{SITE}/embed/kent/"' in data["html"]
    assert f'width="{data["width"]}" height="{data["height"]}"' in data["html"]
    assert "<script" not in data["html"]
    assert data["thumbnail_url"] == f"{SITE}/authorities/kent/card.png"
    xml = asked(client, url=KENT, format="xml")
    assert xml["Content-Type"] == "text/xml; charset=utf-8"
    found = {each.tag: each.text for each in ET.fromstring(xml.content)}
    assert found == {name: str(value) for name, value in data.items()}


def test_the_dates_of_the_address_are_kept(client: Client) -> None:
    url = f"{KENT}?as_at=2018-12-31&known_by=2019-06-30"
    data = asked(client, url=url).json()
    line = "adequate (2013) → good (2017)"
    assert data["title"] == f"Kent: {line}. On reports published to 30 June 2019."
    assert "/embed/kent/?as_at=2018-12-31&known_by=2019-06-30" in unescape(data["html"])


@pytest.mark.parametrize(
    "url",
    [*(f"{host}/{place}/kent/" for place in ("authorities", "embed")
       for host in ("http://127.0.0.1:8000", "http://testserver", "https://testserver")),
     "http://127.0.0.1:8000/authorities/E10000016/"],
)  # fmt: skip
def test_page_and_frame_can_be_asked_about_under_every_name(client: Client, url: str) -> None:
    assert f'src="{SITE}/embed/kent/"' in asked(client, url=url).json()["html"]


@pytest.mark.parametrize("most", [280, 333, 400, 640, 5000])
def test_it_is_never_wider_or_higher_than_there_is_room(client: Client, most: int) -> None:
    data = asked(client, url=KENT, maxwidth=str(most)).json()
    assert data["width"] == min(most, 640)
    assert asked(client, url=KENT, maxheight=str(most)).json()["height"] <= most
    assert ("thumbnail_url" in data) == (most >= 1200)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/authorities/kent/", "http://testserver@example.com/authorities/kent/",
        "http://127.0.0.1:8000.example.com/authorities/kent/", "//testserver/authorities/kent/",
        "ftp://testserver/authorities/kent/", "javascript:alert(1)", "http://[", "kent",
        *(f"http://testserver/{path}" for path in (
            "", "admin/", "authorities/", "authorities/kent.json", "authorities/nowhere/",
            "authorities/E10000016/x/")),
    ],
)  # fmt: skip
def test_what_is_not_an_authority_here_is_not_found(client: Client, url: str) -> None:
    response = asked(client, url=url)
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("shared", "plain"),
    [
        ({"omit_script": "1"}, ""),
        ({"dnt": "true"}, ""),
        ({"hide_thread": "true", "theme": "dark", "lang": "cy"}, ""),
        ({"utm_source": "x", "_": "17"}, ""),
        ({"url": f"{KENT}?fbclid=x&utm_source=y"}, ""),
        ({"url": f"{KENT}#timeline"}, ""),
        ({"url": f"{KENT}?fbclid=x#timeline"}, ""),
        ({"url": f"{KENT}?utm_medium=social&as_at=2018-12-31&_=3"}, "?as_at=2018-12-31"),
    ],
)
def test_what_programs_and_networks_add_changes_nothing(
    client: Client, shared: dict[str, str], plain: str
) -> None:
    response = asked(client, **{"url": KENT, **shared})
    assert response.status_code == 200
    assert response.content == asked(client, url=f"{KENT}{plain}").content


@pytest.mark.parametrize(
    ("parameters", "status", "named"),
    [
        ({}, 400, "url"),
        ({"url": ""}, 400, "url"),
        ({"url": KENT, "maxwidth": "wide"}, 400, "maxwidth"),
        ({"url": KENT, "maxwidth": "0"}, 400, "maxwidth"),
        ({"url": KENT, "maxheight": "-1"}, 400, "maxheight"),
        ({"url": KENT, "colour": "red"}, 400, "colour"),
        ({"url": KENT, "callback": "shown"}, 400, "callback"),
        ({"url": f"{KENT}?as_at=soon"}, 400, "as_at"),
        ({"url": f"{KENT}?colour=red"}, 400, "colour"),
        ({"url": KENT, "format": "yaml"}, 501, ""),
        ({"url": KENT, "format": "JSON"}, 501, ""),
        ({"url": KENT, "format": "../json"}, 501, ""),
    ],
)
def test_nonsense_is_refused(
    client: Client, parameters: dict[str, str], status: int, named: str
) -> None:
    response = asked(client, **parameters)
    assert response.status_code == status
    assert named in response.content.decode()


def test_it_is_found_from_the_page_and_leads_back(client: Client) -> None:
    page = client.get("/authorities/kent/?as_at=2018-12-31").content.decode()
    links = re.findall(r'<link rel="alternate" type="([^"]*\+oembed)" href="([^"]*)"', page)
    assert [kind for kind, _ in links] == ["application/json+oembed", "text/xml+oembed"]
    for _, address in links:
        response = client.get(unescape(address).removeprefix(SITE))
        assert response.status_code == 200
        assert "/embed/kent/?as_at=2018-12-31" in response.content.decode()
