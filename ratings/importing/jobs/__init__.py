"""An import from the upload to the undo: what the desk and the commands call.

Reading and applying run in a process of their own (`start`), so that no page waits for them;
how far they are stands in the run. Each step says plainly why it refuses.
"""

from __future__ import annotations

from ratings.importing.jobs.apply_job import apply_file, apply_run, undo_run
from ratings.importing.jobs.plan_job import plan_run, planned
from ratings.importing.jobs.selection import (
    CannotImport,
    Stale,
    answer,
    decide,
    discard,
    receive,
    take,
)
from ratings.importing.jobs.worker import AT_WORK, do, start

__all__ = [
    "AT_WORK",
    "CannotImport",
    "Stale",
    "answer",
    "apply_file",
    "apply_run",
    "decide",
    "discard",
    "do",
    "plan_run",
    "planned",
    "receive",
    "start",
    "take",
    "undo_run",
]
