"""The versions of the data: when each came, what it changed, and where that is said."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ratings.models import Alias, Authority, DataVersion, Inspection, VersionEntry, public_change
from tests.transactions import new_transaction
from tests.views.histories import (
    KENT,
    drafted,
    person,
    publish,
    regrade,
    save,
    version_number,
    withdraw,
)
from tests.views.pages import csv_at, json_at, page_at, text_of

pytestmark = pytest.mark.usefixtures("record")


@pytest.mark.parametrize(
    "address", ["/", "/authorities/", "/authorities/kent/", f"/inspections/{KENT}/", "/about/"]
)
def test_every_page_says_version_and_day(client: Client, address: str) -> None:
    day = timezone.localtime(DataVersion.objects.get().changed_at)
    assert f"Data version {version_number()} , of {day.day} {day:%B %Y}" in text_of(
        page_at(client, address)
    )


@pytest.mark.parametrize(
    "address",
    ["/authorities.json", "/authorities/kent.json", "/national.json", "/changes.json",
     f"/inspections/{KENT}.json", "/questions.json", "/data/versions.json"],
)  # fmt: skip
def test_every_json_says_version_and_day(client: Client, address: str) -> None:
    version = json_at(client, address)["version"]
    moved = DataVersion.objects.get().changed_at
    assert version == {
        "number": version_number(),
        "date": timezone.localtime(moved).date().isoformat(),
        "moved_at": moved.isoformat(),
        "address": f"http://127.0.0.1:8000/data/versions/{version_number()}/",
    }


def test_two_versions_tell_their_own_changes(client: Client, kent: Inspection) -> None:
    regrade(kent, "leaders", "good", "Ofsted revised the letter", person("reviewers"))
    first = version_number()
    new_transaction()
    regrade(kent, "leaders", "requires-improvement", "misread", None)
    second = version_number()
    assert second == first + 1
    found = json_at(client, "/data/versions.json")["versions"]
    assert [version["number"] for version in found[:2]] == [second, first]
    told = [[(c["what"], c["old"], c["new"]) for c in v["changes"]] for v in found[:2]]
    assert told == [
        [("Leaders: grade", "good", "requires improvement")],
        [("Leaders: grade", "outstanding", "good")],
    ]
    page = text_of(page_at(client, "/data/versions/"))
    assert page.index("good became requires improvement") < page.index("outstanding became good")
    assert "Ofsted revised the letter" in page
    assert page.count("the record as it was loaded") == 1
    loaded = VersionEntry.objects.order_by("number")[0].number
    assert "With it came the record as it was loaded" in text_of(
        page_at(client, f"/data/versions/{loaded}/")
    )
    assert "Jane" not in page
    one = page_at(client, f"/data/versions/{first}/")
    assert "Leaders: grade: outstanding became good" in text_of(one)
    assert "good became requires improvement" not in text_of(one)
    assert f'href="/inspections/{KENT}/"' in one


def test_a_transaction_of_many_rows_is_one_version(client: Client, kent: Inspection) -> None:
    before = version_number()
    publish(drafted("kent", kent.published.replace(year=2026)))
    assert version_number() == before + 1
    found = json_at(client, "/data/versions.json")["versions"][0]
    assert [change["change"] for change in found["changes"]] == ["entered"]
    assert found["is_whole"]


def test_names_and_rules_are_counted(client: Client, kent: Inspection) -> None:
    for name in ("Kent CC", "Kent County"):
        Alias.objects.create(authority=kent.authority, name=name)
    found = json_at(client, "/data/versions.json")["versions"][0]
    assert (found["changes"], found["also_changed"]) == ([], "2 aliases")
    assert "Changed: 2 aliases" in text_of(page_at(client, "/data/versions/"))


def test_a_draft_makes_no_version_and_is_in_none(client: Client, kent: Inspection) -> None:
    before = version_number()
    draft = drafted("kent", kent.published.replace(year=2026))
    save(draft, "a secret reason")
    assert version_number() == before
    regrade(kent, "leaders", "good", "revised")
    assert "secret" not in page_at(client, "/data/versions/")
    assert draft.key not in client.get("/data/versions.csv").content.decode()
    # The dates leave out what is about later inspections.
    for query, is_told in {
        "as_at=2022-01-01": False,
        "as_at=2022-06-01": True,
        "as_at=2022-06-01&known_by=2022-07-04": False,
    }.items():
        newest = json_at(client, f"/data/versions.json?{query}")["versions"][0]
        assert bool(newest["changes"]) == is_told
    withdraw(kent, "entered twice")
    page = page_at(client, "/data/versions/")
    assert "entered twice" in page
    assert f"/inspections/{KENT}/" not in page


def test_the_csv_has_a_row_for_each_change_and_for_a_silent_version(
    client: Client, kent: Inspection
) -> None:
    regrade(kent, "leaders", "good", "=revised")
    found = csv_at(client, "/data/versions.csv")
    assert found[0]["version"] == str(version_number())
    assert found[0]["why"] == "'=revised"
    assert found[0]["address"] == f"http://127.0.0.1:8000/inspections/{KENT}/"
    assert found[-1]["when"] == ""


def test_a_version_that_changed_much_leads_on(
    client: Client, kent: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    regrade(kent, "leaders", "good", "one")
    new_transaction()
    monkeypatch.setattr(public_change, "PER_PAGE", 3)
    for slug in ("kent", "essex", "norfolk", "suffolk", "devon"):
        authority = Authority.objects.get(slug=slug)
        authority.name += " Council"
        authority.save()
    (first, *_) = json_at(client, "/data/versions.json")["versions"]
    assert not first["is_whole"]
    assert len(first["changes"]) == 3
    assert "All that version" in page_at(client, "/data/versions/")
    told, address = [], f"/data/versions/{version_number()}.json"
    while address:
        found = json_at(client, address)
        told += [change["authority"] for change in found["this"]["changes"]]
        address = (found["older"] or "").replace("http://127.0.0.1:8000", "")
    assert sorted(told) == ["devon", "essex", "kent", "norfolk", "suffolk"]
    older = json_at(client, "/data/versions.json")["older"]
    follow = json_at(client, older.replace("http://127.0.0.1:8000", ""))["versions"]
    assert [change["why"] for change in follow[0]["changes"]] == ["one"]


def test_many_versions_have_pages(client: Client, kent: Inspection) -> None:
    for _ in range(25):
        new_transaction()
        kent.authority.save()
    page = json_at(client, "/data/versions.json")
    assert len(page["versions"]) == 20
    last = page["versions"][-1]["number"]
    assert page["older"].endswith(f"?before={last}")
    older = json_at(client, f"/data/versions.json?before={last}")
    assert older["versions"][0]["number"] == last - 1
    assert older["older"] is None
    assert "Newest versions" in page_at(client, f"/data/versions/?before={last}")


@pytest.mark.parametrize(
    ("address", "status", "named"),
    [
        *((f"/data/versions/{path}", 404, "")
          for path in ("999999/", f"{'9' * 23}/", "0/", "0.json", "0.csv")),
        ("/data/versions/999999.json", 404, "999999"),
        ("/data/versions/999999.csv", 404, "999999"),
        ("/api/v1/changes?since_version=0", 404, ""),
        ("/data/versions/?before=1", 200, ""),
        ("/data/versions.json?before=1", 200, ""),
    ],
)  # fmt: skip
def test_before_the_first_version_and_after_the_last_there_is_none(
    client: Client, address: str, status: int, named: str
) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert named in response.content.decode()


def test_as_many_queries_for_many_versions_as_for_a_few(client: Client, kent: Inspection) -> None:
    def queries(address: str) -> int:
        client.get("/about/")
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        return len(made)

    regrade(kent, "leaders", "good", "revised")
    new_transaction()
    regrade(kent, "leaders", "outstanding", "revised back")
    few = queries("/data/versions/")
    for key in ("good", "outstanding") * 6:
        new_transaction()
        regrade(kent, "leaders", key, "again")
    assert queries("/data/versions/") <= few <= 40
