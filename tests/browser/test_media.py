"""What readers ask of their browser: fewer movements, colours of their own, paper."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from tests.browser import measures
from tests.browser.conftest import Opener
from tests.browser.keys import Keyboard

KENT = "/authorities/kent/"
COMPARED = "/compare/?of=kent&preset=neighbours-2025"
A4 = 703
"""Pixels between margins of 12 mm."""
PRINTED = [
    "/?as_at=2026-08-20", "/authorities/?as_at=2024-03-31", KENT, "/authorities/surrey/",
    "/authorities/birmingham/", "/inspections/?region=London",
    "/inspections/kent-ilacs-2023-2025-11-03/", COMPARED, "/national/",
    "/national/transitions/?page=2", "/questions/improved/", "/due/?region=London",
    "/figures/?as_at=2016-03-31", "/changes/discrepancies/?authority=bury",
    "/changes/coverage/?region=London", "/data/", "/data/dictionary/", "/api/", "/about/",
    "/accessibility/",
]  # fmt: skip
CONTROLS = "nav, button, select, input, .skip, .downloads, .sort-arrow"
MOVING = """
() => document.getAnimations().length + [...document.querySelectorAll('*')].filter((one) => {
    const style = getComputedStyle(one);
    const lasts = `${style.transitionDuration}, ${style.animationDuration}`;
    return lasts.split(', ').some((time) => parseFloat(time) > 0)
        || style.scrollBehavior === 'smooth' || one.matches('marquee, blink, video, audio');
}).length
"""


@pytest.mark.parametrize("address", ["/", KENT, COMPARED, "/api/docs/", "/admin/"])
def test_nothing_moves_for_who_asks_for_that(visit: Opener, robin: User, address: str) -> None:
    page = visit(address, user=robin, reduced_motion="reduce").page
    if address == KENT:
        page.locator("[data-timeline]").scroll_into_view_if_needed()
        page.get_by_role("button", name="Explore this chart").click()
        page.locator(".timeline-canvas .main-svg").first.wait_for()
    assert page.evaluate(MOVING) == 0


def test_otherwise_only_a_jump_within_the_page_is_smooth(visit: Opener) -> None:
    page = visit(KENT, reduced_motion="no-preference").page
    assert page.evaluate(MOVING) == 1
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "smooth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_grades_told_and_edges_seen(visit: Opener, scheme: str) -> None:
    """Letters tell the grades; tiles, bars and fields can be told from the paper."""
    page = visit("/?as_at=2026-08-20", scheme=scheme, forced_colors="active").page
    paper, ink = page.evaluate(
        "() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]; }"
    )
    assert paper != ink
    tiles = page.locator(".tilemap a").evaluate_all(
        """(all) => all.map((one) => { const s = getComputedStyle(one);
            return [one.querySelector('b').textContent, s.borderTopColor, s.backgroundColor]; })"""
    )
    assert {letter for letter, _, _ in tiles} == {"O", "G", "RI", "I", "–"}
    assert paper not in {edge for _, edge, _ in tiles}
    assert all(ground == paper or ground.endswith(", 0)") for _, _, ground in tiles)
    bars = page.locator(".bar rect:not(.bar-ground)").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one).fill)"
    )
    assert set(bars) == {ink}
    edges = page.locator("main .field:visible, main .button:visible").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one).borderTopColor)"
    )
    assert edges
    assert not {paper, "rgba(0, 0, 0, 0)"} & set(edges)


@pytest.mark.parametrize("seen", [{}, {"forced_colors": "active"}, {"media": "print"}])
def test_no_grade_and_none_yet_differ_in_any_colours(visit: Opener, seen: dict[str, str]) -> None:
    page = visit("/?as_at=2024-03-31").page
    page.emulate_media(**seen)
    marks = page.locator(".map-key .mark")
    assert marks.all_inner_texts()[-2:] == ["–", "…"]
    border = "(all) => all.map((one) => getComputedStyle(one).borderTopStyle)"
    assert marks.evaluate_all(border)[-2:] == ["dashed", "dotted"]
    tile = page.get_by_role("link", name="Cumberland: not yet inspected")
    assert (tile.locator("b").inner_text(), tile.evaluate_all(border)) == ("…", ["dotted"])


def test_forced_colours_show_which_page_is_open_and_where_the_focus_is(visit: Opener) -> None:
    page = visit("/authorities/", forced_colors="active").page
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    edge = "(one) => getComputedStyle(one).borderBottomColor"
    links = page.locator(".site-nav a")
    assert [link.evaluate(edge) != paper for link in links.all()].count(True) == 1
    assert links.filter(has_text="Authorities").evaluate(edge) != paper
    keyboard = Keyboard(page)
    for _ in range(20):
        keyboard.press("Tab")
    colour = page.locator(":focus").evaluate("(one) => getComputedStyle(one).outlineColor")
    assert colour != paper


@pytest.mark.parametrize("address", [KENT, "/national/", COMPARED])
def test_pictures_can_be_read_in_forced_colours(visit: Opener, address: str) -> None:
    """Every letter in a picture has the colour of the page's text."""
    page = visit(address, scheme="dark", forced_colors="active").page
    ink = page.evaluate("getComputedStyle(document.body).color")
    letters = page.locator("main svg.tl text:visible").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one).fill)"
    )
    assert len(letters) > 20
    assert set(letters) == {ink}


@pytest.mark.parametrize("address", PRINTED)
def test_a_page_fits_on_paper_without_its_controls(visit: Opener, address: str) -> None:
    """In black on white, whatever the reader's theme; tables stay tables; nothing is cut off."""
    opened = visit(address, width=A4, scheme="dark")
    page = opened.page
    page.emulate_media(media="print")
    opened.assert_fits()
    assert page.evaluate(measures.CUT_OFF) == []
    assert page.evaluate(measures.SCROLLING) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    header = page.locator(".site-header").locator(CONTROLS)
    controls = header.or_(page.locator("main").locator("button, select, input"))
    assert controls.filter(visible=True).count() == 0
    displays = "(all) => all.map((one) => getComputedStyle(one).display)"
    assert set(page.locator("main table:visible").evaluate_all(displays)) <= {"table"}


def test_paper_carries_the_line_the_dates_and_the_address(visit: Opener) -> None:
    page = visit(f"{KENT}?as_at=2024-03-31", width=A4).page
    picture = page.get_by_text("Everything in the picture is also")
    assert picture.is_visible()
    page.emulate_media(media="print")
    assert not picture.is_visible()
    words = page.locator("main").inner_text()
    assert "adequate (2013) → good (2017) → outstanding (2022)" in words
    assert "as at 31 March 2024" in words
    address = page.locator("#citation a")
    expect(address).to_be_visible()
    assert "/authorities/kent/?as_at=2024-03-31" in address.inner_text()
    assert "&version=" in address.inner_text()
    assert not page.get_by_text("Cite this page").is_visible()
    assert page.locator("svg.tl-wide").first.is_visible()
    assert page.get_by_text("Data version", exact=True).is_visible()


def test_paper_says_how_many_rows_there_are_beside_those_on_it(visit: Opener) -> None:
    page = visit("/national/transitions/", width=A4).page
    page.emulate_media(media="print")
    said = page.locator(".result-count")
    assert said.is_visible()
    assert said.inner_text().endswith("; the CSV has all")
    assert not page.get_by_role("navigation", name="Pages of the list").is_visible()
    assert page.locator("tbody tr:visible").count() == 50


def test_a_list_takes_a_page_of_paper_for_a_dozen_authorities(visit: Opener) -> None:
    """As on a phone, one below the other, the 153 took forty pages."""
    page = visit("/authorities/").page
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "12mm")
    paper = page.pdf(format="A4", margin=margin)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 16


def test_the_desk_prints_black_on_white(visit: Opener, robin: User) -> None:
    page = visit("/admin/", user=robin, scheme="dark").page
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(media="print")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (dark, light) == ("rgb(22, 23, 25)", "rgb(251, 250, 247)")


def test_the_statement_tells_of_these_tests(visit: Opener) -> None:
    """What it says was tested is tested here and beside here; it is dated, and not in advance."""
    words = visit("/accessibility/").page.locator("main").inner_text()
    for told in ("320 pixels", "200%", "keys only", "forced colours", "paper", "screen reader",
                 "without scripts", "Fewer movements", "twice its size", "24 pixels",
                 "spacing"):  # fmt: skip
        assert told in words
    reviewed = re.search(r"compared with the tests on (\d+ \w+ \d{4})", words)
    assert reviewed
    assert datetime(2026, 11, 1) <= datetime.strptime(reviewed[1], "%d %B %Y")
