"""Tables: their columns, how they sort, and the text that describes the sort.

Rows are frozen dataclasses. They are sorted here, rows without a value last in either
direction, and rendered by one template per row (django-tables2's own cells cost 0.12 ms each).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import django_tables2 as tables
from django_tables2.data import TableListData

from ratings.rules.status import WITHOUT_GRADE, AuthorityStatus
from ratings.rules.trend import Change

Row = TypeVar("Row")
Key = Callable[[Row], Any]


class AsGiven(TableListData):
    """Rows that are already sorted."""

    def order_by(self, aliases: Sequence[str]) -> None:
        """Keep the order."""


def in_order(rows: Iterable[Row], key: Key[Row], *, descending: bool) -> list[Row]:
    """Sort rows by a key (stable), those without a value (None) last."""
    found = list(rows)
    valued = [row for row in found if key(row) is not None]
    without = [row for row in found if key(row) is None]
    return [*sorted(valued, key=key, reverse=descending), *without]


class Table(tables.Table):
    """A table of prepared rows. `sort` is a column's name, with `-` for descending.

    Each column has in `attrs["words"]` the labels of its two directions.
    """

    row_template = ""

    class Meta:
        template_name = "django_tables2/table.html"
        order_by_field = "sort"

    def __init__(self, rows: Sequence[Any], sort: str) -> None:
        super().__init__(AsGiven(list(rows)), order_by=sort)

    @property
    def sorted_in_words(self) -> str:
        """`Sorted by name, A to Z`."""
        alias = str(self.order_by[0])
        column = self.columns[alias.removeprefix("-")]
        upwards, downwards = column.column.attrs["words"]
        words = downwards if alias.startswith("-") else upwards
        return f"Sorted by {column.header.lower()}, {words}"

    @classmethod
    def sort_choices(cls) -> list[tuple[str, str]]:
        """Every value that `sort` can have, with its label."""
        columns = [(name, c) for name, c in cls.base_columns.items() if c.orderable is not False]
        return [
            (mark + name, f"{column.verbose_name}, {words}")
            for name, column in columns
            for mark, words in zip(("", "-"), column.attrs["words"], strict=True)
        ]


def column(
    heading: str,
    upwards: str = "",
    downwards: str = "",
    *,
    key: Key[Any] | None = None,
    text: Callable[[Any], str | None] | None = None,
    none: str = "",
    look: str = "",
) -> tables.Column:
    """A column; without labels for its directions it cannot be sorted.

    `key` sorts its rows, `text` gives a row's cell (`none` where that is empty) and `look` its
    class; a column without `text` is rendered by the template of its row.
    """
    return tables.Column(
        verbose_name=heading,
        orderable=bool(upwards),
        empty_values=(),
        attrs={"words": (upwards, downwards), "key": key, "cell": (text, none, look)},
    )


# --- authorities -------------------------------------------------------------------------


TREND_ORDER = [Change.IMPROVED, Change.UNCHANGED, Change.DECLINED, Change.FIRST,
               Change.NOT_COMPARABLE]  # fmt: skip


def _grade_key(status: AuthorityStatus) -> tuple[int, str] | None:
    """The position of the grade; grades that share one are kept together."""
    return (status.grade.position, status.grade.key) if status.grade else None


def _without_grade_key(status: AuthorityStatus) -> int:
    """Groups those without a grade by why they have none."""
    groups = list(WITHOUT_GRADE)
    return groups.index(status.group) if status.group in groups else -1


class AuthorityTable(Table):
    """Every authority with its line."""

    row_template = "components/authority_row.html"

    name = column("Authority", "A to Z", "Z to A", key=lambda s: s.authority.name.casefold())
    line = column("The line")
    spark = column("Since 2009")
    grade = column("Overall grade", "best first", "best last", key=_grade_key)
    since = column(
        "Graded since", "longest ago first", "most recent first",
        key=lambda s: s.since and s.since.first_day,
        text=lambda s: s.since and s.since.in_words(), none="no grade yet", look="date",
    )  # fmt: skip
    trend = column(
        "Trend", "improved first", "improved last",
        key=lambda s: s.trend and TREND_ORDER.index(s.trend.change),
        text=lambda s: s.trend and s.trend.words, none="no grade yet",
    )  # fmt: skip
    visit = column(
        "Last visit", "longest ago first", "most recent first",
        key=lambda s: s.last_visit and s.last_visit.first_day,
        text=lambda s: s.last_visit and s.last_visit.shown_date.in_words(),
        none="none on record", look="date",
    )  # fmt: skip
    region = column(
        "Region", "A to Z", "Z to A",
        key=lambda s: s.authority.region, text=lambda s: s.authority.region,
    )  # fmt: skip
    type = column(
        "Type", "A to Z", "Z to A",
        key=lambda s: s.authority.type.casefold(), text=lambda s: s.authority.type,
    )  # fmt: skip

    class Meta(Table.Meta):
        pass


def sorted_authorities(rows: Iterable[AuthorityStatus], sort: str) -> list[AuthorityStatus]:
    """Rows in the order of `sort`, then by name."""
    columns = AuthorityTable.base_columns
    column, descending = sort.removeprefix("-"), sort.startswith("-")
    found = in_order(rows, columns["name"].attrs["key"], descending=False)
    if column == "grade":
        found = in_order(found, _without_grade_key, descending=False)
    return in_order(found, columns[column].attrs["key"], descending=descending)


# --- inspections -------------------------------------------------------------------------


class InspectionTable(Table):
    """All inspections and visits, already sorted by the database."""

    row_template = "components/inspection_row.html"

    date = column("First day", "oldest first", "newest first")
    authority = column("Authority", "A to Z", "Z to A")
    kind = column("Inspection or visit")
    result = column("Result")
    framework = column("Framework")
    published = column("Published", "oldest first", "newest first")
    report = column("Report")

    class Meta(Table.Meta):
        pass
