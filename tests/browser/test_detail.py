"""The page of an authority in a real browser, and what its buttons and those of others copy."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from ratings.models import DataVersion
from tests.browser.conftest import CLIPBOARD, WIDTHS, Opener, stop_the_clock

KENT = "/authorities/kent/"
LINE = "adequate (2013) → good (2017) → outstanding (2022) → good (2025)"


def test_without_scripts_everything_is_there(visit: Opener) -> None:
    page = visit(KENT, javascript=False).page
    assert page.locator("#line").inner_text() == LINE
    assert page.get_by_role("button", name="Copy the line").count() == 0
    assert page.locator("svg.tl-wide").is_visible()
    assert page.locator("table.matrix tbody tr").count() > 10
    page.get_by_text("Cite this").click()
    assert page.locator("#citation").is_visible()
    page.get_by_text("Embed this").click()
    assert page.locator(".embedding code").first.is_visible()
    assert page.locator(".embedding button:visible").count() == 0
    page.get_by_role("link", name="3 November 2025", exact=True).first.click()
    assert page.locator("h1").inner_text() == "Kent: short inspection, 3 November 2025"


def test_a_selected_line_is_the_line(visit: Opener) -> None:
    page = visit(KENT).page
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
def test_one_reason_for_several_inspections_reaches_the_last(visit: Opener, media: str) -> None:
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


TOLD = f"Ofsted’s ratings of Kent’s children’s services{{}}: {LINE}. {{}}"
DATED = "On reports published to 20 August 2026."
CITED = "/authorities/kent/?as_at=2026-08-20&known_by=2026-09-01&version="
COPIED = {
    (KENT, "", "Copy the line"): [TOLD.format("", DATED)],
    ("/compare/?authority=kent&authority=surrey", "", "Copy the line of Kent"): [
        TOLD.format("", DATED)
    ],
    ("/inspections/kent-ilacs-2023-2025-11-03/", "", "Copy the line"): [
        TOLD.format(" until 3 November 2025", DATED)
    ],
    ("/", "", "Copy the sentence"): [
        "On 1 September 2026, of the 153 authorities in England", f". {DATED}",
    ],
    (f"{KENT}?as_at=2026-08-20", "Cite this", "Copy the citation"): ["", LINE, CITED, ""],
    ("/cite/?page=/national/&as_at=2024-03-31", "", "Copy BibTeX"): [
        "@misc{ratings-national-2024-03-31-", "&version={number}},", "",
    ],
    (KENT, "Embed this", "Copy the frame, Live"): ['<iframe src="', ""],
}  # fmt: skip
"""URL, what is opened first, and the button; then the parts of what is copied, in order."""


@pytest.mark.parametrize("button", COPIED, ids=" ".join)
def test_what_a_button_copies(visit: Opener, button: tuple[str, str, str]) -> None:
    """The page's clock stands still until it was read that the button says so."""
    address, first, name = button
    opened = visit(address, width=WIDTHS["phone"], permissions=CLIPBOARD)
    page = opened.page
    if first:
        page.get_by_text(first).click()
    stop_the_clock(page)
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    page.clock.resume()  # axe, too, waits by it
    number = DataVersion.current().split(".")[0]
    parts = [re.escape(part.replace("{number}", number)) for part in COPIED[button]]
    between = "(?s:.*)" if "BibTeX" in name else ".*"  # one line but for an entry of BibTeX
    assert re.fullmatch(between.join(parts), copied), copied
    if first == "Embed this":
        assert copied == page.locator(".embedding code").first.text_content()
    opened.assert_usable()
    opened.assert_fits_windows(WIDTHS["desk"])
