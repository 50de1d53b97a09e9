"""Summary of a database in a few numbers, to compare two and decide which is newer; and removal of
the files that a killed backup or restore has left."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

BESIDE = "beside"
MOMENTS = (
    ("ratings_dataversion", "changed_at"),
    ("django_admin_log", "action_time"),
    ("auth_user", "date_joined"),
    ("ratings_importrun", "uploaded_at"),
)
COUNTED = ("ratings_authority", "ratings_inspection", "ratings_rating", "auth_user")


def remove_files(folder: Path, pattern: str) -> None:
    """Remove the files whose full name matches a pattern, unless the process that made them
    still runs; the pattern's first group is its process id."""
    for path in folder.iterdir() if folder.is_dir() else ():
        found = re.fullmatch(pattern, path.name)
        if found and not is_at_work(int(found[1])):
            path.unlink(missing_ok=True)


def is_at_work(process: int) -> bool:
    """Whether a process with this id is running."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class BackupError(Exception):
    """A backup or restore failed; the message states why and what to do."""


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """The data version, the time of the last change (None: never), and row counts by table."""

    version: int
    changed_at: datetime | None
    counts: tuple[tuple[str, int], ...]

    @property
    def in_words(self) -> str:
        when = f"{self.changed_at:%Y-%m-%d %H:%M:%S} UTC" if self.changed_at else "never"
        rows = dict(self.counts)
        return (
            f"data version {self.version}, last changed {when}, "
            f"{rows['ratings_inspection']:,} inspections, {rows['ratings_rating']:,} ratings"
        )

    def is_newer_than(self, other: DatabaseState) -> bool:
        """Whether the last change in this database is later than the other's."""
        never = datetime.min.replace(tzinfo=UTC)
        return (self.changed_at or never) > (other.changed_at or never)


@contextmanager
def beside(**changes: Any) -> Iterator[BaseDatabaseWrapper]:
    """Open a connection to another database, with the default's settings and `changes`."""
    connections.settings[BESIDE] = connections.settings["default"] | changes
    try:
        yield connections[BESIDE]
    finally:
        connections[BESIDE].close()
        del connections[BESIDE]
        del connections.settings[BESIDE]


def state_of(connection: BaseDatabaseWrapper) -> DatabaseState:
    """Read the state. Raises BackupError for a database of another site or a newer release."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not {"django_migrations", *COUNTED, MOMENTS[0][0]} <= tables:
            raise BackupError("It holds no database of this site.")
        _check_migrations(cursor)
        cursor.execute("SELECT number FROM ratings_dataversion")
        row, counts = cursor.fetchone(), []
        for table in COUNTED:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 (own names)
            counts.append((table, int(cursor.fetchone()[0])))
        return DatabaseState(
            row[0] if row else 0,
            max(_moments(cursor, tables), default=None),
            tuple(counts),
        )


def _check_migrations(cursor: Any) -> None:
    cursor.execute("SELECT name FROM django_migrations WHERE app = 'ratings'")
    applied = {name for (name,) in cursor.fetchall()}
    ours = {name for app, name in MigrationLoader(None).disk_migrations or () if app == "ratings"}
    unknown = sorted(applied - ours)
    if unknown:
        raise BackupError(
            f"It was made by a newer release ({unknown[-1]}): install that release first."
        )


def _moments(cursor: Any, tables: set[str]) -> Iterator[datetime]:
    """Yield the time of the last change in each table: the data version, the admin log,
    accounts created by a command, uploaded imports, and each history table."""
    dated = (
        (model._meta.db_table, field.name)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if field.name == "history_date"
    )
    for table, column in [*MOMENTS, *dated]:
        if table in tables:
            cursor.execute(f'SELECT MAX("{column}") FROM "{table}"')  # noqa: S608 (own names)
            found = cursor.fetchone()[0]
            if found is not None:
                when = datetime.fromisoformat(found) if isinstance(found, str) else found
                yield when if when.tzinfo else when.replace(tzinfo=UTC)
