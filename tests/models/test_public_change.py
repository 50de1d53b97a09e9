"""A public change is a row, written in the transaction that makes it: what it tells, and that
nothing done afterwards changes it."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client

from ratings.migrations._public_changes import fill
from ratings.models import (
    Alias,
    Authority,
    Discrepancy,
    Event,
    Inspection,
    PublicChange,
    Source,
    VersionEntry,
)
from tests.transactions import new_transaction
from tests.views.histories import (
    KENT,
    disputed,
    drafted,
    person,
    publish,
    regrade,
    save,
    version_number,
    withdraw,
)
from tests.views.pages import json_at

pytestmark = pytest.mark.usefixtures("record")
PUBLISHED = Inspection.Status.PUBLISHED
DAY = date(2026, 7, 6)


@pytest.fixture(autouse=True)
def begin(record: None) -> None:
    new_transaction()


@pytest.fixture
def kent() -> Inspection:
    return Inspection.objects.get(key=KENT)


def told() -> list[tuple[str, str, str, str, str]]:
    """What is told, the oldest first."""
    rows = PublicChange.objects.order_by("id")
    return list(rows.values_list("kind", "what", "old", "new", "why"))


def test_what_becomes_of_an_account_changes_nothing_that_is_told(
    client: Client, kent: Inspection
) -> None:
    reviewer = person("reviewer")
    regrade(kent, "leaders", "good", "misread", reviewer)
    before = json_at(client, "/changes.json")["changes"]
    assert [row["who"] for row in before] == ["reviewer"]
    assert PublicChange.objects.get().name == "Jane Doe"
    Group.objects.filter(name="reviewer").update(name="somebody else")
    reviewer.groups.clear()
    reviewer.is_superuser, reviewer.last_name = True, "Roe"
    reviewer.save()
    assert json_at(client, "/changes.json")["changes"] == before
    reviewer.delete()
    assert json_at(client, "/changes.json")["changes"] == before
    assert PublicChange.objects.get().name == "Jane Doe"


def test_a_title_is_told_as_it_was_then(client: Client, kent: Inspection) -> None:
    regrade(kent, "leaders", "good", "misread")
    kent.authority.name = "Kent and Medway"
    save(kent.authority, "renamed")
    kent.start_date = date(2022, 5, 10)
    save(kent, "it began later")
    *_, first = json_at(client, "/changes.json")["changes"]
    assert (first["authority_name"], first["title"]) == (
        "Kent", "standard inspection, 9 May 2022",
    )  # fmt: skip
    assert first["address"].endswith(f"/inspections/{KENT}/")


def test_one_transaction_tells_what_came_of_it(kent: Inspection) -> None:
    before, leaders = version_number(), kent.ratings.get(area__key="leaders")
    with transaction.atomic():
        kent.published = date(2022, 7, 6)
        kent.save()
        kent.published, kent._change_reason = date(2022, 7, 7), "the seventh"
        kent.save()
        leaders.delete()
        leaders.pk = None
        leaders.save(force_insert=True)
    assert told()[-1] == ("corrected", "report published", "5 July 2022", "7 July 2022",
                          "the seventh")  # fmt: skip
    assert {row[1] for row in told()} == {"report published", "Leaders: sources"}
    assert set(PublicChange.objects.values_list("version", flat=True)) == {before + 1}
    kent.refresh_from_db()
    kent.published = date(2022, 7, 5)
    kent.save()
    assert "report published" not in {row[1] for row in told()}, "put back before it was told"


def test_what_a_savepoint_took_back_is_not_told_and_what_follows_is(kent: Inspection) -> None:
    kent.authority.region = "London"
    kent.authority.save()
    with transaction.atomic():
        kent.theme = "taken back"
        kent.save()
        kent.ratings.all().delete()
        transaction.set_rollback(True)
    assert [row[1] for row in told()] == ["region"]
    kent = Inspection.objects.get(key=KENT)
    kent.published = date(2022, 7, 6)
    kent.save()
    assert [row[1:4] for row in told()] == [
        ("region", "South East", "London"), ("report published", "5 July 2022", "6 July 2022"),
    ]  # fmt: skip
    assert set(PublicChange.objects.values_list("version", flat=True)) == {version_number()}


def test_one_more_source_is_cited_and_no_correction(client: Client, kent: Inspection) -> None:
    news = Source.objects.get(key="news")
    kent._change_reason = "it is there too"
    kent.sources.add(news)
    leaders = kent.ratings.get(area__key="leaders")
    leaders.sources.add(news)
    assert [row[:2] for row in told()] == [("cited", "Leaders: sources"), ("cited", "sources")]
    assert json_at(client, f"/inspections/{KENT}.json")["corrections"] == []
    assert "Cited in addition" in client.get(f"/inspections/{KENT}/").content.decode()
    assert client.get("/feeds/corrections.json").json()["items"] == []
    assert len(json_at(client, "/changes.json?what=cited")["changes"]) == 2
    new_transaction()
    kent.sources.remove(news)
    assert [row[:2] for row in told()[2:]] == [("corrected", "sources")]


def test_discrepancies_of_a_draft_are_told_with_its_entry() -> None:
    draft = drafted("essex", DAY)
    disputed(inspection=draft, authority=draft.authority, field="published")
    assert told() == []
    publish(draft)
    assert [row[:2] + row[3:] for row in told()] == [
        ("entered", "", "", "published after review"),
        ("disputed", "opened", "open", "published after review"),
    ]


# --- the log of a running site, written down once ---


def work_on(kent: Inspection) -> None:
    """What keepers do, step by step."""
    keeper = person("keeper")
    draft = drafted("essex", DAY, keeper)
    regrade(draft, "leaders", "inadequate", "a secret slip", keeper)
    disputed(inspection=draft, authority=draft.authority, field="published")
    publish(draft, by=keeper)
    drafted("leeds", DAY, keeper, status=PUBLISHED)
    regrade(kent, "leaders", "good", "misread", keeper)
    kent.published = date(2022, 7, 6)
    save(kent, "the sixth", keeper)
    withdraw(kent, "for a check", keeper)
    regrade(kent, "leaders", "inadequate", "secret", keeper)
    publish(kent, "checked", keeper)
    event = Event(authority=kent.authority, kind="other", verified="council", title="a review",
                  start_date=date(2026, 5, 1), start_precision="month")  # fmt: skip
    save(event, "from the council's page", keeper)
    event.title = "a peer review"
    save(event, "completed", keeper)
    leeds = Authority.objects.get(slug="leeds")
    leeds.ofsted_urn = "80999"
    save(leeds, "a new URN", keeper)
    row = disputed()
    row.status, row.chosen, row.why = Discrepancy.Status.SETTLED, "good", "read again"
    save(row, "I read it", keeper)
    new_transaction()
    other = Inspection.objects.filter(authority__slug="york", kind__is_graded=True).first()
    other._change_reason = "it is there too"
    other.sources.add(*Source.objects.filter(key__in=["news", "listing"]))
    new_transaction()
    draft._change_reason, draft._history_user = "it was Kent", keeper
    Discrepancy.objects.filter(inspection=draft).delete()
    draft.delete()


def test_the_log_tells_what_was_told_when_it_happened(kent: Inspection) -> None:
    work_on(kent)
    names = ("kind", "subject_kind", "subject_pk", "subject_key", "title", "authority_pk",
             "authority_slug", "authority_name", "predecessor_pk", "begun", "known", "what", "old",
             "new", "why", "name")  # fmt: skip
    rows = PublicChange.objects.order_by("id")
    before = list(rows.values(*names, "facts"))
    assert len(before) > 12
    rows.delete()
    fill(apps, None)
    assert list(rows.values(*names, "facts")) == before
    said = set(rows.values_list("who", flat=True))
    assert said == {"keeper (role as of the change to this release)", "not recorded"}


def test_versions_are_those_of_the_log(kent: Inspection) -> None:
    for grade in ("good", "outstanding"):
        regrade(kent, "leaders", grade, f"it is {grade}")
    Alias.objects.create(authority=kent.authority, name="Kent CC")
    rows = PublicChange.objects.order_by("id")
    before = list(rows.values_list("version", "new"))
    rows.delete()
    VersionEntry.objects.update(also={})
    fill(apps, None)
    assert list(rows.values_list("version", "new")) == before
    assert VersionEntry.objects.get(number=version_number()).also == {"alias": 1}
