"""SQLite: back up and restore by its online backup API; a running site sees all of it or nothing.

A file is never copied or moved over the database while the site has it open: SQLite's `-wal` file
next to it would then belong to another database. The backup API writes in one transaction.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from ratings.management.backups.metadata import (
    BackupError,
    DatabaseState,
    beside,
    remove_files,
    state_of,
)

SUFFIX = ".sqlite3"
PATIENCE = 20.0
"""Seconds to wait for another connection's transaction."""


class DatabaseLockedError(BackupError):
    """Another connection held a lock for longer than `PATIENCE`."""


def exists() -> bool:
    """Whether the site has a database file."""
    return _live().is_file()


def back_up(draft: Path) -> DatabaseState:
    """Copy the database as it is now into a self-contained file, and return its state."""
    if not exists():
        raise BackupError(f"There is no database in {_live()}.")
    _pour(_live(), draft)
    return state_at(draft)


@contextmanager
def restored_beside(path: Path) -> Iterator[Path]:
    """Yield a checked copy of the backup in the database's folder; deleted on exit."""
    remove_files(_live().parent, r"\.restore-([0-9]+)\.sqlite3(?:-.*)?")
    copy = _live().with_name(f".restore-{os.getpid()}.sqlite3")
    try:
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _pour(path, copy)
        yield copy
    finally:
        for part in ("", "-wal", "-shm", "-journal"):
            Path(f"{copy}{part}").unlink(missing_ok=True)


def state_at(place: Path) -> DatabaseState:
    """Return the state of the database in a file."""
    with beside(NAME=str(place), OPTIONS={}) as there:
        return state_of(there)


def swap(place: Path, is_readable: bool) -> str:
    """Replace the database by the copy; return the path where the old one is kept, or ""."""
    live = _live()
    # To the microsecond, so that two restores in one second keep different files.
    moment = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
    kept = live.with_name(f"{live.stem}-before-restore-{moment}{SUFFIX}")
    if is_readable:
        os.close(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            _pour(live, kept)
            _pour(place, live)
        except DatabaseLockedError:
            kept.unlink()
            raise
        return str(kept)
    for part in ("", "-wal", "-shm"):
        if Path(f"{live}{part}").exists():
            Path(f"{live}{part}").rename(f"{kept}{part}")
    place.rename(live)
    return str(kept) if kept.exists() else ""


def _live() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _pour(source: Path, target: Path) -> None:
    """Copy all pages of a database to another, in one transaction, then check its integrity."""
    deadline = time.monotonic() + PATIENCE

    def waited(status: int, remaining: int, total: int) -> None:
        is_locked = status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        if is_locked and time.monotonic() > deadline:  # no limit on a large copy
            raise DatabaseLockedError(
                f"{target.name} is locked by somebody else: nothing was changed."
            )

    unchanged = f"{source.resolve().as_uri()}?mode=ro"  # neither created nor written to
    try:
        with (
            closing(sqlite3.connect(unchanged, PATIENCE, uri=True)) as old,
            closing(sqlite3.connect(target, PATIENCE)) as new,
        ):
            old.backup(new, progress=waited, sleep=0.1)
            _check(new, source)
            if target.name.startswith(".") or "-before-restore-" in target.name:
                new.execute("PRAGMA journal_mode = DELETE")  # a single file, no `-wal`
    except sqlite3.Error as problem:
        raise BackupError(f"{source} cannot be copied: {problem}.") from problem


def _check(database: sqlite3.Connection, source: Path) -> None:
    found: list[Any] = database.execute("PRAGMA integrity_check").fetchall()
    broken = database.execute("PRAGMA foreign_key_check").fetchone()
    if found != [("ok",)] or broken:
        raise BackupError(f"{source} is damaged ({broken or found[0][0]}).")
