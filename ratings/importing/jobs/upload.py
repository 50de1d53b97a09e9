"""Keeping an uploaded file until somebody has decided about it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction

from ratings.importing.jobs.selection import CannotImport
from ratings.importing.readers import LIMITS
from ratings.importing.readers.sandbox import too_large
from ratings.models import ImportFile, ImportRun

MOST_UNDECIDED = 50
"""So many files wait for a decision at most: their bytes are kept in the database."""


def receive(kind: str, file_name: str, data: bytes, user: Any = None, **given: Any) -> ImportRun:
    """Keep an uploaded file as a run that waits to be read; `given` are fields of the run.

    Raises CannotImport: too large, empty, or too many undecided runs.
    """
    if len(data) > LIMITS.file_bytes:
        raise CannotImport(too_large(len(data), LIMITS))
    if not data:
        raise CannotImport("The file is empty: choose another.")
    if ImportRun.objects.holding_files().count() >= MOST_UNDECIDED:
        raise CannotImport(
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
