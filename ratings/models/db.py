"""Check that the connection still reaches the database; read from one snapshot.

PostgreSQL's connections are looked at by Django (`CONN_HEALTH_CHECKS`). SQLite's never notice
that their file was removed or replaced: they would read, and write, a file that nobody sees.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

JSON_SINCE = (3, 38)
"""The version from which JSON is part of SQLite."""

AWAY = (OperationalError, InterfaceError)

BATCH = 400
"""Rows written or asked for at a time: SQLite takes a limited number of values in a statement."""

_OPENED: WeakKeyDictionary[BaseDatabaseWrapper, tuple[int, int]] = WeakKeyDictionary()
"""By connection (each thread has its own): device and inode of the file it was opened to."""

TUPLES = 2
"""libpq's `PGRES_TUPLES_OK`."""


def batches(pks: Iterable[int]) -> Iterator[list[int]]:
    """Primary keys, each once, a batch at a time."""
    rest = iter(dict.fromkeys(pks))
    while some := list(islice(rest, BATCH)):
        yield some


@contextmanager
def read_snapshot() -> Iterator[None]:
    """Read everything inside as at the time of the first query. Nothing is written.

    It holds nobody up: SQLite begins without the lock of writers, PostgreSQL keeps a snapshot.
    Within a transaction it does nothing: that is up to the caller who began it.
    """
    own = connections[DEFAULT_DB_ALIAS]
    if own.in_atomic_block:
        yield
        return
    own.ensure_connection()
    begin = _of_sqlite if own.vendor == "sqlite" else _of_postgresql
    with begin(own):
        yield


@contextmanager
def _of_sqlite(own: Any) -> Iterator[None]:
    """Begun as a reader: the site's own transactions are begun as writers."""
    mode, own.transaction_mode = own.transaction_mode, "DEFERRED"
    with ExitStack() as held:
        try:
            held.enter_context(transaction.atomic())
        finally:
            own.transaction_mode = mode
        yield


@contextmanager
def _of_postgresql(own: Any) -> Iterator[None]:
    with transaction.atomic():
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


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
    """Raise OperationalError where SQLite's file is missing (so that no empty one is made in its
    place); drop a connection whose file was replaced, so that the next query opens the new one."""
    own = connections[DEFAULT_DB_ALIAS]
    path = _path(own)
    if path is None:
        return
    try:
        now = _identity(path)
    except OSError:
        drop_connection()
        raise OperationalError("the database's file is gone") from None
    if own.connection is not None and _OPENED.get(own, now) != now:
        drop_connection()


def drop_connection() -> None:
    """Close it, unless a transaction is open: its owner closes it."""
    if not connection.in_atomic_block:
        connection.close()


def _path(own: BaseDatabaseWrapper) -> str | None:
    """The file of the database; None where it is not a file."""
    if own.vendor != "sqlite":
        return None
    name = str(own.settings_dict["NAME"])
    return None if name.startswith((":memory:", "file:")) else name


def _identity(path: str) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116  # asked of every request: a fifth of what pathlib takes
    return found.st_dev, found.st_ino


def one_row(sql: str) -> tuple[Any, ...] | None:
    """The first row of a query without parameters, as cheaply as the database allows.

    Every request asks one such question, so it is put to the driver itself. PostgreSQL's answer
    comes as text; and where it came, Django need not ask first whether the connection lives. Where
    there is no connection yet, where somebody counts queries, within a transaction, or where the
    driver fails, Django asks instead: it connects again and raises what callers expect.
    """
    own = connections[DEFAULT_DB_ALIAS]
    driver = own.connection
    asked_plainly = not (own.in_atomic_block or own.execute_wrappers or own.queries_logged)
    if driver is not None and asked_plainly and own.vendor in _PLAINLY:
        try:
            row = _PLAINLY[own.vendor](driver, sql)
        except Exception:  # noqa: S110  # whatever it is: Django meets it again, and names it
            pass
        else:
            vars(own)["health_check_done"] = True
            return row
    with own.cursor() as cursor:
        cursor.execute(sql)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def _from_sqlite(driver: Any, sql: str) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = driver.execute(sql).fetchone()
    return row


def _from_postgresql(driver: Any, sql: str) -> tuple[Any, ...] | None:
    found = driver.pgconn.exec_(sql.encode())
    if found.status != TUPLES:
        raise DatabaseError(found.error_message)
    if not found.ntuples:
        return None
    values = (found.get_value(0, column) for column in range(found.nfields))
    return tuple(value.decode() if value is not None else None for value in values)


_PLAINLY: dict[str, Callable[[Any, str], tuple[Any, ...] | None]] = {
    "sqlite": _from_sqlite,
    "postgresql": _from_postgresql,
}


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
    if path := _path(connection):
        _OPENED[connection] = _identity(path)
