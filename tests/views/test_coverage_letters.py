"""Letters that nobody has read yet on the coverage board, counted again from the record's files."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from ratings.models import Inspection
from tests.views.coverage_files import BOARD, Files, Row, data, html
from tests.views.pages import csv_at, text_of

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture
def files(sources: Path) -> Files:
    return Files.of_record(sources)


def year_of(row: Row) -> str:
    return (row["start_date"] or row["published"])[:4]


def test_unread_letters_are_counted_by_year_and_by_authority(client: Client, files: Files) -> None:
    found = data(client)
    years = {str(y["year"]): (y["visits"], y["not_read"]) for y in found["letters_by_year"]}
    assert years == files.letters(year_of)
    councils = {
        row["authority"]: (row["visits"], row["not_read"]) for row in found["letters_by_authority"]
    }
    assert councils == files.letters(lambda row: row["authority_slug"])
    assert sum(unread for _, unread in years.values()) == 283
    assert all(y["visits"] == y["read"] + y["not_read"] for y in found["letters_by_year"])
    page = text_of(html(client))
    visits, unread = years["2019"]
    assert f"2019 {visits} {visits - unread} {unread} 2020" in page


def test_the_letters_are_those_of_the_authorities_and_days_asked_for(client: Client) -> None:
    found = data(client, "?authority=kent&as_at=2019-12-31")
    assert {row["authority"] for row in found["letters_by_authority"]} <= {"kent"}
    assert all(row["year"] < 2020 for row in found["letters_by_year"])
    page = html(client, "?as_at=2010-01-01")
    assert 'id="letters"' not in page


def test_an_unread_letter_leads_to_the_councils_page_at_ofsted(client: Client) -> None:
    row = Inspection.objects.public().found("not-read").select_related("authority").first()
    council = row.authority
    at_ofsted = f"https://reports.ofsted.gov.uk/provider/44/{council.ofsted_urn}"
    query = f"?authority={council.slug}&inspections=visits"
    detail = html(client, query).partition('id="sums"')[0]
    assert f'<a href="{at_ofsted}">Letters to {council.name} at Ofsted</a>' in detail
    letters = [gap for gap in data(client, query)["gaps"] if gap["gap"] == "letter"]
    assert {gap["ofsted_page"] for gap in letters} == {at_ofsted}
    others = [gap for gap in csv_at(client, f"{BOARD}.csv{query}") if gap["gap"] != "letter"]
    assert {gap["ofsted_page"] for gap in others} == {""}


def test_it_says_how_far_the_record_reaches_and_what_is_known_to_be_missing(
    client: Client,
) -> None:
    page = text_of(html(client))
    assert "reports of graded inspections published to 20 August 2026." in page
    assert "Complete for visits begun from 1 April 2021 to 31 March 2025." in page
    assert "A regional body counts 325 focused visits published to November 2024; about 80" in page
