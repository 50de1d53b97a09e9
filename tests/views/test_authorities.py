"""The list of authorities."""

import pytest
from django.test import Client

from ratings.models import Authority, DataVersion, Inspection
from tests.views.pages import (
    assert_well_formed,
    names_of,
    page_at,
    read_beforehand,
    rows_of,
    text_of,
)

pytestmark = pytest.mark.usefixtures("record")

ADDRESS = "/authorities/"


def html(client: Client, query: str = "") -> str:
    return page_at(client, ADDRESS + query)


def test_it_lists_the_existing_authorities_by_name(client: Client) -> None:
    page = html(client)
    names = names_of(page)
    assert len(names) == 153
    assert names == sorted(names, key=str.casefold)
    assert "Northamptonshire" not in names
    assert "153 councils in England as at 1 September 2026" in text_of(page)


def test_a_cold_page_asks_one_query_beside_the_data_version(
    client: Client, django_assert_num_queries
) -> None:
    read_beforehand()
    with django_assert_num_queries(3) as asked:  # the version twice: middleware and page
        html(client)
    assert sum("ratings_dataversion" in query["sql"] for query in asked.captured_queries) == 2


def test_the_table_says_how_it_is_sorted(client: Client) -> None:
    page = html(client, "?sort=-since")
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="descending"' in page
    assert "Sorted by graded since, most recent first." in text_of(page)
    assert page.count('scope="col"') == 9


def test_the_best_grades_come_first_and_those_without_one_last(client: Client) -> None:
    rows = rows_of(html(client, "?sort=grade"))
    assert " O outstanding" in rows[0]
    assert "no overall grade" in rows[-1]


def test_those_without_a_grade_come_last_in_either_direction(client: Client) -> None:
    rows = rows_of(html(client, "?sort=-grade"))
    assert " I inadequate" in rows[0]
    assert "no overall grade" in rows[-1]


def test_abolished_authorities_are_shown_on_request_with_their_last_day(client: Client) -> None:
    rows = rows_of(html(client, "?abolished=yes"))
    assert len(rows) == 158
    assert any("Northamptonshire abolished 31 March 2021" in row for row in rows)


def test_the_line_is_that_of_the_day(client: Client) -> None:
    page = text_of(html(client, "?as_at=2018-12-31"))
    line = "inadequate (2013) → requires improvement (2016) → declined (2018)"
    assert f"Northamptonshire {line} Northamptonshire:" in page
    later = text_of(html(client, "?as_at=2019-12-31"))
    assert f"Northamptonshire {line} → inadequate (2019)" in later


def test_what_was_not_published_by_then_is_not_known(client: Client) -> None:
    begun = Inspection.objects.get(key__startswith="northamptonshire", framework__code="ilacs-2018",
                                   kind__is_graded=True)  # fmt: skip
    assert begun.published
    day = begun.first_day.isoformat()
    query = f"?as_at=2020-01-01&known_by={day}"
    page = text_of(html(client, query))
    assert "→ declined (2018) → inadequate (2019)" not in page
    assert "as published by" in page


def test_a_draft_is_never_shown(client: Client) -> None:
    latest = Inspection.objects.filter(authority__slug="kent", kind__is_graded=True).last()
    assert latest
    shown = f"({latest.first_day.year})"
    assert shown in rows_of(html(client, "?q=kent&region=South+East"))[0]
    Inspection.objects.filter(pk=latest.pk).update(status=Inspection.Status.DRAFT)
    DataVersion.bump()
    assert shown not in rows_of(html(Client(), "?q=kent&region=South+East"))[0]


@pytest.mark.parametrize(
    ("query", "some"),
    [
        ("?grade=outstanding", "outstanding"),
        ("?grade=no-overall-grade", "no overall grade"),
        ("?grade=inadequate", "inadequate"),
        ("?trend=improved", "improved"),
        ("?trend=not-comparable", "not comparable"),
        ("?region=London", "London"),
        ("?type=county+council", "county council"),
        ("?as_at=2012-01-01&grade=no-grade-on-record", "no overall grade on record"),
    ],
)
def test_a_filter_keeps_what_fits_and_nothing_else(client: Client, query: str, some: str) -> None:
    rows = rows_of(html(client, query))
    assert 0 < len(rows) < 153
    assert all(some in row for row in rows)


def test_the_grades_and_those_without_one_add_up(client: Client) -> None:
    groups = ["outstanding", "good", "requires-improvement", "adequate", "inadequate",
              "no-overall-grade", "not-yet-inspected", "no-grade-on-record"]  # fmt: skip
    assert sum(len(names_of(html(client, f"?grade={group}"))) for group in groups) == 153


@pytest.mark.parametrize("text", ["SURR", "surrey c", "E10000030", "e10000030", "936"])
def test_search_finds_names_and_codes_whatever_the_capitals(client: Client, text: str) -> None:
    response = client.get(ADDRESS, {"q": text, "grade": "", "region": "South East"})
    assert "Surrey" in names_of(response.content.decode())


@pytest.mark.parametrize("text", ["Kent", "kent", "E10000016", "886", "Kent County Council"])
def test_a_search_for_exactly_one_leads_to_its_page(client: Client, text: str) -> None:
    response = client.get(ADDRESS, {"q": text, "as_at": "2020-01-01", "region": ""})
    assert response.status_code == 302
    assert response.headers["Location"] == "/authorities/kent/?as_at=2020-01-01"


def test_an_abolished_authority_is_found_by_name(client: Client) -> None:
    assert client.get(ADDRESS, {"q": "Cumbria"}).headers["Location"] == "/authorities/cumbria/"
    page = text_of(html(client, "?q=cumb"))
    assert "Cumbria (until 31 March 2023)" in page


def test_an_empty_result_says_what_to_do(client: Client) -> None:
    page = html(client, "?q=Yorkk")
    assert "No authority fits this filter" in text_of(page)
    assert 'href="/authorities/york/"' in page


def test_downloads_carry_the_filter_and_the_dates(client: Client) -> None:
    page = html(client, "?region=London&as_at=2024-03-31&sort=-grade&q=")
    query = "as_at=2024-03-31&amp;region=London&amp;sort=-grade"
    assert f'href="/authorities.csv?{query}"' in page
    assert f'href="/authorities.json?{query}"' in page


@pytest.mark.parametrize(
    ("query", "name", "allowed"),
    [
        ("as_at=yesterday", "as_at", "a date such as 2024-03-31"),
        ("known_by=2024-13-01", "known_by", "a date such as 2024-03-31"),
        ("grade=brilliant", "grade", "requires-improvement"),
        ("trend=up", "trend", "not-comparable"),
        ("region=Wessex", "region", "South West"),
        ("type=parish", "type", "unitary authority"),
        ("abolished=no", "abolished", "yes"),
        ("sort=line", "sort", "-since"),
        ("colour=red", "colour", "region"),
        ("q=" + "x" * 101, "q", "up to 100 characters"),
        ("q=a%00b", "q", "name or code"),
    ],
)
def test_nonsense_is_refused_by_name(client: Client, query: str, name: str, allowed: str) -> None:
    response = client.get(f"{ADDRESS}?{query}")
    page = response.content.decode()
    assert response.status_code == 400
    assert f"<code>{name}</code>" in page
    assert allowed in text_of(page)
    assert_well_formed(page)


def test_an_authority_that_has_not_begun_is_not_listed(client: Client) -> None:
    assert "West Northamptonshire" not in names_of(html(client, "?as_at=2021-03-31"))
    assert "West Northamptonshire" in names_of(html(client, "?as_at=2021-04-01"))


def test_a_name_cannot_break_the_page(client: Client) -> None:
    Authority.objects.filter(slug="kent").update(name="Kent <b>&</b>")
    DataVersion.bump()
    page = html(client)
    assert "Kent &lt;b&gt;&amp;&lt;/b&gt;" in page
