"""Every page in the states that it can be in: narrow, zoomed, enlarged, opened, wrong, empty.

How each page is at a desk and on a phone, light and dark, is in the file named after it. Here
every template of the public site is seen once more where it is under most strain, and axe is
asked where the page differs most: narrow, with everything opened, in the dark.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.urls import URLPattern, resolve
from playwright.sync_api import Browser, BrowserType, Page, Route

from ratings.urls import urlpatterns
from tests.browser import measures
from tests.browser.conftest import FLAGS, REFUSED, Opener, Visit

COMPARED = "authority=northamptonshire&authority=west-northamptonshire&authority=croydon"
PAGES = [
    "/?as_at=2026-08-20",
    "/authorities/?region=South+West",
    "/authorities/west-northamptonshire/",
    "/inspections/?q=kent",
    "/inspections/kent-ilacs-2023-2025-11-03/",
    f"/compare/?{COMPARED}",
    "/national/?as_at=2024-03-31",
    "/national/authorities/?region=London",
    "/national/transitions/?page=2",
    "/national/spells/?region=London",
    "/national/recovery/",
    "/questions/",
    "/questions/outstanding-by-region/",
    "/due/?region=London",
    "/figures/?as_at=2016-03-31",
    "/changes/",
    "/changes/discrepancies/?authority=bury",
    "/changes/discrepancies/barking-and-dagenham-ilacs-2018-2019-02-18/published-official-2022-321262/",
    "/changes/coverage/?region=London",
    "/data/",
    "/data/dictionary/",
    "/data/versions/",
    "/data/versions/1/",
    "/feeds/",
    "/cite/?page=/authorities/kent/",
    "/api/",
    "/api/docs/",
    "/about/",
    "/accessibility/",
]
NOTHING = [
    "/inspections/?q=zzz",
    "/compare/?authority=kent&as_at=1950-01-01",
    "/national/?as_at=2010-01-01",
    "/national/authorities/?as_at=2010-01-01",
    "/questions/improved/?as_at=2010-01-01",
    "/due/?as_at=2010-01-01",
    "/figures/?as_at=2010-01-01",
    "/authorities/kent/?as_at=1950-01-01",
]
WRONG = [address for address in REFUSED if not address.startswith("/admin/")]
WITH_SCRIPTS = ["/?as_at=2026-08-20", "/authorities/kent/", f"/compare/?{COMPARED}", "/api/docs/"]
ELSEWHERE = {"embed", "oembed"}
"""A frame for other sites, which test_embed.py sees in its states; data at a page's address."""


def in_reach(opened: Visit, state: str) -> None:
    """Nothing sticks out, is cut off or too small; what scrolls can be scrolled by keyboard."""
    page = opened.page
    opened.assert_fits()
    for box in page.evaluate(measures.SCROLLING):
        assert box["focusable"], f"{state}: {box['box']} does not scroll by keyboard"
        assert box["named"], f"{state}: {box['box']} has no name"
        assert box["data"], f"{state}: {box['box']} scrolls sideways and holds no table"
    for what in (measures.CUT_OFF, measures.SMALL_TARGETS, measures.SKIPPED_HEADINGS):
        assert page.evaluate(what) == [], state


def spaced_out(opened: Visit) -> None:
    """Spacing that a reader may set (WCAG 1.4.12) pushes nothing out of the window, at the widths
    where tables are most crowded: each just before it turns into cards."""
    page = opened.page
    page.evaluate(measures.OPEN_EVERYTHING)
    page.evaluate(measures.SPACE_OUT)
    assert page.evaluate("getComputedStyle(document.body).letterSpacing") == "1.92px"
    for width in (320, 390, 640, 800, 1000, 1130, 1280, 1345):
        opened.assert_fits_windows(width)
        assert page.evaluate(measures.CUT_OFF) == [], width


def test_every_kind_of_page_is_seen_here(site: str) -> None:
    """A page that is added to the site has to be added here."""
    named = {
        pattern.name
        for pattern in urlpatterns
        if isinstance(pattern, URLPattern) and str(pattern.pattern).endswith("/")
    }
    seen = {resolve(page.partition("?")[0]).url_name for page in [*PAGES, *NOTHING]}
    assert named | {"home"} == seen | ELSEWHERE


@pytest.mark.parametrize("address", PAGES)
def test_a_page_can_be_used_narrow_opened_zoomed_and_spaced_out(
    visit: Opener, address: str
) -> None:
    opened = visit(address, width=320)
    page = opened.page
    in_reach(opened, "at 320 pixels")
    page.emulate_media(color_scheme="dark")
    page.evaluate(measures.OPEN_EVERYTHING)
    in_reach(opened, "opened at 320 pixels")
    opened.assert_accessible()
    page.set_viewport_size({"width": 640, "height": 450})
    in_reach(opened, "opened, at 1280 pixels zoomed to 200%")
    page.set_viewport_size({"width": 1280, "height": 900})
    in_reach(opened, "opened at 1280 pixels")
    spaced_out(opened)


@pytest.mark.parametrize("address", NOTHING)
def test_a_page_with_nothing_to_show_is_accessible(visit: Opener, address: str) -> None:
    opened = visit(address, width=320, scheme="dark")
    in_reach(opened, "empty at 320 pixels")
    opened.assert_accessible()
    spaced_out(opened)


@pytest.mark.parametrize("address", WRONG)
def test_a_refusal_is_a_page_that_says_what_is_wrong(visit: Opener, address: str) -> None:
    opened = visit(address, width=320, scheme="dark")
    in_reach(opened, "refused at 320 pixels")
    opened.assert_accessible()
    spaced_out(opened)


@pytest.mark.parametrize("template", ["500.html", "503.html", "403_csrf.html"])
def test_a_failure_is_a_page_too(visit: Opener, template: str) -> None:
    """These are served where something is broken: the page is put in the way of an address."""
    opened = visit("/accessibility/", width=320, scheme="dark")

    def answer(route: Route) -> None:
        route.fulfill(body=render_to_string(template), content_type="text/html; charset=utf-8")

    opened.page.route("**/broken/", answer)
    opened.page.goto("/broken/")
    in_reach(opened, template)
    opened.assert_accessible()


@pytest.mark.parametrize("address", WITH_SCRIPTS)
def test_without_scripts_nothing_is_offered_that_does_not_work(visit: Opener, address: str) -> None:
    """axe is a script itself: it runs where those of the site are not delivered."""
    bare = visit(address, width=320, javascript=False)
    in_reach(bare, "without scripts")
    assert bare.page.locator("main button:not([type=submit])").filter(visible=True).count() == 0
    opened = visit("/accessibility/")
    opened.page.route("**/*.js", lambda route: route.abort())
    opened.page.goto(address)
    opened.assert_accessible()
    opened.problems.clear()


@pytest.fixture(scope="module")
def large_text(browser_type: BrowserType, browser_type_launch_args: dict) -> Iterator[Browser]:
    """A browser whose reader has set the size of text to twice the usual, and zooms nothing."""
    args = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": args})
    yield browser
    browser.close()


def sizes(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).fontSize"))


def test_text_alone_can_be_twice_as_large(large_text: Browser, site: str) -> None:
    page = large_text.new_context(base_url=site, viewport={"width": 1280, "height": 900}).new_page()
    for address in [*PAGES, *NOTHING, *WRONG]:
        page.goto(address)
        page.evaluate(measures.OPEN_EVERYTHING)
        assert sizes(page) == "32px"
        Visit(page).assert_fits()
        assert page.evaluate(measures.CUT_OFF) == [], address


@pytest.mark.parametrize("address", ["/authorities/", "/inspections/", "/due/"])
def test_text_of_a_long_list_can_be_spaced_out(visit: Opener, address: str) -> None:
    spaced_out(visit(address))


def test_a_long_number_of_the_data_version_fits_a_small_phone(visit: Opener) -> None:
    opened = visit("/accessibility/", width=320)
    version = opened.page.locator(".footer-facts dd a")
    version.evaluate("(one) => { one.textContent = '12345'; }")
    spaced_out(opened)


@pytest.mark.parametrize("width", [360, 375])
def test_tiles_of_the_map_can_be_pressed_on_a_small_phone(visit: Opener, width: int) -> None:
    opened = visit("/", width=width)
    opened.assert_fits()
    boxes = opened.page.locator(".tilemap li").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) == 153
    assert min(min(box["width"], box["height"]) for box in boxes) >= 23.99
    assert len({(box["left"], box["top"]) for box in boxes}) == 153


@pytest.mark.parametrize("address", ["/authorities/", "/inspections/", "/due/"])
def test_a_long_list_fits_windows_of_every_width(visit: Opener, address: str) -> None:
    opened = visit(address)
    for width in range(1000, 1500, 20):
        opened.page.set_viewport_size({"width": width, "height": 900})
        opened.assert_fits()
