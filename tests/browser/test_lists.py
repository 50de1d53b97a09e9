"""The lists, the first page and the method in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener

PAGES = [
    "/",
    "/?as_at=2012-03-31",
    "/authorities/",
    "/authorities/?as_at=2024-03-31&known_by=2024-06-30&abolished=yes&sort=-grade",
    "/authorities/?q=nowhere",
    "/inspections/",
    "/inspections/?result=visit&page=2",
    "/about/",
]
REFUSALS = ["/authorities/?grade=brilliant", "/nothing/"]


@pytest.mark.parametrize("address", PAGES + REFUSALS)
def test_a_page_is_accessible_and_fits(
    visit: Opener, address: str, width: int, scheme: str
) -> None:
    opened = visit(address, width=width, scheme=scheme)
    opened.assert_accessible()
    opened.assert_fits()


@pytest.mark.parametrize("address", ["/authorities/", "/inspections/"])
def test_a_list_fits_any_window(visit: Opener, address: str) -> None:
    visit(address).assert_fits_windows(600, 800, 950, 1024, 1200)


def test_the_first_tab_stop_skips_to_the_content(visit: Opener) -> None:
    page = visit("/authorities/").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_filter_sort_and_date_work_without_scripts(visit: Opener) -> None:
    page = visit("/authorities/", javascript=False).page
    page.get_by_label("Region").select_option("London")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(33)
    page.get_by_role("link", name="Graded since").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.get_by_text("Change the date").click()
    page.get_by_role("link", name="31 March 2024", exact=True).click()
    page.wait_for_url("**as_at=2024-03-31**")
    assert "region=London" in page.url
    assert "sort=since" in page.url


def test_the_header_of_a_long_table_stays_in_sight(visit: Opener) -> None:
    page = visit("/authorities/").page
    page.mouse.wheel(0, 3000)
    page.wait_for_function("scrollY > 2000")
    assert page.locator("thead th").first.bounding_box()["y"] < 5


def test_links_and_controls_are_large_enough(visit: Opener) -> None:
    page = visit("/authorities/", width=390).page
    small = page.evaluate(
        """() => [...document.querySelectorAll('thead a, button, input:not([type=hidden]), select')]
            .map((element) => element.getBoundingClientRect())
            .filter((box) => box.width && (box.width < 24 || box.height < 24)).length"""
    )
    assert small == 0


@pytest.mark.parametrize(
    "address", ["/authorities/", "/inspections/?q=kent", "/due/?region=London"]
)
def test_a_card_uses_the_width_that_it_has(visit: Opener, address: str) -> None:
    """Two facts side by side on a tablet, one on a phone."""
    opened = visit(address, width=900)
    places = "(all) => new Set(all.map((one) => Math.round(one.getBoundingClientRect().left))).size"
    facts = opened.page.locator(".cards tbody tr").first.locator("td[data-label]")
    for window, columns in ((900, 2), (700, 2), (390, 1)):
        opened.page.set_viewport_size({"width": window, "height": 900})
        assert facts.evaluate_all(places) == columns, window
        opened.assert_fits()
