"""The rows of the tables that the dictionary describes, read from the record as asked for.

Every reader takes the two dates and the reference data and gives rows in the order of the
dictionary's columns. Nothing is queried before the first row is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ratings.exports.dictionary import Table
from ratings.exports.table import Row, Sheet
from ratings.exports.tables.authorities import authority_rows
from ratings.exports.tables.context import Asked
from ratings.exports.tables.inspections import inspection_rows, tidy_rows, visit_rows
from ratings.exports.tables.reference_tables import (
    discrepancy_rows,
    event_rows,
    neighbour_rows,
    succession_rows,
)

__all__ = ["Asked", "sheet_of"]

READERS: dict[str, Callable[[Asked], Iterator[Row]]] = {
    "ratings": tidy_rows,
    "authorities": authority_rows,
    "successions": succession_rows,
    "inspections": inspection_rows,
    "visits": visit_rows,
    "events": event_rows,
    "neighbours": neighbour_rows,
    "discrepancies": discrepancy_rows,
}


def sheet_of(table: Table, asked: Asked) -> Sheet:
    """The table as at a moment, not yet read."""
    return Sheet(table.names, READERS[table.name](asked))
