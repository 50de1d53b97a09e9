"""What is changed after the clock was put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags

from ratings.models import Alias, Inspection, VersionEntry
from ratings.models.bulk_history import Teller, write_versions
from ratings.models.data_version import moment_of_change, moved_once
from tests.clock.moments import AFTER, EARLIER, Clock
from tests.transactions import new_transaction
from tests.views.histories import KENT, drafted, publish, regrade, save, version_number

pytestmark = pytest.mark.usefixtures("record")


def test_a_change_is_seen_at_once_although_the_clock_was_put_back(
    clock: Clock, client: Client, rename: Callable[[str], None]
) -> None:
    clock.set(AFTER)
    rename("first")
    key = Inspection.objects.get(theme="first").key
    path = f"/inspections/{key}.json"
    before = client.get(path)
    clock.set("2026-06-30T23:10:00+00:00")
    rename("second")
    after = client.get(path, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "second" in after.content.decode()
    number = after.json()["version"]["number"]
    assert number == before.json()["version"]["number"] + 1


def new_themes(client: Client, path: str) -> list[str]:
    return [change["new"] for change in client.get(path).json()["this"]["changes"]]


def test_each_version_holds_its_own_changes_although_the_clock_was_put_back(
    clock: Clock, client: Client, rename: Callable[[str], None]
) -> None:
    clock.set(AFTER)
    rename("first")
    clock.set(EARLIER)
    rename("second")
    rename("third")
    number = version_number()
    for back, theme in enumerate(["third", "second", "first"]):
        assert new_themes(client, f"/data/versions/{number - back}.json") == [theme]
    listed = client.get("/data/versions.json").json()["versions"][:3]
    assert [[c["new"] for c in each["changes"]] for each in listed] == [
        ["third"], ["second"], ["first"],
    ]  # fmt: skip
    moments = list(VersionEntry.objects.order_by("number").values_list("moved_at", flat=True))
    assert moments == sorted(set(moments))


def test_corrected_since_tells_of_them(
    clock: Clock, client: Client, rename: Callable[[str], None]
) -> None:
    clock.set(AFTER)
    rename("first")
    number = version_number()
    clock.set(EARLIER)
    rename("second")
    page = client.get(f"/authorities/rutland/?version={number}").content.decode()
    assert "second" in strip_tags(page)
    found = client.get(f"/api/v1/changes?since_version={number}").json()["results"]
    assert [change["new"] for change in found] == ["second"]


def test_names_are_counted_with_their_version(clock: Clock, client: Client) -> None:
    for moment in (AFTER, EARLIER):
        clock.set(moment)
        new_transaction()
        save(Alias.objects.get(pk=Alias.objects.values("pk")[:1]), "written otherwise")
        found = client.get(f"/data/versions/{version_number()}.json").json()["this"]
        assert found["also_changed"] == "1 alias"


def test_one_transaction_is_one_version_although_the_clock_is_put_back_within_it(
    clock: Clock,
) -> None:
    """As an import is written: the version moves once, after all of its history."""
    row = Inspection.objects.get(key=KENT)
    clock.set(AFTER)
    new_transaction()
    with moved_once():
        save(row, "read again")
        clock.set(EARLIER)
        write_versions(Inspection, [row.pk], "~", Teller(None, {row.pk: "and again"}))
    last = VersionEntry.objects.get(number=version_number()).moved_at
    dates = list(
        Inspection.history.filter(id=row.pk).order_by("history_id").values_list("history_date")
    )
    assert [*dates, (last,)] == sorted([*dates, (last,)])


def test_work_on_a_draft_is_not_told_although_it_is_dated_later(
    clock: Clock, client: Client
) -> None:
    """The draft is of the clock that was ahead; what is public since, of the one put right."""
    clock.set(AFTER)
    new_transaction()
    draft = drafted("rutland", date(2026, 6, 1))
    regrade(draft, "leaders", "inadequate", "mistyped")
    regrade(draft, "leaders", "good", "as the report says")
    before = version_number()
    clock.set(EARLIER)
    new_transaction()
    publish(draft)
    new_transaction()
    regrade(draft, "leaders", "outstanding", "the report was misread")
    assert version_number() == before + 2
    found = [client.get(f"/data/versions/{before + n}.json").json()["this"] for n in (1, 2)]
    assert [[(c["change"], c["new"]) for c in one["changes"]] for one in found] == [
        [("entered", None)], [("corrected", "outstanding")],
    ]  # fmt: skip
    listed = client.get("/changes.json?authority=rutland").json()["changes"]
    assert [(c["change"], c["new"]) for c in listed] == [
        ("corrected", "outstanding"), ("entered", None),
    ]  # fmt: skip


def test_a_clock_that_runs_right_dates_what_is_written(clock: Clock) -> None:
    clock.set(AFTER)
    assert moment_of_change() == clock.moment
