"""Every page in the states that it can be in: narrow, zoomed, enlarged, opened, wrong, empty.

Every template of the public site is seen where it is under most strain, and axe is asked at a
desk in light, and where the page differs most: narrow, with everything opened, in the dark.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import URLPattern, resolve
from playwright.sync_api import BrowserType, Route

from ratings.urls import urlpatterns
from tests.browser import measures
from tests.browser.conftest import EVERY, FLAGS, REFUSED, WIDTHS, Opener, Visit

COMPARED = "authority=northamptonshire&authority=west-northamptonshire&authority=croydon"
PAGES = [
    "/?as_at=2026-08-20", "/authorities/?region=South+West", "/authorities/west-northamptonshire/",
    "/inspections/?q=kent", "/inspections/kent-ilacs-2023-2025-11-03/", f"/compare/?{COMPARED}",
    "/national/?as_at=2024-03-31", "/national/authorities/?region=London",
    "/national/transitions/?page=2", "/national/spells/?region=London", "/national/recovery/",
    "/questions/", "/questions/outstanding-by-region/", "/due/?region=London",
    "/figures/?as_at=2016-03-31", "/changes/", "/changes/discrepancies/?authority=bury",
    "/changes/discrepancies/barking-and-dagenham-ilacs-2018-2019-02-18/published-official-2022-321262/",
    "/changes/coverage/?region=London", "/data/", "/data/dictionary/", "/data/versions/",
    "/data/versions/1/", "/feeds/", "/cite/?page=/authorities/kent/", "/api/", "/api/docs/",
    "/about/", "/accessibility/",
]  # fmt: skip
NOTHING = [
    "/inspections/?q=zzz", "/compare/?authority=kent&as_at=1950-01-01",
    "/national/?as_at=2010-01-01", "/national/authorities/?as_at=2010-01-01",
    "/questions/improved/?as_at=2010-01-01", "/due/?as_at=2010-01-01", "/figures/?as_at=2010-01-01",
    "/authorities/kent/?as_at=1950-01-01",
]  # fmt: skip
WRONG = [address for address in REFUSED if not address.startswith("/admin/")]
ALL = [*PAGES, *NOTHING, *WRONG] if EVERY else [*PAGES, NOTHING[0], "/authorities/kentt/"]
WITH_SCRIPTS = ["/?as_at=2026-08-20", "/authorities/kent/", f"/compare/?{COMPARED}", "/api/docs/"]
ELSEWHERE = {"embed", "oembed"}
"""A frame for other sites, which test_elsewhere.py sees in its states; data at a page's address."""


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
def test_a_page_can_be_used_in_every_state(visit: Opener, address: str) -> None:
    opened = visit(address)
    page = opened.page
    opened.assert_usable()
    opened.assert_fits_windows(1900, 1200, 1024, 600, 320)
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


@pytest.mark.parametrize("address", [*NOTHING, *WRONG])
def test_an_empty_or_refused_page_can_be_used(visit: Opener, address: str) -> None:
    opened = visit(address, scheme="dark")
    opened.assert_fits_windows(WIDTHS["desk"], 320)
    in_reach(opened, "empty or refused at 320 pixels")
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


def test_text_alone_can_be_twice_as_large(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], site: str
) -> None:
    """In the browser of a reader who has set the size of text to twice the usual."""
    args = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    with closing(browser_type.launch(**{**browser_type_launch_args, "args": args})) as browser:
        page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900})
        for address in ALL:
            page.goto(address)
            page.evaluate(measures.OPEN_EVERYTHING)
            assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
            Visit(page).assert_fits()
            assert page.evaluate(measures.CUT_OFF) == [], address


def test_a_long_number_of_the_data_version_fits_a_small_phone(visit: Opener) -> None:
    opened = visit("/accessibility/", width=320)
    version = opened.page.locator(".footer-facts dd a")
    version.evaluate("(one) => { one.textContent = '12345'; }")
    spaced_out(opened)


@pytest.mark.parametrize("address", ["/authorities/", "/inspections/", "/due/"])
def test_a_long_list_fits_windows_of_every_width(visit: Opener, address: str) -> None:
    opened = visit(address)
    opened.assert_fits_windows(600, 800, 950, *range(1000, 1500, 20 if EVERY else 60))
    spaced_out(opened)
