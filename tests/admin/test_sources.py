"""How far the record reaches, and where a source has a page for each authority."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ratings.models import Completeness, Source
from ratings.models.record import Record
from tests.admin.conftest import change, url_of
from tests.views.pages import text_of


@pytest.fixture
def visits(record: None) -> Completeness:
    return Completeness.objects.get(kind="visits")


@pytest.mark.parametrize("name", ["first_day", "last_day"])
@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2 September 2026", "is still to come"),
        ("31 March 2009", "The record begins with its first framework, on 1 April 2009"),
    ],
)
def test_the_record_is_complete_between_days_from_its_beginning_to_today(
    reviewer: Client, visits: Completeness, name: str, day: str, message: str
) -> None:
    assert message in change(reviewer, visits, **{name: day}).content.decode()


@pytest.mark.parametrize(
    ("first", "last"),
    [("1 April 2009", "1 September 2026"), ("1 September 2026",) * 2, ("", "1 April 2009")],
)
def test_first_and_last_days(reviewer: Client, visits: Completeness, first: str, last: str) -> None:
    assert change(reviewer, visits, first_day=first, last_day=last).status_code == 302


def test_the_form_says_what_a_day_changes(reviewer: Client, visits: Completeness) -> None:
    page = text_of(reviewer.get(url_of(visits)).content.decode())
    assert "the day at the foot of every page" in page
    assert "It changes no grade and no count." in page
    refused = change(reviewer, visits, first_day="1 April 2025", last_day="31 March 2025")
    assert refused.content.decode().count("The last day is before the first: correct one.") == 1


def test_its_basis_is_changed_and_restored(reviewer: Client, visits: Completeness) -> None:
    changed = {"basis": "published", "first_day": "", "last_day": "31 March 2026"}
    assert change(reviewer, visits, **changed).status_code == 302
    said = Record.current().completeness["visits"].in_words
    assert said == "reports of visits published to 31 March 2026"
    version = url_of(visits, f"history/{visits.history.earliest().history_id}")
    assert "Counted by the day" in reviewer.get(version).content.decode()
    reviewer.post(version, {"reason": "it was right"})
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
def test_the_page_of_an_authority_is_an_url_with_its_number(reviewer: Client, page: str) -> None:
    said = change(reviewer, Source.objects.get(key="listing"), authority_page=page)
    wanted = "Write a web address with {ofsted_urn} in it, such as https://"
    assert wanted in said.content.decode()


@pytest.mark.parametrize(
    ("page", "of_one"), [("https://x.org/{ofsted_urn}/all", "https://x.org/80001/all"), ("", "")]
)
def test_another_pattern_is_taken_and_none_is_too(reviewer: Client, page: str, of_one: str) -> None:
    row = Source.objects.get(key="listing")
    assert change(reviewer, row, authority_page=page).status_code == 302
    assert Record.current().ofsted_page("80001") == of_one
