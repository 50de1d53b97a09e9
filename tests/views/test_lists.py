"""The lists of authorities and of inspections, as pages and as data."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ratings.models import Inspection, Rating
from tests.views.pages import csv_at, json_at, names_of, page_at, rows_of, text_of

pytestmark = pytest.mark.usefixtures("record")


def authorities(client: Client, query: str = "") -> str:
    return page_at(client, f"/authorities/{query}")


def inspections(client: Client, query: str = "") -> str:
    return page_at(client, f"/inspections/{query}")


def found(page: str) -> int:
    """The number of inspections in a list of several pages."""
    match = re.search(r'result-count">([0-9,]+) inspection', page)
    assert match
    return int(match[1].replace(",", ""))


@pytest.mark.parametrize(
    ("address", "some"),
    [
        ("/authorities/?grade=outstanding", "outstanding"),
        ("/authorities/?grade=no-overall-grade", "no overall grade"),
        ("/authorities/?grade=inadequate", "inadequate"),
        ("/authorities/?trend=improved", "improved"),
        ("/authorities/?trend=not-comparable", "not comparable"),
        ("/authorities/?region=London", "London"),
        ("/authorities/?type=county+council", "county council"),
        ("/authorities/?as_at=2012-01-01&grade=no-grade-on-record", "no overall grade on record"),
        ("/inspections/?result=visit&direction=declined", "declined"),
        ("/inspections/?direction=none-stated", "read, no change stated"),
        ("/inspections/?direction=not-read", "letter not read yet"),
        ("/inspections/?direction=not-asked", "joint targeted area inspection"),
        ("/inspections/?grade=inadequate", "inadequate"),
        ("/inspections/?grade=no-overall-grade&framework=ilacs-2026", "no overall grade"),
        ("/inspections/?framework=slac", "SLAC"),
        ("/inspections/?kind=short", "short inspection"),
        ("/inspections/?q=birmingham", "Birmingham"),
        ("/inspections/?begun_from=2018-10-01&begun_to=2018-10-31", "October 2018"),
    ],
)
def test_a_filter_keeps_what_fits_and_nothing_else(client: Client, address: str, some: str) -> None:
    page = page_at(client, address)
    rows = rows_of(page)
    assert rows
    assert all(some in row for row in rows)
    if "inspections" in address:
        assert found(page) < Inspection.objects.count()
    else:
        assert len(rows) < 153


def test_it_lists_the_existing_authorities_by_name(client: Client) -> None:
    page = authorities(client)
    names = names_of(page)
    assert len(names) == 153
    assert names == sorted(names, key=str.casefold)
    assert "Northamptonshire" not in names
    assert "153 councils in England as at 1 September 2026" in text_of(page)


def test_a_table_says_how_it_is_sorted(client: Client) -> None:
    page = authorities(client, "?sort=-since")
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="descending"' in page
    assert "Sorted by graded since, most recent first." in text_of(page)
    assert page.count('scope="col"') == 9
    page = inspections(client, "?sort=published")
    assert 'aria-sort="ascending"' in page
    assert "Sorted by published, oldest first." in text_of(page)


@pytest.mark.parametrize(
    ("sort", "first"), [("grade", " O outstanding"), ("-grade", " I inadequate")]
)
def test_those_without_a_grade_come_last_in_either_direction(
    client: Client, sort: str, first: str
) -> None:
    rows = rows_of(authorities(client, f"?sort={sort}"))
    assert first in rows[0]
    assert "no overall grade" in rows[-1]


def test_an_authority_is_listed_while_it_exists_and_on_request_afterwards(client: Client) -> None:
    assert "West Northamptonshire" not in names_of(authorities(client, "?as_at=2021-03-31"))
    assert "West Northamptonshire" in names_of(authorities(client, "?as_at=2021-04-01"))
    rows = rows_of(authorities(client, "?abolished=yes"))
    assert len(rows) == 158
    assert any("Northamptonshire abolished 31 March 2021" in row for row in rows)


def test_the_line_is_that_of_the_day(client: Client) -> None:
    line = "inadequate (2013) → requires improvement (2016) → declined (2018)"
    assert f"Northamptonshire {line} Northamptonshire:" in text_of(
        authorities(client, "?as_at=2018-12-31")
    )
    later = text_of(authorities(client, "?as_at=2019-12-31"))
    assert f"Northamptonshire {line} → inadequate (2019)" in later


def test_the_grades_and_those_without_one_add_up(client: Client) -> None:
    groups = ["outstanding", "good", "requires-improvement", "adequate", "inadequate",
              "no-overall-grade", "not-yet-inspected", "no-grade-on-record"]  # fmt: skip
    assert sum(len(names_of(authorities(client, f"?grade={group}"))) for group in groups) == 153


@pytest.mark.parametrize("text", ["SURR", "surrey c", "E10000030", "e10000030", "936"])
def test_search_finds_names_and_codes_whatever_the_capitals(client: Client, text: str) -> None:
    response = client.get("/authorities/", {"q": text, "grade": "", "region": "South East"})
    assert "Surrey" in names_of(response.content.decode())


@pytest.mark.parametrize("text", ["Kent", "kent", "E10000016", "886", "Kent County Council"])
def test_a_search_for_exactly_one_leads_to_its_page(client: Client, text: str) -> None:
    response = client.get("/authorities/", {"q": text, "as_at": "2020-01-01", "region": ""})
    assert response.status_code == 302
    assert response.headers["Location"] == "/authorities/kent/?as_at=2020-01-01"


def test_an_abolished_authority_is_found_by_name_and_near_names_are_offered(
    client: Client,
) -> None:
    moved = client.get("/authorities/", {"q": "Cumbria"})
    assert moved.headers["Location"] == "/authorities/cumbria/"
    assert "Cumbria (until 31 March 2023)" in text_of(authorities(client, "?q=cumb"))
    page = authorities(client, "?q=Yorkk")
    assert "No authority fits this filter" in text_of(page)
    assert 'href="/authorities/york/"' in page


def test_downloads_carry_the_filter_and_the_dates(client: Client) -> None:
    page = authorities(client, "?region=London&as_at=2024-03-31&sort=-grade&q=")
    query = "as_at=2024-03-31&amp;region=London&amp;sort=-grade"
    assert f'href="/authorities.csv?{query}"' in page
    assert f'href="/authorities.json?{query}"' in page


def test_the_data_say_who_exists_and_where_each_stands(client: Client) -> None:
    found = json_at(client, "/authorities.json")
    assert set(found) == {
        "as_at", "known_by", "complete_to", "completeness", "data_version", "version", "licence",
        "authorities",
    }  # fmt: skip
    assert len(found["authorities"]) == 153
    assert found["as_at"] == "2026-09-01"
    assert len(json_at(client, "/authorities.json?abolished=yes")["authorities"]) == 158
    (kent,) = json_at(client, "/authorities.json?q=E10000016")["authorities"]
    assert set(kent) == {
        "slug", "name", "gss_code", "la_code", "ofsted_urn", "region", "authority_type",
        "start_date", "end_date", "line", "headline", "last_overall", "trend",
        "trend_across_frameworks", "profile", "last_visit", "ofsted_page",
    }  # fmt: skip
    assert kent["headline"]["grade"] == "good"
    assert kent["last_visit"]["kind"] == "focused-visit"


@pytest.mark.parametrize(
    "query", ["", "?region=London", "?as_at=2019-03-31&abolished=yes", "?grade=good&sort=-since"]
)
def test_csv_and_json_say_the_same_in_the_same_order(client: Client, query: str) -> None:
    found = json_at(client, f"/authorities.json{query}")["authorities"]
    table = csv_at(client, f"/authorities.csv{query}")
    assert [row["authority"] for row in table] == [each["slug"] for each in found]
    assert [row["line"] for row in table] == [each["line"] for each in found]
    assert [row["headline"] for row in table] == [e["headline"]["grade"] or "" for e in found]


def test_the_file_names_its_dates(client: Client) -> None:
    address = "/authorities.csv?as_at=2024-03-31&known_by=2024-06-30"
    name = 'filename="authorities-as-at-2024-03-31-known-by-2024-06-30.csv"'
    assert name in client.get(address)["Content-Disposition"]
    row = csv_at(client, address)[0]
    assert (row["as_at"], row["known_by"]) == ("2024-03-31", "2024-06-30")


def test_it_lists_all_newest_first_fifty_a_page(client: Client) -> None:
    page = inspections(client)
    rows = rows_of(page)
    assert len(rows) == 50
    assert rows[0].startswith("6 July 2026 Portsmouth short inspection")
    assert "leaders outstanding" in rows[0]
    assert found(page) == Inspection.objects.count()


def test_pages_follow_one_another_without_a_hole(client: Client) -> None:
    keys: list[str] = []
    for number in range(1, 27):
        page = inspections(client, f"?page={number}")
        keys += re.findall(r'<th scope="row"[^>]*><a href="/inspections/([^/]*)/', page)
    assert len(keys) == len(set(keys)) == Inspection.objects.count()


def test_what_visits_found_adds_up_and_an_old_address_keeps_its_meaning(client: Client) -> None:
    def total(name: str, *values: str) -> int:
        pages = (client.get("/inspections/", {name: value}).content.decode() for value in values)
        return sum(map(found, pages))

    directions = total("direction", "improved", "declined", "unchanged", "mixed")
    without = total("direction", "none-stated", "not-read", "not-asked")
    assert total("direction", "not-stated") == without
    assert directions + without == total("result", "visit")
    assert total("result", "graded", "visit") == Inspection.objects.count()
    regions = ["East Midlands", "East of England", "London", "North East", "North West",
               "South East", "South West", "West Midlands", "Yorkshire and The Humber"]  # fmt: skip
    assert total("region", *regions) == Inspection.objects.count()


def test_the_day_and_what_was_known_narrow_the_list(client: Client) -> None:
    at = found(inspections(client, "?as_at=2018-12-31"))
    known = found(inspections(client, "?as_at=2018-12-31&known_by=2018-12-31"))
    assert known < at < Inspection.objects.count()
    days = Inspection.objects.as_at(Inspection.objects.latest("first_day").first_day)
    assert found(inspections(client)) == days.count()


def test_pages_are_links_that_keep_the_filter_and_nothing_found_is_said(client: Client) -> None:
    page = inspections(client, "?result=graded&page=2")
    assert 'href="/inspections/?page=3&amp;result=graded" rel="next"' in page
    assert page.count('aria-current="page"') == 2  # the navigation and the list of pages
    empty = text_of(inspections(client, "?begun_from=2031-01-01"))
    assert "No inspection or visit fits this filter" in empty


def test_the_data_hold_all_inspections_and_the_csv_a_row_an_area(client: Client) -> None:
    found = json_at(client, "/inspections.json")["inspections"]
    assert len(found) == Inspection.objects.public().count()
    assert found[0]["start_date"] >= found[1]["start_date"]
    graded = sum(len(each["ratings"]) for each in found)
    assert graded == Rating.objects.filter(grade__isnull=False).count()
    found = json_at(client, "/inspections.json?region=London")["inspections"]
    table = csv_at(client, "/inspections.csv?region=London")
    areas = (len(each["ratings"]) + len(each["missing"]) or 1 for each in found)
    assert len(table) == sum(areas)
    assert {row["region"] for row in table} == {"London"}


def test_filters_leave_the_trend_as_it_is(client: Client) -> None:
    """The inspection before is found even where the filter left it out."""
    found = json_at(client, "/inspections.json?framework=ilacs-2023&q=Kent")["inspections"]
    graded = [each for each in found if each["is_graded"]]
    assert [each["trend"] for each in graded] == ["declined"]
