"""Every page that has a CSV, in every other format."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import get_resolver
from python_calamine import CalamineWorkbook

from ratings.exports.formats import OTHERS
from tests.views.data.files import KENT, as_text, unguarded

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
    if response.status_code == 400:
        pytest.fail(response.content.decode())
    expected = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
    path, _, query = address.partition("?")
    jsonl, xlsx, ods = (
        client.get(f"{path.removesuffix('csv')}{suffix}?{query}")
        for suffix in ("jsonl", "xlsx", "ods")
    )
    lines = [json.loads(line) for line in jsonl.content.splitlines()]
    wanted = [{name: unguarded(v) for name, v in row.items()} for row in expected]
    assert [{name: as_text(v) for name, v in line.items()} for line in lines] == wanted
    for answer in (xlsx, ods):
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        head, *cells = book.get_sheet_by_index(0).to_python()
        assert [str(name) for name in head] == list(expected[0])
        assert len(cells) == len(expected)
        assert book.sheet_names[1] == "about this file"


def test_what_a_csv_refuses_the_others_refuse(client: Client) -> None:
    for form in OTHERS:
        assert client.get(f"/authorities.{form.suffix}?colour=red").status_code == 400
        assert client.get(f"/authorities/atlantis.{form.suffix}").status_code == 404
        moved = client.get(f"/authorities/E10000016.{form.suffix}?as_at=2020-01-01")
        assert moved["Location"] == f"/authorities/kent.{form.suffix}?as_at=2020-01-01"
        response = client.get(f"/authorities.{form.suffix}")
        name = f'filename="authorities-as-at-2026-09-01.{form.suffix}"'
        assert name in response["Content-Disposition"]
        known = {"if-none-match": response["ETag"]}
        assert client.get(f"/authorities.{form.suffix}", headers=known).status_code == 304
