"""Which step may be taken in which state of a run."""

from __future__ import annotations

import errno
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.utils import timezone

from ratings.importing import jobs
from ratings.importing.jobs import CannotImport
from ratings.models import ImportRun, Inspection
from tests.importing.work.files import KNOWN, VISIT, applied, planned, received, table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("status", "task", "may"),
    [
        ("waiting", "plan", True), ("planned", "plan", True), ("refused", "plan", True),
        ("planning", "plan", False), ("applying", "plan", False), ("applied", "plan", False),
        ("undone", "plan", False), ("discarded", "plan", False),
        ("planned", "apply", True), ("waiting", "apply", False), ("planning", "apply", False),
        ("applying", "apply", False), ("applied", "apply", False), ("undone", "apply", False),
        ("refused", "apply", False), ("discarded", "apply", False),
    ],
)  # fmt: skip
def test_a_task_is_started_from_its_states_only(
    status: str, task: str, may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    monkeypatch.setattr(jobs.worker, "call_command", lambda *told: started.append(told))
    run = received(b"x")
    now = timezone.now()
    ImportRun.objects.update(status=status, applied_at=now, undone_at=now, heartbeat=now)
    if may:
        jobs.start(run, task)
        assert started == [("work_import", str(run.pk), task)]
        assert run.status == jobs.AT_WORK[task]
    else:
        with pytest.raises(CannotImport, match="Somebody else is at it"):
            jobs.start(run, task)
        assert started == []


def test_a_task_is_started_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.worker, "call_command", lambda *_: None)
    run = received(b"x")
    jobs.start(run, "plan")
    with pytest.raises(CannotImport, match="Somebody else"):
        jobs.start(run, "plan")


def test_of_two_who_decide_at_once_the_one_who_is_named_applies() -> None:
    """Both decide before either starts: the run names the later, and the earlier has to look."""
    robin, ola = (User.objects.create_user(name) for name in ("robin", "ola"))
    run = planned(table(VISIT))
    own, other = ImportRun.objects.get(), ImportRun.objects.get()
    jobs.decide(own, robin, publish=True)
    jobs.decide(other, ola, publish=False)
    with pytest.raises(CannotImport, match="Somebody else is at it"):
        jobs.start(own, "apply")
    run.refresh_from_db()
    assert run.status == "planned"
    jobs.start(other, "apply")
    run.refresh_from_db()
    assert (run.status, run.decided_by) == ("applied", ola)
    assert Inspection.objects.get(status="draft").history.get().history_user == ola


def test_one_that_has_stopped_can_be_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.worker, "call_command", lambda *_: None)
    run = received(b"x")
    for status, task in (("planning", "plan"), ("applying", "apply")):
        long_ago = timezone.now() - timedelta(days=1)
        ImportRun.objects.update(status=status, heartbeat=long_ago)
        jobs.start(run, task)
        assert ImportRun.objects.get().heartbeat > long_ago


def test_who_was_last_heard_of_in_the_future_has_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that ran ahead and was put right does not hold a run up until it catches up."""
    monkeypatch.setattr(jobs.worker, "call_command", lambda *_: None)
    run, now = received(b"x"), timezone.now()
    for status, task in (("planning", "plan"), ("applying", "apply")):
        ImportRun.objects.update(status=status, heartbeat=now + timedelta(minutes=1))
        assert not ImportRun.objects.get().has_stopped(now)
        with pytest.raises(CannotImport, match="Somebody else"):
            jobs.start(run, task)
        ImportRun.objects.update(status=status, heartbeat=now + timedelta(days=1))
        assert ImportRun.objects.get().has_stopped(now)
        jobs.start(run, task)


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
        broken.setattr(jobs.worker, "plan_run", fails)
        with pytest.raises(type(problem)):
            jobs.start(run, "plan")
    run.refresh_from_db()
    assert run.status == "refused"
    assert said in run.said
    jobs.start(run, "plan")
    assert (run.status, run.said) == ("planned", "")


@pytest.mark.parametrize("task", ["plan", "apply"])
def test_a_process_that_comes_late_leaves_what_another_has_done(task: str) -> None:
    """One that was taken for dead wakes up when its run has been applied by the next."""
    run = applied(planned(table(VISIT)))
    jobs.do(ImportRun.objects.get(), task, date(2026, 9, 1))
    run.refresh_from_db()
    assert (run.status, run.said) == ("applied", "")
    jobs.undo_run(run, None, "entered too early")
    jobs.do(ImportRun.objects.get(), task, date(2026, 9, 1))
    assert ImportRun.objects.get().status == "undone"


def test_what_went_wrong_is_not_said_of_a_run_that_another_has_applied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = planned(table(VISIT))

    def outrun(*_: Any) -> None:
        ImportRun.objects.update(status="applied", applied_at=timezone.now())
        raise CannotImport("the database was locked for too long")

    monkeypatch.setattr(jobs.worker, "apply_run", outrun)
    late = ImportRun(pk=run.pk, status="applying", plan_digest="x")
    jobs.do(late, "apply", date(2026, 9, 1))
    assert (ImportRun.objects.get().status, ImportRun.objects.get().said) == ("applied", "")


@pytest.mark.parametrize("step", ["take", "answer", "decide"])
@pytest.mark.parametrize("status", ["waiting", "planning", "applying", "discarded"])
def test_only_a_plan_is_decided(step: str, status: str) -> None:
    run = received(b"x")
    ImportRun.objects.update(status=status)
    steps = {
        "take": lambda: jobs.take(run, ["a"], True),
        "answer": lambda: jobs.answer(run, {"kind": "short"}),
        "decide": lambda: jobs.decide(run, None, True),
    }
    with pytest.raises(CannotImport, match=r"This import is .+: reload the page"):
        steps[step]()


@pytest.mark.parametrize("status", ["applying", "applied", "undone", "discarded"])
def test_what_is_done_is_not_discarded(status: str) -> None:
    run, now = received(b"x"), timezone.now()
    ImportRun.objects.update(status=status, applied_at=now, undone_at=now, heartbeat=now)
    with pytest.raises(CannotImport, match="reload the page"):
        jobs.discard(run, None)
    assert ImportRun.objects.holding_files().exists()


def test_answers_are_kept_together() -> None:
    run = planned(table(VISIT))
    jobs.answer(run, {"kind": "short"})
    jobs.answer(run, {"grade:leaders": "good"})
    run.refresh_from_db()
    assert run.answers == {"kind": "short", "grade:leaders": "good"}


def test_two_values_for_one_field_are_not_taken_together() -> None:
    one, other = ({**KNOWN, "theme": theme} for theme in ("front door", "care leavers"))
    ready = table({**KNOWN, "theme": "edge of care"})
    applied(planned(ready))
    run = planned(table(one, other))
    changes = list(run.items.filter(field="theme").values_list("change", flat=True))
    assert len(changes) == 2
    jobs.take(run, changes, is_taken=False)
    with pytest.raises(
        CannotImport, match=f"Two different values are taken for {KNOWN['inspection']}, theme"
    ):
        jobs.take(run, changes, is_taken=True)
    assert not run.items.filter(is_taken=True, field="theme").exists()
