"""The clock at its edges: summer time, leap days, midnight, year's ends, a clock put back.

Tests set the clock itself (`timezone.now`), not RATINGS_TODAY, which pretends a day only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import Settings

from ratings.forms import Moment, today
from ratings.importing import work
from ratings.models import (
    Alias,
    DataVersion,
    ImportItem,
    ImportRun,
    Inspection,
    Rating,
    Source,
    VersionEntry,
)
from ratings.models.data_version import moment_of_change, moved_once
from ratings.models.versions import Teller, write_versions
from tests.admin.conftest import ADD, Told, keeper, reviewer, told  # noqa: F401
from tests.importing.work.files import planned, release
from tests.transactions import new_transaction
from tests.views.histories import KENT, drafted, publish, regrade, save, version_number

pytestmark = pytest.mark.usefixtures("record")

BEFORE_MIDNIGHT, AFTER = "2026-06-30T22:59:59+00:00", "2026-06-30T23:30:00+00:00"
"""Twenty-three fifty-nine and half past midnight of 1 July in London; in UTC the same day."""

LEAP_DAY = date(2028, 2, 29)


@dataclass
class Clock:
    """What `timezone.now` says."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 9, 1, tzinfo=UTC))

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
def rename() -> Callable[[str], None]:
    """Correct a published visit of Rutland's, in a transaction of its own."""

    def corrected(theme: str) -> None:
        new_transaction()
        visit = Inspection.objects.filter(authority__slug="rutland", kind__is_graded=False)
        row = visit.order_by("first_day").first()
        assert row
        row.theme, row._change_reason = theme, "the letter says so"  # type: ignore[attr-defined]
        row.save()

    return corrected


# Which day it is.


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (BEFORE_MIDNIGHT, "2026-06-30"),
        (AFTER, "2026-07-01"),
        ("2026-03-29T00:59:59+00:00", "2026-03-29"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29"),
        ("2026-03-29T22:59:59+00:00", "2026-03-29"),
        ("2026-03-29T23:00:00+00:00", "2026-03-30"),
        ("2026-10-24T23:00:00+00:00", "2026-10-25"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25"),
        ("2026-10-25T23:30:00+00:00", "2026-10-25"),
        ("2026-12-31T23:59:59+00:00", "2026-12-31"),
        ("2027-01-01T00:00:00+00:00", "2027-01-01"),
        ("2028-02-29T00:00:00+00:00", "2028-02-29"),
        ("2026-07-01T00:30:00+05:00", "2026-06-30"),
    ],
)
def test_today_is_the_day_in_london(clock: Clock, moment: str, day: str) -> None:
    clock.set(moment)
    assert today().isoformat() == day


def test_at_half_past_midnight_in_summer_everything_says_the_new_day(
    clock: Clock, client: Client, rename: Callable[[str], None]
) -> None:
    """The page's day, the version's, that of the change and of the citation; the feed's moment is
    the moment itself."""
    clock.set(AFTER)
    rename("a theme that was misread")
    found = client.get("/changes.json?since=2026-07-01").json()
    assert found["as_at"] == "2026-07-01"
    assert found["version"]["date"] == "2026-07-01"
    assert [change["new"] for change in found["changes"]] == ["a theme that was misread"]
    assert datetime.fromisoformat(found["changes"][0]["when"]) == clock.moment
    assert client.get("/changes.json?since=2026-07-02").json()["changes"] == []
    words = strip_tags(client.get("/changes/").content.decode()).split()
    assert "1 July 2026 00:30" in " ".join(words)
    number = found["version"]["number"]
    assert client.get(f"/data/versions/{number}.json").json()["this"]["date"] == "2026-07-01"
    assert "1 July 2026" in client.get("/cite.txt?page=/authorities/rutland/").content.decode()
    feed = client.get("/feeds/corrections.json").json()
    published = datetime.fromisoformat(feed["items"][0]["date_published"])
    assert published == clock.moment


def test_the_desk_tells_the_hour_of_london(
    clock: Clock, rename: Callable[[str], None], admin_client: Client
) -> None:
    clock.set(AFTER)
    rename("a theme that was misread")
    row = Inspection.objects.get(theme="a theme that was misread")
    page = admin_client.get(f"/admin/ratings/inspection/{row.pk}/history/").content.decode()
    assert "1 July 2026" in page
    assert "30 June 2026" not in page


def test_what_begins_today_is_entered_after_midnight_and_not_before(
    clock: Clock,
    keeper: Client,  # noqa: F811
    told: Callable[..., Told],  # noqa: F811
) -> None:
    entry = told(start="1 July 2026", end="", step="draft", confirm_another="yes")
    clock.set(BEFORE_MIDNIGHT)
    assert "1 July 2026 is still to come" in keeper.post(ADD, entry).content.decode()
    clock.set(AFTER)
    assert keeper.post(ADD, entry).status_code == 302


# A page that is kept while the day ends.


def told_of(client: Client, path: str = "/national.json", **headers: str) -> tuple[Any, Any]:
    answer = client.get(path, headers=headers)
    return answer["ETag"], answer.json()["as_at"] if answer.status_code == 200 else None


def test_at_midnight_the_page_of_yesterday_is_made_anew(clock: Clock, client: Client) -> None:
    clock.set(BEFORE_MIDNIGHT)
    first, day = told_of(client)
    assert day == "2026-06-30"
    assert told_of(client, If_None_Match=first) == (first, None)
    clock.set("2026-06-30T23:00:00+00:00")
    second, day = told_of(client, If_None_Match=first)
    assert (day, second == first) == ("2026-07-01", False)
    assert told_of(client, If_None_Match=first)[1] == "2026-07-01"


def test_a_clock_that_is_put_back_over_midnight_has_the_page_of_its_day_again(
    clock: Clock, client: Client
) -> None:
    clock.set(BEFORE_MIDNIGHT)
    before = told_of(client)
    clock.set(AFTER)
    assert told_of(client)[1] == "2026-07-01"
    clock.set(BEFORE_MIDNIGHT)
    assert told_of(client) == before


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


# What was changed after the clock was put back.

EARLIER = "2026-06-30T21:00:00+00:00"
"""Two and a half hours before `AFTER`."""


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


# Days that are not in every year, and the ends of years.

ADDRESSES = (
    "/", "/authorities/", "/authorities/rutland/", "/inspections/", "/national/", "/questions/",
    "/due/", "/compare/?authority=kent&authority=leeds", "/figures/", "/changes/coverage/",
    "/data/", "/feeds/all.atom", "/embed/kent/", "/badge/kent.svg", "/authorities.csv",
    "/api/v1/authorities/kent",
)  # fmt: skip
DAYS = ("2028-02-29", "2026-12-31", "2027-01-01", "2027-03-31", "2026-03-29", "2026-10-25")


@pytest.mark.parametrize("day", DAYS)
def test_every_page_is_made_on_odd_days(client: Client, settings: Settings, day: str) -> None:
    settings.RATINGS_TODAY = date.fromisoformat(day)
    for address in ADDRESSES:
        answer = client.get(address)
        assert answer.status_code == 200, address
        b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize("day", DAYS)
def test_so_is_the_desk(admin_client: Client, settings: Settings, record: None, day: str) -> None:
    settings.RATINGS_TODAY = date.fromisoformat(day)
    for path in ("", "ratings/inspection/", "ratings/inspection/add/", "ratings/authority/"):
        for query in ("", "?since=3") if path.endswith("authority/") else ("",):
            answer = admin_client.get(f"/admin/{path}{query}", follow=True)
            assert answer.status_code == 200, path + query


@pytest.mark.parametrize("name", ["as_at", "known_by"])
def test_a_leap_day_is_a_day_only_in_leap_years(client: Client, name: str) -> None:
    for address in ("/", "/authorities/kent/", "/national.json", "/api/v1/authorities/kent"):
        assert client.get(address, {name: "2024-02-29"}).status_code == 200
        for never in ("2023-02-29", "1900-02-29", "2024-02-30"):
            refused = client.get(address, {name: never})
            assert refused.status_code in {400, 422}  # the API says unprocessable
            assert name in refused.content.decode()


def test_a_year_before_a_leap_day_is_the_last_of_february(client: Client) -> None:
    assert "28 February 2023" in client.get("/?as_at=2024-02-29").content.decode()


def test_an_inspection_that_began_on_a_leap_day_is_known_from_that_day(
    client: Client,
    reviewer: Client,  # noqa: F811
    told: Callable[..., Told],  # noqa: F811
    settings: Settings,
) -> None:
    settings.RATINGS_TODAY = LEAP_DAY
    entry = told(start="29 February 2028", end="29/02/2028", published="", step="publish",
                 confirm_another="yes")  # fmt: skip
    assert reviewer.post(ADD, entry).status_code == 302
    row = Inspection.objects.get(first_day=LEAP_DAY)
    assert "29 February 2028" in client.get(f"/inspections/{row.key}/").content.decode()
    known = {
        day: row.key in client.get(f"/authorities/leeds.json?as_at={day}").content.decode()
        for day in ("2028-02-28", "2028-02-29", "2028-03-01", "2029-02-28")
    }
    assert known == {"2028-02-28": False, "2028-02-29": True, "2028-03-01": True,
                     "2029-02-28": True}  # fmt: skip


@pytest.mark.parametrize(
    ("now", "latest"),
    [("2026-12-31", 2026), ("2027-01-01", 2026), ("2027-03-30", 2026), ("2027-03-31", 2027)],
)
def test_the_last_years_end_that_is_offered_has_come(
    settings: Settings, now: str, latest: int
) -> None:
    settings.RATINGS_TODAY = date.fromisoformat(now)
    days = [preset.as_at for preset in Moment(today()).presets([])]
    assert days[:2] == ["", f"{latest}-03-31"]


# What comes from the future.


def test_inspections_of_the_future_are_refused_row_by_row() -> None:
    """A release that calls itself of next year: what has come is read, what has not says so."""
    source = Source.objects.get(key="official-2025")
    data = release(date(2026, 2, 2), date(2026, 10, 5), year=2027)
    unknown = planned(data)
    assert unknown.status == ImportRun.Status.REFUSED
    assert "“official-2027”, which is not among the sources" in unknown.said
    run = planned(data, source=source)
    assert run.status == ImportRun.Status.PLANNED, run.said
    found = {item.outcome: item.reason for item in run.items.exclude(outcome="same")}
    assert "5 October 2026" in found[ImportItem.Outcome.REFUSED]
    work.discard(run, None)


def test_a_day_to_come_says_that_nobody_can_know(client: Client, settings: Settings) -> None:
    settings.RATINGS_TODAY = date(2026, 9, 1)
    page = client.get("/?as_at=2026-09-02").content.decode()
    assert "has not come yet" in page or "still to come" in page
    assert client.get("/?as_at=2026-09-01").status_code == 200
