"""Every table in one file: the data package and the database."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from ratings.exports.dictionary import TABLES
from tests.views.data.files import body, number_of_rows

pytestmark = pytest.mark.usefixtures("record")


def test_the_package_holds_every_table_described(client: Client, tmp_path: Path) -> None:
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
    alone = client.get("/data/datapackage.json").json()
    assert alone["resources"] == found["resources"]


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
    (line,) = database.execute(
        "SELECT line FROM authorities WHERE authority = 'northamptonshire'"
    ).fetchone()
    assert line == "inadequate (2013) → requires improvement (2016) → declined (2018)"
    database.close()
