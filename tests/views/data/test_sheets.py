"""Every page that has a CSV, in every other format; every table in one file: package, database."""

import io
import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver
from python_calamine import CalamineWorkbook

from ratings.exports.dictionary import TABLES
from ratings.exports.formats import OTHERS
from tests.views.data.files import KENT, assert_same, body, number_of_rows, parsed

pytestmark = pytest.mark.usefixtures("record")


def test_every_address_of_a_csv_has_one_in_every_other_format() -> None:
    names = {p.name for p in get_resolver().url_patterns if getattr(p, "name", None)}
    sheets = {name.removesuffix("-csv") for name in names if name.endswith("-csv")}
    assert len(sheets) > 15
    assert {f"{name}-{form.suffix}" for name in sheets for form in OTHERS} <= names


@pytest.mark.parametrize(
    "address",
    [
        "/authorities.csv?region=London&sort=-since", "/authorities/kent.csv?as_at=2019-03-31",
        "/inspections.csv?q=Kent", f"/inspections/{KENT}.csv", "/national.csv?as_at=2024-03-31",
        "/national/transitions.csv", "/due.csv?region=London", "/figures.csv", "/questions.csv",
        "/questions/longest-inadequate.csv", "/changes/discrepancies.csv",
        "/changes/coverage.csv?state=missing", "/compare.csv?authority=kent&authority=surrey",
    ],
)  # fmt: skip
def test_a_page_gives_the_same_sheet_in_every_format(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, response.content
    expected = parsed(response.content)
    path, _, query = address.partition("?")
    jsonl, xlsx, ods = (
        client.get(f"{path.removesuffix('csv')}{suffix}?{query}")
        for suffix in ("jsonl", "xlsx", "ods")
    )
    assert_same(jsonl.content, expected)
    for answer in (xlsx, ods):
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        head, *cells = book.get_sheet_by_index(0).to_python()
        assert [str(name) for name in head] == list(expected[0])
        assert len(cells) == len(expected)
        assert book.sheet_names[1] == "about this file"


@pytest.mark.parametrize("suffix", [form.suffix for form in OTHERS])
def test_what_a_csv_refuses_the_others_refuse(client: Client, suffix: str) -> None:
    assert client.get(f"/authorities.{suffix}?colour=red").status_code == 400
    assert client.get(f"/authorities/atlantis.{suffix}").status_code == 404
    moved = client.get(f"/authorities/E10000016.{suffix}?as_at=2020-01-01")
    assert moved["Location"] == f"/authorities/kent.{suffix}?as_at=2020-01-01"
    response = client.get(f"/authorities.{suffix}")
    name = f'filename="authorities-as-at-2026-09-01.{suffix}"'
    assert name in response["Content-Disposition"]
    known = {"if-none-match": response["ETag"]}
    assert client.get(f"/authorities.{suffix}", headers=known).status_code == 304


# Every table in one file


def test_the_package_holds_every_table_described(client: Client) -> None:
    archive = zipfile.ZipFile(io.BytesIO(body(client, "/data/datapackage.zip")))
    assert archive.testzip() is None
    found = json.loads(archive.read("datapackage.json"))
    assert (found["as_at"], found["known_by"]) == ("2026-09-01", None)
    for table, resource in zip(TABLES, found["resources"], strict=True):
        assert (resource["name"], resource["path"]) == (table.name, f"{table.name}.csv")
        assert [each["name"] for each in resource["schema"]["fields"]] == list(table.names)
        assert archive.read(resource["path"]) == body(client, f"/data/{table.name}.csv")
    assert b"as_at: 2026-09-01" in archive.read("README.txt")
    assert b"Open Government Licence v3.0" in archive.read("LICENCE.txt")
    assert client.get("/data/datapackage.json").json()["resources"] == found["resources"]


def test_the_database_holds_every_table_with_its_keys(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "ratings.sqlite"
    path.write_bytes(body(client, "/data/ratings-over-time.sqlite?as_at=2018-12-31"))
    database = sqlite3.connect(path)
    expected = number_of_rows(date(2018, 12, 31))
    for table in TABLES:
        (count,) = database.execute(f"SELECT count(*) FROM {table.name}").fetchone()
        assert count == expected[table.name]
        columns = database.execute(f"PRAGMA table_info({table.name})").fetchall()
        assert tuple(column[1] for column in columns) == table.names
        links = database.execute(f"PRAGMA foreign_key_list({table.name})").fetchall()
        assert len(links) == len(table.links)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    said = dict(database.execute("SELECT name, value FROM metadata"))
    assert said["as_at"] == "2018-12-31"
    database.close()
