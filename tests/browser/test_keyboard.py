"""The main tasks with keys only. After every key the focus is seen and not covered."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from ratings.models import ImportItem, Inspection
from tests.admin.imports.runs import a_plan
from tests.browser.conftest import CLIPBOARD, KEY, Opener, stop_the_clock
from tests.browser.keys import Keyboard

WALKED = {
    "/?as_at=2026-08-20": 100,
    "/authorities/?region=South+West": 50,
    "/authorities/kent/": 60,
    "/compare/?authority=kent&authority=surrey": 40,
    "/data/": 60,
    "/accessibility/": 25,
}
"""Pages, and how many stops of the tab key they have at least."""


@pytest.mark.parametrize("address", WALKED)
def test_tab_goes_through_a_page_in_order_and_out_again(visit: Opener, address: str) -> None:
    stops = Keyboard(visit(address, width=1280).page).walk()
    assert stops[0] == "A Skip to the content"
    assert len(stops) >= WALKED[address]


def test_nothing_is_hidden_under_the_header_of_a_table_on_the_way_back(visit: Opener) -> None:
    page = visit("/authorities/", width=1280).page
    keyboard = Keyboard(page)
    page.locator("tbody th a").nth(60).focus()
    expect(page.locator("thead th").first).to_have_css("position", "sticky")
    for _ in range(40):
        keyboard.press("Shift+Tab")
    assert page.locator("tbody th a").nth(20).evaluate("(el) => el === document.activeElement")


def test_an_authority_is_found_from_the_first_page(visit: Opener) -> None:
    page = visit("/", width=1280).page
    keyboard = Keyboard(page)
    keyboard.tab_to(page.get_by_role("searchbox", name="Find an authority by name or code"))
    page.keyboard.type("somer")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keyboard.follow(page.get_by_role("link", name="Skip to the content"), 1)
    expect(page.locator("#content")).to_be_focused()
    keyboard.follow(page.get_by_role("link", name="North Somerset"))
    expect(page.get_by_role("heading", level=1)).to_have_text("North Somerset")


def test_the_table_is_filtered_and_sorted(visit: Opener) -> None:
    page = visit("/authorities/", width=1280).page
    keyboard = Keyboard(page)
    keyboard.tab_to(page.get_by_label("Region"))
    keyboard.find("Lond")
    keyboard.follow(page.get_by_role("button", name="Show", exact=True))
    expect(page.locator("tbody tr")).to_have_count(33)
    keyboard.follow(page.get_by_role("link", name="Graded since"))
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Graded since ▲")
    keyboard.follow(page.get_by_role("link", name="Graded since"))
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Graded since ▼")
    assert "region=London" in page.url


def test_the_map_is_one_tab_stop_and_then_walked_with_arrows(visit: Opener) -> None:
    page = visit("/", width=1280).page
    keyboard = Keyboard(page)
    keyboard.tab_to(page.get_by_role("link", name="Skip the map"))
    keyboard.press("Tab")
    assert page.locator(".tilemap :focus").count() == 1
    keys = [*["ArrowDown"] * 6, *["ArrowRight"] * 4, "ArrowUp", "ArrowLeft", "End", "Home"]
    walked = [keyboard.press(key) for key in keys]
    assert len({focus["what"] for focus in walked if focus}) >= 10
    page.locator(".tilemap a[href^='/authorities/northumberland/']").focus()
    focused = page.locator(".tilemap :focus")
    for key, name in [
        ("ArrowRight", "Newcastle upon Tyne"),
        ("ArrowDown", "Sunderland"),
        ("ArrowLeft", "Gateshead"),
    ]:
        keyboard.press(key)
        assert focused.get_attribute("aria-label").startswith(f"{name}: ")
    keyboard.press("Escape")
    keyboard.press("Tab")
    assert focused.count() == 0
    keyboard.press("Shift+Tab")
    assert focused.get_attribute("aria-label").startswith("Gateshead: ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/authorities/gateshead/")


def test_the_date_is_set(visit: Opener) -> None:
    page = visit("/authorities/kent/", width=1280).page
    keyboard = Keyboard(page)
    keyboard.tab_to(page.locator("summary", has_text="Change the date"))
    keyboard.press("Enter")
    expect(page.get_by_label("What was true on")).to_be_visible()
    keyboard.tab_to(page.get_by_label("What was true on"))
    page.keyboard.type("03312019")
    keyboard.follow(page.get_by_role("button", name="Show that day"))
    assert "as_at=2019-03-31" in page.url


def test_the_timeline_is_opened_as_a_table_with_the_reasons(visit: Opener) -> None:
    page = visit("/authorities/kent/", width=1280).page
    keyboard = Keyboard(page)
    keyboard.tab_to(page.locator("summary", has_text="The timeline as a table"))
    keyboard.press("Space")
    table = page.get_by_role("table", name="Kent")
    expect(table.get_by_text("not a judgement then").first).to_be_visible()
    keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("role") == "region"
    keyboard.press("Shift+Tab")
    keyboard.press("Space")
    expect(table).to_be_hidden()


def test_the_line_is_copied_and_the_focus_stays(visit: Opener) -> None:
    page = visit("/authorities/kent/", width=1280, permissions=CLIPBOARD).page
    keyboard = Keyboard(page)
    stop_the_clock(page)
    keyboard.tab_to(page.get_by_role("button", name="Copy the line"))
    keyboard.press("Enter")
    expect(page.locator(".line-block [role=status]")).to_have_text("Copied")
    keyboard.look()
    assert page.locator(".line-block button:focus").count() == 1


def test_the_chart_to_explore_is_opened_and_closed_and_the_focus_stays(visit: Opener) -> None:
    page = visit("/authorities/kent/", width=1280).page
    keyboard = Keyboard(page)
    page.locator("[data-timeline]").scroll_into_view_if_needed()
    button = page.get_by_role("button", name="Explore this chart")
    button.wait_for()
    keyboard.tab_to(button)
    keyboard.press("Enter")
    expect(page.get_by_role("group", name="Chart to explore")).to_be_visible()
    expect(page.locator(".timeline-explore button:focus")).to_have_text(
        "Close the chart to explore"
    )
    keyboard.press("Tab")
    expect(page.locator(".modebar-btn:focus")).to_have_count(1)
    box = page.locator(".modebar-btn:focus").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    expect(page.get_by_role("group", name="Chart to explore")).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_two_authorities_are_compared(visit: Opener, javascript: bool) -> None:
    page = visit("/compare/?as_at=2024-03-31", width=1280, javascript=javascript).page
    keyboard = Keyboard(page)
    keyboard.tab_to(page.get_by_label("Authority", exact=True))
    keyboard.find("Kent")
    keyboard.tab_to(page.get_by_label("Compared with"))
    keyboard.press("End")
    keyboard.follow(page.locator(".compare-start button"))
    assert "of=kent" in page.url
    keyboard.tab_to(page.get_by_label("Add an authority", exact=True))
    keyboard.find("Surrey")
    keyboard.follow(page.locator(".compare-add button"))
    assert "authority=surrey" in page.url
    assert "as_at=2024-03-31" in page.url
    expect(page.locator(".compare-lines tbody tr")).to_have_count(2)
    keyboard.follow(page.get_by_role("link", name="Remove Kent"))
    assert "/compare/?authority=surrey" in page.url
    expect(page.locator(".compare-lines tbody tr")).to_have_count(1)


def test_an_inspection_is_published(visit: Opener, robin: User, nothing_left: None) -> None:
    page = visit("/admin/", width=1280).page
    keyboard = Keyboard(page)
    if not page.locator("#id_username:focus").count():
        keyboard.tab_to(page.get_by_label("Username"))
    page.keyboard.type("robin")
    keyboard.press("Tab")
    page.keyboard.type("a long word for tests")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keyboard.follow(page.get_by_role("link", name="Enter an inspection").first)
    keyboard.tab_to(page.get_by_label("Authority"))
    keyboard.find("Leeds")
    for words in ("3/8/2026", "14/8/2026", "28/8/2026"):
        keyboard.press("Tab")
        page.keyboard.type(words)
    keyboard.choose(page.locator("fieldset", has_text="Kind"), "standard inspection")
    keyboard.follow(page.get_by_role("button", name="Next: what was found"))
    for area in page.locator(".desk-answers fieldset").all():
        keyboard.choose(area, "good")
    keyboard.tab_to(page.get_by_label("Address of the report"))
    page.keyboard.type("https://files.ofsted.gov.uk/v1/file/50300000")
    keyboard.follow(page.get_by_role("button", name="Next: the resulting line"))
    keyboard.follow(page.get_by_role("button", name="Publish"))
    assert Inspection.objects.get(key=KEY).status == "published"


def test_an_item_is_left_and_taken(visit: Opener, robin: User, nothing_left: None) -> None:
    run = a_plan()
    page = visit(f"/admin/ratings/importrun/{run.pk}/", user=robin, width=1280).page
    keyboard = Keyboard(page)
    for taken in (False, True):
        keyboard.tab_to(page.locator("input[name=take][value='3']"))
        keyboard.press("Space")
        keyboard.follow(page.get_by_role("button", name="Save the choice", exact=True))
        assert ImportItem.objects.get(run=run, number=3).is_taken is taken
