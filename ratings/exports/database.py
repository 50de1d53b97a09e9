"""All tables as one SQLite file, with keys and metadata of the file: it opens in Datasette."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from ratings.exports.dictionary import TABLES, Column, ColumnType, TableDef
from ratings.exports.dictionary.listing import dictionary_sheet
from ratings.exports.formats import FileMeta
from ratings.exports.table import DataTable, Row
from ratings.exports.tables import sheet_of
from ratings.rules.dates import PartialDate

KINDS = {ColumnType.WHOLE: "INTEGER", ColumnType.DECIMAL: "REAL", ColumnType.YES_NO: "INTEGER"}
FIRST = ("authorities",)
"""Tables that others refer to."""


def write_database(path: Path, about: FileMeta) -> None:
    """Write the file, a row at a time. Yes is 1, no is 0; a missing value is NULL."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA foreign_keys = ON")
        _plain(database, "metadata", DataTable(("name", "value"), about.pairs()))
        for table in sorted(TABLES, key=lambda table: table.name not in FIRST):
            _table(database, table, about)
        _plain(database, "dictionary", dictionary_sheet(about.record))


def _table(database: sqlite3.Connection, table: TableDef, about: FileMeta) -> None:
    database.execute(f"CREATE TABLE {_quoted(table.name)} ({', '.join(_definitions(table))})")
    _fill(database, table.name, sheet_of(table, about))
    for link in table.links:
        if link.column != table.key[0]:
            index = _quoted(f"{table.name}_by_{link.column}")
            place = f"{_quoted(table.name)} ({_quoted(link.column)})"
            database.execute(f"CREATE INDEX {index} ON {place}")


def _definitions(table: TableDef) -> Iterator[str]:
    yield from map(_column, table.columns)
    yield f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})"
    for link in table.links:
        place = f"{_quoted(link.table)} ({_quoted(link.to)})"
        yield f"FOREIGN KEY ({_quoted(link.column)}) REFERENCES {place}"


def _column(column: Column) -> str:
    kind = KINDS.get(column.type, "TEXT")
    return f"{_quoted(column.name)} {kind}{' NOT NULL' if column.required else ''}"


def _plain(database: sqlite3.Connection, name: str, sheet: DataTable) -> None:
    """A table of texts without keys."""
    columns = ", ".join(f"{_quoted(column)} TEXT" for column in sheet.columns)
    database.execute(f"CREATE TABLE {_quoted(name)} ({columns})")
    _fill(database, name, sheet)


def _fill(database: sqlite3.Connection, name: str, sheet: DataTable) -> None:
    places = ", ".join("?" * len(sheet.columns))
    statement = f"INSERT INTO {_quoted(name)} VALUES ({places})"  # noqa: S608  # our own names
    database.executemany(statement, _values(sheet.rows))


def _values(rows: Iterable[Row]) -> Iterator[list[object]]:
    return ([_value(value) for value in row] for row in rows)


def _value(value: object) -> object:
    if value is None or value == "":
        return None
    return value.isoformat() if isinstance(value, PartialDate | date) else value


def _quoted(name: str) -> str:
    return f'"{name}"'
