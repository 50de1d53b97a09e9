"""The page of one authority."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratings.models import Authority, Completeness, Discrepancy, Inspection
from tests.views.authority.page import data, html, words
from tests.views.pages import read_beforehand, text_of

pytestmark = pytest.mark.usefixtures("record")


def test_it_says_who_where_and_how_it_was_rated(client: Client) -> None:
    page = html(client, "kent")
    said = text_of(page)
    assert "<h1>Kent</h1>" in page
    assert "County council, South East" in said
    assert "adequate (2013) → good (2017) → outstanding (2022) → good (2025)" in said
    assert "GSS E10000016, DfE 886, Ofsted URN 80476" in said
    assert "declined from outstanding" in said


def test_the_line_can_be_cited_with_both_dates(client: Client) -> None:
    page = html(client, "kent", "?as_at=2024-03-31")
    assert "as at 31 March 2024, as published by 1 September 2026" in text_of(page)
    assert "/authorities/kent/?as_at=2024-03-31&amp;known_by=2026-09-01" in page
    again = html(client, "kent", "?as_at=2024-03-31&known_by=2026-09-01")
    assert "/authorities/kent/?as_at=2024-03-31&amp;known_by=2026-09-01" in again


def test_where_there_is_no_overall_grade_it_says_why_and_what_was_last(client: Client) -> None:
    said = words(client, "west-northamptonshire")
    assert "Last overall grade: requires improvement (2022) , no longer given." in said
    assert "leaders outstanding · help and protection good · " in said
    assert "Inspections that start from 1 April 2026 give no overall grade" in said


def test_the_matrix_has_the_newest_inspection_first(client: Client) -> None:
    said = html(client, "kent")
    heads = re.findall(r'<th scope="col"><a href="/inspections/([^/]+)/', said)
    assert heads[:2] == ["kent-ilacs-2023-2025-11-03", "kent-ilacs-2018-2022-05-09"]
    overall = said[said.index('<tr class="headline">') :]
    assert overall.index("good") < overall.index("outstanding") < overall.index("adequate")


def test_empty_cells_say_why(client: Client) -> None:
    assert "not a judgement then" in words(client, "kent")
    assert "not graded" in words(client, "isles-of-scilly")
    assert "not recorded" in words(client, "northamptonshire")
    cell = '<td class="reason"><span>not part of this inspection</span></td>'
    again = Inspection.objects.filter(ratings__missing="not-part-of-this-inspection").first()
    assert again is not None
    assert cell in html(client, again.authority.slug)


def test_an_inspection_without_publication_date_says_how_it_counts(client: Client) -> None:
    said = words(client, "kent")
    assert "publication date not recorded: counted as known from its first day" in said


def test_it_says_how_far_the_record_goes(client: Client) -> None:
    said = words(client, "kent")
    assert (
        "Complete for reports of graded inspections published to 20 August 2026 and visits begun "
        "from 1 April 2021 to 31 March 2025." in said
    )
    Completeness.objects.get(kind="visits").delete()
    assert "31 March 2025" not in words(client, "kent").split("Inspections and visits")[1][:400]


def test_an_authority_not_yet_inspected_lists_the_areas_that_will_be(client: Client) -> None:
    said = words(client, "barking-and-dagenham", "?as_at=2012-06-30")
    assert "not yet inspected" in said
    assert "No inspection or visit of Barking and Dagenham is on record" in said


def test_two_sources_that_disagree_are_shown_in_words(client: Client) -> None:
    said = words(client, "barking-and-dagenham")
    assert "Where sources disagree" in said
    assert "publication of the report: 1 April 2019" in said
    assert "Chosen: 1 April 2019 , because: 2022 release is one day early" in said


def test_links_carry_the_dates_on(client: Client) -> None:
    page = html(client, "kent", "?as_at=2024-03-31&known_by=2024-06-30")
    suffix = "?as_at=2024-03-31&amp;known_by=2024-06-30"
    assert f'href="/authorities/kent.csv{suffix}"' in page
    assert f'href="/inspections/kent-sif-2017-03-06/{suffix}"' in page
    assert f'href="/authorities/essex/{suffix}"' in page


# Queries


@pytest.mark.parametrize("address", ["/authorities/{}/", "/authorities/{}.json"])
def test_a_cold_page_asks_two_queries_whatever_the_size(client: Client, address: str) -> None:
    read_beforehand()
    for slug in ["kent", "isles-of-scilly", "bournemouth-christchurch-and-poole", "birmingham"]:
        with CaptureQueriesContext(connection) as asked:
            client.get(address.format(slug))
        own = [q for q in asked if "ratings_dataversion" not in q["sql"]]
        assert len(own) == 2, slug  # events, discrepancies
        assert len(asked) - len(own) == 2  # the version, by the middleware and by the page


@pytest.mark.parametrize("as_at", ["2016-03-31", "2026-08-20"])
def test_every_authority_has_a_page(client: Client, as_at: str) -> None:
    read_beforehand()
    for slug in Authority.objects.values_list("slug", flat=True):
        with CaptureQueriesContext(connection) as asked:
            html(client, slug, f"?as_at={as_at}")
        assert len(asked) == 4, slug


# Drafts


def test_a_draft_is_nowhere(client: Client) -> None:
    key = "kent-ilacs-2023-2025-11-03"
    Inspection.objects.get(key=key).history.all()
    draft = Inspection.objects.get(key=key)
    Discrepancy.objects.create(
        authority=draft.authority, inspection=draft, field="kind", value_a="short",
        source_a="a", value_b="standard", source_b="a secret source",
    )  # fmt: skip
    draft.status = Inspection.Status.DRAFT
    draft.save()
    for address in ["/authorities/kent/", "/authorities/kent.json", "/authorities/kent.csv"]:
        said = client.get(address).content.decode()
        assert key not in said
        assert "secret" not in said
    assert data(client, "kent")["line"].endswith("outstanding (2022)")
    assert key not in html(client, "essex")
    assert key not in str(data(client, "essex"))
