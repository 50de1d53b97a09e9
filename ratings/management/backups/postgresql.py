"""PostgreSQL: `pg_dump`, and `pg_restore` into a new database, which is then renamed.

The role needs CREATEDB. The site's sessions are terminated while the databases are renamed; it
reconnects automatically.
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
"""Seconds to wait for terminated sessions to end."""


def exists() -> bool:
    """Whether the site's database exists. If a killed restore has left it closed to connections,
    they are allowed again; the database that was to replace it is not put in place."""
    with _maintenance() as control:
        asked = "SELECT datallowconn FROM pg_database WHERE datname = %s"
        found = control.execute(asked, [_live()]).fetchone()
        if found == (False,):
            _allow(control, _live(), "true")
        return found is not None


def back_up(draft: Path) -> DatabaseState:
    """Write a dump of one consistent snapshot, and return the database's state."""
    _run("pg_dump", "--format=custom", *NOT_OURS, f"--file={draft}", _address(_live()))
    _run("pg_restore", "--list", str(draft))
    try:
        return state_of(connection)
    finally:
        connection.close()


@contextmanager
def restored_beside(path: Path) -> Iterator[str]:
    """Restore the backup into a new database; on exit, drop it unless `swap` has renamed it."""
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
    """Return the state of a database, given its name."""
    with beside(NAME=place) as there:
        return state_of(there)


def swap(place: str, is_readable: bool) -> str:
    """Swap the databases by renaming, in one transaction; return the old one's new name, or ""."""
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
    """Return the name, up to the process id, of databases into which backups are restored."""
    return f"{_live()[:30]}_restore_"


def _drop_remains(control: psycopg.Connection[Any]) -> None:
    """Drop the databases that killed restores have left."""
    names = control.execute("SELECT datname FROM pg_database").fetchall()
    for (name,) in names:
        process = name.removeprefix(_beside())
        if name != process and process.isdecimal() and not is_at_work(int(process)):
            control.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _live() -> str:
    return str(connection.settings_dict["NAME"])


def _parameters() -> dict[str, Any]:
    """Return the connection parameters for libpq."""
    given = connection.get_connection_params()
    ours = {"cursor_factory", "context", "prepare_threshold", "client_encoding", "dbname"}
    return {name: value for name, value in given.items() if name not in ours}


def _address(database: str) -> str:
    """Return a connection string for a command line, which other users may see: no password."""
    shown = {name: value for name, value in _parameters().items() if name != "password"}
    return make_conninfo("", dbname=database, **shown)


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection[Any]]:
    """Open a session in a database other than the one that is renamed."""
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
    """Return the collation and character type of a database; None if it does not exist."""
    asked = "SELECT datcollate, datctype FROM pg_database WHERE datname = %s"
    return control.execute(asked, [database]).fetchone()


def _rename(control: psycopg.Connection[Any], old: str, new: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    control.execute(statement.format(sql.Identifier(old), sql.Identifier(new)))


def _allow(control: psycopg.Connection[Any], database: str, yes: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    control.execute(statement.format(sql.Identifier(database), sql.SQL(yes)))


def _end_sessions(control: psycopg.Connection[Any], database: str) -> None:
    """Terminate client sessions and wait until they have ended. (Sessions without a user, such as
    autovacuum, are PostgreSQL's own: only it may end them, and it does so for a rename.)"""
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
    """Run one of PostgreSQL's own programs; the password is passed in its environment."""
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
