"""Which day it is around midnight, and a page that is kept while the day ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from ratings.forms import today
from ratings.models import Inspection
from tests.admin.conftest import ADD, Told
from tests.clock.moments import AFTER, BEFORE_MIDNIGHT, Clock

pytestmark = pytest.mark.usefixtures("record")


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
    keeper: Client,
    told: Callable[..., Told],
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
