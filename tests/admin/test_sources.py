"""How far the record reaches, and where a source has a page for each authority."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from ratings.models import Completeness, Source
from ratings.models.reference import Reference
from tests.admin.conftest import change_address, form_data
from tests.views.pages import text_of


def change(reviewer: Client, row: Any, **values: str) -> Any:
    data = {**form_data(reviewer.get(change_address(row))), **values, "reason": "so"}
    return reviewer.post(change_address(row), data)


@pytest.fixture
def visits(record: None) -> Completeness:
    return Completeness.objects.get(kind="visits")


@pytest.mark.parametrize("name", ["first_day", "last_day"])
@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2 September 2026", "is still to come"),
        ("31 March 2009", "The record begins with its first framework, on 1 April 2009"),
        ("1 January 1066", "Give a year from 1900 to 2100."),
    ],
)
def test_the_record_is_complete_between_days_from_its_beginning_to_today(
    reviewer: Client, visits: Completeness, name: str, day: str, message: str
) -> None:
    assert message in change(reviewer, visits, **{name: day}).content.decode()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("1 April 2009", "1 September 2026"),
        ("1 September 2026", "1 September 2026"),
        ("", "1 April 2009"),
    ],
)
def test_days_at_the_edge_are_taken(
    reviewer: Client, visits: Completeness, first: str, last: str
) -> None:
    assert change(reviewer, visits, first_day=first, last_day=last).status_code == 302


def test_it_does_not_end_before_it_begins(reviewer: Client, visits: Completeness) -> None:
    page = change(reviewer, visits, first_day="1 April 2025", last_day="31 March 2025")
    assert page.content.decode().count("The last day is before the first: correct one.") == 1


def test_the_form_says_what_moving_the_day_changes(reviewer: Client, visits: Completeness) -> None:
    page = text_of(reviewer.get(change_address(visits)).content.decode())
    assert "the day at the foot of every page" in page
    assert "It changes no grade and no count." in page


def test_what_it_is_counted_by_is_changed_and_restored(
    reviewer: Client, visits: Completeness
) -> None:
    changed = {"basis": "published", "first_day": "", "last_day": "31 March 2026"}
    assert change(reviewer, visits, **changed).status_code == 302
    assert Reference.current().completeness["visits"].in_words == (
        "reports of visits published to 31 March 2026"
    )
    first = visits.history.order_by("history_id").first()
    address = change_address(visits).replace("/change/", f"/history/{first.history_id}/")
    assert "Counted by the day" in reviewer.get(address).content.decode()
    reviewer.post(address, {"reason": "it was right"})
    visits.refresh_from_db()
    assert (visits.basis, visits.first_day) == ("begun", date(2021, 4, 1))


@pytest.mark.parametrize(
    "page",
    [
        "https://reports.ofsted.gov.uk/provider/44/",
        "{ofsted_urn}",
        "javascript:alert({ofsted_urn})",
        "https://reports.ofsted.gov.uk/provider/{ofsted_urn",
    ],
)
def test_the_page_of_an_authority_is_a_web_address_with_its_number(
    reviewer: Client, record: None, page: str
) -> None:
    row = Source.objects.get(key="listing")
    said = change(reviewer, row, authority_page=page).content.decode()
    assert "Write a web address with {ofsted_urn} in it, such as https://" in said


def test_another_pattern_is_taken_and_none_is_too(reviewer: Client, record: None) -> None:
    row = Source.objects.get(key="listing")
    elsewhere = "https://reports.example.org/councils/{ofsted_urn}/all"
    assert change(reviewer, row, authority_page=elsewhere).status_code == 302
    assert (
        Reference.current().ofsted_page("80001") == "https://reports.example.org/councils/80001/all"
    )
    assert change(reviewer, row, authority_page="").status_code == 302
    assert Reference.current().ofsted_page("80001") == ""
