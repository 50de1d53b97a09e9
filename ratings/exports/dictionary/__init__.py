"""The data dictionary: every table that the site exports, and every column of it.

This is the one place where they are described. The page and the files of the dictionary, the
schemas of the data package, the keys of the SQLite file and the order of the columns in every
download are made from it, and a test compares it with what is served.
"""

from __future__ import annotations

from ratings.exports.dictionary.tables import BY_NAME, TABLES
from ratings.exports.dictionary.types import Column, ColumnType, ForeignKey, TableDef

__all__ = ["BY_NAME", "TABLES", "Column", "ColumnType", "ForeignKey", "TableDef"]
