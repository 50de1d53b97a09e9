"""Pages of imports: who may see and do what, and how they are found.

Who may open which in which role is in `tests/security/test_permissions.py`.
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from ratings.models import ImportRun
from tests.admin.conftest import person
from tests.admin.imports.runs import a_plan, a_report, a_run, applied
from tests.admin.imports.stand_in import LIST, LOAD, READ, Started, at
from tests.security.hostile import problems_of
from tests.security.walking import answer_of

STEPS = ("choose", "apply", "again", "answer", "discard", "undo")


def test_nobody_without_the_permission_sees_or_does_anything(record: None) -> None:
    visitor, run = person("vic", "of no role"), a_plan()
    for address in (LOAD, READ, LIST, at(run), *(at(run, step) for step in STEPS)):
        assert visitor.get(address).status_code == 403
        assert visitor.post(address).status_code == 403


@pytest.mark.parametrize("step", STEPS)
def test_looking_does_nothing(reviewer: Client, started: Started, step: str) -> None:
    for run in (a_plan(), applied()):
        before = ImportRun.objects.values().get(pk=run.pk), list(run.items.values())
        assert reviewer.get(at(run, step)).status_code in {200, 302}
        assert (ImportRun.objects.values().get(pk=run.pk), list(run.items.values())) == before
    assert started == []
    assert reviewer.post(f"{LIST}987654/{step}/").status_code == 404


def test_nobody_types_a_run_or_deletes_one(administrator: Client) -> None:
    run = a_plan()
    for step in ("change", "delete", "history"):
        assert administrator.get(at(run, step)).status_code == 404


def test_no_page_carries_script_or_style_of_its_own(reviewer: Client) -> None:
    """Those of a plan are read in `tests/security/test_every_answer.py`."""
    for run in (a_report(), a_run(status="planning", heartbeat=timezone.now()), applied()):
        assert list(problems_of(answer_of(reviewer.get(at(run))))) == []


def test_the_list_says_what_runs_are_and_the_first_page_what_waits(keeper: Client) -> None:
    def waiting() -> int:
        tasks = keeper.get("/admin/").context["tasks"]
        return next(task["count"] for task in tasks if "imports wait" in task["title"])

    assert waiting() == 0
    run = a_plan(counts={"new": 12, "contradicts": 3, "same": 900})
    a_run(status="discarded")
    assert waiting() == 1
    found = keeper.get(LIST).content.decode()
    counted = "12 new, 3 contradictions, 900 same"
    for words in ("outcomes.ods", "planned: nothing is changed yet", counted):
        assert words in found
    assert f'href="{at(run)}"' in found


def test_the_help_names_every_outcome(keeper: Client) -> None:
    found = keeper.get(f"{LIST}help/").content.decode()
    for name in ("New", "Adds a detail", "Contradicts", "Known to be disputed", "Refused", "Same"):
        assert f'<th scope="row">{name}</th>' in found
