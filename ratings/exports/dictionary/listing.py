"""The data dictionary as a table, one row per column, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ratings.exports.dictionary import TABLES, Column, TableDef
from ratings.exports.dictionary.values import allowed
from ratings.exports.table import DataTable, Row
from ratings.models.record import Record

COLUMNS = ("table", "column", "type", "unit", "required", "values", "meaning", "source")


def dictionary_sheet(record: Record) -> DataTable:
    """Every column of every table; `values` separated by |."""
    return DataTable(COLUMNS, list(_rows(record)))


def _rows(record: Record) -> Iterator[Row]:
    for table in TABLES:
        for column in table.columns:
            values = "|".join(allowed(column.values, record))
            yield (
                table.name, column.name, column.type.value, column.unit, column.required, values,
                column.meaning, column.source,
            )  # fmt: skip


def dictionary_data(record: Record) -> list[dict[str, Any]]:
    """Every table with its columns, and each value with its meaning."""
    return [_table_data(table, record) for table in TABLES]


def _table_data(table: TableDef, record: Record) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "row": table.row,
        "meaning": table.meaning,
        "as_at_and_known_by": table.moment,
        "key": list(table.key),
        "links": [
            {"column": link.column, "table": link.table, "to": link.to} for link in table.links
        ],
        "columns": [_column_data(column, record) for column in table.columns],
    }


def _column_data(column: Column, record: Record) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": column.type.value,
        "unit": column.unit or None,
        "required": column.required,
        "values": allowed(column.values, record) or None,
        "meaning": column.meaning,
        "source": column.source,
    }
