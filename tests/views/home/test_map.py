"""The tile map of the first page, and the marks of those without a grade."""

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
    assert 'href="/authorities/kent/?as_at=2019-03-31"' in page


def test_where_the_area_was_not_judged_the_tile_is_dashed(client: Client) -> None:
    """A combined grade of before 2023 is neither of its two successors' (domain §3)."""
    page = html(client, "?as_at=2024-03-31&area=care-leavers")
    not_judged = set(groups(page)["not-judged"])
    tones = {slug: tone for _, _, tone, slug, *_ in TILE.findall(page)}
    assert not_judged
    assert {tones[slug] for slug in not_judged} == {"none"}


def test_areas_that_are_counted_as_one_are_one_choice(client: Client) -> None:
    assert counts(html(client, "?area=sif-leadership")) == counts(html(client, "?area=leaders"))
    assert 'value="sif-leadership"' not in html(client)


def test_a_new_authority_without_a_tile_is_on_the_map(client: Client) -> None:
    Authority.objects.filter(slug="kent").update(tile_column=None, tile_row=None)
    DataVersion.bump()
    assert len(TILE.findall(html(client))) == 153


def marks(page: str) -> dict[str, tuple[str, str, str]]:
    """Class, letter and label of each tile, by its authority."""
    return {
        slug: (tone, letter, label) for _, _, tone, slug, label, letter, _ in TILE.findall(page)
    }


def test_inspected_under_other_rules_is_not_never_inspected(client: Client) -> None:
    """Kent was judged adequate under CPI in 2013; SIF, which is counted, came later."""
    page = html(client, "?as_at=2014-03-31")
    waiting = "not yet inspected under these rules"
    assert counts(page)[waiting] == 135
    assert marks(page)["kent"] == ("waiting", "…", f"Kent: {waiting}")


def test_a_new_authority_waits_under_any_rules(client: Client) -> None:
    page = html(client, "?as_at=2024-03-31")
    assert counts(page)["not yet inspected"] == 2
    assert marks(page)["cumberland"] == ("waiting", "…", "Cumberland: not yet inspected")


def test_the_two_without_a_grade_have_marks_of_their_own(client: Client) -> None:
    page = html(client, "?as_at=2026-08-20")
    key = page[page.index('class="map-key"') :]
    key = key[: key.index("</ul>")]
    assert 'mark-none" aria-hidden="true">–</span><span>no overall grade' in key
    assert 'mark-waiting" aria-hidden="true">…</span><span>not yet inspected' in key
