"""What readers do in a few clicks, most of it without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from ratings.models import Discrepancy, Inspection, PublicChange
from tests.browser.conftest import Opener
from tests.browser.test_pages import BURY, SUCCESSORS
from tests.views.histories import KENT, disputed, regrade


@pytest.fixture
def history(site: str) -> Iterator[None]:
    """A grade corrected there and back, and a discrepancy; gone again after the test."""
    PublicChange.objects.all().delete()
    inspection = Inspection.objects.get(key=KENT)
    regrade(inspection, "leaders", "good", "the release says good")
    regrade(inspection, "leaders", "outstanding", "the report says outstanding")
    row = disputed()
    yield
    row.delete()
    Discrepancy.history.all().delete()
    PublicChange.objects.all().delete()
    inspection.ratings.get(area__key="leaders").history.all().delete()


def test_changes_and_a_discrepancy_can_be_used(visit: Opener, history: None, look: Any) -> None:
    opened = visit("/changes/", **look)
    assert opened.page.locator(".change").count() == 3
    opened.assert_usable()
    opened.page.get_by_role("link", name="discrepancy on grade for Leaders").click()
    opened.assert_usable()


def test_changes_are_narrowed(visit: Opener, history: None) -> None:
    page = visit("/changes/", javascript=False).page
    page.get_by_label("What became of it").select_option("corrected")
    page.get_by_label("Name or code", exact=True).fill("Kent")
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.locator(".change").count() == 2
    assert "what=corrected" in page.url
    assert "outstanding became good" in page.locator(".changes").inner_text()


def test_a_cell_of_the_board_leads_to_what_is_lacking(visit: Opener) -> None:
    page = visit("/changes/coverage/", javascript=False).page
    page.get_by_role("link", name=re.compile("2 missing ?: Barnet, SLAC")).click()
    assert page.get_by_role("heading", name="What is lacking").is_visible()
    assert page.locator(".gaps tbody tr").count() == 2
    page.get_by_role("link", name="Back to the whole board").click()
    assert page.locator(".board tbody tr").count() == 158


def test_a_discrepancy_is_found_from_its_inspection(visit: Opener) -> None:
    page = visit("/inspections/bury-ilacs-2018-2021-10-25/", javascript=False).page
    page.get_by_role("link", name=re.compile("Both sides ?: grade for Help")).click()
    assert page.url.endswith(BURY)
    assert page.get_by_text("= Settled: inadequate was chosen").is_visible()


def test_a_page_is_cited(visit: Opener) -> None:
    page = visit("/national/?as_at=2024-03-31", javascript=False).page
    page.get_by_text("Cite this page").click()
    assert page.locator("#citation").is_visible()
    page.get_by_role("link", name="All forms").click()
    assert page.locator("h1").inner_text().startswith("Cite: England: overall grades, 2014 to 2024")


def test_a_preset_leads_to_a_list_to_share_and_keeps_the_date(visit: Opener) -> None:
    page = visit("/compare/?authority=west-northamptonshire&as_at=2024-03-31").page
    page.get_by_role("link", name="statistical neighbours, 2025 model").click()
    assert page.locator(".compare-lines tbody tr").count() == 11
    assert "West Northamptonshire" in page.locator(".compare-lines tbody th").first.inner_text()
    page.get_by_role("link", name="These authorities as a list").click()
    assert page.url.count("authority=") == 10
    assert "as_at=2024-03-31" in page.url
    assert page.locator(".compare-lines tbody tr").count() == 11


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


def test_a_list_is_filtered_sorted_and_dated(visit: Opener) -> None:
    page = visit("/authorities/", javascript=False).page
    page.get_by_label("Region").select_option("London")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(33)
    page.get_by_role("link", name="Graded since").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.get_by_text("Change the date").click()
    page.get_by_role("link", name="31 March 2024", exact=True).click()
    page.wait_for_url("**as_at=2024-03-31**")
    assert "region=London" in page.url
    assert "sort=since" in page.url


def test_who_recovered_and_how_long_it_took_is_two_clicks_away(visit: Opener) -> None:
    """Choose good as the goal, then open those that recovered."""
    page = visit("/national/?as_at=2026-08-20", javascript=False).page
    page.get_by_label("Recovered means").select_option("good")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "as_at=2026-08-20" in page.url
    page.locator("#recovery ~ p a", has_text="recovered").first.click()
    assert page.locator("h1").inner_text() == "From inadequate to good or better"
    assert page.locator("tbody tr", has_text="Birmingham").count() == 1


def test_a_long_list_is_turned_over_and_not_too_long_for_a_phone(visit: Opener) -> None:
    """All rows at once, one card below the other, were ninety screens."""
    page = visit("/national/transitions/?as_at=2020-03-31", width=390, javascript=False).page
    assert page.evaluate("document.documentElement.scrollHeight") < 15 * 900
    first = page.locator("tbody th").first.inner_text()
    page.get_by_role("navigation", name="Pages of the list").get_by_text("Next page").click()
    assert page.locator(".result-count").inner_text().startswith("Rows 51 to 100 of ")
    assert "as_at=2020-03-31" in page.url
    assert page.locator("tbody th").first.inner_text() > first


def test_a_region_leads_to_its_own_page_and_keeps_the_day(visit: Opener) -> None:
    page = visit("/national/?as_at=2020-03-31&area=leaders", javascript=False).page
    page.get_by_role("link", name="London", exact=True).click()
    assert page.locator("h1").inner_text() == "London: grades for leaders, 2014 to 2020"
    assert "as_at=2020-03-31" in page.url
    assert page.get_by_label("Region", exact=True).input_value() == "London"


def test_a_question_is_asked_differently(visit: Opener) -> None:
    page = visit("/questions/", javascript=False).page
    page.get_by_role("link", name="Which councils that were inadequate on").click()
    page.get_by_label("Inadequate on").fill("2019-03-31")
    page.get_by_label("Has reached").select_option("good")
    page.get_by_role("button", name="Answer").click()
    assert page.locator("tbody tr").count() == 22
    assert "on=2019-03-31" in page.url
    row = page.get_by_role("row", name="Barnet").inner_text()
    assert "13 May 2019" in row
    assert "2 years" in row


def test_the_date_stays_when_a_question_is_asked(visit: Opener) -> None:
    page = visit("/questions/moved/?as_at=2022-01-01").page
    page.get_by_label("Moved at least").select_option("3")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Answer").press("Enter")
    page.wait_for_url("**steps=3**")
    assert "as_at=2022-01-01" in page.url
    assert page.locator("tbody tr").count() == 1


def test_who_is_due_is_sorted_and_narrowed(visit: Opener) -> None:
    page = visit("/due/", javascript=False).page
    page.get_by_label("Region").select_option("London")
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.locator("table").first.locator("tbody tr").count() == 33
    page.get_by_role("link", name="Rank").click()
    assert page.locator("th[aria-sort=descending]").count() == 1
    assert "region=London" in page.url


def test_a_reader_learns_in_three_clicks_what_became_of_the_inadequate(visit: Opener) -> None:
    """Which were inadequate on 31 March 2019, which have since reached good, how long it took."""
    page = visit("/").page
    page.get_by_role("link", name="31 March 2019", exact=True).last.click()
    number = page.locator(".national-counts a[href='#with-inadequate']")
    assert number.inner_text() == "22"
    number.click()
    row = page.locator("#with-inadequate")
    expect(row).to_be_in_viewport()
    inadequate = row.locator("li").all_inner_texts()
    assert len(inadequate) == 22
    row.get_by_role("link", name="What became of them since?").click()
    table = page.locator("main table").first
    columns = [text.strip() for text in table.locator("thead th").all_inner_texts()]
    assert columns[0] == "Authority"
    assert {"Inadequate since", "Reached", "How long"} <= set(columns)
    rows = {
        row.locator("th").inner_text().split("\n")[0].strip(): row.inner_text()
        for row in table.locator("tbody tr").all()
    }
    assert set(rows) == {re.sub(r"[,\s]+$", "", name) for name in inadequate}
    assert "25 April 2017" in rows["Barnet"]
    assert "13 May 2019" in rows["Barnet"]
    assert "not yet" in rows["Tameside"]
    reached = [words for words in rows.values() if "not yet" not in words]
    assert reached
    assert all(re.search(r"\d+ (year|month|day)", words) for words in reached)
