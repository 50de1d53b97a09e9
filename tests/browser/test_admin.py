"""The keeper's desk in a browser: an inspection from the keyboard to the public line."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from ratings.models import Inspection, Rating

from .conftest import Opener, Visit

KEY = "leeds-ilacs-2026-2026-08-03"
PAGES = [
    "/admin/",
    "/admin/ratings/inspection/",
    "/admin/ratings/inspection/add/",
    "/admin/ratings/inspection/1263/change/",
    "/admin/ratings/inspection/1262/change/",
    "/admin/ratings/inspection/1263/history/",
    "/admin/ratings/authority/reorganise/",
    "/admin/ratings/authority/codes/",
    "/admin/ratings/authority/1/change/",
    "/admin/ratings/authority/1/delete/",
    "/admin/ratings/framework/add/",
    "/admin/ratings/discrepancy/add/",
    "/admin/ratings/event/1/change/",
    "/admin/password_change/",
]


@pytest.fixture
def nothing_left(site: str) -> Iterator[None]:
    """What the test entered is taken out again, with its history."""
    yield
    Rating.objects.filter(inspection__key=KEY).delete()
    Rating.history.filter(inspection__key=KEY).delete()
    Inspection.objects.filter(key=KEY).delete()
    Inspection.history.filter(key=KEY).delete()


def told_facts(page: Page) -> None:
    """The first step, typed as a person would."""
    page.get_by_label("Authority").select_option(label="Leeds")
    page.get_by_label("First day on site").fill("3/8/2026")
    page.get_by_label("Last day on site").fill("14 August 2026")
    page.get_by_label("standard inspection").check()
    page.get_by_label("standard inspection").press("Enter")


def told_findings(page: Page) -> None:
    """The second step: every area good, the report cited."""
    areas = page.locator(".desk-answers fieldset")
    assert areas.count() == 4
    for area in areas.all():
        area.get_by_label("good", exact=True).check()
    page.get_by_label("Address of the report").fill("https://files.ofsted.gov.uk/v1/file/50300000")
    page.get_by_role("button", name="Next: the resulting line").click()


def line_of_leeds(visit: Opener) -> str:
    answer = visit("/authorities/leeds/").page.request.get("/authorities/leeds.json")
    return str(answer.json()["line"])


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_keeper_enters_a_draft_and_the_public_sees_it_once_a_reviewer_publishes(
    visit: Opener, kit: User, robin: User, nothing_left: None, javascript: bool
) -> None:
    before = line_of_leeds(visit)
    page = visit("/admin/ratings/inspection/add/", user=kit, javascript=javascript).page
    told_facts(page)
    told_findings(page)
    after = page.locator(".desk-line-then strong").inner_text()
    assert after == f"{before} → no overall grade (2026)"
    page.get_by_role("button", name="Save as a draft").click()
    assert "A draft: the public does not see it" in page.locator("#content").inner_text()
    assert line_of_leeds(visit) == before
    review = visit(f"/admin/ratings/inspection/publish/?key={KEY}", user=robin).page
    assert review.locator(".desk-line-then strong").inner_text() == after
    review.get_by_role("button", name="Publish 1 inspection").click()
    assert line_of_leeds(visit) == after


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_nothing_breaks_the_policy_and_it_fits_a_phone(
    visit: Opener, robin: User, address: str
) -> None:
    """In light; narrow and dark these pages are seen in `test_desk_states`."""
    opened = visit(address, user=robin)
    check(opened)
    opened.assert_fits_windows(390)


def test_each_step_of_entering_is_accessible(visit: Opener, kit: User, width: int) -> None:
    opened = visit("/admin/ratings/inspection/add/", user=kit, width=width)
    opened.page.get_by_role("button", name="Next").click()
    check(opened)
    told_facts(opened.page)
    check(opened)
    opened.page.get_by_role("button", name="Next").click()
    check(opened)
    told_findings(opened.page)
    check(opened)


def check(opened: Visit) -> None:
    """axe finds nothing, and nothing is wider than the window.

    Django's forms.css imports another file, which axe would copy into the page as a style
    element of its own (`preload`); the policy refuses that, rightly.
    """
    opened.page.wait_for_load_state("networkidle")
    opened.assert_styled()
    found = Axe().run(opened.page, options={"preload": False})
    assert found.violations_count == 0, found.generate_report()
    opened.assert_fits()


def test_an_authority_is_chosen_in_a_list_that_is_searched(visit: Opener, kit: User) -> None:
    page = visit("/admin/ratings/discrepancy/add/", user=kit).page
    page.locator(".field-authority .select2-selection").click()
    page.locator(".select2-search__field").last.fill("E08000016")
    found = page.locator(".select2-results__option")
    expect(found).to_have_text([re.compile("Barnsley")])  # the list before had it, too
    found.click()
    assert "Barnsley" in page.locator(".field-authority").inner_text()


def test_the_sign_in_page_is_accessible(visit: Opener, scheme: str) -> None:
    check(visit("/admin/login/", scheme=scheme))
