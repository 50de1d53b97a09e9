"""Questions, and who is due, in a real browser."""

import pytest

from tests.browser.conftest import Opener

PAGES = [
    "/questions/",
    "/questions/improved/?since=2018-01-01",
    "/questions/since-inadequate/?on=2019-03-31&reached=good",
    "/questions/outstanding-by-region/",
    "/questions/never-below-good/",
    "/questions/no-overall-grade/",
    "/questions/published/?month=2026-07",
    "/questions/priority-action/",
    "/questions/first-inspections/",
    "/questions/decline-since-inspection/",
    "/due/",
    "/due/?grade=no-overall-grade&as_at=2026-08-20",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_fits(
    visit: Opener, address: str, width: int, scheme: str
) -> None:
    opened = visit(address, width=width, scheme=scheme)
    opened.assert_accessible()
    opened.assert_fits()


@pytest.mark.parametrize("address", ["/questions/moved/", "/due/"])
def test_a_table_fits_any_window(visit: Opener, address: str) -> None:
    visit(address).assert_fits_windows(600, 800, 1000, 1200)


def test_a_question_is_asked_differently_without_scripts(visit: Opener) -> None:
    page = visit("/questions/", javascript=False).page
    page.get_by_role("link", name="Which councils that were inadequate on").click()
    page.get_by_label("Inadequate on").fill("2019-03-31")
    page.get_by_label("Has reached").select_option("good")
    page.get_by_role("button", name="Answer").click()
    assert page.locator("tbody tr").count() == 22
    assert "on=2019-03-31" in page.url
    row = page.get_by_role("row", name="Barnet")
    assert "13 May 2019" in row.inner_text()
    assert "2 years" in row.inner_text()


def test_the_date_stays_when_a_question_is_asked(visit: Opener) -> None:
    page = visit("/questions/moved/?as_at=2022-01-01").page
    page.get_by_label("Moved at least").select_option("3")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Answer").press("Enter")
    page.wait_for_url("**steps=3**")
    assert "as_at=2022-01-01" in page.url
    assert page.locator("tbody tr").count() == 1


def test_who_is_due_is_sorted_and_narrowed_without_scripts(visit: Opener) -> None:
    page = visit("/due/", javascript=False).page
    page.get_by_label("Region").select_option("London")
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.locator("table").first.locator("tbody tr").count() == 33
    page.get_by_role("link", name="Rank").click()
    assert page.locator("th[aria-sort=descending]").count() == 1
    assert "region=London" in page.url
