"""A run from the upload to the undo: which file is taken, which step in which state, and every
step that is refused."""

from __future__ import annotations

import errno
import hashlib
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from ratings.importing import apply, jobs
from ratings.importing.jobs import ImportJobError, save_upload
from ratings.models import DataVersion, ImportFile, ImportRun, Inspection
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

pytestmark = pytest.mark.usefixtures("world")

OTHER, OTHER_KEY = {**VISIT, "start_date": "2026-03-03"}, "rutland-ilacs-2023-2026-03-03"


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


def test_applied_by_whom_whatever_changed_elsewhere_and_the_file_is_gone(keeper: User) -> None:
    run = planned(table(VISIT))
    DataVersion.bump()
    applied(run, keeper)
    assert (run.status, run.said, run.decided_by) == ("applied", "", keeper)
    assert run.applied_at is not None
    assert not ImportRun.objects.holding_files().exists()
    row = Inspection.objects.get(key=VISIT_KEY)
    assert row.status == "published"
    assert row.history.get().history_user == keeper


def test_only_what_is_taken_as_drafts_and_undone(keeper: User) -> None:
    before = snapshot()
    run = planned(table(VISIT, OTHER))
    jobs.select_changes(run, [f"new|{VISIT_KEY}"], is_taken=False)
    applied(run, publish=False)
    assert not Inspection.objects.filter(key=VISIT_KEY).exists()
    assert Inspection.objects.get(key=OTHER_KEY).status == "draft"
    jobs.undo_run(run, keeper, "the wrong file")
    run.refresh_from_db()
    assert run.status == "undone"
    assert snapshot() == before


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html>Not found</html>", "This is a web page"),
        (table()[:20], "It has no table of inspections"),
        (release("2024-02-06", year=2031), "the release “official-2031”, which is not among"),
    ],
    ids=["no file of data", "no table", "no release that is known"],
)
def test_a_file_that_cannot_be_read_is_refused_with_why(data: bytes, why: str) -> None:
    run = planned(data)
    assert (run.status, run.items.exists()) == ("refused", False)
    assert why in run.said


def test_a_sheet_that_is_not_there_is_refused_and_planned_again_and_discarded(keeper: User) -> None:
    run = planned(release(date(2024, 2, 6)), only_sheet="Two")
    assert run.said == "It has no sheet “Two”: it has “Cover”, “In_year”."
    run.only_sheet = ""
    run.save()
    jobs.start_worker(run, "plan")
    assert run.status == "planned"
    jobs.discard(run, keeper)
    run.refresh_from_db()
    assert (run.status, run.decided_by) == ("discarded", keeper)
    assert not ImportRun.objects.holding_files().exists()


# --- the record changes between the plan and its applying ---


def test_a_stale_plan_is_told_and_made_anew_with_the_choices_kept(keeper: User) -> None:
    run = planned(table(VISIT, OTHER))
    jobs.select_changes(run, [f"new|{VISIT_KEY}"], is_taken=False)
    applied(planned(table({**OTHER, "theme": "front door"})))
    before = snapshot()
    applied(run, keeper)
    assert run.status == "planned"
    assert run.said.startswith("The record has changed since this plan was made, so that nothing")
    assert snapshot() == before
    assert outcomes(run) == [("new", VISIT_KEY, ""), ("same", OTHER_KEY, "")]
    assert [item.is_taken for item in run.items.all()] == [False, False]
    assert Inspection.objects.filter(key=OTHER_KEY).count() == 1
    applied(run, keeper)
    assert (run.status, run.said) == ("applied", "")


def test_a_choice_changed_after_the_decision_is_not_applied() -> None:
    run = planned(table(VISIT))
    jobs.confirm_run(run, None, publish=True)
    run.items.update(is_taken=False)
    jobs.start_worker(run, "apply")
    assert (run.status, Inspection.objects.filter(key=VISIT_KEY).exists()) == ("planned", False)
    assert run.said == "The choice was changed after it was decided: look at it again."


# --- something fails in the middle ---


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (DatabaseError("disk full"), "It cannot be applied, and nothing was changed: disk full"),
        (KeyError("nobody foresaw"), "nothing was changed"),
    ],
)
def test_a_write_that_fails_in_the_middle_leaves_nothing(
    problem: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = planned(table(VISIT, OTHER))
    before, version = snapshot(), DataVersion.current()

    def fails(*_: Any) -> None:
        assert Inspection.objects.filter(key=VISIT_KEY).exists()
        raise problem

    monkeypatch.setattr(apply, "_rate", fails)
    expected = isinstance(problem, DatabaseError)
    with nullcontext() if expected else pytest.raises(KeyError):
        applied(run)
    run.refresh_from_db()
    assert said in run.said
    assert snapshot() == before
    assert DataVersion.current() == version
    assert run.status in ("planned", "refused")
    assert not run.changes.exists()
    assert not Inspection.history.filter(key=VISIT_KEY).exists()
    monkeypatch.undo()
    jobs.start_worker(run, "plan")
    assert applied(run).status == "applied"


def test_what_the_record_cannot_keep_is_refused_in_the_plan() -> None:
    run = planned(table(VISIT, {**KNOWN, "theme": "x" * 201}))
    assert [item.outcome for item in run.items.all()] == ["new", "refused"]
    assert "at most 200 characters" in run.items.last().reason


def test_a_run_that_was_given_up_and_then_ends_stays_discarded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = received(table(VISIT))
    usual = jobs.planned

    def slowly(*told: Any) -> Any:
        ImportRun.objects.update(status="discarded")
        return usual(*told)

    monkeypatch.setattr(jobs, "planned", slowly)
    jobs.plan_run(run, date(2026, 9, 1))
    assert ImportRun.objects.get().status == "discarded"


# --- which step may be taken in which state of a run ---


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have been started as a process of its own."""
    found: list[Any] = []
    monkeypatch.setattr(jobs, "call_command", lambda *told: found.append(told))
    return found


def in_state(status: str) -> ImportRun:
    """A run that is in this state since a moment ago."""
    run, now = received(b"x"), timezone.now()
    ImportRun.objects.update(status=status, applied_at=now, undone_at=now, heartbeat=now)
    return run


STARTED_FROM = {"plan": {"waiting", "planned", "refused"}, "apply": {"planned"}}


@pytest.mark.parametrize("status", ImportRun.Status.values)
@pytest.mark.parametrize("task", STARTED_FROM)
def test_a_task_is_started_from_its_states_only_and_once(
    status: str, task: str, started: list[Any]
) -> None:
    run = in_state(status)
    if status in STARTED_FROM[task]:
        jobs.start_worker(run, task)
        assert started == [("work_import", str(run.pk), task)]
        assert run.status == jobs.AT_WORK[task]
        started.clear()
    with pytest.raises(ImportJobError, match="Somebody else is at it"):
        jobs.start_worker(run, task)
    assert started == []


def test_of_two_who_decide_at_once_the_one_who_is_named_applies() -> None:
    """Both decide before either starts: the run names the later, and the earlier has to look."""
    robin, ola = (User.objects.create_user(name) for name in ("robin", "ola"))
    run = planned(table(VISIT))
    own, other = ImportRun.objects.get(), ImportRun.objects.get()
    jobs.confirm_run(own, robin, publish=True)
    jobs.confirm_run(other, ola, publish=False)
    with pytest.raises(ImportJobError, match="Somebody else is at it"):
        jobs.start_worker(own, "apply")
    run.refresh_from_db()
    assert run.status == "planned"
    jobs.start_worker(other, "apply")
    run.refresh_from_db()
    assert (run.status, run.decided_by) == ("applied", ola)
    assert Inspection.objects.get(status="draft").history.get().history_user == ola


@pytest.mark.parametrize(("status", "task"), [("planning", "plan"), ("applying", "apply")])
def test_one_that_has_stopped_can_be_started_again(
    status: str, task: str, started: list[Any]
) -> None:
    """A clock that ran ahead and was put right does not hold a run up until it catches up."""
    now, day, minute = timezone.now(), timedelta(days=1), timedelta(minutes=1)
    run = in_state(status)
    for heard, has_stopped in ((now - day, True), (now + minute, False), (now + day, True)):
        ImportRun.objects.update(status=status, heartbeat=heard)
        assert ImportRun.objects.get().has_stopped(now) == has_stopped
        if has_stopped:
            jobs.start_worker(run, task)
            assert abs(ImportRun.objects.get().heartbeat - now) < day / 2
        else:
            with pytest.raises(ImportJobError, match="Somebody else"):
                jobs.start_worker(run, task)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk was full"),
        (OperationalError("database is locked"), "the database did not answer"),
        (ZeroDivisionError(), "nobody foresaw"),
    ],
)
def test_what_stopped_the_reading_is_said_and_it_can_be_read_again(
    monkeypatch: pytest.MonkeyPatch, problem: Exception, said: str
) -> None:
    def fails(*_: Any) -> None:
        raise problem

    run = received(table(VISIT))
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "plan_run", fails)
        with pytest.raises(type(problem)):
            jobs.start_worker(run, "plan")
    run.refresh_from_db()
    assert run.status == "refused"
    assert said in run.said
    jobs.start_worker(run, "plan")
    assert (run.status, run.said) == ("planned", "")


@pytest.mark.parametrize("task", ["plan", "apply"])
def test_a_process_that_comes_late_leaves_what_another_has_done(task: str) -> None:
    """One that was taken for dead wakes up when its run has been applied by the next."""
    run = applied(planned(table(VISIT)))
    jobs.run_job(ImportRun.objects.get(), task, date(2026, 9, 1))
    run.refresh_from_db()
    assert (run.status, run.said) == ("applied", "")
    jobs.undo_run(run, None, "entered too early")
    jobs.run_job(ImportRun.objects.get(), task, date(2026, 9, 1))
    assert ImportRun.objects.get().status == "undone"


def test_what_went_wrong_is_not_said_of_a_run_that_another_has_applied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = planned(table(VISIT))

    def outrun(*_: Any) -> None:
        ImportRun.objects.update(status="applied", applied_at=timezone.now())
        raise ImportJobError("the database was locked for too long")

    monkeypatch.setattr(jobs, "apply_run", outrun)
    late = ImportRun(pk=run.pk, status="applying", plan_digest="x")
    jobs.run_job(late, "apply", date(2026, 9, 1))
    assert (ImportRun.objects.get().status, ImportRun.objects.get().said) == ("applied", "")


STEPS = {
    "take": lambda run: jobs.select_changes(run, ["a"], True),
    "answer": lambda run: jobs.answer(run, {"kind": "short"}),
    "decide": lambda run: jobs.confirm_run(run, None, True),
    "discard": lambda run: jobs.discard(run, None),
}


@pytest.mark.parametrize(
    ("step", "status"),
    [
        *((step, status) for step in ("take", "answer", "decide")
          for status in ("waiting", "planning", "applying", "discarded")),
        *(("discard", status) for status in ("applying", "applied", "undone", "discarded")),
    ],
)  # fmt: skip
def test_only_a_plan_is_decided_and_what_is_done_is_not_discarded(step: str, status: str) -> None:
    run = in_state(status)
    with pytest.raises(ImportJobError, match=r"This import is .+: reload the page"):
        STEPS[step](run)
    assert ImportRun.objects.holding_files().exists()


def test_answers_are_kept_together() -> None:
    run = planned(table(VISIT))
    for answer in ({"kind": "short"}, {"grade:leaders": "good"}):
        jobs.answer(run, answer)
    run.refresh_from_db()
    assert run.answers == {"kind": "short", "grade:leaders": "good"}


def test_two_values_for_one_field_are_not_taken_together() -> None:
    one, other, first = ({**KNOWN, "theme": each} for each in ("front door", "care leavers", "x"))
    applied(planned(table(first)))
    run = planned(table(one, other))
    changes = list(run.items.filter(field="theme").values_list("change", flat=True))
    assert len(changes) == 2
    jobs.select_changes(run, changes, is_taken=False)
    said = f"Two different values are taken for {KNOWN['inspection']}, theme"
    with pytest.raises(ImportJobError, match=said):
        jobs.select_changes(run, changes, is_taken=True)
    assert not run.items.filter(is_taken=True, field="theme").exists()


# --- files that are kept until somebody has decided, and those that are not taken at all ---


def test_a_file_waits_with_its_bytes_and_their_hash() -> None:
    user = User.objects.create(username="keeper")
    run = save_upload("release", "a" * 250, b"bytes", user, only_sheet="One")
    run.refresh_from_db()
    assert (run.status, run.kind, run.uploaded_by, run.only_sheet) == (
        "waiting", "release", user, "One",
    )  # fmt: skip
    assert run.file_name == "a" * 200
    assert (run.file_sha256, run.file_size) == (hashlib.sha256(b"bytes").hexdigest(), 5)
    assert bytes(run.file.content) == b"bytes"


def test_too_large_or_empty_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImportJobError, match="The file is empty: choose another"):
        save_upload("release", "a.xlsx", b"")
    monkeypatch.setattr(jobs, "LIMITS", replace(jobs.LIMITS, file_bytes=1_000_000))
    with pytest.raises(ImportJobError, match=r"has 1\.0 MB; at most 1 MB are read"):
        save_upload("release", "a.xlsx", b"x" * 1_000_001)
    assert not ImportRun.objects.exists()
    save_upload("release", "a.xlsx", b"x" * 1_000_000)


def test_so_many_wait_for_a_decision_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_UNDECIDED", 2)
    first = save_upload("release", "a.xlsx", b"1")
    save_upload("release", "b.xlsx", b"2")
    with pytest.raises(ImportJobError, match="2 imports wait for a decision"):
        save_upload("release", "c.xlsx", b"3")
    ImportFile.objects.filter(run=first).delete()
    save_upload("release", "c.xlsx", b"3")
    assert ImportRun.objects.count() == 3
