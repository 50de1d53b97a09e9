"""What the feeds hold, and that it is stable when the record is corrected."""

from datetime import date
from typing import Any

import pytest
from django.db.models.functions import Coalesce
from django.test import Client

from ratings.models import Inspection, Neighbour
from ratings.models.record import Record
from ratings.rules.line import build_line
from tests.views.feeds.read import ALL, SITE, data, item, items
from tests.views.histories import KENT, drafted, publish, regrade, save, withdraw
from tests.views.pages import text_of

pytestmark = pytest.mark.usefixtures("record")


def test_the_newest_fifty_by_publication(client: Client) -> None:
    public = Inspection.objects.as_at(date(2026, 9, 1))
    newest = public.order_by(Coalesce("published", "first_day").desc(), "-first_day", "key")[:50]
    entries = items(client, "all")
    assert [key_of(entry) for entry in entries] == [inspection.key for inspection in newest]
    days = [entry["date_published"][:10] for entry in entries]
    assert days == sorted(days, reverse=True)


def key_of(entry: dict[str, Any]) -> str:
    """The inspection of an entry."""
    return str(entry["id"]).rpartition("/")[2]


@pytest.mark.parametrize(
    "slug", ["kent", "northamptonshire", "west-northamptonshire", "city-of-london", "cumbria",
             "barnsley", "isles-of-scilly", "bournemouth", "essex", "birmingham"]
)  # fmt: skip
def test_lines_before_and_after_are_those_of_the_record(client: Client, slug: str) -> None:
    record = Record.current()
    authority, series = record.authorities[slug], record.own[slug]
    by_id = {each.id: each for each in series}
    entries = items(client, f"authorities/{slug}")
    assert len(entries) == min(50, len(series))
    for entry in entries:
        inspection = by_id[key_of(entry)]
        day = inspection.first_day
        before, after = (
            build_line(authority, series, record.comparability, each).text
            for each in (date.fromordinal(day.toordinal() - 1), day)
        )
        said = text_of(entry["content_html"])
        lines = [f"The line stays: {after}"] if before == after else [
            f"The line before: {before}", f"The line since: {after}",
        ]  # fmt: skip
        assert all(line in said for line in lines), said
        assert entry["url"] == f"{SITE}/inspections/{inspection.id}/"
        assert entry.get("external_url", "") == inspection.report_url


def test_an_entry_says_authority_and_finding(client: Client) -> None:
    entry = item(client, "authorities/kent", KENT)
    assert entry["title"] == "Kent: outstanding (standard inspection, 9 May 2022)"
    assert entry["date_published"] == "2022-07-05T00:00:00+01:00"
    assert "Published on 5 July 2022" in entry["content_html"]


def test_a_region_holds_its_authorities_and_ofsteds_region_holds_two(client: Client) -> None:
    regions = dict(Inspection.objects.values_list("key", "authority__region"))
    for name, expected in (
        ("london", {"London"}),
        ("north-east-yorkshire-and-the-humber", {"North East", "Yorkshire and The Humber"}),
    ):
        assert {regions[key_of(each)] for each in items(client, f"regions/{name}")} == expected


def test_neighbours_are_those_of_the_newest_model(client: Client) -> None:
    keys = dict(Inspection.objects.values_list("key", "authority__slug"))
    rows = Neighbour.objects.filter(authority__slug="kent", model_year=2025)
    wanted = set(rows.values_list("neighbour__slug", flat=True))
    found = data(client, "authorities/kent/neighbours")
    assert {keys[key_of(each)] for each in found["items"]} <= wanted
    assert "model of 2025" in found["description"]
    assert "model of 2021" in data(client, "authorities/cumbria/neighbours")["description"]


def test_an_authority_without_neighbours_says_so(client: Client) -> None:
    Neighbour.objects.filter(authority__slug="kent").delete()
    found = data(client, "authorities/kent/neighbours")
    assert "no model year of the record names any" in found["description"]
    assert found["items"] == []


def test_both_dates_narrow_a_feed(client: Client) -> None:
    until = items(client, "authorities/kent?as_at=2022-05-09")
    assert until[0]["id"].endswith(KENT)
    found = data(client, "authorities/kent?as_at=2022-05-09&known_by=2022-07-04")
    assert not found["items"][0]["id"].endswith(KENT)
    assert "as at 9 May 2022, as published by 4 July 2022" in found["description"]
    dates = found["_ratings"]["as_at"], found["_ratings"]["known_by"]
    assert dates == ("2022-05-09", "2022-07-04")
    assert found["feed_url"].endswith("?as_at=2022-05-09&known_by=2022-07-04")


# What changes


def test_a_corrected_entry_is_new_and_keeps_its_name(client: Client, kent: Inspection) -> None:
    before = item(client, "authorities/kent", KENT)
    regrade(kent, "leaders", "good", "Ofsted revised the letter")
    kent.start_date = date(2022, 5, 10)
    save(kent, "misread")
    after = item(client, "authorities/kent", KENT)
    assert after["id"] == before["id"]
    assert after["date_published"] == before["date_published"] == before["date_modified"]
    assert after["date_modified"] > before["date_modified"]
    assert "Leaders: grade: outstanding became good" in after["content_html"]


def test_a_draft_is_in_no_feed_until_it_is_published(client: Client, kent: Inspection) -> None:
    draft = drafted("kent", date(2026, 7, 1))
    for name in ALL:
        for form in ("atom", "json"):
            assert draft.key not in client.get(f"/feeds/{name}.{form}").content.decode()
    publish(draft)
    entry = item(client, "all", draft.key)
    assert entry["title"] == "Kent: no overall grade (standard inspection, 1 July 2026)"
    assert "good (2025) → no overall grade (2026)" in entry["content_html"]


def test_corrections_say_old_new_and_why(client: Client, kent: Inspection) -> None:
    regrade(kent, "leaders", "good", "Ofsted revised the letter")
    (entry,) = items(client, "corrections")
    assert entry["title"] == "Kent, standard inspection, 9 May 2022: Leaders: grade corrected"
    said = text_of(entry["content_html"])
    assert "Leaders: grade: outstanding became good ." in said
    assert "Why: Ofsted revised the letter. By: not recorded." in said
    assert entry["url"] == f"{SITE}/inspections/{KENT}/"
    assert items(client, "corrections")[0]["id"] == entry["id"]


def test_a_withdrawal_is_among_the_corrections(client: Client, kent: Inspection) -> None:
    withdraw(kent, "entered twice")
    (entry,) = items(client, "corrections")
    assert "Withdrawn" in entry["content_html"]
    assert "entered twice" in entry["content_html"]
    assert entry["url"] == f"{SITE}/changes/"
    assert not any(KENT in each["id"] for each in items(client, "authorities/kent"))


def test_fifty_corrections_at_most_each_with_its_name(client: Client, kent: Inspection) -> None:
    for key in ("good", "outstanding") * 30:
        regrade(kent, "leaders", key, "again")
    found = items(client, "corrections")
    assert len({each["id"] for each in found}) == len(found) == 50
