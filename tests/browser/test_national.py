"""The national pages in a real browser."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Opener

PAGES = [
    "/national/",
    "/national/?area=slac-safeguarding&as_at=2013-05-01",
    "/national/?as_at=2012-01-01",
    "/national/authorities/?grade=inadequate&as_at=2019-03-31",
    "/national/transitions/?from=inadequate&to=good",
    "/national/transitions/?page=2",
    "/national/recovery/?goal=good&region=london",
    "/national/spells/?grade=outstanding&region=london",
    "/figures/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_fits(
    visit: Opener, address: str, width: int, scheme: str
) -> None:
    opened = visit(address, width=width, scheme=scheme)
    opened.assert_accessible()
    opened.assert_fits()


def test_the_page_fits_any_window(visit: Opener) -> None:
    visit("/national/").assert_fits_windows(600, 800, 1024, 1200)


def test_one_picture_is_seen_at_each_width(visit: Opener, width: int) -> None:
    page = visit("/national/", width=width).page
    seen = page.locator(".national-picture svg.tl:visible")
    assert seen.count() == 3
    narrow = page.locator(".national-picture svg.tl-narrow:visible")
    assert narrow.count() == (3 if width < 900 else 0)


def test_who_recovered_and_how_long_it_took_is_two_clicks_away(visit: Opener) -> None:
    """Without scripts: choose good as the goal, then open those that recovered."""
    page = visit("/national/?as_at=2026-08-20", javascript=False).page
    page.get_by_label("Recovered means").select_option("good")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "as_at=2026-08-20" in page.url
    page.locator("#recovery ~ p a", has_text="recovered").first.click()
    assert page.locator("h1").inner_text() == "From inadequate to good or better"
    assert page.locator("tbody tr", has_text="Birmingham").count() == 1


def test_a_long_list_is_turned_over_and_not_too_long_for_a_phone(visit: Opener) -> None:
    """All rows at once, one card below the other, were ninety screens. Without scripts."""
    page = visit("/national/transitions/?as_at=2020-03-31", width=390, javascript=False).page
    assert page.evaluate("document.documentElement.scrollHeight") < 15 * 900
    first = page.locator("tbody th").first.inner_text()
    page.get_by_role("navigation", name="Pages of the list").get_by_text("Next page").click()
    assert page.locator(".result-count").inner_text().startswith("Rows 51 to 100 of ")
    assert "as_at=2020-03-31" in page.url
    assert page.locator("tbody th").first.inner_text() > first


def test_paper_says_how_many_rows_there_are_beside_those_on_it(visit: Opener) -> None:
    page = visit("/national/transitions/", width=703).page
    page.emulate_media(media="print")
    said = page.locator(".result-count")
    assert said.is_visible()
    assert said.inner_text().endswith("; the CSV has all")
    assert not page.get_by_role("navigation", name="Pages of the list").is_visible()
    assert page.locator("tbody tr:visible").count() == 50


def test_a_region_leads_to_its_own_page_and_keeps_the_day(visit: Opener) -> None:
    page = visit("/national/?as_at=2020-03-31&area=leaders", javascript=False).page
    page.get_by_role("link", name="London", exact=True).click()
    assert page.locator("h1").inner_text() == "London: grades for leaders, 2014 to 2020"
    assert "as_at=2020-03-31" in page.url
    assert page.get_by_label("Region", exact=True).input_value() == "London"


def test_wide_tables_scroll_by_keyboard_on_a_phone(visit: Opener) -> None:
    page = visit("/national/", width=390).page
    region = page.get_by_role("region", name="Shares through time")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("one => one.scrollLeft > 0", arg=region.element_handle())


def test_on_a_phone_no_choice_is_cut_short(visit: Opener) -> None:
    """“requires improvement or better” needs the width of the form."""
    page = visit("/national/", width=390).page
    box = page.get_by_label("Recovered means").bounding_box()
    whole = page.get_by_label("Judgement area").bounding_box()
    assert box is not None
    assert whole is not None
    assert box["width"] == whole["width"]
