"""Schema of tidy rows: the columns of the data dictionary, with their JSON types."""

from __future__ import annotations

from typing import Any

from ninja import Field
from pydantic import create_model

from ratings.exports.dictionary import BY_NAME, Column, ColumnType
from ratings.views.api.schemas.base import ADay, APartialDay, Item, Listing

TYPES: dict[ColumnType, Any] = {
    ColumnType.DATE: ADay,
    ColumnType.PARTIAL: APartialDay,
    ColumnType.WHOLE: int,
    ColumnType.DECIMAL: float,
    ColumnType.YES_NO: bool,
    ColumnType.LIST: list[str],
}


def _field(column: Column) -> tuple[Any, Any]:
    """The type and meaning of a column; what is empty in a file is null, or an empty list."""
    kind = TYPES.get(column.type, str)
    is_there = column.required or column.type is ColumnType.LIST
    meaning = column.meaning.replace("Empty", "Null").replace("empty", "null")
    return (kind if is_there else kind | None, Field(description=meaning))


columns: dict[str, Any] = {column.name: _field(column) for column in BY_NAME["ratings"].columns}

Rating: Any = create_model("Rating", __base__=Item, __doc__=BY_NAME["ratings"].row, **columns)


class Ratings(Listing):
    """A page of tidy rows."""

    results: list[Rating]
