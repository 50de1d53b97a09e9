"""The tile map of the first page."""

import re
from datetime import date

import pytest
from django.test import Client

from ratings.models import Authority, DataVersion
from tests.views.home.page import TILE, counts, groups, html

pytestmark = pytest.mark.usefixtures("record")


@pytest.mark.parametrize("day", ["2012-03-31", "2019-03-31", "2021-04-01", "2026-09-01"])
def test_every_authority_that_existed_is_a_tile(client: Client, day: str) -> None:
    tiles = TILE.findall(html(client, f"?as_at={day}"))
    existing = set(Authority.objects.existing_on(date.fromisoformat(day)).values_list("slug"))
    assert {(slug,) for _, _, _, slug, *_ in tiles} == existing
    assert len({tile[:2] for tile in tiles}) == len(tiles)
    assert len({short for *_, short in tiles}) == len(tiles)


def test_a_tile_has_the_mark_and_words_of_its_count(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31")
    labels = {slug: (letter, label) for _, _, _, slug, label, letter, _ in TILE.findall(page)}
    for key, slugs in groups(page).items():
        for slug in slugs:
            assert labels[slug][1].endswith(f": {key.replace('-', ' ')}")
    assert labels["northamptonshire"] == ("RI", "Northamptonshire: requires improvement")


def test_where_the_latest_inspection_did_not_judge_the_area_the_tile_is_dashed(
    client: Client,
) -> None:
    """A combined grade of before 2023 is neither of its two successors' (domain §3)."""
    page = html(client, "?as_at=2024-03-31&area=care-leavers")
    not_judged = set(groups(page)["not-judged"])
    tones = {slug: tone for _, _, tone, slug, *_ in TILE.findall(page)}
    assert not_judged
    assert {tones[slug] for slug in not_judged} == {"none"}


def test_areas_that_are_counted_as_one_are_one_choice(client: Client) -> None:
    assert counts(html(client, "?area=sif-leadership")) == counts(html(client, "?area=leaders"))
    assert 'value="sif-leadership"' not in html(client)


def test_the_area_is_kept_by_every_day_of_the_slider(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31&area=leaders")
    links = re.findall(r'<a href="([^"]*)#map" data-stop', page)
    assert len(links) > 20
    assert all("area=leaders" in link for link in links)


def test_a_tile_keeps_the_dates(client: Client) -> None:
    assert 'href="/authorities/kent/?as_at=2019-03-31"' in html(client, "?as_at=2019-03-31")


def test_a_new_authority_without_a_tile_is_on_the_map(client: Client) -> None:
    Authority.objects.filter(slug="kent").update(tile_column=None, tile_row=None)
    DataVersion.bump()
    assert len(TILE.findall(html(client))) == 153
