"""Run an import from upload to undo: the API for the admin and the commands.

Reading and applying run in a process of their own (`start_worker`), so that no request waits; their
progress is saved in the run. Each step raises an error that says why it is not possible.
"""

from __future__ import annotations

from ratings.importing.jobs.apply_job import apply_file, apply_run, undo_run
from ratings.importing.jobs.plan_job import plan_run, planned
from ratings.importing.jobs.selection import (
    ImportJobError,
    StalePlanError,
    answer,
    confirm_run,
    discard,
    save_upload,
    select_changes,
)
from ratings.importing.jobs.worker import AT_WORK, run_job, start_worker

__all__ = [
    "AT_WORK",
    "ImportJobError",
    "StalePlanError",
    "answer",
    "apply_file",
    "apply_run",
    "confirm_run",
    "discard",
    "plan_run",
    "planned",
    "run_job",
    "save_upload",
    "select_changes",
    "start_worker",
    "undo_run",
]
