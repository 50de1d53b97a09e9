"""PostgreSQL: `pg_dump` and `pg_restore`, beside the present database, then two names change.

The role needs CREATEDB. Sessions of the site are ended for the moment in which the names change;
it connects again by itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ratings.management.backups.metadata import (
    BackupError,
    DatabaseState,
    beside,
    is_at_work,
    state_of,
)

SUFFIX = ".pgdump"
NOT_OURS = ("--no-owner", "--no-privileges")
PATIENCE = 20.0
"""Seconds in which a session that was told to end has to be gone."""


def exists() -> bool:
    """Whether the site's database is there. One that a killed restore has left closed is opened
    again: what it was about to put in its place is not."""
    with _maintenance() as control:
        asked = "SELECT datallowconn FROM pg_database WHERE datname = %s"
        found = control.execute(asked, [_live()]).fetchone()
        if found == (False,):
            _allow(control, _live(), "true")
        return found is not None


def back_up(draft: Path) -> DatabaseState:
    """Write what one moment's snapshot holds."""
    _run("pg_dump", "--format=custom", *NOT_OURS, f"--file={draft}", _address(_live()))
    _run("pg_restore", "--list", str(draft))
    try:
        return state_of(connection)
    finally:
        connection.close()


@contextmanager
def restored_beside(path: Path) -> Iterator[str]:
    """A new database that holds the backup; dropped unless it took the place of the other."""
    place = f"{_beside()}{os.getpid()}"
    with _maintenance() as control:
        _drop_remains(control)
        shape = _shape(control, _live()) or ("C", "C")
        control.execute(
            sql.SQL(
                "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}"
            ).format(sql.Identifier(place), *map(sql.Literal, shape))
        )
    try:
        _run("pg_restore", "--exit-on-error", "--single-transaction", *NOT_OURS,
             f"--dbname={_address(place)}", str(path))  # fmt: skip
        yield place
    finally:
        with _maintenance() as control:
            control.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(place)))


def state_at(place: str) -> DatabaseState:
    """What a database holds."""
    with beside(NAME=place) as there:
        return state_of(there)


def swap(place: str, is_readable: bool) -> str:
    """Rename the present database and the new one, in one transaction."""
    live = _live()
    kept = f"{live[:30]}_before_{datetime.now(UTC):%Y%m%d_%H%M%S_%f}"
    with _maintenance() as control:
        if _shape(control, live) is None:
            _rename(control, place, live)
            return ""
        _allow(control, live, "false")
        try:
            _end_sessions(control, live)
            with control.transaction():
                _rename(control, live, kept)
                _rename(control, place, live)
        except BaseException:
            _allow(control, live, "true")
            raise
        _allow(control, kept, "true")
    return kept


def _beside() -> str:
    """How databases are called into which a backup is restored; the process follows."""
    return f"{_live()[:30]}_restore_"


def _drop_remains(control: psycopg.Connection[Any]) -> None:
    """Databases of restores that were killed."""
    names = control.execute("SELECT datname FROM pg_database").fetchall()
    for (name,) in names:
        process = name.removeprefix(_beside())
        if name != process and process.isdecimal() and not is_at_work(int(process)):
            control.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _live() -> str:
    return str(connection.settings_dict["NAME"])


def _parameters() -> dict[str, Any]:
    """How to connect, as libpq understands it."""
    given = connection.get_connection_params()
    ours = {"cursor_factory", "context", "prepare_threshold", "client_encoding", "dbname"}
    return {name: value for name, value in given.items() if name not in ours}


def _address(database: str) -> str:
    """The database for a program's argument, which others may read: without the password."""
    shown = {name: value for name, value in _parameters().items() if name != "password"}
    return make_conninfo("", dbname=database, **shown)


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection[Any]]:
    """A session in another database than the one that is renamed."""
    other = "postgres" if _live() != "postgres" else "template1"
    try:
        control = psycopg.connect(dbname=other, autocommit=True, **_parameters())
    except psycopg.Error as problem:
        raise BackupError(f"PostgreSQL does not answer: {problem}") from problem
    with closing(control):
        try:
            yield control
        except psycopg.errors.InsufficientPrivilege as problem:
            raise BackupError(
                "The role may not make databases. As PostgreSQL's administrator:"
                " ALTER ROLE … CREATEDB."
            ) from problem
        except psycopg.Error as problem:
            raise BackupError(f"PostgreSQL refused, and nothing was changed: {problem}") from None


def _shape(control: psycopg.Connection[Any], database: str) -> tuple[str, str] | None:
    """The order of letters of a database; None where there is no such one."""
    asked = "SELECT datcollate, datctype FROM pg_database WHERE datname = %s"
    return control.execute(asked, [database]).fetchone()


def _rename(control: psycopg.Connection[Any], old: str, new: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    control.execute(statement.format(sql.Identifier(old), sql.Identifier(new)))


def _allow(control: psycopg.Connection[Any], database: str, yes: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    control.execute(statement.format(sql.Identifier(database), sql.SQL(yes)))


def _end_sessions(control: psycopg.Connection[Any], database: str) -> None:
    """End what people have connected, and wait until it is gone. (What has no user is
    PostgreSQL's own, such as autovacuum: only it may end that, and does when a name changes.)"""
    connection.close()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        left = control.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND usesysid IS NOT NULL",
            [database],
        ).fetchall()
        if not left:
            return
        time.sleep(0.1)
    raise BackupError("Somebody stays connected to the database: nothing was changed.")


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by its environment."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"{program} is not installed (Debian: apt-get install postgresql-client)."
        )
    password = str(_parameters().get("password") or "")
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(  # noqa: S603 (our own arguments)
        [found, *arguments], env=environment, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip() or 'failed'}")
