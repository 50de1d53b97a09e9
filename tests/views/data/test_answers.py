"""How a file is sent: with few queries, as a stream, once, of one version; nonsense is refused."""

import gzip
import io
import tracemalloc
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from ratings.exports.dictionary import TABLES, TableDef
from ratings.exports.formats import FORMATS
from ratings.exports.tables import READERS
from ratings.models import Authority, DataVersion, Inspection
from ratings.models.record import Record
from tests.views.data.files import body, each_table, rows

pytestmark = pytest.mark.usefixtures("record")


@each_table
@pytest.mark.parametrize("suffix", FORMATS)
def test_queries_are_few_and_fixed(client: Client, table: TableDef, suffix: str) -> None:
    assert Record.current().inspections  # read once per data version
    with CaptureQueriesContext(connection) as queries:
        body(client, f"/data/{table.name}.{suffix}?as_at=2012-12-31")
    most = {"authorities": 4, "ratings": 2}.get(table.name, 1)
    assert len(queries) <= most + 3  # and the data version: before, in the view, after


@pytest.mark.parametrize(("address", "most"), [("/data/", 10), ("/data/dictionary/", 4)])
def test_the_pages_make_few_queries(client: Client, address: str, most: int) -> None:
    Record.current()
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
    "name", ["ratings.csv", "events.xlsx", "datapackage.zip", "ratings-over-time.sqlite"]
)
def test_who_has_it_is_not_sent_it_again(client: Client, name: str) -> None:
    address = f"/data/{name}?as_at=2010-12-31"
    first: Any = client.get(address)
    known = {"if-none-match": first["ETag"]}
    again: Any = client.get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "Content-Disposition" not in again
    head: Any = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Disposition"] == first["Content-Disposition"]
    assert client.get(f"/data/{name}?as_at=2010-06-30")["ETag"] != first["ETag"]
    DataVersion.bump()
    assert client.get(address, headers=known).status_code == 200


def test_a_file_says_dates_and_version(client: Client) -> None:
    address = "/data/ratings.csv?as_at=2024-03-31&known_by=2024-06-30"
    response = client.get(address)
    version = DataVersion.objects.get()
    name = f'filename="ratings-as-at-2024-03-31-known-by-2024-06-30-version-{version.number}-of-'
    assert name in response["Content-Disposition"]
    assert response["Last-Modified"]
    assert 'rel="describedby"' in response["Link"]
    assert response["Link"].count('rel="license"') == 2
    data = io.BytesIO(body(client, address.replace("csv", "xlsx")))
    cover = CalamineWorkbook.from_filelike(data).get_sheet_by_name("about this file").to_python()
    said = dict(row[:2] for row in cover)
    assert (said["as_at"], said["known_by"]) == ("2024-03-31", "2024-06-30")
    assert said["data version"] == str(version.number)


def test_a_stream_is_compressed_as_it_passes(client: Client) -> None:
    plain = body(client, "/data/events.csv")
    assert body(client, "/data/events.csv", **{"accept-encoding": "identity"}) == plain
    packed = body(client, "/data/events.csv", **{"accept-encoding": "gzip"})
    assert gzip.decompress(packed) == plain


def test_data_that_move_before_the_first_block_are_read_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, moved = READERS["events"], []

    def moves(asked: Any) -> Any:
        if not moved:
            moved.append(True)
            DataVersion.bump()
        yield from read(asked)

    monkeypatch.setitem(READERS, "events", moves)
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
