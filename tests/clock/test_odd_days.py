"""Days that are not in every year, the ends of years, and what comes from the future."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from ratings.forms import QueryDates, today
from ratings.importing import jobs
from ratings.models import ImportItem, ImportRun, Inspection, Source
from tests.admin.conftest import ADD, Told
from tests.importing.work.files import planned, release
from tests.views.pages import some_pairs

pytestmark = pytest.mark.usefixtures("record")

LEAP_DAY = date(2028, 2, 29)

ADDRESSES = (
    "/", "/authorities/", "/authorities/rutland/", "/inspections/", "/national/", "/questions/",
    "/due/", "/compare/?authority=kent&authority=leeds", "/figures/", "/changes/coverage/",
    "/data/", "/feeds/all.atom", "/embed/kent/", "/badge/kent.svg", "/authorities.csv",
    "/api/v1/authorities/kent", "/admin/", "/admin/ratings/inspection/",
    "/admin/ratings/inspection/add/", "/admin/ratings/authority/",
    "/admin/ratings/authority/?since=3",
)  # fmt: skip

DAYS = ("2028-02-29", "2026-12-31", "2027-01-01", "2027-03-31", "2026-03-29", "2026-10-25")


@pytest.mark.parametrize(("day", "address"), some_pairs(3, DAYS, ADDRESSES))
def test_every_page_is_made_on_odd_days(
    client: Client, admin_client: Client, settings: Settings, day: str, address: str
) -> None:
    settings.RATINGS_TODAY = date.fromisoformat(day)
    answer = (admin_client if "admin" in address else client).get(address, follow=True)
    assert answer.status_code == 200
    assert b"".join(answer)


@pytest.mark.parametrize("name", ["as_at", "known_by"])
def test_a_leap_day_is_a_day_only_in_leap_years(client: Client, name: str) -> None:
    for address in ("/", "/authorities/kent/", "/national.json", "/api/v1/authorities/kent"):
        assert client.get(address, {name: "2024-02-29"}).status_code == 200
        for never in ("2023-02-29", "1900-02-29", "2024-02-30"):
            refused = client.get(address, {name: never})
            assert refused.status_code in {400, 422}  # the API says unprocessable
            assert name in refused.content.decode()
    # A year before it is the last of February
    assert "28 February 2023" in client.get("/?as_at=2024-02-29").content.decode()


def test_an_inspection_that_began_on_a_leap_day_is_known_from_that_day(
    client: Client, reviewer: Client, told: Callable[..., Told], settings: Settings
) -> None:
    settings.RATINGS_TODAY = LEAP_DAY
    entry = told(start="29 February 2028", end="29/02/2028", published="", step="publish",
                 confirm_another="yes")  # fmt: skip
    assert reviewer.post(ADD, entry).status_code == 302
    row = Inspection.objects.get(first_day=LEAP_DAY)
    assert "29 February 2028" in client.get(f"/inspections/{row.key}/").content.decode()
    for day in ("2028-02-28", "2028-02-29", "2028-03-01", "2029-02-28"):
        found = client.get(f"/authorities/leeds.json?as_at={day}").content.decode()
        assert (row.key in found) == (day != "2028-02-28"), day


@pytest.mark.parametrize(
    ("now", "latest"),
    [("2026-12-31", 2026), ("2027-01-01", 2026), ("2027-03-30", 2026), ("2027-03-31", 2027)],
)
def test_the_last_year_end_offered_has_come(settings: Settings, now: str, latest: int) -> None:
    settings.RATINGS_TODAY = date.fromisoformat(now)
    days = [preset.as_at for preset in QueryDates(today()).presets([])]
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
    jobs.discard(run, None)


def test_a_day_to_come_says_that_nobody_can_know(client: Client, settings: Settings) -> None:
    settings.RATINGS_TODAY = date(2026, 9, 1)
    page = client.get("/?as_at=2026-09-02").content.decode()
    assert "has not come yet" in page or "still to come" in page
    assert client.get("/?as_at=2026-09-01").status_code == 200
