"""What was entered, corrected, withdrawn and disputed: never a draft, never a name."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ratings.models import Authority, Event, Inspection
from tests.views.changes.page import DAY, data, html, told, words
from tests.views.histories import KENT, disputed, drafted, person, publish, regrade, save, withdraw
from tests.views.pages import text_of

pytestmark = pytest.mark.usefixtures("record")


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
    early = data(client, "?as_at=2012-12-31")["loaded_with_the_record"]
    assert (
        early["inspections"]
        == Inspection.objects.filter(first_day__lte="2012-12-31", kind__is_graded=True).count()
    )
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


def test_an_entry_made_in_public_is_told_once(client: Client) -> None:
    drafted("essex", DAY, status=Inspection.Status.PUBLISHED)
    assert [row[0] for row in told(client)] == ["entered"]


def test_a_grade_corrected_right_after_an_entry_is_told(client: Client) -> None:
    entered = drafted("essex", DAY, status=Inspection.Status.PUBLISHED)
    regrade(entered, "leaders", "inadequate", "misread")
    assert sorted(told(client)) == [
        ("corrected", "essex", "good", "inadequate"),
        ("entered", "essex", None, None),
    ]


def test_a_correction_tells_old_and_new_value_reason_and_role(
    client: Client, kent: Inspection
) -> None:
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


def test_the_page_of_the_inspection_tells_the_same(client: Client, kent: Inspection) -> None:
    regrade(kent, "leaders", "good", "read again")
    kent.published = date(2022, 7, 6)
    save(kent, "read again")
    own = client.get(f"/inspections/{KENT}.json").json()["corrections"]
    rows = data(client)["changes"]
    keys = ("when", "who", "what", "old", "new", "why")
    assert [tuple(row[k] for k in keys) for row in rows] == [tuple(r[k] for k in keys) for r in own]


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
    entered = drafted("essex", DAY, status=Inspection.Status.PUBLISHED)
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
        ("disputed", "kent", "open", "outstanding"),
        ("disputed", "kent", None, "open"),
    ]
    page = words(client)
    assert "Settled Kent : discrepancy on grade for Leaders Chosen: outstanding" in page
    assert "Outstanding (report PDF) or Good (Local authority inspection outcomes" in page
