"""Apply the chosen items of a run in one transaction, and undo a run."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from ratings.importing.apply import UndoError, apply_plan, undo
from ratings.importing.apply.context import ImportContext
from ratings.importing.jobs.plan_job import keep_plan, planned
from ratings.importing.jobs.selection import (
    ImportJobError,
    StalePlanError,
    choice_digest,
    locked_run,
    taken_changes,
)
from ratings.importing.parse import FileRead, read_run, read_spreadsheet
from ratings.importing.plan import NO_SOURCE, Plan
from ratings.importing.readers import UnreadableFileError
from ratings.models import DataVersion, ImportFile, ImportItem, ImportRun
from ratings.models.public_change import single_version

Status = ImportRun.Status

CHANGING = (ImportItem.Outcome.NEW, ImportItem.Outcome.DETAILS, ImportItem.Outcome.CONTRADICTS)
"""Outcomes that change the record when a plan is applied."""


def apply_run(run: ImportRun, today: date) -> None:
    """Write the chosen items in one transaction. Raises StalePlanError, ImportJobError."""
    try:
        read = read_run(run)
        with transaction.atomic():
            _apply(locked_run(run, Status.APPLYING), read, today)
    except (UnreadableFileError, ValidationError, DatabaseError) as problem:
        raise ImportJobError(
            f"It cannot be applied, and nothing was changed: {problem}"
        ) from problem


def _apply(run: ImportRun, read: FileRead, today: date) -> None:
    """The caller opens the transaction, and locks the row of the run."""
    DataVersion.hold()
    plan = planned(read, today)
    if plan.digest != run.plan_digest:
        raise StalePlanError(
            "The record has changed since this plan was made, so that nothing was applied. This"
            " is the plan as it is now: look at it again."
        )
    chosen = taken_changes(run)
    if choice_digest(chosen) != run.answers.get("choice"):
        raise ImportJobError("The choice was changed after it was decided: look at it again.")
    with single_version():
        apply_plan(plan, run, chosen, bool(run.answers.get("publish")))
    run.status, run.applied_at, run.said = Status.APPLIED, timezone.now(), ""
    run.save()
    ImportFile.objects.filter(run=run).delete()


def apply_file(
    file_name: str, data: bytes, today: date, only_sheet: str = "", source: str = ""
) -> Plan:
    """Plan a release and apply the items accepted by default, as one run without a user.

    Returns the plan that was applied. Raises UnreadableFileError, ImportJobError.
    """
    read = read_spreadsheet(data, only_sheet, source)
    with transaction.atomic():
        DataVersion.hold()
        plan = planned(read, today)
        run = ImportRun.objects.create(
            kind=ImportRun.Kind.RELEASE, file_name=file_name[:200], file_size=len(data),
            file_sha256=hashlib.sha256(data).hexdigest(), only_sheet=only_sheet,
            status=Status.APPLIED, applied_at=timezone.now(), answers={"publish": "yes"},
        )  # fmt: skip
        keep_plan(run, read, plan, {})
        taken = {item.change for item in plan.items if item.is_taken}
        if any(item.outcome in CHANGING for item in plan.items):
            with single_version():
                apply_plan(plan, run, taken, publish=True)
        run.save()
    return plan


def undo_run(run: ImportRun, user: Any, reason: str) -> None:
    """Undo everything that an applied run did. Raises ImportJobError where a later change depends
    on it, naming it."""
    if not reason.strip():
        raise ImportJobError("Say why it is undone: the history keeps your reason.")
    try:
        with transaction.atomic():
            locked = locked_run(run, Status.APPLIED)
            DataVersion.hold()
            locked.undone_by = user
            with single_version():
                undo(locked, ImportContext(locked, NO_SOURCE, by=user), reason)
            locked.status, locked.undone_at = Status.UNDONE, timezone.now()
            locked.save()
    except UndoError as stands:
        raise ImportJobError(f"It cannot be undone. {stands}") from stands
