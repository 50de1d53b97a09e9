"""The lists that somebody else is compared with: neighbours, region, type, month."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from ratings.forms import QueryDates
from ratings.models import Authority
from ratings.models.record import Record
from ratings.views.compare.comparison import choose
from tests.csv_files import lines
from tests.views.compare.reading import Query, data, page, slugs
from tests.views.pages import text_of

pytestmark = pytest.mark.usefixtures("record")


def test_neighbours_are_those_of_the_record_in_order_of_rank(sources: Path) -> None:
    by_hand: dict[tuple[str, str], list[str]] = {}
    rows = lines(sources / "record" / "neighbours.csv")
    for row in sorted(rows, key=lambda row: int(row["rank"])):
        by_hand.setdefault((row["model_year"], row["la_slug"]), []).append(row["neighbour_slug"])
    moment = QueryDates(date(2026, 9, 1))
    record = Record.current()
    for year in ("2021", "2025"):
        for slug, authority in record.authorities.items():
            choice = choose(f"neighbours-{year}", authority, record, moment)
            assert list(choice.slugs) == by_hand.get((year, slug), [])


@pytest.mark.parametrize("year", ["2021", "2025"])
def test_the_model_year_is_always_named(client: Client, year: str) -> None:
    query: Query = {"of": "kent", "preset": f"neighbours-{year}"}
    found = data(client, **query)
    assert slugs(found)[0] == "kent"
    assert [each.get("rank") for each in found["authorities"]] == [None, *range(1, 11)]
    assert f"<h1>Kent and its statistical neighbours, {year} model</h1>" in page(client, **query)


def test_abolished_neighbours_stay_with_their_last_day(client: Client) -> None:
    query: Query = {"of": "norfolk", "preset": "neighbours-2021"}
    found = data(client, **query)["authorities"]
    assert [each["slug"] for each in found if each["abolished"]] == ["cumbria"]
    assert "Cumbria abolished 31 March 2023" in text_of(page(client, **query))


@pytest.mark.parametrize(
    ("of", "preset", "as_at"),
    [
        ("durham", "region", "2024-03-31"), ("kent", "region", ""), ("kent", "region-type", ""),
        ("cumberland", "region-type", "2024-03-31"), ("cumbria", "region-type", "2022-03-31"),
        ("northamptonshire", "type", "2020-01-01"), ("camden", "type", ""),
    ],
)  # fmt: skip
def test_region_and_type_are_those_existing_on_the_day_by_name(
    client: Client, sources: Path, of: str, preset: str, as_at: str
) -> None:
    found = data(client, of=of, preset=preset, as_at=as_at)
    names = {each.slug: each for each in Authority.objects.all()}
    me, day = names[of], date.fromisoformat(as_at or "2026-09-01")
    alike = sorted(
        each["name"]
        for each in lines(sources / "record" / "authorities.csv")
        if each["slug"] != of
        and (preset == "type" or each["region"] == me.region)
        and (preset == "region" or each["authority_type"] == me.authority_type)
        and (not each["start_date"] or each["start_date"] <= day.isoformat())
        and (not each["end_date"] or each["end_date"] >= day.isoformat())
    )
    assert [each["name"] for each in found["authorities"]][1:] == alike[:10]
    assert (found["note"] is not None) == (len(alike) > 10)
    if len(alike) > 10:
        assert found["note"].startswith(f"{len(alike)} other")
        assert "the first ten by name are shown" in found["note"]


@pytest.mark.parametrize(
    ("of", "as_at"),
    [("kent", ""), ("west-northamptonshire", ""), ("birmingham", "2019-03-31"),
     ("leeds", "2023-01-01")],
)  # fmt: skip
def test_the_same_month_is_that_of_the_latest_graded_inspection(
    client: Client, sources: Path, of: str, as_at: str
) -> None:
    day = as_at or "2026-09-01"
    graded = [
        (row["authority_slug"], row["start_date"] or row["published"])
        for row in lines(sources / "record" / "inspections.csv")
        if row["framework"] in {"cpi", "sif", "ilacs-2018", "ilacs-2023", "ilacs-2026"}
        and row["kind"] not in {"focused-visit", "monitoring-visit", "jtai"}
        and row["start_precision"] != "year"
        and (row["start_date"] or row["published"]) <= day
    ]
    month = max(first for slug, first in graded if slug == of)[:7]
    then = {slug for slug, first in graded if first[:7] == month} - {of}
    found = slugs(data(client, of=of, preset="month", as_at=as_at))
    assert found[0] == of
    assert set(found[1:]) <= then
    assert len(found) == 1 + min(len(then), 10)


@pytest.mark.parametrize(
    ("preset", "as_at", "reason"),
    [
        ("neighbours-2021", "", "2021 model has no neighbours for Cumberland"),
        ("month", "2023-04-30", "there is no month"),
    ],
)
def test_where_there_is_nobody_to_compare_with_it_says_why(
    client: Client, preset: str, as_at: str, reason: str
) -> None:
    query: Query = {"of": "cumberland", "preset": preset, "as_at": as_at}
    assert slugs(data(client, **query)) == ["cumberland"]
    assert reason in text_of(page(client, **query))


@pytest.mark.parametrize(
    "preset", ["neighbours-2025", "neighbours-2021", "region", "region-type", "type", "month"]
)
def test_a_preset_links_to_the_same_list_spelt_out(client: Client, preset: str) -> None:
    query: Query = {"of": "kent", "preset": preset, "as_at": "2024-03-31"}
    found = re.search(r'<a href="([^"]+)">These authorities as a list', page(client, **query))
    assert found
    address = unescape(found[1])
    assert "preset" not in address
    same = client.get(address.replace("/compare/", "/compare.json")).json()
    assert slugs(same) == slugs(data(client, **query))
    assert "These authorities as a list" not in client.get(address).content.decode()


def test_the_page_of_an_authority_leads_here_and_carries_its_dates(client: Client) -> None:
    html = client.get("/authorities/cumberland/", {"as_at": "2024-03-31"}).content.decode()
    found = [unescape(a) for a in re.findall(r'href="(/compare/[^"]+)"', html)]
    assert found == [
        "/compare/?as_at=2024-03-31",
        "/compare/?of=cumberland&preset=neighbours-2025&as_at=2024-03-31",
        "/compare/?of=cumberland&preset=region&as_at=2024-03-31",
        "/compare/?of=cumberland&as_at=2024-03-31",
    ]
    assert all(client.get(address).status_code == 200 for address in found)
