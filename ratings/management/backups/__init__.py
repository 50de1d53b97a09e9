"""Back up the whole database to a file and restore it, for SQLite and PostgreSQL.

A backup contains the record, its history, drafts, and accounts with their hashed passwords. Its
file is therefore readable only by its owner.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from ratings.management.backups import postgresql, sqlite
from ratings.management.backups.metadata import BackupError, DatabaseState, remove_files, state_of

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """State of the database now, before (None: no readable one), and where the old one is kept."""

    now: DatabaseState
    before: DatabaseState | None
    kept: str


def suffix() -> str:
    """Return the suffix of a backup file: a SQLite database, or a PostgreSQL archive."""
    return ENGINES[connection.vendor].SUFFIX


def backup(path: Path) -> DatabaseState:
    """Write the whole database to a new file while the site runs; renamed only once checked.

    Raises BackupError if the file exists already or the database cannot be read.
    """
    if path.exists():
        raise BackupError(f"{path} is there already: choose another name.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    remove_files(path.parent, rf"\.{re.escape(path.name)}\.([0-9]+)\.part(?:-.*)?")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        state = ENGINES[connection.vendor].back_up(draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return state


def restore(path: Path, force: bool) -> RestoreResult:
    """Replace the present database by that of a backup, completely or not at all.

    The backup is first restored to a separate database and checked. The present one is kept under
    another name. Raises BackupError, with nothing changed, if the file is not a backup of this
    site, or the present database has later changes (unless `force`).
    """
    if not path.is_file():
        raise BackupError(f"{path} is not there.")
    engine = ENGINES[connection.vendor]
    with engine.restored_beside(path) as place:
        new, old = engine.state_at(place), _present(force)
        if old and old.is_newer_than(new) and not force:
            raise BackupError(
                f"The present database is newer than the backup ({old.in_words}; the backup:"
                f" {new.in_words}). What was changed since would be lost to the site: back it up,"
                " and say FORCE=1 (--force) if that is meant."
            )
        kept = engine.swap(place, is_readable=old is not None)
    now = state_of(connection)
    connection.close()
    if now != new:
        raise BackupError(
            f"After the restore the database does not hold what the backup does; see {kept}."
        )
    return RestoreResult(now, old, kept)


def _present(force: bool) -> DatabaseState | None:
    """State of the present database; None if there is none or, with `force`, it is unreadable."""
    if not ENGINES[connection.vendor].exists():
        return None
    try:
        return state_of(connection)
    except (OperationalError, InterfaceError) as problem:  # locked, not damaged
        raise BackupError(
            f"The present database does not answer just now, and nothing was changed ({problem})."
        ) from problem
    except (DatabaseError, BackupError) as problem:
        if not force:
            raise BackupError(
                f"The present database cannot be read, so that nobody can say whether it is newer"
                f" ({problem}). Say FORCE=1 (--force) to put the backup in its place."
            ) from problem
        return None
    finally:
        connection.close()
