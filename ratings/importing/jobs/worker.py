"""Read and apply in a separate process, and report its failures."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from threading import Thread

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from ratings.importing.jobs.apply_job import apply_run
from ratings.importing.jobs.plan_job import plan_run
from ratings.importing.jobs.selection import ImportJobError, StalePlanError
from ratings.models import ImportRun
from ratings.models.import_run import SILENT

Status = ImportRun.Status


STARTED_BY = {
    "plan": (Status.WAITING, Status.PLANNED, Status.REFUSED),
    "apply": (Status.PLANNED,),
}
"""The states from which a task may be started, besides that of a stopped run."""

UNFORESEEN = "Something went wrong that nobody foresaw; nothing was changed. It is in the log."
PASSING = (
    "The disk was full, or the database did not answer; nothing was changed. When that is put"
    " right, read the file again."
)

AT_WORK = {"plan": Status.PLANNING, "apply": Status.APPLYING}


def start_worker(run: ImportRun, task: str) -> None:
    """Start `plan` or `apply` in a process of its own, which writes its progress to the run.

    Raises ImportJobError where it was started already, or is not possible now.
    """
    if not _claim(run, task):
        raise ImportJobError("Somebody else is at it: look again in a moment.")
    run.refresh_from_db()
    if settings.IMPORTS_IN_PROCESS:
        call_command("work_import", str(run.pk), task)
        run.refresh_from_db()
        return
    process = subprocess.Popen(  # noqa: S603 (our own command, the number of a row)
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "work_import", str(run.pk), task],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    Thread(target=process.wait, daemon=True).start()


def _claim(run: ImportRun, task: str) -> bool:
    """Claim a task: one conditional update decides whether this caller gets it. If several users
    apply at once, the one named in the run's `decided_by` does."""
    now = timezone.now()
    change = {"status": AT_WORK[task], "heartbeat": now, "rows_done": 0, "rows_total": 0}
    own = ImportRun.objects.filter(pk=run.pk)
    ready = own.filter(status__in=STARTED_BY[task])
    if task == "apply":
        ready = ready.filter(decided_by=run.decided_by)
    if ready.update(**change):
        return True
    allowed = (now - SILENT[AT_WORK[task]], now + SILENT[AT_WORK[task]])
    stopped = own.filter(status=AT_WORK[task]).exclude(heartbeat__range=allowed)
    return bool(stopped.update(**change))


def run_job(run: ImportRun, task: str, today: date) -> None:
    """The main function of a run's process; any failure is saved in the run. If the run is no
    longer at this task, it does nothing."""
    if run.status != AT_WORK[task]:
        return
    try:
        plan_run(run, today) if task == "plan" else apply_run(run, today)
    except StalePlanError as stale:
        plan_run(run, today, said=str(stale))
    except ImportJobError as refusal:
        _say(run, task, Status.PLANNED if run.plan_digest else Status.REFUSED, str(refusal))
    except Exception as problem:
        passes = isinstance(problem, OSError | DatabaseError)
        _say(run, task, Status.REFUSED, PASSING if passes else UNFORESEEN)
        raise


def _say(run: ImportRun, task: str, status: str, said: str) -> None:
    """Save the result of a task, unless another process has done it, or the run was discarded."""
    own = ImportRun.objects.filter(pk=run.pk, status=AT_WORK[task])
    own.update(status=status, said=said)
