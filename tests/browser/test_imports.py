"""Imports in a browser: a file sent, chosen from, applied and undone, with and without script."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Route

from ratings.models import ImportRun, Inspection
from tests.admin.imports.runs import READING, a_plan, a_run, an_item
from tests.admin.imports.test_flow import HEADINGS, LEEDS, NEW
from tests.browser.conftest import Opener
from tests.browser.test_admin import narrow_and_dark
from tests.importing.workbooks import make_csv

LIST = "/admin/ratings/importrun/"


def planning() -> ImportRun:
    return a_plan(status="planning", heartbeat=timezone.now(), rows_total=100_000)


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_release_is_sent_applied_and_undone(
    visit: Opener, robin: User, nothing_left: None, tmp_path: Path, javascript: bool
) -> None:
    file = tmp_path / "more.csv"
    file.write_bytes(make_csv([HEADINGS, *LEEDS]))
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


def test_progress_moves_by_itself_to_the_plan(
    visit: Opener, robin: User, nothing_left: None
) -> None:
    run = planning()
    page = visit(f"{LIST}{run.pk}/", user=robin).page
    ImportRun.objects.filter(pk=run.pk).update(rows_done=41_000)
    page.get_by_text("Read 41,000 of 100,000 rows.").wait_for()
    assert page.get_by_role("progressbar").get_attribute("value") == "41000"
    ImportRun.objects.filter(pk=run.pk).update(status="planned")
    page.get_by_role("heading", name="What this file would change").wait_for()


def test_progress_survives_a_locked_database(
    visit: Opener, robin: User, nothing_left: None
) -> None:
    run = planning()
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


def test_progress_without_script_can_be_stopped(
    visit: Opener, robin: User, nothing_left: None
) -> None:
    run = planning()
    page = visit(f"{LIST}{run.pk}/", user=robin, javascript=False).page
    # A press would be lost in the page that is just being loaded again: it no longer is.
    page.route(f"**{LIST}{run.pk}/", lambda route: route.fulfill(status=204))
    page.get_by_role("link", name="Stop that").click()
    assert page.get_by_role("link", name="Look again").is_visible()
    assert page.locator("meta[http-equiv=refresh]").count() == 0
    moving = visit(f"{LIST}{run.pk}/", user=robin, javascript=False).page
    ImportRun.objects.filter(pk=run.pk).update(status="planned")
    moving.get_by_role("heading", name="What this file would change").wait_for()


def test_both_values_stand_beside_the_box(visit: Opener, robin: User, nothing_left: None) -> None:
    page = visit(f"{LIST}{a_plan().pk}/", user=robin, width=390).page
    region = page.get_by_role("region", name="Items of the plan")
    assert region.evaluate("one => one.scrollWidth <= one.clientWidth")
    row = region.get_by_role("row").filter(has=page.get_by_role("checkbox")).first
    box, *rest = (row.get_by_role("cell").nth(n).bounding_box() for n in range(6))
    assert box
    assert all(cell and cell["x"] >= box["x"] + box["width"] for cell in rest)


def test_every_state_of_a_run_can_be_used(visit: Opener, robin: User, nothing_left: None) -> None:
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
        opened = visit(f"{LIST}{address}", user=robin)
        opened.assert_usable()
        opened.assert_fits_windows(390)
        narrow_and_dark(opened, address)
