"""What search engines and chat apps show of a page, and what an author can paste."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ratings.templatetags.citing import json_ld
from tests.views.embeds import AUTHORITIES, DAYS, said_by_the_page, size_of_png
from tests.views.pages import assert_well_formed

pytestmark = pytest.mark.usefixtures("record")

SITE = "http://127.0.0.1:8000"
REACH = "On reports published to 20 August 2026."
KENT = "Ofsted’s ratings of Kent’s children’s services"


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    page = str(response.content.decode())
    assert_well_formed(page)
    return page


def meta(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([a-z:_]+)" content="([^"]*)">', page)
    return {name: unescape(content) for name, content in found}


def structured(page: str) -> Any:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(text)


@pytest.mark.parametrize("slug", AUTHORITIES)
def test_an_authority_is_previewed_with_its_line(client: Client, slug: str) -> None:
    for day in DAYS[1:]:
        said = said_by_the_page(client, slug, day)
        page = page_of(client, f"/authorities/{slug}/?as_at={day}")
        shown = meta(page)
        assert shown["og:title"].startswith(f"{said.name}: Ofsted ratings of children’s services")
        assert shown["og:description"] == f"{said.line}. {REACH}"
        assert shown["og:url"] == f"{SITE}/authorities/{slug}/?as_at={day}"
        assert structured(page)["description"].endswith(f"in {said.name}: {said.line}.")


def test_the_picture_is_there_as_large_as_it_says(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    shown = meta(page_of(client, "/authorities/kent/?as_at=2018-12-31"))
    assert shown["twitter:card"] == "summary_large_image"
    png = client.get(shown["og:image"].removeprefix(SITE)).content
    assert size_of_png(png) == (int(shown["og:image:width"]), int(shown["og:image:height"]))
    assert "as at 31 December 2018: good (2017)" in shown["og:image:alt"]


def test_every_page_names_the_site(client: Client) -> None:
    for address in ("/", "/about/", "/authorities/", "/authorities/kent/"):
        assert meta(page_of(client, address))["og:site_name"] == "Ofsted ratings over time"


@pytest.mark.parametrize("address", ["/", "/authorities/kent/", "/authorities/cumbria/"])
def test_structured_data_is_a_dataset_whose_files_are_there(client: Client, address: str) -> None:
    data = structured(page_of(client, address))
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
    page = page_of(client, "/authorities/kent/?as_at=2018-12-31")
    codes = [unescape(code) for code in re.findall(r"<code>(.*?)</code>", page)]
    live_frame, live_badge, dated_frame, dated_badge = codes
    assert f'src="{SITE}/embed/kent/"' in live_frame
    assert f'src="{SITE}/embed/kent/?as_at=2018-12-31"' in dated_frame
    assert 'alt="Kent: latest Ofsted headline"' in live_badge
    assert "as at 31 December 2018: good (2017)." in dated_badge
    copied = [unescape(c) for c in re.findall(r'data-copy="([^"]*)"', page)]
    assert set(codes) <= set(copied)
    assert "<iframe" not in page


def test_every_address_offered_answers(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    for slug in ("kent", "northamptonshire"):
        page = page_of(client, f"/authorities/{slug}/?as_at=2018-12-31&known_by=2019-06-30")
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
        ("/authorities/kent/", f'data-copy="{KENT}: adequate (2013) → good (2017) → outst'),
        (
            "/inspections/kent-sif-2017-03-06/",
            f'data-copy="{KENT} until 6 March 2017: adequate (2013) → good (2017). {REACH}"',
        ),
        ("/compare/?authority=kent&authority=surrey", 'aria-label="Copy the line of Surrey"'),
        ("/", 'data-copy-from="sentence"'),
    ],
)
def test_the_line_can_be_copied_wherever_it_stands(
    client: Client, address: str, copied: str
) -> None:
    page = page_of(client, address)
    assert copied in page
    assert "ratings/copy.js" in page
    assert all(" hidden>" in b for b in re.findall(r'<button class="copy"[^>]*>', page))
