"""The user's steps in a run: upload, choose items, answer a report's open questions, decide."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from typing import Any

from django.db import transaction
from django.utils import timezone

from ratings.importing.readers import LIMITS
from ratings.importing.readers.sandbox import too_large
from ratings.models import ImportFile, ImportRun

MOST_UNDECIDED = 50
"""Maximum number of undecided runs, as their files are kept in the database."""

Status = ImportRun.Status

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
        both = _taken_twice(run) if is_taken else ""
        if both:
            raise ImportJobError(f"Two different values are taken for {both}: leave one of them.")


def _taken_twice(run: ImportRun) -> str:
    taken = run.items.filter(is_taken=True, outcome__in=("details", "contradicts"))
    seen: dict[tuple[str, str], str] = {}
    for key, field, new in taken.exclude(field="sources").values_list("inspection", "field", "new"):
        if seen.setdefault((key, field), new) != new:
            return f"{key}, {field}"
    return ""


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
