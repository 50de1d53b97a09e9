"""The whole record in the database of the tests."""

import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from ratings.models import Authority


def loaded() -> None:
    """Load the record, where a test with real transactions has emptied the database."""
    if not Authority.objects.exists():
        call_command("load_record", stdout=StringIO())


def copied(path: Path) -> None:
    """The tests' database, where it is SQLite's, as a file: faster than making it anew."""
    connection.ensure_connection()
    path.write_bytes(connection.connection.serialize())


def emptied(path: Path) -> Path:
    """A SQLite database as it was before the record was loaded."""
    with closing(sqlite3.connect(path)) as there, there:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'ratings_%'"
        for (name,) in there.execute(tables).fetchall():
            there.execute(f"DELETE FROM {name}")
    return path
