"""One authority says the same wherever it is read: page, every format, API, feed, embed, badge."""

from __future__ import annotations

import csv
import html
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ratings.importing.readers import LIMITS
from ratings.importing.readers.sheets import decoded
from ratings.importing.readers.spreadsheet import read

pytestmark = pytest.mark.django_db

SLUGS = (
    "kent", "northamptonshire", "west-northamptonshire", "dorset", "dorset-county", "slough",
    "city-of-london", "isles-of-scilly", "cumberland", "bury", "devon", "york",
)  # fmt: skip
DAYS = ("2016-06-30", "2021-12-31", "2026-08-31")

Row = dict[str, str]
Table = dict[str, Row]


def body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def by_slug(rows: list[Row]) -> Table:
    return {row["authority"]: row for row in rows}


def from_csv(data: bytes, folder: Path) -> Table:
    return by_slug(list(csv.DictReader(io.StringIO(data.decode()))))


def from_json_lines(data: bytes, folder: Path) -> Table:
    rows = [json.loads(line) for line in data.decode().splitlines()]
    return by_slug([{name: value or "" for name, value in row.items()} for row in rows])


def from_spreadsheet(data: bytes, folder: Path) -> Table:
    head, *rows = decoded(read(data, LIMITS))[0].rows
    filled = ([str(cell or "") for cell in row] + [""] * len(head) for row in rows)
    return by_slug([dict(zip(map(str, head), row, strict=False)) for row in filled])


def from_sqlite(data: bytes, folder: Path) -> Table:
    path = folder / "data.sqlite"
    path.write_bytes(data)
    with sqlite3.connect(path) as database:
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute("SELECT * FROM authorities")]
    return by_slug([{name: value or "" for name, value in row.items()} for row in rows])


TABLES: dict[str, Callable[[bytes, Path], Table]] = {
    "/data/authorities.csv": from_csv,
    "/data/authorities.jsonl": from_json_lines,
    "/data/authorities.xlsx": from_spreadsheet,
    "/data/authorities.ods": from_spreadsheet,
    "/data/ratings-over-time.sqlite": from_sqlite,
}


@pytest.fixture
def told(client: Client) -> Callable[[str], dict]:
    return lambda address: json.loads(body(client.get(address)))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("address", TABLES)
def test_a_table_says_what_the_page_says(
    client: Client, told: Callable[[str], dict], tmp_path: Path, address: str, day: str
) -> None:
    table = TABLES[address](body(client.get(f"{address}?as_at={day}")), tmp_path)
    for slug in SLUGS:
        page = told(f"/authorities/{slug}.json?as_at={day}")
        grade = (page["headline"] or {}).get("grade") or ""
        assert (table[slug]["line"], table[slug]["headline"]) == (page["line"], grade), slug


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("slug", SLUGS)
def test_an_authority_says_the_same_wherever_it_is_named(
    client: Client, told: Callable[[str], dict], slug: str, day: str
) -> None:
    asked = f"?as_at={day}"
    page = told(f"/authorities/{slug}.json{asked}")
    line = page["line"]
    api = told(f"/api/v1/authorities/{slug}{asked}")["result"]
    assert (api["line"], api["headline"]) == (line, page["headline"])
    for address in (f"/authorities/{slug}/", f"/embed/{slug}/", f"/badge/{slug}.svg"):
        said = html.unescape(body(client.get(address + asked)).decode())
        assert line in said, address
    entries = told(f"/feeds/authorities/{slug}.json{asked}")["items"]
    nodes = " → " in line or "(" in line
    assert any(line in html.unescape(entry["content_html"]) for entry in entries) or not nodes
