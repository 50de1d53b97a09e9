"""The dictionary against what is served: every column, every value, every type, every key."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from ratings.exports.changes import DISCREPANCY_COLUMNS
from ratings.exports.columns import RATING_COLUMNS, STANDING_COLUMNS
from ratings.exports.dictionary import BY_NAME, TABLES, Column, ColumnType, TableDef
from ratings.exports.dictionary.values import LISTS, allowed
from ratings.models.record import Record
from ratings.rules.dates import PartialDate
from tests.views.data.files import each_table, rows
from tests.views.pages import csv_at, json_at

pytestmark = pytest.mark.usefixtures("record")

FITS: dict[ColumnType, Callable[[str], object]] = {
    ColumnType.DATE: date.fromisoformat,
    ColumnType.PARTIAL: PartialDate.parse,
    ColumnType.WHOLE: int,
    ColumnType.DECIMAL: float,
    ColumnType.YES_NO: ["yes", "no"].index,
    ColumnType.ADDRESS: lambda text: re.fullmatch(r"https?://\S+", text) or 1 / 0,
}


@each_table
def test_every_column_is_described_and_holds_what_is_allowed(
    client: Client, table: TableDef
) -> None:
    found, reference = rows(client, f"/data/{table.name}.csv"), Record.current()
    assert tuple(found[0]) == table.names
    assert len(set(table.names)) == len(table.names)
    for column in table.columns:
        values = {row[column.name] for row in found}
        assert not (column.required and "" in values), column.name
        for value in values - {""}:
            check(column, value, allowed(column.values, reference))


def check(column: Column, value: str, values: dict[str, str]) -> None:
    parts = value.split("|") if column.type is ColumnType.LIST else [value]
    if values:
        assert set(parts) <= set(values), (column.name, value)
    if column.pattern:
        assert re.fullmatch(column.pattern, value), (column.name, value)
    if fits := FITS.get(column.type):
        fits(value)


@each_table
def test_keys_tell_rows_apart_and_links_lead_to_rows(client: Client, table: TableDef) -> None:
    for query in ("", "?as_at=2015-06-30&known_by=2015-12-31", "?as_at=2009-01-01"):
        found = rows(client, f"/data/{table.name}.csv{query}")
        keys = {tuple(row[name] for name in table.key) for row in found}
        assert len(keys) == len(found)
        for link in table.links:
            there = {row[link.to] for row in rows(client, f"/data/{link.table}.csv{query}")}
            assert {row[link.column] for row in found} - {""} <= there


@each_table
def test_it_is_described_in_full_sentences(table: TableDef) -> None:
    for column in table.columns:
        assert column.meaning.endswith("."), column.name
        assert column.source
        assert not column.values or column.values in LISTS
        assert table.column(column.name) is column


def test_names_are_those_of_the_pages() -> None:
    """Those that a table has beside the page's come before the newest, which are the last."""
    for table, columns, newest in (
        ("ratings", RATING_COLUMNS, 3), ("authorities", STANDING_COLUMNS, 2),
    ):  # fmt: skip
        names = list(BY_NAME[table].names)
        assert names[: len(columns) - newest] == list(columns[:-newest])
        assert names[-newest:] == list(columns[-newest:])
    assert BY_NAME["discrepancies"].names == DISCREPANCY_COLUMNS


def test_the_page_and_its_data_say_all_of_it(client: Client) -> None:
    page = client.get("/data/dictionary/").content.decode()
    found = json_at(client, "/data/dictionary.json")["tables"]
    described = [(t.name, c.name) for t in TABLES for c in t.columns]
    assert [(t["name"], c["name"]) for t in found for c in t["columns"]] == described
    listed = csv_at(client, "/data/dictionary.csv")
    assert [(row["table"], row["column"]) for row in listed] == described
    for table in TABLES:
        assert f'id="{table.name}"' in page
    assert page.count("<dt><code>") == len(described)
