"""The comparison in a real browser."""

import pytest

from tests.browser.conftest import Opener
from tests.browser.keys import Keyboard

SUCCESSORS = (
    "/compare/?authority=northamptonshire&authority=west-northamptonshire"
    "&authority=bournemouth-christchurch-and-poole&authority=croydon"
)
PAGES = [
    "/compare/",
    "/compare/?of=kent&preset=neighbours-2025",
    SUCCESSORS,
    f"{SUCCESSORS}&as_at=2018-12-31&known_by=2019-01-31",
    "/compare/?authority=kent&as_at=2010-01-01",
]


@pytest.mark.parametrize("address", [*PAGES, "/compare/?authority=Yorkk"])
def test_a_page_is_accessible_and_fits(
    visit: Opener, address: str, width: int, scheme: str
) -> None:
    opened = visit(address, width=width, scheme=scheme)
    opened.assert_accessible()
    opened.assert_fits()


@pytest.mark.parametrize("address", PAGES[:3])
def test_it_fits_any_window(visit: Opener, address: str) -> None:
    visit(address).assert_fits_windows(320, 600, 800, 1024, 1200, 1900)


def test_its_own_stylesheet_has_loaded(visit: Opener) -> None:
    page = visit(SUCCESSORS).page
    display = "getComputedStyle(document.querySelector('.compare-change')).display"
    assert page.evaluate(display) == "grid"


def test_the_picture_is_wide_on_a_desk_and_narrow_on_a_phone(visit: Opener) -> None:
    for width, shown, hidden in ((1400, "wide", "narrow"), (390, "narrow", "wide")):
        page = visit(SUCCESSORS, width=width).page
        assert page.locator(f".compare-picture .tl-{shown}").is_visible()
        assert not page.locator(f".compare-picture .tl-{hidden}").is_visible()


def test_text_in_the_narrow_picture_is_as_large_as_drawn(visit: Opener) -> None:
    page = visit(SUCCESSORS, width=390).page
    height = page.locator(".tl-narrow text").first.bounding_box()["height"]
    assert height >= 11


def test_print_shows_the_wide_picture_and_no_controls(visit: Opener) -> None:
    page = visit(SUCCESSORS, width=700).page
    page.emulate_media(media="print")
    assert page.locator(".compare-picture .tl-wide").is_visible()
    assert not page.locator(".compare-change").is_visible()
    assert not page.locator(".compare-remove").first.is_visible()


def test_choosing_works_by_keyboard_and_without_scripts(visit: Opener) -> None:
    page = visit("/compare/?as_at=2024-03-31", javascript=False).page
    page.get_by_label("Authority", exact=True).focus()
    Keyboard(page).find("Kent")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**of=kent**")
    page.get_by_label("Add an authority").focus()
    Keyboard(page).find("Surrey")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**authority=surrey**")
    assert "as_at=2024-03-31" in page.url
    assert page.locator(".compare-lines tbody tr").count() == 2
    page.get_by_role("link", name="Remove Kent").press("Enter")
    page.wait_for_url("**/compare/?authority=surrey**")
    assert page.locator(".compare-lines tbody tr").count() == 1


def test_a_preset_leads_to_a_list_to_share_and_keeps_the_date(visit: Opener) -> None:
    page = visit("/compare/?authority=west-northamptonshire&as_at=2024-03-31").page
    page.get_by_role("link", name="statistical neighbours, 2025 model").click()
    assert page.locator(".compare-lines tbody tr").count() == 11
    names = page.locator(".compare-lines tbody th").all_inner_texts()
    page.get_by_role("link", name="These authorities as a list").click()
    assert page.url.count("authority=") == 10
    assert "as_at=2024-03-31" in page.url
    assert page.locator(".compare-lines tbody tr").count() == 11
    assert "West Northamptonshire" in names[0]


def test_a_date_keeps_every_authority(visit: Opener) -> None:
    page = visit(SUCCESSORS).page
    page.get_by_text("Change the date").click()
    page.get_by_role("link", name="31 March 2024", exact=True).click()
    assert page.url.count("authority=") == 4
    page.get_by_text("Change the date").click()
    page.get_by_label("What was true on").fill("2019-12-31")
    page.get_by_role("button", name="Show that day").click()
    assert page.url.count("authority=") == 4
    assert "as_at=2019-12-31" in page.url
    assert page.get_by_text("did not yet exist").count() > 0


def test_the_areas_scroll_by_keyboard_within_their_region(visit: Opener) -> None:
    page = visit(PAGES[1], width=390).page
    region = page.get_by_role("region", name="Authorities by judgement areas")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("one => one.scrollLeft > 0", arg=region.element_handle())


def test_links_and_controls_are_large_enough(visit: Opener) -> None:
    page = visit(SUCCESSORS, width=390).page
    small = page.evaluate(
        """() => [...document.querySelector('.compare').querySelectorAll(
                '.compare-remove, .choices a, button, select, summary')]
            .map((element) => element.getBoundingClientRect())
            .filter((box) => box.width && (box.width < 24 || box.height < 24)).length"""
    )
    assert small == 0
