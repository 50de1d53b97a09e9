"""The badge: the headline in words and mark, or why there is none."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from tests.views.embeds import (
    AUTHORITIES,
    DAYS,
    description_of,
    said_by_the_page,
    title_of,
    written_in,
)

pytestmark = pytest.mark.usefixtures("record")


def badge(client: Client, slug: str, query: str = "") -> str:
    response = client.get(f"/badge/{slug}.svg{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    svg = str(response.content.decode())
    ET.fromstring(svg)
    return svg


@pytest.mark.parametrize("slug", AUTHORITIES)
def test_it_says_what_the_page_says(client: Client, slug: str) -> None:
    for day in DAYS:
        page = said_by_the_page(client, slug, day)
        svg = badge(client, slug, f"?as_at={day}")
        abolished = page.existence.startswith("abolished")
        headline = page.existence if abolished else page.headline or page.line
        assert f"{page.name}: {headline}" in written_in(svg)
        assert description_of(svg) == f"The line: {page.line}."


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
def test_mark_and_words(client: Client, slug: str, query: str, mark: str, headline: str) -> None:
    assert written_in(badge(client, slug, query)).startswith(f"{mark} {headline} ")


def test_it_says_the_day_in_sight_and_everything_in_its_title(client: Client) -> None:
    svg = badge(client, "west-northamptonshire", "?as_at=2026-08-20&known_by=2026-08-31")
    when = "as at 20 August 2026, as published by 31 August 2026"
    assert when in written_in(svg)
    assert title_of(svg) == (
        f"West Northamptonshire, Ofsted ratings of children’s services {when}: no overall grade "
        "(2026) (last overall grade requires improvement (2022)). On reports published to "
        "20 August 2026."
    )


def test_an_abolished_authority_keeps_its_last_grade_in_the_title(client: Client) -> None:
    assert title_of(badge(client, "northamptonshire")).endswith(
        "abolished 31 March 2021 (last: inadequate (2019)). On reports published to 20 August 2026."
    )


def test_words_are_escaped_and_fit(client: Client) -> None:
    for slug in AUTHORITIES:
        root = ET.fromstring(badge(client, slug))
        assert 200 < float(root.get("width") or 0) < 520
        assert root.get("height") == "44"
