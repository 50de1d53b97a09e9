"""The admin in a browser: from the keyboard to the public line; narrow, dark, wrong, refused."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.browser import measures
from tests.browser.conftest import KEY, WIDTHS, Opener, Visit
from tests.browser.test_states import in_reach

ADMIN = "/admin/ratings"
OURS = [
    "/admin/", f"{ADMIN}/inspection/add/", f"{ADMIN}/authority/reorganise/",
    f"{ADMIN}/authority/codes/", f"{ADMIN}/importrun/load-release/",
    f"{ADMIN}/importrun/read-report/", f"{ADMIN}/importrun/help/",
    f"{ADMIN}/inspection/1263/history/",
]  # fmt: skip
"""Pages of our own making: everything to be pressed is large enough too."""
DJANGOS = [
    f"{ADMIN}/inspection/", f"{ADMIN}/inspection/1262/change/", f"{ADMIN}/inspection/1263/change/",
    f"{ADMIN}/inspection/1263/delete/", f"{ADMIN}/authority/", f"{ADMIN}/authority/1/change/",
    f"{ADMIN}/authority/1/delete/", f"{ADMIN}/framework/", f"{ADMIN}/framework/add/",
    f"{ADMIN}/discrepancy/add/", f"{ADMIN}/event/", f"{ADMIN}/event/add/",
    f"{ADMIN}/event/1/change/", f"{ADMIN}/importrun/", "/admin/login/", "/admin/password_change/",
    "/admin/nothing/",
]  # fmt: skip
SENT_EMPTY = {
    f"{ADMIN}/inspection/add/": "Next: what was found",
    f"{ADMIN}/authority/reorganise/": "Next",
    f"{ADMIN}/authority/codes/": "Change it",
    f"{ADMIN}/importrun/load-release/": "Read it",
    f"{ADMIN}/importrun/read-report/": "Read it",
    f"{ADMIN}/event/add/": "Save",
    "/admin/login/": "Sign in",
    "/admin/password_change/": "Change my password",
}
"""Forms, and the button by which they are sent as they are."""


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


def test_each_step_of_entering_is_accessible(visit: Opener, kit: User) -> None:
    opened = visit(f"{ADMIN}/inspection/add/", user=kit)
    page = opened.page
    sent = page.get_by_role("button", name="Next")
    for step in (sent.click, lambda: told_facts(page), sent.click, lambda: told_findings(page)):
        step()
        opened.assert_fits_windows(WIDTHS["desk"], WIDTHS["phone"])
        opened.assert_usable()


def test_an_authority_is_chosen_in_a_list_that_is_searched(visit: Opener, kit: User) -> None:
    page = visit("/admin/ratings/discrepancy/add/", user=kit).page
    page.locator(".field-authority .select2-selection").click()
    page.locator(".select2-search__field").last.fill("E08000016")
    found = page.locator(".select2-results__option")
    expect(found).to_have_text([re.compile("Barnsley")])  # the list before had it, too
    found.click()
    assert "Barnsley" in page.locator(".field-authority").inner_text()


def narrow_and_dark(opened: Visit, ours: str = "") -> None:
    """Everything opened: accessible, and nothing sticks out; on pages of ours all is in reach."""
    opened.page.set_viewport_size({"width": 320, "height": 900})
    opened.page.emulate_media(color_scheme="dark")
    opened.page.evaluate(measures.OPEN_EVERYTHING)
    opened.assert_usable()
    if ours:
        in_reach(opened, ours)


@pytest.mark.parametrize("address", [*OURS, *DJANGOS])
def test_a_page_can_be_used_wide_and_narrow(visit: Opener, robin: User, address: str) -> None:
    opened = visit(address, user=None if "login" in address else robin)
    opened.assert_usable()
    opened.assert_fits_windows(390)
    narrow_and_dark(opened, address if address in OURS else "")


@pytest.mark.parametrize("address", SENT_EMPTY)
def test_a_refused_form_says_so_to_everybody(visit: Opener, robin: User, address: str) -> None:
    """The refusal is announced, and each field that is wrong is marked and tells why."""
    signed_in = None if "login" in address else robin
    opened = visit(address, user=signed_in)
    page = opened.page
    page.evaluate("() => document.querySelectorAll('form').forEach((one) => one.noValidate = true)")
    page.get_by_role("button", name=SENT_EMPTY[address]).first.click()
    assert page.locator(".errornote, .errorlist").first.is_visible()
    assert_marked(page)
    narrow_and_dark(opened)


def assert_marked(page: Page) -> None:
    """A field in error is marked as invalid and points to the words that say why."""
    wrong = page.locator("[aria-invalid=true]")
    assert wrong.count()
    for field in wrong.all():
        named = (field.get_attribute("aria-describedby") or "").split()
        group = field.locator("xpath=ancestor::fieldset[@aria-describedby]")
        if group.count():
            named += (group.last.get_attribute("aria-describedby") or "").split()
        told = [page.locator(f"[id='{each}'].errorlist") for each in named]
        assert any(words.count() for words in told), field.evaluate("(one) => one.outerHTML")


def test_a_person_without_the_right_is_told_so(visit: Opener, kit: User) -> None:
    opened = visit(f"{ADMIN}/framework/add/", user=kit, status=403)
    narrow_and_dark(opened)


def test_being_locked_out_is_explained_on_an_accessible_page(visit: Opener) -> None:
    opened = visit("/admin/login/")
    for _ in range(5):
        opened.page.get_by_label("Username").fill("locked")
        opened.page.get_by_label("Password").fill("not it")
        opened.page.get_by_role("button", name="Sign in").click()
    assert opened.page.get_by_role("heading", name="Too many tries").is_visible()
    narrow_and_dark(opened)
