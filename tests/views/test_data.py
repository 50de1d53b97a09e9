"""/data/: every table in every format, each number against the record."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from python_calamine import CalamineWorkbook

from ratings.exports.dictionary import TABLES, Table
from ratings.exports.formats import FORMATS, OTHERS
from ratings.models import (
    Authority,
    DataVersion,
    Discrepancy,
    Event,
    Inspection,
    Neighbour,
    Rating,
    Succession,
)
from ratings.models.reference import Reference

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture(autouse=True)
def closed(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stream that a test does not read to its end is closed, as a server closes it."""
    request, answers = Client.request, []

    def remembered(client: Client, **asked: Any) -> Any:
        answers.append(request(client, **asked))
        return answers[-1]

    monkeypatch.setattr(Client, "request", remembered)
    yield
    for answer in answers:
        answer.close()


each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
KENT = "kent-ilacs-2023-2025-11-03"


def body(client: Client, address: str, **headers: str) -> bytes:
    response: Any = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return b"".join(response.streaming_content)


def rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, address).decode(), newline="")))


def number_of_rows(day: date = date(2026, 9, 1)) -> dict[str, int]:
    begun = Inspection.objects.as_at(day)
    graded, visits = (begun.filter(kind__is_graded=sort) for sort in (True, False))
    return {
        "ratings": Rating.objects.filter(inspection__in=begun).count() + visits.count(),
        "authorities": Authority.objects.count(),
        "successions": Succession.objects.filter(date__lte=day).count(),
        "inspections": graded.count(),
        "visits": visits.count(),
        "events": Event.objects.filter(start_date__lte=day).count(),
        "neighbours": Neighbour.objects.count(),
        "discrepancies": Discrepancy.objects.filter(inspection__isnull=True).count()
        + Discrepancy.objects.filter(inspection__in=begun).count(),
    }


@pytest.mark.parametrize("query", ["", "?as_at=2018-12-31"])
def test_every_table_has_as_many_rows_as_the_record_and_the_page_says_so(
    client: Client, query: str
) -> None:
    day = date(2018, 12, 31) if query else date(2026, 9, 1)
    expected = number_of_rows(day)
    assert {t.name: len(rows(client, f"/data/{t.name}.csv{query}")) for t in TABLES} == expected
    page = client.get(f"/data/{query}").content.decode()
    for table in TABLES:
        assert f"<strong>{expected[table.name]:,}</strong> row" in page
        for suffix in FORMATS:
            assert f'href="/data/{table.name}.{suffix}{query}"' in page


@each_table
def test_every_format_says_the_same(client: Client, table: Table) -> None:
    address = f"/data/{table.name}"
    query = "?as_at=2019-12-31"
    expected = rows(client, f"{address}.csv{query}")
    lines = [json.loads(line) for line in body(client, f"{address}.jsonl{query}").splitlines()]
    assert [{name: as_text(v) for name, v in line.items()} for line in lines] == [
        {name: unguarded(v) for name, v in row.items()} for row in expected
    ]
    for suffix in ("xlsx", "ods"):
        data = io.BytesIO(body(client, f"{address}.{suffix}{query}"))
        head, *cells = CalamineWorkbook.from_filelike(data).get_sheet_by_index(0).to_python()
        found = [
            {str(name): as_text(v) for name, v in zip(head, row, strict=True)} for row in cells
        ]
        assert found == [{name: unguarded(v) for name, v in row.items()} for row in expected]


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return "" if value is None else str(value)


def unguarded(text: str) -> str:
    text = text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text
    try:
        return as_text(float(text)) if "." in text else text
    except ValueError:
        return text


def test_the_tidy_table_holds_what_the_record_does(client: Client) -> None:
    found = {(row["inspection"], row["area"]): row for row in rows(client, "/data/ratings.csv")}
    for rating in Rating.objects.select_related("inspection", "area", "grade").prefetch_related(
        "sources", "inspection__sources"
    ):
        row = found[rating.inspection.key, rating.area.key]
        assert row["grade"] == (rating.grade.key if rating.grade else "")
        assert row["missing"] == rating.missing
        assert row["grade_verified"] == rating.verified
        assert row["label_as_published"] == rating.label_as_published
        assert row["grade_sources"] == "|".join(s.key for s in rating.sources.all())
        assert row["sources"] == "|".join(s.key for s in rating.inspection.sources.all())
        assert row["start_precision"] == rating.inspection.start_precision


def test_the_tables_agree_with_the_pages(client: Client) -> None:
    tidy = rows(client, "/data/ratings.csv?as_at=2020-01-31")
    shown = csv.DictReader(
        client.get("/authorities/kent.csv?as_at=2020-01-31").content.decode().splitlines()
    )
    kent = [row for row in tidy if row["authority"] == "kent"]
    assert [{name: row[name] for name in each} for each, row in zip(shown, kent, strict=True)]
    lines = {row["authority"]: row["line"] for row in rows(client, "/data/authorities.csv")}
    for each in client.get("/authorities.json?abolished=yes").json()["authorities"]:
        assert lines[each["slug"]] == each["line"]
    visits = {row["inspection"]: row["direction"] for row in rows(client, "/data/visits.csv")}
    assert visits == dict(
        Inspection.objects.filter(kind__is_graded=False).values_list("key", "direction")
    )


def test_both_dates_narrow_it(client: Client) -> None:
    known = rows(client, "/data/inspections.csv?as_at=2025-03-31&known_by=2025-06-30")
    expected = Inspection.objects.as_at(date(2025, 3, 31), date(2025, 6, 30))
    graded = expected.filter(kind__is_graded=True)
    assert {row["inspection"] for row in known} == set(graded.values_list("key", flat=True))
    (north,) = (
        row
        for row in rows(client, "/data/authorities.csv?as_at=2018-12-31")
        if row["authority"] == "northamptonshire"
    )
    line = "inadequate (2013) → requires improvement (2016) → declined (2018)"
    assert (north["line"], north["exists"], north["as_at"]) == (line, "yes", "2018-12-31")


def test_a_draft_is_in_no_file(client: Client) -> None:
    Inspection.objects.filter(key=KENT).update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    for table in TABLES:
        assert KENT.encode() not in body(client, f"/data/{table.name}.csv")


@each_table
@pytest.mark.parametrize("suffix", FORMATS)
def test_queries_are_few_and_fixed(client: Client, table: Table, suffix: str) -> None:
    Reference.current()
    with CaptureQueriesContext(connection) as queries:
        body(client, f"/data/{table.name}.{suffix}")
    most = {"authorities": 4, "ratings": 2}.get(table.name, 1)
    assert len(queries) <= most + 3  # and the data version: before, in the view, after


@pytest.mark.parametrize(("address", "most"), [("/data/", 10), ("/data/dictionary/", 4)])
def test_the_pages_make_few_queries(client: Client, address: str, most: int) -> None:
    Reference.current()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= most


FILES = [
    *(f"/data/{table.name}.{suffix}" for table in TABLES for suffix in FORMATS),
    "/data/datapackage.zip", "/data/datapackage.json", "/data/ratings-over-time.sqlite",
]  # fmt: skip


@pytest.mark.parametrize("address", [*FILES, "/data/", "/data/dictionary/"])
def test_what_makes_no_sense_is_refused(client: Client, address: str) -> None:
    for query in ("?as_at=yesterday", "?colour=red", "?known_by=2024-02-30"):
        assert client.get(address + query).status_code == 400
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/data/ratings.csv",
        "/data/events.xlsx",
        "/data/datapackage.zip",
        "/data/ratings-over-time.sqlite",
    ],
)
def test_who_has_it_is_not_sent_it_again(client: Client, address: str) -> None:
    first: Any = client.get(address)
    again: Any = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "Content-Disposition" not in again
    head: Any = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Disposition"] == first["Content-Disposition"]
    assert client.get(f"{address}?as_at=2020-01-01")["ETag"] != first["ETag"]
    DataVersion.bump()
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_file_says_dates_and_version(client: Client) -> None:
    address = "/data/ratings.csv?as_at=2024-03-31&known_by=2024-06-30"
    response = client.get(address)
    version = DataVersion.objects.get()
    name = response["Content-Disposition"]
    assert 'filename="ratings-as-at-2024-03-31-known-by-2024-06-30-version-' in name
    assert f"-version-{version.number}-of-" in name
    assert response["Last-Modified"]
    assert 'rel="describedby"' in response["Link"]
    assert response["Link"].count('rel="license"') == 2
    data = io.BytesIO(body(client, address.replace("csv", "xlsx")))
    cover = CalamineWorkbook.from_filelike(data).get_sheet_by_name("about this file").to_python()
    said = dict(row[:2] for row in cover)
    assert (said["as_at"], said["known_by"]) == ("2024-03-31", "2024-06-30")
    assert said["data version"] == str(version.number)


@pytest.mark.parametrize(
    ("accepted", "undone"), [("gzip", gzip.decompress), ("identity", lambda data: data)]
)
def test_a_stream_is_compressed_as_it_passes(
    client: Client, accepted: str, undone: Callable[[bytes], bytes]
) -> None:
    plain = body(client, "/data/events.csv")
    assert undone(body(client, "/data/events.csv", **{"accept-encoding": accepted})) == plain


def test_data_that_move_before_the_first_block_are_read_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ratings.exports import tables

    read, moved = tables.READERS["events"], []

    def moves(asked: Any) -> Any:
        if not moved:
            moved.append(True)
            DataVersion.bump()
        yield from read(asked)

    monkeypatch.setitem(tables.READERS, "events", moves)
    before = DataVersion.objects.get().number
    response = client.get("/data/events.csv")
    assert DataVersion.current() in response["ETag"]
    assert f"-version-{DataVersion.objects.get().number}-" in response["Content-Disposition"]
    assert DataVersion.objects.get().number >= before


def test_ten_times_the_rows_take_no_more_memory(client: Client) -> None:
    """The whole record against a tenth of its authorities."""
    body(client, "/data/ratings.csv")
    whole, size = peak(client), len(rows(client, "/data/ratings.csv"))
    some = Authority.objects.order_by("slug").values_list("slug", flat=True)[::10]
    others = Inspection.objects.exclude(authority__slug__in=list(some))
    others.update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    assert len(rows(client, "/data/ratings.csv")) < size / 8
    assert whole < peak(client) + 1_000_000
    assert whole < 4_000_000


def peak(client: Client) -> int:
    response: Any = client.get("/data/ratings.csv")
    tracemalloc.start()
    for _ in response.streaming_content:
        pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


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


# --- every page in every format ---


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


def test_a_day_before_the_record_gives_files_without_rows(client: Client) -> None:
    day = date(2009, 1, 1) - timedelta(days=1)
    assert rows(client, f"/data/ratings.csv?as_at={day}") == []
    assert body(client, f"/data/ratings.jsonl?as_at={day}") == b""
