"""The list of inspections and visits."""

import re

import pytest
from django.test import Client

from ratings.models import DataVersion, Inspection
from tests.views.pages import page_at, read_beforehand, rows_of, text_of

pytestmark = pytest.mark.usefixtures("record")

ADDRESS = "/inspections/"


def html(client: Client, query: str = "") -> str:
    return page_at(client, ADDRESS + query)


def found(page: str) -> int:
    match = re.search(r'result-count">([0-9,]+) inspection', page)
    assert match
    return int(match[1].replace(",", ""))


def test_it_lists_all_newest_first_fifty_a_page(client: Client) -> None:
    page = html(client)
    rows = rows_of(page)
    assert len(rows) == 50
    assert rows[0].startswith("6 July 2026 Portsmouth short inspection")
    assert "leaders outstanding" in rows[0]
    assert found(page) == Inspection.objects.count()


def test_a_cold_page_asks_two_queries_beside_the_data_version(
    client: Client, django_assert_num_queries
) -> None:
    read_beforehand()
    with django_assert_num_queries(4):  # the version twice: middleware and page
        html(client, "?page=3")


def test_pages_follow_one_another_without_a_hole(client: Client) -> None:
    keys: list[str] = []
    for number in range(1, 27):
        keys += re.findall(r'<th scope="row"[^>]*><a href="/inspections/([^/]*)/', html(
            client, f"?page={number}"))  # fmt: skip
    assert len(keys) == len(set(keys)) == Inspection.objects.count()


@pytest.mark.parametrize(
    ("query", "some"),
    [
        ("?result=visit&direction=declined", "declined"),
        ("?direction=none-stated", "read, no change stated"),
        ("?direction=not-read", "letter not read yet"),
        ("?direction=not-asked", "joint targeted area inspection"),
        ("?grade=inadequate", "inadequate"),
        ("?grade=no-overall-grade&framework=ilacs-2026", "no overall grade"),
        ("?framework=slac", "SLAC"),
        ("?kind=short", "short inspection"),
        ("?q=birmingham", "Birmingham"),
        ("?begun_from=2018-10-01&begun_to=2018-10-31", "October 2018"),
    ],
)
def test_a_filter_keeps_what_fits_and_nothing_else(client: Client, query: str, some: str) -> None:
    page = html(client, query)
    rows = rows_of(page)
    assert rows
    assert found(page) < Inspection.objects.count()
    assert all(some in row for row in rows)


def test_what_visits_found_adds_up_and_an_old_address_keeps_its_meaning(client: Client) -> None:
    directions = [found(html(client, f"?direction={value}")) for value in
                  ("improved", "declined", "unchanged", "mixed")]  # fmt: skip
    without = [found(html(client, f"?direction={value}")) for value in
               ("none-stated", "not-read", "not-asked")]  # fmt: skip
    assert found(html(client, "?direction=not-stated")) == sum(without)
    assert sum(directions + without) == found(html(client, "?result=visit"))


def test_graded_inspections_and_visits_add_up(client: Client) -> None:
    graded, visits = (found(html(client, f"?result={value}")) for value in ("graded", "visit"))
    assert graded + visits == Inspection.objects.count()


def test_regions_add_up(client: Client) -> None:
    regions = ["East Midlands", "East of England", "London", "North East", "North West",
               "South East", "South West", "West Midlands", "Yorkshire and The Humber"]  # fmt: skip
    pages = [client.get(ADDRESS, {"region": region}).content.decode() for region in regions]
    assert sum(found(page) for page in pages) == Inspection.objects.count()


def test_the_day_and_what_was_known_narrow_the_list(client: Client) -> None:
    at, known = "?as_at=2018-12-31", "?as_at=2018-12-31&known_by=2018-12-31"
    assert found(html(client, known)) < found(html(client, at)) < Inspection.objects.count()
    days = Inspection.objects.as_at(Inspection.objects.latest("first_day").first_day)
    assert found(html(client)) == days.count()


def test_a_draft_is_never_shown(client: Client) -> None:
    Inspection.objects.filter(key=Inspection.objects.latest("first_day").key).update(
        status=Inspection.Status.DRAFT
    )
    DataVersion.bump()
    page = html(client)
    assert "Portsmouth short inspection" not in text_of(page)
    assert found(page) == Inspection.objects.count() - 1


def test_it_can_be_sorted_by_publication(client: Client) -> None:
    page = html(client, "?sort=published")
    assert 'aria-sort="ascending"' in page
    assert "Sorted by published, oldest first." in text_of(page)


def test_pages_are_links_that_keep_the_filter(client: Client) -> None:
    page = html(client, "?result=graded&page=2")
    assert 'href="/inspections/?page=3&amp;result=graded" rel="next"' in page
    assert page.count('aria-current="page"') == 2  # the navigation and the list of pages


def test_nothing_found_says_what_to_do(client: Client) -> None:
    page = html(client, "?begun_from=2031-01-01")
    assert "No inspection or visit fits this filter" in text_of(page)


@pytest.mark.parametrize(
    ("query", "name", "allowed"),
    [
        ("page=0", "page", "a whole number from 1 to"),
        ("page=9999", "page", "a whole number from 1 to"),
        ("page=-1", "page", "a whole number from 1 to"),
        ("page=²", "page", "a whole number from 1 to"),
        ("framework=ilacs", "framework", "ilacs-2018"),
        ("kind=long", "kind", "monitoring-visit"),
        ("direction=up", "direction", "not-stated"),
        ("result=all", "result", "graded"),
        ("begun_from=2018", "begun_from", "a date such as"),
        ("sort=kind", "sort", "-date"),
        ("per_page=500", "per_page", "framework"),
    ],
)
def test_nonsense_is_refused_by_name(client: Client, query: str, name: str, allowed: str) -> None:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    assert f"<code>{name}</code>" in response.content.decode()
    assert allowed in text_of(response.content.decode())
