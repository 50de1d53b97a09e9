"""The day around midnight, a page cached while the day ends, and a clock that is put back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import Settings

from ratings.forms import today
from ratings.models import DataVersion, Inspection, Rating, VersionEntry
from ratings.models.bulk_history import ChangeReasons, write_versions
from ratings.models.data_version import change_timestamp
from ratings.models.public_change import single_version
from tests.admin.conftest import ADD, Told
from tests.transactions import new_transaction
from tests.views.histories import KENT, save, version_number
from tests.views.pages import json_at, page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

Rename = Callable[[str], None]
BEFORE_MIDNIGHT, AFTER = "2026-06-30T22:59:59+00:00", "2026-06-30T23:30:00+00:00"
"""Twenty-three fifty-nine and half past midnight of 1 July in London; in UTC the same day."""

EARLIER = "2026-06-30T21:00:00+00:00"
"""Two and a half hours before `AFTER`."""


@dataclass
class Clock:
    """What `timezone.now` says."""

    moment: datetime = datetime(2026, 9, 1, tzinfo=UTC)

    def set(self, text: str) -> None:
        self.moment = datetime.fromisoformat(text)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, settings: Settings, record: None) -> Clock:
    """Of a site whose record was loaded long before anything that the clock is set to."""
    found, long_ago = Clock(), datetime(2020, 1, 1, tzinfo=UTC)
    new_transaction()
    DataVersion.objects.update(changed_at=long_ago)
    VersionEntry.objects.update(moved_at=long_ago)
    Inspection.history.update(history_date=long_ago)
    Rating.history.update(history_date=long_ago)
    settings.RATINGS_TODAY = None
    monkeypatch.setattr(timezone, "now", lambda: found.moment)
    return found


@pytest.fixture
def rename() -> Rename:
    """Correct a published visit of Rutland's, in a transaction of its own."""

    def corrected(theme: str) -> None:
        new_transaction()
        visit = Inspection.objects.filter(authority__slug="rutland", kind__is_graded=False)
        row = visit.order_by("first_day").first()
        assert row
        row.theme, row._change_reason = theme, "the letter says so"  # type: ignore[attr-defined]
        row.save()

    return corrected


def test_today_is_the_day_in_london(clock: Clock) -> None:
    for moment, day in (
        (BEFORE_MIDNIGHT, "2026-06-30"), (AFTER, "2026-07-01"),
        ("2026-03-29T00:59:59+00:00", "2026-03-29"), ("2026-03-29T01:00:00+00:00", "2026-03-29"),
        ("2026-03-29T22:59:59+00:00", "2026-03-29"), ("2026-03-29T23:00:00+00:00", "2026-03-30"),
        ("2026-10-24T23:00:00+00:00", "2026-10-25"), ("2026-10-25T00:30:00+00:00", "2026-10-25"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25"), ("2026-10-25T23:30:00+00:00", "2026-10-25"),
        ("2026-12-31T23:59:59+00:00", "2026-12-31"), ("2027-01-01T00:00:00+00:00", "2027-01-01"),
        ("2028-02-29T00:00:00+00:00", "2028-02-29"), ("2026-07-01T00:30:00+05:00", "2026-06-30"),
    ):  # fmt: skip
        clock.set(moment)
        new_transaction()
        assert today().isoformat() == day
        assert change_timestamp() == clock.moment  # as what is written is dated


def test_at_half_past_midnight_in_summer_everything_says_the_new_day(
    clock: Clock, client: Client, rename: Rename, admin_client: Client
) -> None:
    """The page's day, the version's, that of the change, of the citation and of the admin's
    history; the feed's moment is the moment itself."""
    clock.set(AFTER)
    rename("a theme that was misread")
    found = json_at(client, "/changes.json?since=2026-07-01")
    assert found["as_at"] == found["version"]["date"] == "2026-07-01"
    (change,) = found["changes"]
    assert change["new"] == "a theme that was misread"
    assert datetime.fromisoformat(change["when"]) == clock.moment
    assert json_at(client, "/changes.json?since=2026-07-02")["changes"] == []
    assert "1 July 2026 00:30" in text_of(page_at(client, "/changes/"))
    number = found["version"]["number"]
    assert json_at(client, f"/data/versions/{number}.json")["this"]["date"] == "2026-07-01"
    assert "1 July 2026" in client.get("/cite.txt?page=/authorities/rutland/").content.decode()
    (entry,) = json_at(client, "/feeds/corrections.json")["items"]
    assert datetime.fromisoformat(entry["date_published"]) == clock.moment
    row = Inspection.objects.get(theme="a theme that was misread")
    page = admin_client.get(f"/admin/ratings/inspection/{row.pk}/history/").content.decode()
    assert "1 July 2026" in page
    assert "30 June 2026" not in page


def test_what_begins_today_is_entered_after_midnight_and_not_before(
    clock: Clock, keeper: Client, told: Callable[..., Told]
) -> None:
    entry = told(start="1 July 2026", end="", step="draft", confirm_another="yes")
    clock.set(BEFORE_MIDNIGHT)
    assert "1 July 2026, is still to come" in keeper.post(ADD, entry).content.decode()
    clock.set(AFTER)
    assert keeper.post(ADD, entry).status_code == 302


# A page that is cached while the day ends


def told_of(client: Client, **headers: str) -> tuple[Any, Any]:
    answer = client.get("/national.json", headers=headers)
    return answer["ETag"], answer.json()["as_at"] if answer.status_code == 200 else None


def test_a_page_is_made_anew_at_midnight_and_had_again_when_the_clock_is_put_back(
    clock: Clock, client: Client
) -> None:
    clock.set(BEFORE_MIDNIGHT)
    first, day = told_of(client)
    assert day == "2026-06-30"
    assert told_of(client, If_None_Match=first) == (first, None)
    clock.set("2026-06-30T23:00:00+00:00")
    second, day = told_of(client, If_None_Match=first)
    assert (day, second == first) == ("2026-07-01", False)
    assert told_of(client, If_None_Match=first)[1] == "2026-07-01"
    clock.set(BEFORE_MIDNIGHT)
    assert told_of(client) == (first, "2026-06-30")


# A clock that is put back


def test_a_change_by_an_earlier_clock_is_seen(clock: Clock, client: Client, rename: Rename) -> None:
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


def test_each_version_holds_its_own_changes_although_the_clock_was_put_back(
    clock: Clock, client: Client, rename: Rename
) -> None:
    clock.set(AFTER)
    rename("first")
    number = version_number()
    clock.set(EARLIER)
    rename("second")
    rename("third")
    assert version_number() == number + 2
    listed = json_at(client, "/data/versions.json")["versions"][:3]
    for each, own, theme in zip(listed, (2, 1, 0), ("third", "second", "first"), strict=True):
        alone = json_at(client, f"/data/versions/{number + own}.json")["this"]
        assert [change["new"] for change in each["changes"]] == [theme]
        assert [change["new"] for change in alone["changes"]] == [theme]
    moments = list(VersionEntry.objects.order_by("number").values_list("moved_at", flat=True))
    assert moments == sorted(set(moments))
    # Corrected since the first
    page = client.get(f"/authorities/rutland/?version={number}").content.decode()
    assert "second" in strip_tags(page)
    found = json_at(client, f"/api/v1/changes?since_version={number}")["results"]
    assert [change["new"] for change in found] == ["third", "second"]


def test_one_transaction_is_one_version_whatever_the_clock_does(clock: Clock) -> None:
    """As an import is written: the version moves once, after all of its history."""
    row = Inspection.objects.get(key=KENT)
    clock.set(AFTER)
    new_transaction()
    with single_version():
        save(row, "read again")
        clock.set(EARLIER)
        write_versions(Inspection, [row.pk], "~", ChangeReasons(None, {row.pk: "and again"}))
    last = VersionEntry.objects.get(number=version_number()).moved_at
    history = Inspection.history.filter(id=row.pk).order_by("history_id")
    moments = [*history.values_list("history_date", flat=True), last]
    assert moments == sorted(moments)
