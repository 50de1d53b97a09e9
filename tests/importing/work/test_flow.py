"""A run from the upload to the undo, and every step that is refused."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError

from ratings.importing import jobs
from ratings.importing.jobs import plan_job
from ratings.models import DataVersion, Discrepancy, ImportRun, Inspection
from tests.importing.official.loads import snapshot
from tests.importing.work.files import (
    KNOWN,
    VISIT,
    VISIT_KEY,
    applied,
    planned,
    received,
    release,
    table,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> User:
    return User.objects.create(username="keeper")


def outcomes(run: ImportRun) -> list[tuple[str, str, str]]:
    return [(item.outcome, item.inspection, item.field) for item in run.items.all()]


def test_planned_and_nothing_changed() -> None:
    before = snapshot()
    run = planned(release(date(2024, 2, 6), date(2024, 3, 5)))
    assert (run.status, run.said, run.source.key) == ("planned", "", "official-2024")
    assert run.counts["new"] == 2
    assert [(each["name"], each["layout"]) for each in run.sheets] == [
        ("Cover", "cover"), ("In_year", "in-year"),
    ]  # fmt: skip
    assert (run.rows_done, run.rows_total, len(run.plan_digest)) == (2, 2, 64)
    assert outcomes(run) == [
        ("new", "rutland-ilacs-2023-2024-02-06", ""), ("new", "rutland-ilacs-2023-2024-03-05", ""),
    ]  # fmt: skip
    assert snapshot() == before


def test_applied_by_whom_and_the_file_is_gone(keeper: User) -> None:
    run = applied(planned(table(VISIT)), keeper)
    assert (run.status, run.said, run.decided_by) == ("applied", "", keeper)
    assert run.applied_at is not None
    assert not ImportRun.objects.holding_files().exists()
    row = Inspection.objects.get(key=VISIT_KEY)
    assert row.status == "published"
    assert row.history.get().history_user == keeper


def test_as_drafts(keeper: User) -> None:
    applied(planned(table(VISIT)), keeper, publish=False)
    assert Inspection.objects.get(key=VISIT_KEY).status == "draft"


def test_only_what_is_taken() -> None:
    run = planned(table(VISIT, {**VISIT, "start_date": "2026-03-03"}))
    jobs.take(run, [f"new|{VISIT_KEY}"], is_taken=False)
    applied(run)
    assert not Inspection.objects.filter(key=VISIT_KEY).exists()
    assert Inspection.objects.filter(key="rutland-ilacs-2023-2026-03-03").exists()


def test_undone(keeper: User) -> None:
    before = snapshot()
    run = applied(planned(table(VISIT)))
    jobs.undo_run(run, keeper, "the wrong file")
    run.refresh_from_db()
    assert run.status == "undone"
    assert snapshot() == before


def test_a_file_that_cannot_be_read_is_refused_with_why() -> None:
    for data, why in (
        (b"<html>Not found</html>", "."),
        (table()[:20], "It has no table of inspections"),
        (release("2024-02-06", year=2031), "the release “official-2031”, which is not among"),
    ):
        run = planned(data)
        assert run.status == "refused"
        assert why in run.said
        assert not run.items.exists()


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    run = planned(release(date(2024, 2, 6)), only_sheet="Two")
    assert run.said == "It has no sheet “Two”: it has “Cover”, “In_year”."


def test_a_refused_file_can_be_planned_again_and_discarded(keeper: User) -> None:
    run = planned(release(date(2024, 2, 6)), only_sheet="Two")
    run.only_sheet = ""
    run.save()
    jobs.start(run, "plan")
    assert run.status == "planned"
    jobs.discard(run, keeper)
    run.refresh_from_db()
    assert (run.status, run.decided_by) == ("discarded", keeper)
    assert not ImportRun.objects.holding_files().exists()


# --- the record changes between the plan and its applying ---


def test_a_stale_plan_is_told_and_made_anew_with_the_choices_kept(keeper: User) -> None:
    other = {**VISIT, "start_date": "2026-03-03"}
    run = planned(table(VISIT, other))
    jobs.take(run, [f"new|{VISIT_KEY}"], is_taken=False)
    applied(planned(table({**VISIT, "start_date": "2026-03-03", "theme": "front door"})))
    before = snapshot()
    applied(run, keeper)
    assert run.status == "planned"
    assert run.said.startswith("The record has changed since this plan was made, so that nothing")
    assert snapshot() == before
    assert outcomes(run) == [("new", VISIT_KEY, ""), ("same", "rutland-ilacs-2023-2026-03-03", "")]
    assert [item.is_taken for item in run.items.all()] == [False, False]
    applied(run, keeper)
    assert (run.status, run.said) == ("applied", "")


def test_of_two_who_plan_one_file_the_second_is_told(keeper: User) -> None:
    first, second = planned(table(VISIT)), planned(table(VISIT))
    applied(first)
    applied(second)
    assert (second.status, outcomes(second)) == ("planned", [("same", VISIT_KEY, "")])
    assert "nothing was applied" in second.said
    assert Inspection.objects.filter(key=VISIT_KEY).count() == 1


def test_a_change_elsewhere_makes_no_plan_stale() -> None:
    run = planned(table(VISIT))
    DataVersion.bump()
    assert applied(run).status == "applied"


def test_a_choice_changed_after_the_decision_is_not_applied() -> None:
    run = planned(table(VISIT))
    jobs.decide(run, None, publish=True)
    run.items.update(is_taken=False)
    jobs.start(run, "apply")
    assert (run.status, Inspection.objects.filter(key=VISIT_KEY).exists()) == ("planned", False)
    assert run.said == "The choice was changed after it was decided: look at it again."


# --- something fails in the middle ---


@pytest.mark.parametrize("problem", [DatabaseError("disk full"), KeyError("nobody foresaw")])
def test_a_write_that_fails_in_the_middle_leaves_nothing(
    problem: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = planned(table(VISIT, {**VISIT, "start_date": "2026-03-03"}))
    before, version = snapshot(), DataVersion.current()

    def fails(*_: Any) -> None:
        assert Inspection.objects.filter(key=VISIT_KEY).exists()
        raise problem

    monkeypatch.setattr(import_module("ratings.importing.apply.create"), "_rate", fails)
    if isinstance(problem, DatabaseError):
        applied(run)
        assert run.said == "It cannot be applied, and nothing was changed: disk full"
    else:
        with pytest.raises(KeyError):
            applied(run)
        run.refresh_from_db()
        assert "nothing was changed" in run.said
    assert snapshot() == before
    assert DataVersion.current() == version
    assert run.status in ("planned", "refused")
    assert not run.changes.exists()
    assert not Inspection.history.filter(key=VISIT_KEY).exists()
    monkeypatch.undo()
    jobs.start(run, "plan")
    assert applied(run).status == "applied"


def test_what_the_record_cannot_keep_is_refused_in_the_plan() -> None:
    run = planned(table(VISIT, {**KNOWN, "theme": "x" * 201}))
    assert [item.outcome for item in run.items.all()] == ["new", "refused"]
    assert "at most 200 characters" in run.items.last().reason


def test_contradictions_that_lose_are_left_open() -> None:
    applied(planned(table({**KNOWN, "kind": "short"})))
    row = Discrepancy.objects.get(inspection__key=KNOWN["inspection"], field="kind")
    assert (row.status, row.value_a, row.value_b) == ("open", "standard", "short")


def test_a_run_that_was_given_up_and_then_ends_stays_discarded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = received(table(VISIT))
    usual = plan_job.planned

    def slowly(*told: Any) -> Any:
        ImportRun.objects.update(status="discarded")
        return usual(*told)

    monkeypatch.setattr(plan_job, "planned", slowly)
    jobs.plan_run(run, date(2026, 9, 1))
    assert ImportRun.objects.get().status == "discarded"
