"""/data/: every table in every format, each number against the record."""

import io
from collections import Counter
from datetime import date

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from ratings.exports.dictionary import BY_NAME, TABLES
from ratings.exports.formats import FORMATS
from ratings.models import DataVersion, Inspection, Rating
from tests.views.data.files import (
    KENT,
    as_text,
    assert_same,
    body,
    number_of_rows,
    plain,
    rows,
)
from tests.views.pages import csv_at, some_pairs

pytestmark = pytest.mark.usefixtures("record")


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


@pytest.mark.parametrize(("name", "suffix"), some_pairs(2, BY_NAME, ("xlsx", "ods")))
def test_every_format_says_the_same(client: Client, name: str, suffix: str) -> None:
    address, query = f"/data/{name}", "?as_at=2019-12-31"
    expected = rows(client, f"{address}.csv{query}")
    assert_same(body(client, f"{address}.jsonl{query}"), expected)
    data = io.BytesIO(body(client, f"{address}.{suffix}{query}"))
    head, *cells = CalamineWorkbook.from_filelike(data).get_sheet_by_index(0).to_python()
    found = [{str(name): as_text(v) for name, v in zip(head, row, strict=True)} for row in cells]
    assert found == plain(expected)


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
    shown = csv_at(client, "/authorities/kent.csv?as_at=2020-01-31")
    kent = [row for row in tidy if row["authority"] == "kent"]
    assert [{name: row[name] for name in shown[0]} for row in kent] == shown
    visits = Inspection.objects.filter(kind__is_graded=False)
    assert {
        (row["inspection"], row["direction"], row["direction_read"])
        for row in rows(client, "/data/visits.csv")
    } == set(visits.values_list("key", "direction", "direction_read"))


def test_tables_tell_how_many_letters_were_read(client: Client) -> None:
    """Counted in the CSVs of the record: 185 directions, 10 accounts read that state none, 70
    joint inspections; nobody has read the other 283."""
    counts = {"stated": 185, "none-stated": 10, "not-read": 283, "not-asked": 70}
    for table in ("visits", "ratings"):
        found = Counter(row["direction_status"] for row in rows(client, f"/data/{table}.csv"))
        assert {status: found[status] for status in counts} == counts


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


def test_a_day_before_the_record_gives_files_without_rows(client: Client) -> None:
    assert rows(client, "/data/ratings.csv?as_at=2008-12-31") == []
    assert body(client, "/data/ratings.jsonl?as_at=2008-12-31") == b""
