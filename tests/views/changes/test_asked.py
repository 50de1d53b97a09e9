"""Changes as an address narrows them, page by page, in every format."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from ratings.models import Inspection, Rating, changes
from tests.views.changes.page import DAY, data, html, told, words
from tests.views.histories import KENT, dated, disputed, drafted, regrade
from tests.views.pages import csv_at, read_beforehand, text_of

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture
def history(record: None, kent: Inspection) -> None:
    """Two entries, a correction and a dispute, a day apart each."""
    drafted("essex", DAY, status=Inspection.Status.PUBLISHED)
    regrade(kent, "leaders", "good", "read again")
    disputed()
    dated(Inspection, datetime(2026, 8, 1, 12, tzinfo=UTC))
    dated(Rating, datetime(2026, 8, 1, 12, tzinfo=UTC))
    Rating.history.filter(history_change_reason="read again").update(
        history_date=datetime(2026, 8, 2, 12, tzinfo=UTC)
    )


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["disputed", "corrected", "entered"]),
        ("?what=entered", ["entered"]),
        ("?what=corrected", ["corrected"]),
        ("?what=disputed", ["disputed"]),
        ("?what=withdrawn", []),
        ("?authority=kent", ["disputed", "corrected"]),
        ("?authority=Essex", ["entered"]),
        ("?authority=kent&what=entered", []),
        ("?since=2026-08-02", ["disputed", "corrected"]),
        ("?since=2026-08-01", ["disputed", "corrected", "entered"]),
        ("?as_at=2022-12-31", ["disputed", "corrected"]),
        ("?as_at=2022-12-31&known_by=2022-06-30", []),
    ],
)
def test_the_address_narrows_the_changes(client: Client, query: str, expected: list[str]) -> None:
    assert [row[0] for row in told(client, query)] == expected
    html(client, query)


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("query", ["", "?what=corrected", "?authority=kent", "?as_at=2022-12-31"])
def test_page_csv_and_json_agree(client: Client, query: str) -> None:
    rows = data(client, query)["changes"]
    table = csv_at(client, f"/changes.csv{query}")
    assert [list(row.values()) for row in table] == [[v or "" for v in r.values()] for r in rows]
    page = html(client, query)
    assert len(re.findall(r'<li class="change">', page)) == len(rows)
    assert re.search(rf"\b{len(rows)} change", text_of(page))


def pages(client: Client, query: str = "") -> list[list[dict[str, Any]]]:
    """The changes page by page, as each leads to the next."""
    found, address = [], f"/changes.json{query}"
    while address:
        answer = client.get(address).json()
        found.append(answer["changes"])
        address = (answer["older"] or "").partition("//")[2].partition("/")[2]
        address = address and f"/{address}"
        assert len(found) < 50
    return found


@pytest.mark.parametrize("same_moment", [True, False])
def test_the_pages_together_tell_everything_once(
    client: Client, kent: Inspection, monkeypatch: pytest.MonkeyPatch, same_moment: bool
) -> None:
    for day in range(1, 8):
        drafted("essex", date(2026, 6, day), status=Inspection.Status.PUBLISHED)
        regrade(kent, "leaders", "good" if day % 2 else "outstanding", f"reading {day}")
    if same_moment:
        dated(Inspection, datetime(2026, 8, 1, 12, tzinfo=UTC))
        dated(Rating, datetime(2026, 8, 1, 12, tzinfo=UTC))
    whole = pages(client)
    assert len(whole) == 1
    monkeypatch.setattr(changes, "PER_PAGE", 3)
    few = pages(client, "?authority=")
    assert len(few) >= 5
    assert [row for page in few for row in page] == whole[0]
    assert sum(row["change"] == "entered" for row in whole[0]) == 7
    assert sum(row["change"] == "corrected" for row in whole[0]) == 7


def test_a_page_on_which_only_drafts_were_worked_leads_on(
    client: Client, kent: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    regrade(kent, "leaders", "good", "read again")
    dated(Rating, datetime(2026, 8, 1, 12, tzinfo=UTC))
    drafted("essex", DAY)
    monkeypatch.setattr(changes, "DEPTH", 5)
    found = pages(client)
    assert found[0] == []
    assert [row["why"] for page in found for row in page] == ["read again"]
    assert "There are older ones" in words(client)


def entered(days: range) -> None:
    for day in days:
        drafted("essex", date(2026, 6, day), status=Inspection.Status.PUBLISHED)
    kent = Inspection.objects.get(key=KENT)
    for day in days:
        regrade(kent, "leaders", "good" if day % 2 else "outstanding", f"reading {day}")
        disputed(value_b=str(day))


@pytest.mark.parametrize("path", ["/changes/", "/changes.json", "/changes.csv"])
def test_more_changes_ask_no_more_queries(
    client: Client, path: str, django_assert_num_queries: Any
) -> None:
    for days in (range(1, 3), range(3, 13)):
        entered(days)
        read_beforehand()
        with django_assert_num_queries(24):
            client.get(path)


def test_an_unchanged_page_is_a_304(client: Client, kent: Inspection) -> None:
    etag = client.get("/changes/").headers["ETag"]
    again = client.get("/changes/", headers={"if-none-match": etag})
    assert again.status_code == 304
    regrade(kent, "leaders", "good", "read again")
    assert client.get("/changes/", headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?what=deleted", "what"),
        ("?since=yesterday", "since"),
        ("?authority=atlantis", "authority"),
        ("?before=1", "before"),
        ("?before=20260801T120000.000000Z-user-1", "before"),
        ("?before=20261301T120000.000000Z-rating-1", "before"),
        ("?page=2", "page"),
        ("?as_at=2026-13-01", "as_at"),
        ("?what=entered&what=corrected", "what"),
    ],
)
@pytest.mark.parametrize("path", ["/changes/", "/changes.json", "/changes.csv"])
def test_nonsense_is_refused_by_name(client: Client, path: str, query: str, names: str) -> None:
    response = client.get(f"{path}{query}")
    assert response.status_code == 400
    assert names in response.content.decode()


def test_the_navigation_leads_there(client: Client) -> None:
    page = client.get("/?as_at=2020-01-01").content.decode()
    assert '<a href="/changes/?as_at=2020-01-01">Changes</a>' in page
    assert 'href="/changes/coverage/"' in page


def test_a_day_is_a_day_in_london(client: Client, kent: Inspection) -> None:
    regrade(kent, "leaders", "good", "late at night")
    Rating.history.update(history_date=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    Rating.history.filter(history_change_reason="as first recorded").update(
        history_date=datetime(2026, 7, 1, 23, 30, tzinfo=UTC) - timedelta(seconds=1)
    )
    page = words(client)
    assert "2 July 2026 00:30" in page
    assert len(told(client, "?since=2026-07-02")) == 1
