"""The first page: the country on a day, counted; who moved; the links on."""

import gzip
import re
from html import escape

import pytest
from django.test import Client

from ratings.models import DataVersion, Inspection
from tests.views.home.page import counts, groups, html
from tests.views.pages import csv_at, json_at, page_at, text_of

pytestmark = pytest.mark.usefixtures("record")


def test_every_existing_authority_is_counted_once(client: Client) -> None:
    page = html(client)
    assert "On 1 September 2026, of the 153 authorities in England" in text_of(page)
    assert sum(counts(page).values()) == 153
    assert set(counts(page)) >= {"no overall grade", "not yet inspected"}


@pytest.mark.parametrize(
    "asked",
    [
        {"as_at": "2024-03-31", "known_by": "2024-06-30"},
        {"as_at": "2026-09-01"},
        {"as_at": "2015-03-31"},
        {"as_at": "2021-03-31"},
        {"as_at": "2023-04-01"},
        {"as_at": "2019-03-31", "area": "leaders"},
        {"as_at": "2024-03-31", "area": "care-leavers"},
        {"as_at": "2012-03-31", "area": "slac-safeguarding"},
    ],
)
def test_the_counts_are_those_of_its_data(client: Client, asked: dict[str, str]) -> None:
    found = counts(client.get("/", asked).content.decode())
    data = json_at(client, "/national.json", asked)
    words = {"requires-improvement": "requires improvement"}
    grades = {words.get(key, key): number for key, number in data["grades"].items()}
    assert {k: n for k, n in grades.items() if n} == {
        k: n for k, n in found.items() if n and not k.startswith("no")
    }
    assert sum(found.values()) == data["existing"]
    rows = csv_at(client, "/national.csv", asked)
    assert {int(row["existing"]) for row in rows} == {data["existing"]}
    without = data.get("no_overall_grade", data.get("not_judged"))
    assert found.get("no overall grade", found.get("not judged")) == without


def test_shares_and_change_for_march_2024(client: Client) -> None:
    """60% good or outstanding and 20% outstanding, of those inspected (published-figures.csv)."""
    page = html(client, "?as_at=2024-03-31&known_by=2024-06-30")
    now, before = counts(page), counts(html(client, "?as_at=2023-03-31&known_by=2024-06-30"))
    inspected = sum(now.values()) - now["not yet inspected"]
    assert round(100 * (now["outstanding"] + now["good"]) / inspected) == 60
    table = text_of(page[page.index('<table class="table national-counts">') :])
    assert f"Of the {inspected} graded" in table
    assert "a year before, on 31 March 2023, both as published by 30 June 2024" in text_of(page)
    difference = now["outstanding"] - before["outstanding"]
    assert now["outstanding"] == 30
    assert f"outstanding 30 20% 20% {before['outstanding']} +{difference}" in table


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
    assert "This record begins on 1 April 2009" in text_of(html(client, "?as_at=2008-12-31"))


def test_drafts_are_not_counted_and_nothing_but_drafts_is_a_page_too(client: Client) -> None:
    Inspection.objects.filter(authority__slug="kent").update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    assert groups(html(client))["not-yet-inspected"] == ["kent"]
    Inspection.objects.update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    assert counts(html(client))["not yet inspected"] == 153


# Who moved, and the links on


def test_who_rose_and_fell_is_told_with_both_grades_and_the_date(client: Client) -> None:
    page = text_of(html(client, "?as_at=2026-03-31"))
    assert "Kent O outstanding → G good 3 November 2025" in page
    assert "Compared with a year earlier, 31 March 2025, " in page
    assert "authorities that had a graded inspection in that year," in page


@pytest.mark.parametrize("day", ["2013-12-31", "2014-02-01", "2014-03-31", "2019-03-31"])
def test_who_rose_and_fell_is_what_the_questions_answer(client: Client, day: str) -> None:
    words = text_of(html(client, f"?as_at={day}"))
    for title, key in (("Rose", "improved"), ("Fell", "declined")):
        answer = json_at(client, f"/questions/{key}.json", {"as_at": day})
        assert f"{title} ({len(answer['rows'])})" in words


def test_the_inadequate_lead_to_what_became_of_them_and_for_how_long(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31")
    address = "/questions/since-inadequate/?on=2019-03-31&reached=good"
    assert f'href="{escape(address)}"' in page
    table = client.get(address).content.decode()
    table = table[table.index("<tbody") : table.index("</tbody")]
    inadequate = set(groups(page)["inadequate"])
    assert set(re.findall(r'href="/authorities/([^/]+)/', table)) == inadequate
    address = "/questions/held-longest/?grade=inadequate&as_at=2019-03-31"
    assert f'<a href="{escape(address)}">Who has been inadequate longest?</a>' in page
    assert "Of 22 authorities" in page_at(client, address)


def test_the_latest_inspections_are_those_begun_by_the_day(client: Client) -> None:
    page = html(client, "?as_at=2019-12-31")
    assert page.count('class="latest-date') == 10
    assert set(re.findall(r"latest-date[^>]*>[^<]*?(\d{4})<", page)) == {"2019"}


def test_its_links_carry_day_and_area(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31&area=leaders")
    assert 'href="/national.json?as_at=2019-03-31&amp;area=leaders"' in page
    assert 'href="/authorities.csv?as_at=2019-03-31"' in page
    assert "since-inadequate" not in page
    stops = re.findall(r'<a href="([^"]*)#map" data-stop', page)
    assert len(stops) > 20
    assert all("area=leaders" in link for link in stops)


def test_the_search_box_carries_the_dates_on(client: Client) -> None:
    page = html(client, "?as_at=2020-01-01")
    assert page.count('action="/authorities/"') == 2
    assert page.count('<input type="hidden" name="as_at" value="2020-01-01">') == 3


# Limits


@pytest.mark.parametrize(
    "query", ["", "?as_at=2019-03-31&known_by=2026-06-30&area=children-in-care-and-care-leavers"]
)
def test_the_page_is_small_map_included(client: Client, query: str) -> None:
    """The budget is of issue 3."""
    assert len(gzip.compress(html(client, query).encode(), 6)) < 40_000


def test_a_day_before_anything_counts_names_what_will(client: Client) -> None:
    page = html(client, "?as_at=2013-06-01")
    assert "inspections under SIF, and none had begun by then" in page
    page = html(client, "?as_at=2014-02-01&known_by=2014-02-01")
    assert "none had begun and been published by then" in page


def test_a_day_beyond_the_record_says_how_far_the_record_reaches(client: Client) -> None:
    note = "Reports published after 20 August 2026 are not in this record yet."
    assert note in html(client, "?as_at=2026-08-21")
    assert note not in html(client, "?as_at=2026-08-20")
