"""The national dashboard in a real browser: the map by keyboard, the slider, the long question."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

PAGES = [
    "/?as_at=2019-03-31",
    "/?as_at=2013-10-31&area=cpi-overall",
    "/?as_at=2024-03-31&known_by=2024-06-30&area=care-leavers",
]
TARGET = 24
"""Pixels that anything to be pressed has at least in width and height (WCAG 2.2, 2.5.8)."""


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_fits(
    visit: Opener, address: str, width: int, scheme: str
) -> None:
    opened = visit(address, width=width, scheme=scheme)
    assert opened.page.locator(".tilemap").evaluate("(el) => getComputedStyle(el).display") == (
        "grid"
    ), "map.css has not loaded"
    opened.assert_accessible()
    opened.assert_fits()


def test_it_fits_any_window(visit: Opener) -> None:
    visit("/?as_at=2019-03-31").assert_fits_windows(320, 600, 800, 1024, 1100, 1200, 1900)


def test_tiles_are_large_enough_and_do_not_overlap(visit: Opener, width: int) -> None:
    page = visit("/", width=width).page
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.tilemap a')].map((tile) => {
            const whole = getComputedStyle(tile, '::before');
            const box = tile.getBoundingClientRect();
            return [box.left, box.top, box.right, box.bottom,
                    parseFloat(whole.width), parseFloat(whole.height)];
        })"""
    )
    assert len(boxes) == 153
    assert min(min(box[4:]) for box in boxes) >= TARGET
    for one in boxes:
        assert sum(overlaps(one, other) for other in boxes) == 1


def overlaps(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_the_names_of_tiles_are_inside_them_and_regions_beside(visit: Opener, width: int) -> None:
    page = visit("/", width=width).page
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.region-name')].filter((name) => {
            const range = document.createRange();
            range.selectNodeContents(name);
            const words = range.getBoundingClientRect();
            return [...document.querySelectorAll('.tilemap a')].some((tile) => {
                const box = tile.getBoundingClientRect();
                return words.left < box.right && box.left < words.right
                    && words.top < box.bottom && box.top < words.bottom;
            });
        }).map((name) => name.textContent)"""
    )
    assert outside == []
    assert page.locator(".region-name").count() == 9


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def test_the_map_is_one_tab_stop_and_then_arrow_keys(visit: Opener) -> None:
    page = visit("/").page
    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.tilemap') !== null")
    page.locator(".tilemap a[href^='/authorities/northumberland/']").focus()
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("Newcastle upon Tyne: ")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("Sunderland: ")
    page.keyboard.press("ArrowLeft")
    assert focused(page).startswith("Gateshead: ")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.tilemap') !== null")
    page.keyboard.press("Shift+Tab")
    assert focused(page).startswith("Gateshead: ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/authorities/gateshead/")


def test_every_tile_can_be_reached_with_arrow_keys(visit: Opener) -> None:
    """Walking from each tile in all four directions, starting anywhere."""
    page = visit("/").page
    page.locator(".tilemap a").first.focus()
    reached = page.evaluate(
        """() => {
            const map = document.querySelector('.tilemap');
            const seen = new Set([document.activeElement]);
            const waiting = [document.activeElement];
            while (waiting.length) {
                const tile = waiting.pop();
                for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
                    tile.focus();
                    tile.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
                    const next = document.activeElement;
                    if (!seen.has(next)) { seen.add(next); waiting.push(next); }
                }
            }
            return seen.size;
        }"""
    )
    assert reached == 153


def test_escape_puts_the_name_away(visit: Opener) -> None:
    page = visit("/").page
    tile = page.locator(".tilemap a[href^='/authorities/kent/']")
    tile.focus()
    shown = "(el) => getComputedStyle(el, '::after').display"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    assert tile.evaluate(shown) != "none"
    page.keyboard.press("Escape")
    assert tile.evaluate(shown) == "none"


def test_without_scripts_tiles_and_days_are_plain_links(visit: Opener) -> None:
    page = visit("/", javascript=False).page
    assert page.locator(".tilemap a[tabindex]").count() == 0
    assert not page.locator("input[type=range]").is_visible()
    page.get_by_role("link", name="31 March 2019", exact=True).last.click()
    assert page.url.endswith("/?as_at=2019-03-31#map")
    page.get_by_label("Judgement area").select_option("leaders")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "as_at=2019-03-31" in page.url
    assert "area=leaders" in page.url
    page.locator(".tilemap a[href^='/authorities/kent/']").click()
    assert page.url.endswith("/authorities/kent/?as_at=2019-03-31")


def test_the_slider_goes_to_the_day_it_is_left_on(visit: Opener) -> None:
    page = visit("/").page
    slider = page.get_by_role("slider", name="Date of the map")
    assert slider.get_attribute("aria-valuetext") == "today, 1 September 2026"
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "31 March 2026"
    page.wait_for_url("**/?as_at=2026-03-31#map")
    expect(page.get_by_role("slider")).to_be_focused()
    expect(
        page.get_by_role("heading", name="Overall effectiveness on 31 March 2026")
    ).to_be_visible()


def test_a_reader_learns_in_three_clicks_what_became_of_the_inadequate(visit: Opener) -> None:
    """Which were inadequate on 31 March 2019, which have since reached good, how long it took."""
    page = visit("/").page
    page.get_by_role("link", name="31 March 2019", exact=True).last.click()
    row = page.locator("#with-inadequate")
    inadequate = row.locator("li").all_inner_texts()
    assert len(inadequate) == 22
    row.get_by_role("link", name="What became of them since?").click()
    table = page.locator("main table").first
    columns = [text.strip() for text in table.locator("thead th").all_inner_texts()]
    assert columns[0] == "Authority"
    assert {"Inadequate since", "Reached", "How long"} <= set(columns)
    rows = {
        row.locator("th").inner_text().split("\n")[0].strip(): row.inner_text()
        for row in table.locator("tbody tr").all()
    }
    assert set(rows) == {re.sub(r"[,\s]+$", "", name) for name in inadequate}
    assert "25 April 2017" in rows["Barnet"]
    assert "13 May 2019" in rows["Barnet"]
    assert "not yet" in rows["Tameside"]
    reached = [words for words in rows.values() if "not yet" not in words]
    assert reached
    assert all(re.search(r"\d+ (year|month|day)", words) for words in reached)


def test_the_counts_lead_to_the_names_behind_them(visit: Opener) -> None:
    page = visit("/?as_at=2019-03-31").page
    number = page.locator(".national-counts a[href='#with-inadequate']")
    expected = int(number.inner_text())
    number.click()
    assert page.locator("#with-inadequate li").count() == expected
    expect(page.locator("#with-inadequate")).to_be_in_viewport()


def test_a_name_keeps_its_comma(visit: Opener) -> None:
    """No line of names begins with the comma of the name before."""
    for width in (390, 900, 1400):
        page = visit("/?as_at=2014-03-31", width=width).page
        split = "(all) => all.filter((one) => one.getBoundingClientRect().height > 32).length"
        names = page.locator(".names li")
        assert names.count() > 150
        assert names.evaluate_all(split) == 0, width
