"""Pages of imports: who may see and do what, and how they are found."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from ratings.models import ImportRun
from tests.admin.imports.runs import a_plan, a_report, a_run, applied
from tests.admin.imports.stand_in import LIST, LOAD, READ, STEPS, Worker, at


def test_nobody_without_the_permission_sees_or_does_anything(client: Client, record: None) -> None:
    visitor = User.objects.create_user("vic", password="a long word for tests", is_staff=True)
    client.force_login(visitor, backend="django.contrib.auth.backends.ModelBackend")
    run = a_plan()
    for address in (LOAD, READ, LIST, at(run), *(at(run, step) for step in STEPS)):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_the_pages_are_only_for_those_who_sign_in(client: Client, record: None) -> None:
    run = a_plan()
    for address in (LOAD, READ, f"{LIST}help/", at(run), *(at(run, step) for step in STEPS)):
        assert client.get(address).headers["Location"].startswith("/admin/login/")


def test_a_keeper_cannot_undo(keeper: Client, worker: Worker) -> None:
    run = applied()
    assert keeper.get(at(run, "undo")).status_code == 403
    assert keeper.post(at(run, "undo"), {"reason": "so"}).status_code == 403
    assert worker.asked == []


@pytest.mark.parametrize("step", STEPS)
def test_looking_changes_nothing(reviewer: Client, worker: Worker, step: str) -> None:
    for run in (a_plan(), applied()):
        before = ImportRun.objects.values().get(pk=run.pk)
        assert reviewer.get(at(run, step)).status_code in {200, 302}
        assert ImportRun.objects.values().get(pk=run.pk) == before
    assert worker.asked == []


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_is_not_there_is_a_404(reviewer: Client, step: str) -> None:
    assert reviewer.post(f"{LIST}987654/{step}/").status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_a_post_without_its_token_is_refused(record: None, step: str, reviewer: Client) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = reviewer.cookies
    assert careful.post(at(a_plan(), step), {"act": "take"}).status_code == 403


def test_nobody_types_a_run_or_deletes_one(administrator: Client) -> None:
    run = a_plan()
    for address in (f"{at(run)}change/", f"{at(run)}delete/", f"{at(run)}history/"):
        assert administrator.get(address).status_code == 404


def test_no_page_carries_script_or_style_of_its_own(reviewer: Client) -> None:
    run = a_plan()
    for address in (LOAD, READ, f"{LIST}help/", at(run), at(run, "apply"), at(a_report()),
                    at(a_run(status="planning")), at(applied())):  # fmt: skip
        found = reviewer.get(address).content.decode()
        assert "<style" not in found
        assert "style=" not in found
        assert "<script>" not in found


def test_the_list_says_file_kind_person_state_and_counts(keeper: Client) -> None:
    run = a_plan()
    ImportRun.objects.filter(pk=run.pk).update(counts={"new": 12, "contradicts": 3, "same": 900})
    found = keeper.get(LIST).content.decode()
    counted = "12 new, 3 contradictions, 900 same"
    for words in ("outcomes.ods", "planned: nothing is changed yet", counted):
        assert words in found
    assert f'href="{at(run)}"' in found


def test_a_plan_that_waits_is_a_task_on_the_first_page(keeper: Client) -> None:
    def waiting() -> int:
        tasks = keeper.get("/admin/").context["tasks"]
        return next(task.count for task in tasks if "imports wait" in task.title)

    assert waiting() == 0
    a_plan()
    a_run(status="discarded")
    assert waiting() == 1


def test_the_help_names_every_outcome(keeper: Client) -> None:
    found = keeper.get(f"{LIST}help/").content.decode()
    for name in ("New", "Adds a detail", "Contradicts", "Known to be disputed", "Refused", "Same"):
        assert f'<th scope="row">{name}</th>' in found
