"""The first page."""

import re

import pytest
from django.test import Client

from ratings.models import Inspection
from ratings.models.names import Names
from ratings.models.reference import Reference
from ratings.views.home import Count, in_words
from tests.rules.builders import GOOD, OUTSTANDING
from tests.views.pages import assert_well_formed, text_of

pytestmark = pytest.mark.usefixtures("record")

COUNT = re.compile(r'grade=([a-z-]+)[^>]*>\s*<span class="count">([0-9]+)<')


def html(client: Client, query: str = "") -> str:
    response = client.get(f"/{query}")
    assert response.status_code == 200
    return response.content.decode()


def counts(page: str) -> dict[str, int]:
    return {key: int(number) for key, number in COUNT.findall(page)}


def test_the_country_is_said_in_one_sentence(client: Client) -> None:
    page = html(client)
    assert "On 1 September 2026, of the 153 authorities in England" in text_of(page)
    assert_well_formed(page)


def test_every_existing_authority_is_counted_once(client: Client) -> None:
    page = html(client)
    assert sum(counts(page).values()) == 153
    assert set(counts(page)) >= {"no-overall-grade", "not-yet-inspected"}


def test_the_counts_are_those_that_ofsted_published_for_march_2024(client: Client) -> None:
    """60% good or outstanding and 20% outstanding, of those inspected (published-figures.csv)."""
    found = counts(html(client, "?as_at=2024-03-31&known_by=2024-06-30"))
    inspected = sum(found.values()) - found["not-yet-inspected"]
    assert round(100 * (found["outstanding"] + found["good"]) / inspected) == 60
    assert round(100 * found["outstanding"] / inspected) == 20


def test_each_count_leads_to_as_many_authorities(client: Client) -> None:
    page = html(client, "?as_at=2015-01-20")
    for key, number in counts(page).items():
        listed = client.get("/authorities/", {"grade": key, "as_at": "2015-01-20"})
        assert listed.content.decode().count('<th scope="row"') == number


def test_a_cold_page_asks_two_queries_beside_the_data_version(
    client: Client, django_assert_num_queries
) -> None:
    Reference.current()
    Names.current()
    with django_assert_num_queries(4):
        html(client)


def test_the_latest_inspections_are_those_begun_by_the_day(client: Client) -> None:
    page = html(client, "?as_at=2019-12-31")
    assert page.count('class="latest-date') == 10
    years = re.findall(r"latest-date[^>]*>[^<]*?(\d{4})<", page)
    assert set(years) == {"2019"}


def test_a_draft_is_not_counted(client: Client) -> None:
    Inspection.objects.filter(authority__slug="kent").update(status=Inspection.Status.DRAFT)
    assert counts(html(client))["not-yet-inspected"] == 1


def test_before_the_record_begins_it_says_so(client: Client) -> None:
    assert "This record begins on 1 April 2009" in text_of(html(client, "?as_at=2008-12-31"))


def test_the_search_box_carries_the_dates_on(client: Client) -> None:
    page = html(client, "?as_at=2020-01-01")
    assert page.count('<input type="hidden" name="as_at" value="2020-01-01">') == 2


def test_an_empty_record_still_has_a_first_page(client: Client) -> None:
    Inspection.objects.update(status=Inspection.Status.DRAFT)
    assert counts(html(client))["not-yet-inspected"] == 153


@pytest.mark.parametrize("query", ["?as_at=tomorrow", "?known_by=1", "?grade=good"])
def test_nonsense_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/{query}").status_code == 400


def test_the_sentence_keeps_its_grammar_for_one() -> None:
    found = [
        Count("outstanding", "outstanding", 1, OUTSTANDING),
        Count("good", "good", 2, GOOD),
        Count("no-overall-grade", "no overall grade", 1),
        Count("not-yet-inspected", "not yet inspected", 3),
    ]
    assert in_words(found) == (
        "1 is rated outstanding, 2 good, 1 has no overall grade and 3 have not yet been inspected"
    )
    assert in_words(found[2:3]) == "1 has no overall grade"
