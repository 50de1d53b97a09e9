"""The pages of an authority and of an inspection in a real browser."""

import pytest

from tests.browser.conftest import Opener
from tests.browser.copying import copied

PAGES = [
    "/authorities/west-northamptonshire/",
    "/authorities/northamptonshire/",
    "/authorities/kent/?as_at=2024-03-31&known_by=2024-06-30",
    "/authorities/isles-of-scilly/",
    "/authorities/cumberland/?as_at=2020-01-01",
    "/authorities/barking-and-dagenham/?as_at=2012-06-30",
    "/inspections/kent-ilacs-2023-2025-11-03/",
    "/inspections/west-northamptonshire-ilacs-2018-2021-07-28/",
    "/inspections/kent-ilacs-2023-2025-11-03/?as_at=2020-01-01",
]
LINE = "adequate (2013) → good (2017) → outstanding (2022) → good (2025)"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_fits(
    visit: Opener, address: str, width: int, scheme: str
) -> None:
    opened = visit(address, width=width, scheme=scheme)
    assert opened.page.locator("main .detail h1").inner_text()
    assert opened.page.evaluate(
        "getComputedStyle(document.querySelector('.detail .kicker')).marginTop === '0px'"
    ), "detail.css has not loaded"
    opened.assert_accessible()
    opened.assert_fits()


@pytest.mark.parametrize("address", PAGES[:2] + PAGES[6:7])
def test_it_fits_any_window(visit: Opener, address: str) -> None:
    visit(address).assert_fits_windows(320, 600, 800, 1024, 1200, 1900)


def test_the_line_can_be_copied(visit: Opener) -> None:
    page = visit("/authorities/kent/").page
    assert copied(page, "Copy the line") == (
        f"Ofsted’s ratings of Kent’s children’s services: {LINE}. "
        "On reports published to 20 August 2026."
    )


def test_the_citation_can_be_copied_and_leads_back(visit: Opener) -> None:
    page = visit("/authorities/kent/?as_at=2026-08-20").page
    page.get_by_text("Cite this").click()
    citation = copied(page, "Copy the citation")
    assert LINE in citation
    assert "/authorities/kent/?as_at=2026-08-20&known_by=2026-09-01&version=" in citation


def test_without_scripts_everything_is_there(visit: Opener) -> None:
    page = visit("/authorities/kent/", javascript=False).page
    assert page.locator("#line").inner_text() == LINE
    assert page.get_by_role("button", name="Copy the line").count() == 0
    assert page.locator("svg.tl-wide").is_visible()
    assert page.locator("table.matrix tbody tr").count() > 10
    page.get_by_text("Cite this").click()
    assert page.locator("#citation").is_visible()
    page.get_by_role("link", name="3 November 2025", exact=True).first.click()
    assert page.locator("h1").inner_text() == "Kent: short inspection, 3 November 2025"


def test_a_selected_line_is_the_line(visit: Opener) -> None:
    page = visit("/authorities/kent/").page
    selected = page.evaluate(
        "() => { getSelection().selectAllChildren(document.getElementById('line'));"
        " return getSelection().toString(); }"
    )
    assert selected == LINE


@pytest.mark.parametrize(
    "slug", ["bournemouth-christchurch-and-poole", "surrey", "birmingham", "kent"]
)
def test_a_phone_shows_the_newest_grade_beside_the_sticky_column(visit: Opener, slug: str) -> None:
    page = visit(f"/authorities/{slug}/", width=390).page
    row = page.locator("table.matrix tr.headline")
    row.scroll_into_view_if_needed()
    sticky, newest = row.locator("th").bounding_box(), row.locator(".mark").first.bounding_box()
    assert sticky is not None
    assert newest is not None
    assert sticky["width"] <= 0.35 * 390
    assert newest["x"] >= sticky["x"] + sticky["width"]
    assert newest["x"] + newest["width"] <= 390


def test_at_a_desk_the_matrix_opens_whole(visit: Opener) -> None:
    matrix = visit("/authorities/surrey/", width=1400).page.locator(".scroll:has(table.matrix)")
    assert matrix.evaluate("(el) => el.scrollWidth <= el.clientWidth")


@pytest.mark.parametrize("media", ["screen", "print"])
def test_one_reason_for_several_inspections_is_drawn_to_the_last_of_them(
    visit: Opener, media: str
) -> None:
    """The words begin where the cell does, and a line behind them leads to its end."""
    page = visit("/authorities/northamptonshire/", width=900).page
    page.emulate_media(media=media)
    cells = page.locator("table.matrix td.reason[colspan]")
    found = cells.evaluate_all(
        """(all) => all.map((one) => {
            const cell = one.getBoundingClientRect();
            const words = one.firstElementChild.getBoundingClientRect();
            const line = getComputedStyle(one, "::before");
            const share = parseFloat(line.width) / cell.width;
            return [words.left - cell.left, share, line.borderTopStyle];
        })"""
    )
    assert len(found) > 10
    assert all(abs(shift) < 1 and share > 0.9 for shift, share, _ in found), found
    assert {style for *_, style in found} == {"solid"}


@pytest.mark.parametrize("slug", ["surrey", "birmingham"])
def test_it_fits_on_paper(visit: Opener, slug: str) -> None:
    """A4 with margins of 12 mm is 703 pixels wide."""
    opened = visit(f"/authorities/{slug}/", width=703)
    opened.page.emulate_media(media="print")
    opened.assert_fits()
    cut = "(els) => els.filter((el) => el.getBoundingClientRect().right > innerWidth).length"
    assert opened.page.locator(".peers td, .peers td span").evaluate_all(cut) == 0
    assert not opened.page.get_by_text("Everything in the picture is also").is_visible()
    opened.page.emulate_media(media="screen")
    assert opened.page.get_by_text("Everything in the picture is also").is_visible()


def test_the_dates_are_carried_from_page_to_page(visit: Opener) -> None:
    page = visit("/authorities/west-northamptonshire/?as_at=2024-03-31").page
    page.get_by_role("link", name="Northamptonshire", exact=True).first.click()
    assert page.url.endswith("/authorities/northamptonshire/?as_at=2024-03-31")
