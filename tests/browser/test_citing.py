"""Citing, following and looking up versions in a real browser."""

import pytest

from ratings.models import DataVersion
from tests.browser.conftest import Opener
from tests.browser.copying import copied

PAGES = {
    "cited": "/authorities/kent/?as_at=2024-03-31&known_by=2024-06-30&version=1",
    "cite": "/cite/?page=/authorities/kent/&as_at=2024-03-31",
    "versions": "/data/versions/",
    "version": "/data/versions/1/",
    "feeds": "/feeds/",
}


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_is_accessible_and_fits(
    visit: Opener, address: str, width: int, scheme: str
) -> None:
    opened = visit(address, width=width, scheme=scheme)
    opened.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    opened.assert_accessible()
    opened.assert_fits()


def test_a_citation_is_copied_and_opens_the_same_page(visit: Opener) -> None:
    page = visit("/cite/?page=/national/&as_at=2024-03-31").page
    entry = copied(page, "Copy BibTeX")
    assert entry.startswith("@misc{ratings-national-2024-03-31-")
    number = DataVersion.current().split(".")[0]
    assert f"&version={number}}}," in entry


def test_without_scripts_a_page_can_be_cited(visit: Opener) -> None:
    page = visit("/national/?as_at=2024-03-31", javascript=False).page
    page.get_by_text("Cite this page").click()
    assert page.locator("#citation").is_visible()
    page.get_by_role("link", name="All forms").click()
    assert page.locator("h1").inner_text().startswith("Cite: England: overall grades, 2014 to 2024")
