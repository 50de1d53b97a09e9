"""Run an import from upload to undo: the API for the admin and the commands.

Reading and applying run in a process of their own (`start_worker`), so that no request waits; their
progress is saved in the run. Each step raises an error that says why it is not possible.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Mapping, Sequence, Set
from datetime import date
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from ratings.importing.apply import ImportContext, apply_plan
from ratings.importing.parse import read_run, read_spreadsheet
from ratings.importing.plan import NO_SOURCE, Plan, PlanItem, Progress, plan_import
from ratings.importing.readers import LIMITS, UnreadableFileError
from ratings.importing.readers.sandbox import too_large
from ratings.importing.record_index import RecordIndex
from ratings.importing.types import ParsedReport, Release
from ratings.importing.undo import UndoError, undo
from ratings.models import DataVersion, ImportFile, ImportItem, ImportRun
from ratings.models.import_run import SILENT
from ratings.models.public_change import single_version

Status = ImportRun.Status

MOST_UNDECIDED = 50
"""Maximum number of undecided runs, as their files are kept in the database."""


DISCARDABLE = (Status.WAITING, Status.PLANNED, Status.REFUSED)


def save_upload(
    kind: str, file_name: str, data: bytes, user: Any = None, **given: Any
) -> ImportRun:
    """Save an uploaded file as a run that waits to be read; `given` are fields of the run.

    Raises ImportJobError: too large, empty, or too many undecided runs.
    """
    if len(data) > LIMITS.file_bytes:
        raise ImportJobError(too_large(len(data), LIMITS))
    if not data:
        raise ImportJobError("The file is empty: choose another.")
    if ImportRun.objects.holding_files().count() >= MOST_UNDECIDED:
        raise ImportJobError(
            f"{MOST_UNDECIDED} imports wait for a decision: apply or discard some of them first."
        )
    with transaction.atomic():
        run = ImportRun.objects.create(
            kind=kind,
            file_name=file_name[:200],
            file_sha256=hashlib.sha256(data).hexdigest(),
            file_size=len(data),
            uploaded_by=user,
            **given,
        )
        ImportFile.objects.create(run=run, content=data)
    return run


class ImportJobError(Exception):
    """A step that is not possible; the message says why and what to do; nothing was changed."""


class StalePlanError(ImportJobError):
    """The record has changed since the plan was shown: it must be reviewed again."""


def select_changes(run: ImportRun, changes: Sequence[str], is_taken: bool) -> None:
    """Accept or skip the items that make these changes.

    Raises ImportJobError where two accepted ones would give one field different values.
    """
    with transaction.atomic():
        locked_run(run, Status.PLANNED)
        items = run.items.choosable().filter(change__in=changes)
        items.update(is_taken=is_taken)
        taken = run.items.filter(is_taken=is_taken, outcome__in=("details", "contradicts"))
        seen: dict[tuple[str, str], str] = {}
        values = taken.exclude(field="sources").values_list("inspection", "field", "new")
        for key, field, new in values if is_taken else ():
            if seen.setdefault((key, field), new) != new:
                raise ImportJobError(
                    f"Two different values are taken for {key}, {field}: leave one of them."
                )


def answer(run: ImportRun, answers: Mapping[str, str]) -> None:
    """Save a user's answers for what a report does not say; the run must be planned again."""
    with transaction.atomic():
        locked = locked_run(run, Status.PLANNED)
        locked.answers = locked.answers | dict(answers)
        locked.save(update_fields=["answers"])


def confirm_run(run: ImportRun, user: Any, publish: bool) -> None:
    """Record who applies a run, and whether new inspections are published or drafts; the items
    chosen now are the ones that will be applied."""
    with transaction.atomic():
        locked = locked_run(run, Status.PLANNED)
        locked.decided_by = user
        decided = {"publish": "yes" if publish else "", "choice": choice_digest(taken_changes(run))}
        locked.answers = locked.answers | decided
        locked.save(update_fields=["decided_by", "answers"])
        run.decided_by = user


def taken_changes(run: ImportRun) -> set[str]:
    """The changes that are chosen."""
    return set(run.items.filter(is_taken=True).values_list("change", flat=True))


def choice_digest(changes: Set[str]) -> str:
    """A hash that is equal for equal choices."""
    return hashlib.sha256("\n".join(sorted(changes)).encode()).hexdigest()


def discard(run: ImportRun, user: Any) -> None:
    """Discard a run: its file is deleted, nothing was changed."""
    with transaction.atomic():
        locked = locked_run(run, *DISCARDABLE, or_stopped=True)
        locked.status, locked.decided_by = Status.DISCARDED, user
        locked.save(update_fields=["status", "decided_by"])
        ImportFile.objects.filter(run=locked).delete()


def locked_run(run: ImportRun, *allowed: str, or_stopped: bool = False) -> ImportRun:
    """The row of a run, locked until the transaction ends, in one of the states allowed or, with
    `or_stopped`, one whose planning has reported no progress for too long."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    given_up = locked.status == Status.PLANNING and locked.has_stopped(timezone.now())
    if locked.status not in allowed and not (or_stopped and given_up):
        raise ImportJobError(f"This import is {locked.get_status_display()}: reload the page.")
    return locked


# --- planning ---


DECIDED = (Status.APPLIED, Status.UNDONE, Status.DISCARDED)
"""States never planned again: the file is deleted, and the changes may be needed for an undo."""

BATCH = 1000
"""Batch size for writing items."""

PLANNED = ("status", "said", "plan_digest", "counts", "sheets", "reading", "source")
"""The fields of a run that its plan sets; progress is written separately."""

COPIED = ("outcome", "inspection", "field", "old", "new", "reason", "change", "wins", "can_take")
"""Fields of an item that are saved as they are."""


def plan_run(run: ImportRun, today: date, said: str = "") -> None:
    """Read the file and save the plan's items; the run is then planned, or rejected with a reason.

    Items chosen in an earlier plan stay chosen. A run that a user has decided meanwhile is not
    changed.
    """
    own = ImportRun.objects.filter(pk=run.pk)
    try:
        read = read_run(run)
    except UnreadableFileError as unreadable:
        own.exclude(status__in=DECIDED).update(status=Status.REFUSED, said=str(unreadable))
        run.refresh_from_db()
        return

    def beat(done: int, total: int) -> None:
        own.update(rows_done=done, rows_total=total, heartbeat=timezone.now())

    plan = planned(read, today, beat)
    with transaction.atomic():
        if ImportRun.objects.select_for_update().get(pk=run.pk).status in DECIDED:
            return
        chosen = dict(run.items.exclude(change="").values_list("change", "is_taken"))
        run.items.all().delete()
        run.status, run.said = Status.PLANNED, said
        keep_plan(run, read, plan, chosen)


def keep_plan(run: ImportRun, read: Release, plan: Plan, chosen: Mapping[str, bool]) -> None:
    """Save the plan with its run."""
    rows = (_row(run, number, item, chosen) for number, item in enumerate(plan.items, 1))
    ImportItem.objects.bulk_create(rows, batch_size=BATCH)
    run.plan_digest, run.counts = plan.digest, plan.counts
    names = ("name", "layout", "said", "tables", "data_rows")
    run.sheets = [
        {name: getattr(sheet, name) for name in names} | {"source_rows": len(sheet.rows)}
        for sheet in plan.sheets
    ]
    run.reading = _reading(read.reading) if read.reading else None
    if run.source is None and plan.source.key:
        run.source = plan.source
    run.save(update_fields=PLANNED)


def planned(read: Release, today: date, told: Progress | None = None) -> Plan:
    """What a file would change in the record now."""
    known = RecordIndex.read()
    source = known.sources.get(read.source)
    return plan_import(read.sheets, source, known, today, read.as_at, told)


def _row(run: ImportRun, number: int, item: PlanItem, chosen: Mapping[str, bool]) -> ImportItem:
    return ImportItem(
        run=run, number=number, sheet=item.where.sheet, row=item.where.row,
        is_taken=item.can_take and chosen.get(item.change, item.is_taken),
        authority=item.authority[:200], old_source=item.old_source[:200],
        new_source=item.new_source[:200], **{name: getattr(item, name) for name in COPIED},
    )  # fmt: skip


def _reading(found: ParsedReport) -> dict[str, Any]:
    """The result of parsing a report, as JSON for the run: each value with its page and text."""
    facts = {name: _read(value) for name, value in found.facts()}
    return facts | {
        "authority_words": found.authority_words,
        "kind_is_estimate": found.kind_is_estimate,
        "ratings": {area: _read(value) for area, value in found.ratings},
        "missing": {area: _read(value) | {"value": why} for area, why, value in found.missing},
        "unread": [{"field": each.field, "why": each.message} for each in found.unread],
        "refused": found.refused,
    }


def _read(value: Any) -> Any:
    return {"value": str(value.value), "page": value.page, "words": value.words} if value else None


# --- applying and undoing ---


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


def _apply(run: ImportRun, read: Release, today: date) -> None:
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


# --- in a process of its own ---


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

    One conditional update decides which caller gets the task; if several users apply at once, the
    one named in the run's `decided_by`. Raises ImportJobError where it was started already, or is
    not possible now.
    """
    now, at_work = timezone.now(), AT_WORK[task]
    change = {"status": at_work, "heartbeat": now, "rows_done": 0, "rows_total": 0}
    own = ImportRun.objects.filter(pk=run.pk)
    ready = own.filter(status__in=STARTED_BY[task])
    if task == "apply":
        ready = ready.filter(decided_by=run.decided_by)
    allowed = (now - SILENT[at_work], now + SILENT[at_work])
    stopped = own.filter(status=at_work).exclude(heartbeat__range=allowed)
    if not (ready.update(**change) or stopped.update(**change)):
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
