"""The changes told: entered, corrected, withdrawn, disputed; never a draft, never a name."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from ratings.models import Authority, Event, Inspection
from tests.transactions import new_transaction
from tests.views.histories import (
    KENT,
    dated,
    disputed,
    drafted,
    person,
    publish,
    regrade,
    save,
    withdraw,
)
from tests.views.pages import csv_at, json_at, page_at, read_beforehand, text_of

pytestmark = pytest.mark.usefixtures("record")

DAY = date(2026, 7, 6)
PUBLISHED = Inspection.Status.PUBLISHED
FORMS = ["/changes/", "/changes.json", "/changes.csv"]
GRADES = ("outstanding", "good")
FIRST_OF_AUGUST = datetime(2026, 8, 1, 12, tzinfo=UTC)


def html(client: Client, query: str = "") -> str:
    return page_at(client, f"/changes/{query}")


def words(client: Client, query: str = "") -> str:
    return text_of(html(client, query))


def data(client: Client, query: str = "") -> dict[str, Any]:
    return json_at(client, f"/changes.json{query}")


def told(client: Client, query: str = "") -> list[tuple[str, str, str | None, str | None]]:
    """What became of what: the change, whose, old and new; the newest first."""
    rows = data(client, query)["changes"]
    return [(row["change"], row["authority"], row["old"], row["new"]) for row in rows]


def test_the_shipped_record_is_one_entry_that_is_explained(client: Client) -> None:
    found = data(client)
    assert found["changes"] == []
    assert found["loaded_with_the_record"] == {
        "inspections": 715, "visits": 548, "ratings": 3014, "events": 161, "discrepancies": 114,
    }  # fmt: skip
    page = words(client)
    assert "No change" in page
    assert "715 graded inspections with 3,014 grades, 548 visits, 161 events" in page


def test_the_shipped_record_is_counted_for_what_is_asked(client: Client) -> None:
    held = Inspection.objects.filter(authority__slug="kent")
    found = data(client, "?authority=kent")["loaded_with_the_record"]
    assert found["inspections"] + found["visits"] == held.count()
    graded = Inspection.objects.filter(first_day__lte="2012-12-31", kind__is_graded=True)
    early = data(client, "?as_at=2012-12-31")["loaded_with_the_record"]
    assert early["inspections"] == graded.count()
    assert data(client, "?since=2020-01-01")["loaded_with_the_record"] is None
    assert data(client, "?what=corrected")["loaded_with_the_record"] is None


def test_a_draft_is_never_told_and_its_publication_is_its_entry(client: Client) -> None:
    keeper, reviewer = person("keeper"), person("reviewer", "john.roe")
    draft = drafted("essex", DAY, keeper)
    regrade(draft, "leaders", "inadequate", "a secret slip", keeper)
    regrade(draft, "leaders", "good", "secret way back", keeper)
    save(disputed(inspection=draft, authority=draft.authority), "a secret dispute")
    assert data(client)["changes"] == []
    assert "secret" not in html(client)
    publish(draft, by=reviewer)
    rows = [row for row in data(client)["changes"] if row["about"] == "inspection"]
    assert [(row["change"], row["who"], row["why"]) for row in rows] == [
        ("entered", "reviewer", "published after review")
    ]
    page = html(client, "?what=entered")
    assert "Essex" in page
    assert "secret" not in page
    assert "leaders good" in text_of(page)
    assert "doe" not in page.lower()


def test_an_entry_made_in_public_is_told_once_and_its_correction_too(client: Client) -> None:
    entered = drafted("essex", DAY, status=PUBLISHED)
    regrade(entered, "leaders", "inadequate", "misread")
    assert sorted(told(client)) == [
        ("corrected", "essex", "good", "inadequate"),
        ("entered", "essex", None, None),
    ]


def test_a_correction_tells_values_reason_and_role(client: Client, kent: Inspection) -> None:
    kent.published = date(2022, 7, 6)
    save(kent, "import run 12: official-2025, sheet 1, row 7", person("reviewer"))
    regrade(kent, "leaders", "good", "read again")
    assert told(client) == [
        ("corrected", "kent", "outstanding", "good"),
        ("corrected", "kent", "5 July 2022", "6 July 2022"),
    ]
    page = words(client)
    assert "Leaders: grade: outstanding became good Why: read again. By: not recorded." in page
    assert "Report published: 5 July 2022 became 6 July 2022" in page
    assert "Why: import run 12: official-2025, sheet 1, row 7. By: reviewer." in page
    assert "doe" not in page.lower()
    own = client.get(f"/inspections/{KENT}.json").json()["corrections"]
    rows = data(client)["changes"]
    assert len(rows) == len(own)
    for name in ("when", "who", "what", "old", "new", "why"):
        assert [row[name] for row in rows] == [row[name] for row in own], name


def test_what_is_withdrawn_is_told_and_leads_nowhere(client: Client, kent: Inspection) -> None:
    withdraw(kent, "under the wrong authority")
    regrade(kent, "leaders", "inadequate", "secret")
    rows = data(client)["changes"]
    assert [(r["change"], r["why"], r["address"]) for r in rows] == [
        ("withdrawn", "under the wrong authority", None)
    ]
    page = html(client)
    assert f"/inspections/{KENT}/" not in page
    assert "secret" not in page
    publish(kent, "checked")
    assert [row[0] for row in told(client)] == ["entered", "corrected", "withdrawn"]
    assert "Published again" in words(client)
    assert "secret" not in html(client)


def test_a_deleted_inspection_is_withdrawn_with_its_reason(client: Client) -> None:
    entered = drafted("essex", DAY, status=PUBLISHED)
    new_transaction()
    entered._change_reason = "it was Kent"
    entered.delete()
    rows = data(client)["changes"]
    assert ("withdrawn", "it was Kent") in [(row["change"], row["why"]) for row in rows]


def test_events_and_authorities_are_told_too(client: Client) -> None:
    event = Event(
        authority=Authority.objects.get(slug="kent"), kind="other", verified="council",
        start_date=date(2026, 5, 1), start_precision="month", title="a review",
    )  # fmt: skip
    save(event, "from the council's page")
    event.title = "a peer review"
    save(event, "completed")
    leeds = Authority.objects.get(slug="leeds")
    before, leeds.ofsted_urn = leeds.ofsted_urn, "80999"
    save(leeds, "a new URN")
    assert told(client) == [
        ("corrected", "leeds", before, "80999"),
        ("corrected", "kent", "a review", "a peer review"),
        ("entered", "kent", None, None),
    ]
    assert told(client, "?authority=leeds") == [("corrected", "leeds", before, "80999")]


def test_a_discrepancy_is_told_when_opened_and_when_settled(client: Client) -> None:
    row = disputed()
    row.status, row.chosen, row.why = "settled", "outstanding", "read in the report itself"
    save(row, "I read it", person("reviewer"))
    assert told(client, "?what=disputed") == [
        ("settled", "kent", "open", "outstanding"),
        ("disputed", "kent", None, "open"),
    ]
    assert len(told(client, "?what=settled")) == 1
    page = words(client)
    assert "Settled Kent : discrepancy on grade for Leaders Chosen: outstanding" in page
    assert "Outstanding (report PDF) or Good (Local authority inspection outcomes" in page


# What is asked for, page by page, in every format


@pytest.fixture
def history(kent: Inspection) -> None:
    """An entry and a dispute, and a correction a day later."""
    drafted("essex", DAY, status=PUBLISHED)
    regrade(kent, "leaders", "good", "read again")
    disputed()
    dated(FIRST_OF_AUGUST, kind="entered")
    dated(datetime(2026, 8, 2, 12, tzinfo=UTC), kind="corrected")


@pytest.mark.usefixtures("history")
def test_every_form_is_narrowed_alike(client: Client) -> None:
    for query, expected in (
        ("", ["disputed", "corrected", "entered"]),
        ("?what=entered", ["entered"]),
        ("?what=corrected", ["corrected"]),
        ("?what=disputed", ["disputed"]),
        ("?what=settled", []),
        ("?what=cited", []),
        ("?before=20260801T120000.000000Z-rating-812", ["entered"]),
        ("?what=withdrawn", []),
        ("?authority=kent", ["disputed", "corrected"]),
        ("?authority=Essex", ["entered"]),
        ("?authority=kent&what=entered", []),
        ("?since=2026-08-02", ["disputed", "corrected"]),
        ("?since=2026-08-01", ["disputed", "corrected", "entered"]),
        ("?as_at=2022-12-31", ["disputed", "corrected"]),
        ("?as_at=2022-12-31&known_by=2022-06-30", []),
    ):
        rows = data(client, query)["changes"]
        assert [row["change"] for row in rows] == expected, query
        table = csv_at(client, f"/changes.csv{query}")
        told = [[value or "" for value in row.values()] for row in rows]
        assert [list(row.values()) for row in table] == told
        page = html(client, query)
        assert page.count('<li class="change">') == len(rows)
        assert re.search(rf"\b{len(rows) or 'No'} change", text_of(page))


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


def test_the_pages_together_tell_everything_once(
    client: Client, kent: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(1, 8):
        drafted("essex", date(2026, 6, day), status=PUBLISHED)
        regrade(kent, "leaders", GRADES[day % 2], f"reading {day}")
    dated(FIRST_OF_AUGUST)
    whole = pages(client)
    assert len(whole) == 1
    monkeypatch.setattr("ratings.models.public_change.PER_PAGE", 3)
    few = pages(client, "?authority=")
    assert len(few) == 5
    assert [row for page in few for row in page] == whole[0]
    assert [row["change"] for row in whole[0]] == ["corrected", "entered"] * 7


def test_more_changes_ask_no_more_queries(
    client: Client, kent: Inspection, django_assert_num_queries: Any
) -> None:
    for days in (range(1, 3), range(3, 13)):
        for day in days:
            drafted("essex", date(2026, 6, day), status=PUBLISHED)
            regrade(kent, "leaders", GRADES[day % 2], f"reading {day}")
            disputed(value_b=str(day))
        for path in FORMS:
            read_beforehand()
            with django_assert_num_queries(10):
                client.get(path)
