"""Pages at a desk and on a phone, light and dark: accessible, within the window, well drawn.

Here they are with various parameters; each once in every state is in `test_states`.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import measures
from tests.browser.conftest import EVERY, Opener

SUCCESSORS = (
    "/compare/?authority=northamptonshire&authority=west-northamptonshire"
    "&authority=bournemouth-christchurch-and-poole&authority=croydon"
)
NEIGHBOURS = "/compare/?of=kent&preset=neighbours-2025"
BURY = (
    "/changes/discrepancies/bury-ilacs-2018-2021-10-25/"
    "grade-help-and-protection-official-2022-30d253/"
)
OPENED = [
    "/authorities/kent/?as_at=2024-03-31&known_by=2024-06-30&version=1",
    "/cite/?page=/authorities/kent/&as_at=2024-03-31", "/data/versions/", "/data/versions/1/",
    "/feeds/",
]  # fmt: skip
"""Pages that are seen with everything opened."""
PAGES = [
    "/?as_at=2012-03-31", "/?as_at=2024-03-31&known_by=2024-06-30&area=care-leavers",
    "/authorities/?as_at=2024-03-31&known_by=2024-06-30&abolished=yes&sort=-grade",
    "/authorities/?q=nowhere", "/authorities/northamptonshire/", "/authorities/isles-of-scilly/",
    "/authorities/cumberland/?as_at=2020-01-01", "/inspections/?result=visit&page=2",
    "/inspections/kent-ilacs-2023-2025-11-03/?as_at=2020-01-01", "/compare/", NEIGHBOURS,
    f"{SUCCESSORS}&as_at=2018-12-31&known_by=2019-01-31",
    "/national/?area=slac-safeguarding&as_at=2013-05-01",
    "/questions/since-inadequate/?on=2019-03-31&reached=good",
    "/questions/published/?month=2026-07", "/due/?grade=no-overall-grade&as_at=2026-08-20",
    "/changes/?what=corrected&since=2026-01-01", "/questions/moved/", "/changes/discrepancies/",
    "/changes/discrepancies/?about=other", BURY, "/changes/coverage/",
    "/changes/coverage/?authority=kent&inspections=all", *OPENED[:2], "/", "/?as_at=2019-03-31",
    "/?as_at=2013-10-31&area=cpi-overall", "/authorities/",
    "/authorities/kent/?as_at=2024-03-31&known_by=2024-06-30",
    "/authorities/barking-and-dagenham/?as_at=2012-06-30", "/inspections/",
    "/inspections/west-northamptonshire-ilacs-2018-2021-07-28/", SUCCESSORS,
    "/compare/?authority=kent&as_at=2010-01-01", "/national/", "/national/?as_at=2012-01-01",
    "/national/authorities/?grade=inadequate&as_at=2019-03-31",
    "/national/transitions/?from=inadequate&to=good", "/national/recovery/?goal=good&region=london",
    "/national/spells/?grade=outstanding&region=london", "/figures/",
    "/questions/improved/?since=2018-01-01", "/questions/never-below-good/",
    "/questions/no-overall-grade/", "/questions/priority-action/", "/questions/first-inspections/",
    "/questions/decline-since-inspection/", "/due/",
    "/changes/coverage/?as_at=2016-03-31&region=London", *OPENED[2:],
][: None if EVERY else 25]  # fmt: skip
"""Without EVERY_COMBINATION the first, which show what is not in `test_states`."""


@pytest.mark.parametrize("address", PAGES)
def test_a_page_can_be_used(visit: Opener, address: str, look: Any) -> None:
    opened = visit(address, **look)
    if address in OPENED:
        opened.page.evaluate(measures.OPEN_EVERYTHING)
    opened.assert_usable()
    opened.assert_fits_windows(320, 600, 800, 1000, 1024, 1100, 1200, 1900)


@pytest.mark.parametrize(
    ("address", "name"),
    [(NEIGHBOURS, "Authorities by judgement areas"), ("/national/", "Shares through time")],
)
def test_a_wide_table_scrolls_by_keyboard(visit: Opener, address: str, name: str) -> None:
    page = visit(address, width=390).page
    region = page.get_by_role("region", name=name)
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("one => one.scrollLeft > 0", arg=region.element_handle())


@pytest.mark.parametrize(
    "address", ["/authorities/", "/inspections/?q=kent", "/due/?region=London"]
)
def test_a_card_uses_the_width_that_it_has(visit: Opener, address: str) -> None:
    """Two facts side by side on a tablet, one on a phone."""
    opened = visit(address, width=900)
    places = "(all) => new Set(all.map((one) => Math.round(one.getBoundingClientRect().left))).size"
    facts = opened.page.locator(".cards tbody tr").first.locator("td[data-label]")
    for window, columns in ((900, 2), (700, 2), (390, 1)):
        opened.assert_fits_windows(window)
        assert facts.evaluate_all(places) == columns, window


def test_the_header_of_a_long_table_stays_in_sight(visit: Opener) -> None:
    page = visit("/authorities/").page
    page.mouse.wheel(0, 3000)
    page.wait_for_function("scrollY > 2000")
    assert page.locator("thead th").first.bounding_box()["y"] < 5


def test_the_pictures_are_wide_at_a_desk_and_on_paper_and_narrow_on_a_phone(visit: Opener) -> None:
    page = visit(SUCCESSORS).page
    assert page.locator(".compare-picture .tl-wide").is_visible()
    assert not page.locator(".compare-picture .tl-narrow").is_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    assert not page.locator(".compare-picture .tl-wide").is_visible()
    assert page.locator(".compare-picture .tl-narrow").is_visible()
    assert page.locator(".tl-narrow text").first.bounding_box()["height"] >= 11, "as drawn"
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    assert page.locator(".compare-picture .tl-wide").is_visible()
    assert not page.locator(".compare-change").is_visible()
    assert not page.locator(".compare-remove").first.is_visible()


def test_one_picture_is_seen_at_each_width(visit: Opener) -> None:
    opened = visit("/national/")
    narrow = opened.page.locator(".national-picture svg.tl-narrow:visible")
    for width, many in ((1400, 0), (390, 3)):
        opened.assert_fits_windows(width)
        assert opened.page.locator(".national-picture svg.tl:visible").count() == 3
        assert narrow.count() == many


def test_on_a_phone_no_choice_is_cut_short(visit: Opener) -> None:
    """“requires improvement or better” needs the width of the form."""
    page = visit("/national/", width=390).page
    box = page.get_by_label("Recovered means").bounding_box()
    whole = page.get_by_label("Judgement area").bounding_box()
    assert box is not None
    assert whole is not None
    assert box["width"] == whole["width"]
