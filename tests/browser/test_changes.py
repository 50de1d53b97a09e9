"""Changes, discrepancies and coverage in a real browser."""

import re
from collections.abc import Iterator

import pytest

from ratings.models import Discrepancy, Inspection
from tests.browser.conftest import Opener
from tests.views.histories import KENT, disputed, regrade

BURY = (
    "/changes/discrepancies/bury-ilacs-2018-2021-10-25/"
    "grade-help-and-protection-official-2022-30d253/"
)
PAGES = [
    "/changes/",
    "/changes/?what=corrected&since=2026-01-01",
    "/changes/discrepancies/",
    "/changes/discrepancies/?about=other",
    BURY,
    "/changes/coverage/",
    "/changes/coverage/?authority=kent&inspections=all",
    "/changes/coverage/?as_at=2016-03-31&region=London",
]


@pytest.fixture
def history(site: str) -> Iterator[Discrepancy]:
    """A grade corrected there and back, and a discrepancy; gone again after the test."""
    inspection = Inspection.objects.get(key=KENT)
    regrade(inspection, "leaders", "good", "the release says good")
    regrade(inspection, "leaders", "outstanding", "the report says outstanding")
    row = disputed()
    yield row
    row.delete()
    Discrepancy.history.all().delete()
    rating = inspection.ratings.get(area__key="leaders")
    rating.history.all().delete()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_fits(
    visit: Opener, address: str, width: int, scheme: str
) -> None:
    opened = visit(address, width=width, scheme=scheme)
    opened.assert_accessible()
    opened.assert_fits()


def test_changes_and_an_open_discrepancy_are_accessible(
    visit: Opener, history: Discrepancy, width: int, scheme: str
) -> None:
    opened = visit("/changes/", width=width, scheme=scheme)
    assert opened.page.locator(".change").count() == 3
    opened.assert_accessible()
    opened.assert_fits()
    opened.page.get_by_role("link", name="discrepancy on grade for Leaders").click()
    opened.assert_accessible()
    opened.assert_fits()


@pytest.mark.parametrize("address", ["/changes/discrepancies/", "/changes/coverage/"])
def test_a_table_fits_any_window(visit: Opener, address: str) -> None:
    visit(address).assert_fits_windows(600, 800, 1000, 1200)


def test_changes_are_narrowed_without_scripts(visit: Opener, history: Discrepancy) -> None:
    page = visit("/changes/", javascript=False).page
    page.get_by_label("What became of it").select_option("corrected")
    page.get_by_label("Name or code", exact=True).fill("Kent")
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.locator(".change").count() == 2
    assert "what=corrected" in page.url
    assert "outstanding became good" in page.locator(".changes").inner_text()


def test_a_cell_of_the_board_leads_to_what_is_lacking_without_scripts(visit: Opener) -> None:
    page = visit("/changes/coverage/", javascript=False).page
    page.get_by_role("link", name=re.compile("2 missing ?: Barnet, SLAC")).click()
    assert page.get_by_role("heading", name="What is lacking").is_visible()
    assert page.locator(".gaps tbody tr").count() == 2
    page.get_by_role("link", name="Back to the whole board").click()
    assert page.locator(".board tbody tr").count() == 158


def test_a_discrepancy_is_found_from_its_inspection_without_scripts(visit: Opener) -> None:
    page = visit("/inspections/bury-ilacs-2018-2021-10-25/", javascript=False).page
    page.get_by_role("link", name=re.compile("Both sides ?: grade for Help")).click()
    assert page.url.endswith(BURY)
    assert page.get_by_text("= Settled: inadequate was chosen").is_visible()
