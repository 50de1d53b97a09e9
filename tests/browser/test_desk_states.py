"""The keeper's desk in the states that it can be in: narrow, dark, opened, wrong, refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page

from ratings.models import ImportRun
from tests.admin.imports.runs import READING, a_plan, a_run
from tests.browser import measures
from tests.browser.conftest import Opener, Visit
from tests.browser.test_states import in_reach

ADMIN = "/admin/ratings"
OURS = [
    "/admin/",
    f"{ADMIN}/inspection/add/",
    f"{ADMIN}/authority/reorganise/",
    f"{ADMIN}/authority/codes/",
    f"{ADMIN}/importrun/load-release/",
    f"{ADMIN}/importrun/read-report/",
    f"{ADMIN}/importrun/help/",
    f"{ADMIN}/inspection/1263/history/",
]
"""Pages of our own making: everything to be pressed is large enough too."""
DJANGOS = [
    f"{ADMIN}/inspection/",
    f"{ADMIN}/inspection/1263/change/",
    f"{ADMIN}/inspection/1263/delete/",
    f"{ADMIN}/authority/",
    f"{ADMIN}/framework/",
    f"{ADMIN}/discrepancy/add/",
    f"{ADMIN}/event/",
    f"{ADMIN}/event/add/",
    "/admin/password_change/",
    "/admin/nothing/",
]
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


@pytest.fixture
def no_runs(site: str) -> Iterator[None]:
    yield
    ImportRun.objects.all().delete()


def look(opened: Visit) -> None:
    """Everything opened, narrow and dark: nothing for axe to find, nothing sticking out."""
    opened.page.wait_for_load_state("networkidle")
    opened.page.evaluate(measures.OPEN_EVERYTHING)
    opened.assert_fits()
    opened.assert_accessible()


@pytest.mark.parametrize("address", OURS)
def test_a_page_of_the_desk_can_be_used_narrow_and_dark(
    visit: Opener, robin: User, address: str
) -> None:
    opened = visit(address, user=robin, width=320, scheme="dark")
    look(opened)
    in_reach(opened, "at 320 pixels")


@pytest.mark.parametrize("address", DJANGOS)
def test_a_page_of_djangos_fits_a_narrow_window_and_is_accessible(
    visit: Opener, robin: User, address: str
) -> None:
    look(visit(address, user=robin, width=320, scheme="dark"))


@pytest.mark.parametrize("address", SENT_EMPTY)
def test_a_form_that_is_refused_says_so_to_everybody(
    visit: Opener, robin: User, address: str
) -> None:
    """The refusal is announced, and each field that is wrong is marked and tells why."""
    signed_in = None if "login" in address else robin
    opened = visit(address, user=signed_in, width=320, scheme="dark")
    page = opened.page
    page.evaluate("() => document.querySelectorAll('form').forEach((one) => one.noValidate = true)")
    page.get_by_role("button", name=SENT_EMPTY[address]).first.click()
    assert page.locator(".errornote, .errorlist").first.is_visible()
    assert_marked(page)
    look(opened)


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


def test_every_state_of_an_import_can_be_used_narrow_and_dark(
    visit: Opener, robin: User, no_runs: None
) -> None:
    report = a_run(kind="report", status="planned", reading=READING)
    runs = [a_plan(), report, a_run(status="refused", said="This is a web page.")]
    for run in runs:
        opened = visit(f"{ADMIN}/importrun/{run.pk}/", user=robin, width=320, scheme="dark")
        look(opened)
        in_reach(opened, f"a run that is {run.status}")


def test_a_person_without_the_right_is_told_so_accessibly(visit: Opener, kit: User) -> None:
    opened = visit(f"{ADMIN}/framework/add/", user=kit, width=320, scheme="dark", status=403)
    look(opened)


def test_being_locked_out_is_explained_on_an_accessible_page(visit: Opener) -> None:
    opened = visit("/admin/login/", width=320, scheme="dark")
    for _ in range(5):
        opened.page.get_by_label("Username").fill("locked")
        opened.page.get_by_label("Password").fill("not it")
        opened.page.get_by_role("button", name="Sign in").click()
    assert opened.page.get_by_role("heading", name="Too many tries").is_visible()
    look(opened)
