"""Types that describe an exported table and its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ratings.models.record import Record
from ratings.rules.status import AuthorityStatus


class ColumnType(StrEnum):
    """Data type of a column, as labelled in the data dictionary."""

    TEXT = "text"
    ADDRESS = "web address"
    DATE = "date"
    PARTIAL = "date, as far as it is known"
    WHOLE = "whole number"
    DECIMAL = "number"
    YES_NO = "yes or no"
    LIST = "texts, separated by |"


Cell = Callable[[AuthorityStatus, Record], object]


@dataclass(frozen=True, slots=True)
class Column:
    """`values` names what it can hold (`dictionary.values`); `required`: never empty.

    `source`: where the fact comes from. `unit` only where there is one. `cell` gives the value
    for an authority on a day; `in_api`: it is a field of the API's authorities too.
    """

    name: str
    meaning: str
    source: str
    type: ColumnType = ColumnType.TEXT
    values: str = ""
    unit: str = ""
    required: bool = False
    pattern: str = ""
    cell: Cell | None = None
    in_api: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column that holds the key of a row of another table."""

    column: str
    table: str
    to: str


@dataclass(frozen=True)
class TableDef:
    """`row` says what one row is; `key` which columns tell rows apart;
    `moment` how the two dates narrow it."""

    name: str
    title: str
    row: str
    meaning: str
    moment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    links: tuple[ForeignKey, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
