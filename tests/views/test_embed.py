"""The frame and the pictures for other sites: the facts of the page, small, and framed alone."""

import gzip
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.exports import pictures
from tests.views.embeds import (
    AUTHORITIES,
    DAYS,
    SITE,
    Said,
    description_of,
    meta,
    size_of_png,
    structured,
    title_of,
    written_in,
)
from tests.views.pages import page_at, some_pairs, text_of

pytestmark = pytest.mark.usefixtures("record")

FRAMED = ["/embed/kent/", "/embed/kent/timeline.svg"]
PICTURES = [
    "/authorities/kent/timeline.svg", "/authorities/kent/timeline.png",
    "/authorities/kent/card.png", "/embed/kent/timeline.png", "/badge/kent.svg",
]  # fmt: skip
OEMBED = "/oembed/?url=http://127.0.0.1:8000/authorities/kent/"


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Drawn pictures are kept in a folder of these tests' own: each is drawn once."""
    settings.VAR_DIR = tmp_path_factory.getbasetemp()


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> list[str]:
    """What is drawn in a test of its own, where no picture is made and none was kept."""
    settings.VAR_DIR, svgs = tmp_path, []
    monkeypatch.setattr(pictures, "draw", lambda svg, width: svgs.append(svg) or b"a picture")
    return svgs


def frame_of(client: Client, slug: str, query: str = "") -> str:
    return page_at(client, f"/embed/{slug}/{query}")


def badge_of(client: Client, slug: str, query: str = "") -> str:
    response = client.get(f"/badge/{slug}.svg{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    svg = str(response.content.decode())
    ET.fromstring(svg)
    return svg


def line_in(page: str) -> str:
    found = re.search(r'<p class="line">(.*?)</p>', page)
    assert found
    return unescape(text_of(found[1]))


# The facts


@pytest.mark.parametrize(("slug", "day"), some_pairs(2, AUTHORITIES, DAYS))
def test_all_that_is_embedded_says_what_the_page_says(client: Client, slug: str, day: str) -> None:
    html = page_at(client, f"/authorities/{slug}/?as_at={day}")
    page = Said.by(html)
    frame = frame_of(client, slug, f"?as_at={day}")
    said = unescape(text_of(frame))
    assert f"<h1>{page.name}</h1>" in unescape(frame)
    assert line_in(frame) == page.line
    assert page.headline in said
    abolished = page.existence if page.existence.startswith("abolished") else ""
    assert abolished in said
    for place in (f"/authorities/{slug}/timeline.svg", f"/embed/{slug}/timeline.svg"):
        svg = client.get(place, {"as_at": day}).content.decode()
        assert title_of(svg) == f"{page.name}: Ofsted ratings over time"
        assert f"Overall: {page.line}." in description_of(svg)
        assert written_in(svg).startswith(f"{page.name} {page.line} ")
        assert f"/authorities/{slug}/?as_at={day}" in written_in(svg)
        assert "on reports published to 20 August 2026. " in written_in(svg)
    badge = badge_of(client, slug, f"?as_at={day}")
    assert f"{page.name}: {abolished or page.headline or page.line}" in written_in(badge)
    assert description_of(badge) == f"The line: {page.line}."
    shown = meta(html)
    assert shown["og:title"].startswith(f"{page.name}: Ofsted ratings of children’s services")
    assert shown["og:description"] == f"{page.line}. On reports published to 20 August 2026."
    assert shown["og:url"] == f"{SITE}/authorities/{slug}/?as_at={day}"
    assert structured(html)["description"].endswith(f"in {page.name}: {page.line}.")


def test_the_small_picture_has_a_bar_for_every_grade_of_the_line(client: Client) -> None:
    svg = client.get("/embed/northamptonshire/timeline.svg").content.decode()
    bars = re.findall(r"<rect[^>]*><title>(.*?)</title>", svg)
    assert [re.split(" from | since ", bar)[0] for bar in bars] == [
        "Inadequate", "Requires improvement", "Inadequate",
    ]  # fmt: skip
    assert "I 2013" in written_in(svg)
    assert "RI 2016" in written_in(svg)


def test_no_overall_grade_is_told_with_the_last_one_and_the_profile(client: Client) -> None:
    said = text_of(frame_of(client, "west-northamptonshire"))
    assert (
        "As at 1 September 2026: no overall grade (2026); "
        "last overall grade requires improvement (2022). "
        "Leaders outstanding · help and protection good" in said
    )
    assert "Before it, Northamptonshire, until 31 March 2021" in said
    assert "inadequate (2019) → improved (2020–2021)" in said


def test_an_authority_that_did_not_yet_exist_has_no_timeline(client: Client) -> None:
    page = frame_of(client, "cumberland", "?as_at=2020-01-01")
    assert line_in(page) == "did not yet exist"
    assert "<svg" not in page


def test_several_predecessors_are_named_and_never_drawn_as_its_own(client: Client) -> None:
    page = frame_of(client, "bournemouth-christchurch-and-poole")
    assert page.count(">Before it, ") == 3
    assert "3 predecessors" in page
    assert "tl-era" not in page


def test_it_says_date_source_licence_completeness_and_leads_to_the_page(client: Client) -> None:
    live = text_of(frame_of(client, "kent"))
    assert "As at today, 1 September 2026." in live
    assert "On reports published to 20 August 2026." in live
    assert "Complete for visits begun from 1 April 2021 to 31 March 2025." in live
    assert "Source: Ofsted, Open Government Licence v3.0" in live
    dated = frame_of(client, "kent", "?as_at=2024-03-31&known_by=2024-06-30")
    assert "As at 31 March 2024, as published by 30 June 2024." in text_of(dated)
    assert "On reports published to 30 June 2024." in text_of(dated)
    assert "/authorities/kent/?as_at=2024-03-31&amp;known_by=2024-06-30" in dated


def test_what_was_not_published_by_then_is_left_out(client: Client) -> None:
    known = "?as_at=2025-12-31&known_by=2025-11-30"
    assert line_in(frame_of(client, "kent", known)).endswith("outstanding (2022)")
    svg = client.get(f"/embed/kent/timeline.svg{known}").content.decode()
    assert "good (2025)" not in svg


# The badge


@pytest.mark.parametrize(
    ("slug", "query", "mark", "headline"),
    [
        ("kent", "", "G", "Kent: good (2025)"),
        ("kent", "?as_at=2013-12-31", "A", "Kent: adequate (2013)"),
        ("kent", "?as_at=2025-12-31&known_by=2025-11-30", "O", "Kent: outstanding (2022)"),
        ("west-northamptonshire", "", "–", "West Northamptonshire: no overall grade (2026)"),
        ("isles-of-scilly", "?as_at=2012-01-01", "…", "Isles of Scilly: not yet inspected"),
        ("cumberland", "?as_at=2020-01-01", "–", "Cumberland: did not yet exist"),
        ("cumberland", "?as_at=2023-06-01", "…", "Cumberland: not yet inspected"),
        ("northamptonshire", "", "–", "Northamptonshire: abolished 31 March 2021"),
        ("northamptonshire", "?as_at=2021-03-31", "I", "Northamptonshire: inadequate (2019)"),
    ],
)
def test_the_badge_has_mark_and_words(
    client: Client, slug: str, query: str, mark: str, headline: str
) -> None:
    assert written_in(badge_of(client, slug, query)).startswith(f"{mark} {headline} ")


def test_the_badge_says_its_day_in_sight_and_everything_in_its_title(client: Client) -> None:
    svg = badge_of(client, "west-northamptonshire", "?as_at=2026-08-20&known_by=2026-08-31")
    when = "as at 20 August 2026, as published by 31 August 2026"
    assert when in written_in(svg)
    assert title_of(svg) == (
        f"West Northamptonshire, Ofsted ratings of children’s services {when}: no overall grade "
        "(2026) (last overall grade requires improvement (2022)). On reports published to "
        "20 August 2026."
    )
    assert title_of(badge_of(client, "northamptonshire")).endswith(
        "abolished 31 March 2021 (last: inadequate (2019)). On reports published to 20 August 2026."
    )


# The form


@pytest.mark.parametrize("slug", AUTHORITIES)
def test_it_is_a_few_kilobytes_and_its_pictures_carry_both_themes(
    client: Client, slug: str
) -> None:
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        response = client.get(f"/embed/{slug}/", headers={"accept-encoding": encoding})
        assert response["Content-Encoding"] == encoding
        assert len(response.content) < 8 * 1024
        page = unpack(response.content)
        assert page.startswith(b"<!DOCTYPE html>")
        assert not re.search(b'<script|<link rel="stylesheet|src=', page)
    badge = client.get(f"/badge/{slug}.svg", headers={"accept-encoding": "gzip"})
    assert len(badge.content) < 2 * 1024
    root = ET.fromstring(badge_of(client, slug))
    assert 200 < float(root.get("width") or 0) < 520
    assert root.get("height") == "44"
    for place in ("authorities", "embed"):
        response = client.get(f"/{place}/{slug}/timeline.svg")
        assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
        svg = response.content.decode()
        root = ET.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.get("role") == "img"
        assert "prefers-color-scheme:dark" in svg
        assert 'class="tl-paper" fill="#fbfaf7"' in svg
        assert "All of it is in the table" not in svg
        assert "listed below" not in svg


def test_dark_colours_are_those_of_the_site(client: Client) -> None:
    """Every rule of a file says what `charts.css` says of the same class on a dark page."""
    css = Path("ratings/static/ratings/charts.css").read_text()
    values = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", css.partition("@media screen")[2]))
    svg = client.get("/authorities/kent/timeline.svg").content.decode()
    rules = re.findall(r"\.(tl-[a-z-]+)\{([^}]*)\}", svg.partition("<style>")[2])
    assert len(rules) > 12
    for name, look in rules:
        if name == "tl-paper":  # painted, as there is no page beneath
            assert look == f"fill:{values['--tl-paper']}"
            continue
        found = re.search(rf"\.{name}(?:, [^{{]*)? {{ (.*?) }}", css)
        assert found, name
        wanted = re.sub(r"var\((.*?)\)", lambda match: values[match[1]], found[1])
        assert look == wanted.replace(": ", ":").replace("; ", ";").rstrip(";"), name


# Headers


@pytest.mark.parametrize(
    "address",
    [*FRAMED, "/", "/authorities/kent/", "/authorities/kent.json", "/oembed/?url=x",
     "/admin/login/", "/embed/nowhere/", "/embed/kent/?as_at=x", *PICTURES],
)  # fmt: skip
def test_it_may_be_framed_by_anybody_and_nothing_else_may_be(client: Client, address: str) -> None:
    for response in (client.get(address), client.get(address)):
        is_framed = address in FRAMED
        assert response.get("X-Frame-Options") == (None if is_framed else "DENY")
        ancestors = "*" if is_framed else "'none'"
        policy = response["Content-Security-Policy"]
        assert f"frame-ancestors {ancestors}" in policy
        if address in (*FRAMED, *PICTURES):  # shown by other sites, where it can do nothing
            assert response.status_code == 200
            assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; ")
            assert "unsafe" not in policy
            assert ("style-src 'sha256-" in policy) == (not address.endswith(".png"))


# PNG


@pytest.mark.parametrize(
    ("address", "width", "height"),
    [
        ("/authorities/kent/timeline.png", 1960, None),
        ("/authorities/kent/card.png", 1200, 630),
        ("/embed/kent/timeline.png", 1040, None),
        ("/authorities/herefordshire/card.png", 1200, 630),
        ("/authorities/cumberland/card.png?as_at=2020-01-01", 1200, 630),
    ],
)
def test_a_png_has_its_size(client: Client, address: str, width: int, height: int | None) -> None:
    response = client.get(address)
    assert response["Content-Type"] == "image/png"
    found = size_of_png(response.content)
    assert found[0] == width
    assert height in (None, found[1])
    assert len(response.content) < 400_000


def test_a_picture_is_drawn_when_it_changes_and_not_when_it_is_asked_for(
    drawn: list[str], tmp_path: Path
) -> None:
    for _ in range(3):  # a client of its own has kept no page
        Client().get("/authorities/kent/card.png")
    assert len(drawn) == 1
    Client().get("/authorities/kent/card.png?as_at=2018-12-31")
    Client().get("/authorities/surrey/card.png")
    assert len(drawn) == 3
    assert len(list((tmp_path / "pictures").iterdir())) == 3


# Refusals and cost


@pytest.mark.parametrize("address", [*FRAMED, *PICTURES])
def test_another_slug_or_code_leads_there_and_an_unknown_one_nowhere(
    client: Client, address: str
) -> None:
    moved = client.get(address.replace("kent", "E10000016") + "?as_at=2020-01-01")
    assert moved.status_code == 302
    assert moved["Location"] == f"{address}?as_at=2020-01-01"
    assert client.get(address.replace("kent", "nowhere")).status_code == 404


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("address", [*FRAMED, *PICTURES, OEMBED])
def test_it_costs_the_same_whoever_is_asked_about(client: Client, address: str) -> None:
    client.get("/authorities/surrey/")
    counts = set()
    for slug in ("kent", "west-northamptonshire", "isles-of-scilly", "cumbria"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address.replace("kent", slug))
        counts.add(len(asked))
    assert counts == {4}
