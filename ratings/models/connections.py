"""Whether the connection that is kept still leads to the database, and dropping one that does not.

PostgreSQL's connections are looked at by Django (`CONN_HEALTH_CHECKS`). SQLite's never notice
that their file was removed or replaced: they would read, and write, a file that nobody sees.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DatabaseError, InterfaceError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

JSON_SINCE = (3, 38)
"""The version from which JSON is part of SQLite."""

AWAY = (OperationalError, InterfaceError)

_OPENED: WeakKeyDictionary[BaseDatabaseWrapper, tuple[int, int]] = WeakKeyDictionary()
"""By connection (each thread has its own): device and inode of the file it was opened to."""


def is_database_away(error: BaseException | None) -> bool:
    """Whether an exception means that the database cannot be used, not that a query is wrong.

    A plain DatabaseError is what a damaged file gives. Causes count: a library may wrap them.
    """
    seen = 0
    while error is not None and seen < 5:
        if isinstance(error, AWAY) or type(error) is DatabaseError:
            return True
        error, seen = error.__cause__, seen + 1
    return False


def check_file() -> None:
    """Raise OperationalError where SQLite's file is gone (so that no empty one is made in its
    place); drop a connection whose file was replaced, so that the next query opens the new one."""
    path = _path()
    if path is None:
        return
    try:
        now = _identity(path)
    except OSError:
        drop_connection()
        raise OperationalError("the database's file is gone") from None
    if connection.connection is not None and _OPENED.get(connections["default"], now) != now:
        drop_connection()


def drop_connection() -> None:
    """Close it, unless a transaction is under way: whoever began that closes it."""
    if not connection.in_atomic_block:
        connection.close()


def _path() -> str | None:
    """The file of the database; None where it is not a file."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or name.startswith((":memory:", "file:")):
        return None
    return name


def _identity(path: str) -> tuple[int, int]:
    found = Path(path).stat()
    return found.st_dev, found.st_ino


@receiver(connection_created)
def _opened(connection: Any, **_: Any) -> None:
    """Remember which file a connection was opened to, and that this SQLite knows JSON.

    Django finds that out at the first page that needs it, by a transaction; where somebody held
    the lock just then, it would believe for the life of the process that there is no JSON.
    """
    if connection.vendor != "sqlite":
        return
    if sqlite3.sqlite_version_info >= JSON_SINCE:
        vars(connection.features)["supports_json_field"] = True
    name = str(connection.settings_dict["NAME"])
    if not name.startswith((":memory:", "file:")):
        _OPENED[connection] = _identity(name)
