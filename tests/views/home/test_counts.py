"""The first page: the country on a day, counted."""

import gzip
import re

import pytest
from django.test import Client

from ratings.models import DataVersion, Inspection
from tests.views.home.page import BUDGET, counts, groups, html, national
from tests.views.pages import read_beforehand, text_of

pytestmark = pytest.mark.usefixtures("record")


def test_the_country_is_said_in_one_sentence(client: Client) -> None:
    page = html(client)
    assert "On 1 September 2026, of the 153 authorities in England" in text_of(page)


def test_every_existing_authority_is_counted_once(client: Client) -> None:
    page = html(client)
    assert sum(counts(page).values()) == 153
    assert set(counts(page)) >= {"no overall grade", "not yet inspected"}


@pytest.mark.parametrize(
    "asked",
    [
        {"as_at": "2024-03-31", "known_by": "2024-06-30"},
        {"as_at": "2026-09-01"},
        {"as_at": "2015-03-31"},
        {"as_at": "2019-03-31", "area": "leaders"},
        {"as_at": "2024-03-31", "area": "care-leavers"},
        {"as_at": "2012-03-31", "area": "slac-safeguarding"},
    ],
)
def test_the_counts_are_those_of_its_data(client: Client, asked: dict[str, str]) -> None:
    found = counts(client.get("/", asked).content.decode())
    data = national(client, **asked)
    words = {"requires-improvement": "requires improvement"}
    grades = {words.get(key, key): number for key, number in data["grades"].items()}
    assert {k: n for k, n in grades.items() if n} == {
        k: n for k, n in found.items() if n and not k.startswith("no")
    }
    assert sum(found.values()) == data["existing"]
    without = data.get("no_overall_grade", data.get("not_judged"))
    assert found.get("no overall grade", found.get("not judged")) == without


def test_the_shares_are_those_that_ofsted_published_for_march_2024(client: Client) -> None:
    """60% good or outstanding and 20% outstanding, of those inspected (published-figures.csv)."""
    page = html(client, "?as_at=2024-03-31&known_by=2024-06-30")
    found = counts(page)
    inspected = sum(found.values()) - found["not yet inspected"]
    assert round(100 * (found["outstanding"] + found["good"]) / inspected) == 60
    first_row = text_of(page[page.index('<table class="table national-counts">') :])
    assert f"Of the {inspected} graded" in first_row
    assert re.search(r"outstanding 30 20% 20% ", first_row)


def test_the_change_is_against_the_same_day_a_year_before(client: Client) -> None:
    now = counts(html(client, "?as_at=2024-03-31&known_by=2024-06-30"))
    before = counts(html(client, "?as_at=2023-03-31&known_by=2024-06-30"))
    page = text_of(html(client, "?as_at=2024-03-31&known_by=2024-06-30"))
    assert "a year before, on 31 March 2023, both as published by 30 June 2024" in page
    difference = now["outstanding"] - before["outstanding"]
    assert f"outstanding {now['outstanding']} 20% 20% {before['outstanding']} +{difference}" in page


def test_each_count_leads_to_as_many_authorities(client: Client) -> None:
    page = html(client, "?as_at=2015-01-20")
    listed = groups(page)
    assert sorted(len(slugs) for slugs in listed.values()) == sorted(
        number for number in counts(page).values() if number
    )
    assert page.count('href="#with-') == len(listed)


def test_those_inspected_only_under_other_rules_are_said_to_be(client: Client) -> None:
    page = text_of(html(client, "?as_at=2015-03-31"))
    assert "had not yet been inspected under the rules counted here" in page
    assert "had been under others, which are not counted with them" in page


def test_before_the_first_report_it_says_so_and_leads_to_earlier_areas(client: Client) -> None:
    page = html(client, "?as_at=2012-03-31")
    assert "Nothing can be counted on that day" in page
    assert "?as_at=2012-03-31&amp;area=slac-safeguarding" in page


def test_before_the_record_begins_it_says_so(client: Client) -> None:
    assert "This record begins on 1 April 2009" in text_of(html(client, "?as_at=2008-12-31"))


def test_a_draft_is_not_counted(client: Client) -> None:
    Inspection.objects.filter(authority__slug="kent").update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    assert groups(html(client))["not-yet-inspected"] == ["kent"]


def test_an_empty_record_still_has_a_first_page(client: Client) -> None:
    Inspection.objects.update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    page = html(client)
    assert counts(page)["not yet inspected"] == 153


# Limits


@pytest.mark.parametrize("query", ["", "?as_at=2015-03-31", "?area=leaders&as_at=2019-03-31"])
def test_a_cold_page_asks_for_nothing_but_the_data_version(
    client: Client, django_assert_num_queries, query: str
) -> None:
    read_beforehand()
    with django_assert_num_queries(2):  # middleware and page
        html(client, query)


@pytest.mark.parametrize(
    "query", ["", "?as_at=2019-03-31&known_by=2026-06-30&area=children-in-care-and-care-leavers"]
)
def test_the_page_is_small_map_included(client: Client, query: str) -> None:
    assert len(gzip.compress(html(client, query).encode(), 6)) < BUDGET


@pytest.mark.parametrize(
    "query", ["?as_at=tomorrow", "?known_by=1", "?grade=good", "?area=brilliance"]
)
def test_nonsense_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/{query}").status_code == 400


def test_a_refused_area_is_told_which_there_are(client: Client) -> None:
    answer = client.get("/?area=brilliance").content.decode()
    assert "area" in answer
    assert "help-and-protection" in answer


def test_a_day_before_anything_counts_names_what_will(client: Client) -> None:
    html = client.get("/", {"as_at": "2013-06-01"}).content.decode()
    assert "inspections under SIF, and none had begun by then" in html
    html = client.get("/", {"as_at": "2014-02-01", "known_by": "2014-02-01"}).content.decode()
    assert "none had begun and been published by then" in html


def test_a_day_beyond_the_record_says_how_far_the_record_reaches(client: Client) -> None:
    note = "Reports published after 20 August 2026 are not in this record yet."
    assert note in client.get("/", {"as_at": "2026-08-21"}).content.decode()
    assert note not in client.get("/", {"as_at": "2026-08-20"}).content.decode()
