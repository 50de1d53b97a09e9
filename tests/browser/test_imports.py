"""Imports in a browser: a file sent, chosen from, applied and undone, with and without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Route

from ratings.models import ImportRun, Inspection, Rating
from tests.admin.imports.runs import READING, a_plan, a_run, an_item
from tests.admin.imports.test_flow import HEADINGS, LEEDS, NEW
from tests.importing.workbooks import make_csv

from .conftest import Opener
from .test_admin import check

LIST = "/admin/ratings/importrun/"
PAGES = ["", "load-release/", "read-report/", "help/"]


@pytest.fixture
def nothing_left(site: str) -> Iterator[None]:
    """Runs, and what they entered, are taken out again with their history."""
    yield
    ImportRun.objects.all().delete()
    for model, key in ((Rating, "inspection__key"), (Inspection, "key")):
        model.objects.filter(**{key: NEW}).delete()
        model.history.filter(**{key: NEW}).delete()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "more.csv"
    path.write_bytes(make_csv([HEADINGS, *LEEDS]))
    return path


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_release_is_sent_applied_and_undone(
    visit: Opener,
    robin: User,
    nothing_left: None,
    file: Path,
    javascript: bool,
) -> None:
    page = visit("/admin/", user=robin, javascript=javascript).page
    page.get_by_role("link", name="Load a release").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read it").click()
    box = page.get_by_role("checkbox").first
    assert box.is_checked()
    box.uncheck()
    page.get_by_role("button", name="Save the choice", exact=True).click()
    assert "there is nothing to apply" in page.locator("#content").inner_text()
    page.get_by_role("button", name="Take all").click()
    page.get_by_role("link", name="Apply …").click()
    assert "1 new inspection or visit" in page.locator("#content").inner_text()
    page.get_by_role("button", name="Apply it").click()
    assert "What was done" in page.title()
    assert Inspection.objects.get(key=NEW).status == "published"
    page.get_by_role("link", name="Undo this import …").click()
    page.get_by_label("Why").fill("the wrong file")
    page.get_by_role("button", name="Undo it").click()
    assert "Undone" in page.title()
    assert not Inspection.objects.filter(key=NEW).exists()


def test_progress_moves_and_the_plan_appears_by_itself(
    visit: Opener, robin: User, nothing_left: None
) -> None:
    run = a_plan(status="planning", heartbeat=timezone.now(), rows_total=100_000)
    page = visit(f"{LIST}{run.pk}/", user=robin).page
    ImportRun.objects.filter(pk=run.pk).update(rows_done=41_000)
    page.get_by_text("Read 41,000 of 100,000 rows.").wait_for()
    assert page.get_by_role("progressbar").get_attribute("value") == "41000"
    ImportRun.objects.filter(pk=run.pk).update(status="planned")
    page.get_by_role("heading", name="What this file would change").wait_for()


def test_progress_is_asked_for_again_where_the_database_was_locked(
    visit: Opener, robin: User, nothing_left: None
) -> None:
    run = a_plan(status="planning", heartbeat=timezone.now(), rows_total=100_000)
    opened = visit(f"{LIST}{run.pk}/", user=robin)
    answers = iter([503, 503])

    def busy_twice(route: Route) -> None:
        status = next(answers, None)
        if status:
            route.fulfill(status=status, body=render_to_string("503.html"))
        else:
            route.continue_()

    opened.page.route(f"**{LIST}{run.pk}/", busy_twice)
    ImportRun.objects.filter(pk=run.pk).update(rows_done=41_000)
    opened.page.get_by_text("Read 41,000 of 100,000 rows.").wait_for()
    assert [problem[:3] for problem in opened.problems] == ["503", "503"]
    opened.problems.clear()


def test_progress_needs_no_script_and_can_be_kept_still(
    visit: Opener, robin: User, nothing_left: None
) -> None:
    run = a_plan(status="planning", heartbeat=timezone.now(), rows_total=100_000)
    page = visit(f"{LIST}{run.pk}/", user=robin, javascript=False).page
    # A press would be lost in the page that is just being loaded again: it no longer is.
    page.route(f"**{LIST}{run.pk}/", lambda route: route.fulfill(status=204))
    page.get_by_role("link", name="Stop that").click()
    assert page.get_by_role("link", name="Look again").is_visible()
    assert page.locator("meta[http-equiv=refresh]").count() == 0
    moving = visit(f"{LIST}{run.pk}/", user=robin, javascript=False).page
    ImportRun.objects.filter(pk=run.pk).update(status="planned")
    moving.get_by_role("heading", name="What this file would change").wait_for()


def test_on_a_phone_both_values_of_an_item_stand_beside_its_box(
    visit: Opener, robin: User, nothing_left: None
) -> None:
    page = visit(f"{LIST}{a_plan().pk}/", user=robin, width=390).page
    region = page.get_by_role("region", name="Items of the plan")
    assert region.evaluate("one => one.scrollWidth <= one.clientWidth")
    row = region.get_by_role("row").filter(has=page.get_by_role("checkbox")).first
    box, *rest = (row.get_by_role("cell").nth(n).bounding_box() for n in range(6))
    assert box
    assert all(cell and cell["x"] >= box["x"] + box["width"] for cell in rest)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_fits(
    visit: Opener, robin: User, address: str, width: int, scheme: str
) -> None:
    check(visit(f"{LIST}{address}", user=robin, width=width, scheme=scheme))


def test_every_state_of_a_run_is_accessible_and_fits(
    visit: Opener, robin: User, nothing_left: None, width: int, scheme: str
) -> None:
    plan, report = a_plan(), a_run(kind="report", status="planned", reading=READING)
    an_item(report, 1, outcome="new", authority="leeds", inspection=NEW, can_take=True,
            is_taken=True, change="new", reason="Short.")  # fmt: skip
    now = timezone.now()
    applied = a_run(status="applied", applied_at=now)
    addresses = [
        f"{plan.pk}/",
        f"{plan.pk}/apply/",
        f"{plan.pk}/discard/",
        f"{report.pk}/",
        f"{applied.pk}/",
        f"{applied.pk}/undo/",
        f"{a_run(status='refused', said='This is a web page.').pk}/",
        f"{a_run(status='planning', heartbeat=now.replace(year=2020)).pk}/",
    ]
    for address in addresses:
        check(visit(f"{LIST}{address}", user=robin, width=width, scheme=scheme))
