"""The national dashboard in a real browser: the map by keyboard, the slider, the long question."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener

TARGET = 24
"""Pixels that anything to be pressed has at least in width and height (WCAG 2.2, 2.5.8)."""


@pytest.mark.parametrize("window", [360, 375, 390, 1400])
def test_tiles_are_large_enough_and_do_not_overlap(visit: Opener, window: int) -> None:
    opened = visit("/", width=window)
    opened.assert_fits()
    tiles = opened.page.locator(".tilemap li").evaluate_all(
        """(all) => all.map((one) => {
            const link = one.querySelector('a');
            const whole = getComputedStyle(link, '::before');
            const sizes = [whole.width, whole.height].map(parseFloat);
            return [one, link].map((each) => each.getBoundingClientRect().toJSON()).concat(
                { width: sizes[0], height: sizes[1] });
        })"""
    )
    assert len(tiles) == 153
    for item, link, whole in tiles:
        assert min(item["width"], item["height"]) >= TARGET - 0.01
        assert min(whole["width"], whole["height"]) >= TARGET
        assert [overlaps(link, other) for _, other, _ in tiles].count(True) == 1, "its own"
    assert len({(item["left"], item["top"]) for item, _, _ in tiles}) == 153


def overlaps(one: dict[str, float], other: dict[str, float]) -> bool:
    beside = one["left"] >= other["right"] or other["left"] >= one["right"]
    return not beside and one["top"] < other["bottom"] and other["top"] < one["bottom"]


@pytest.mark.parametrize("width", [390, 1400])
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
    heading = "Overall effectiveness on 31 March 2026"
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_a_name_keeps_its_comma(visit: Opener) -> None:
    """No line of names begins with the comma of the name before."""
    page = visit("/?as_at=2014-03-31").page
    for width in (390, 900, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        split = "(all) => all.filter((one) => one.getBoundingClientRect().height > 32).length"
        names = page.locator(".names li")
        assert names.count() > 150
        assert names.evaluate_all(split) == 0, width
