"""The method in plain words."""

import pytest
from django.test import Client, override_settings
from pytest_django import Settings

from ratings.models import Discrepancy, Framework
from ratings.models.reference import Reference
from tests.views.pages import assert_well_formed, page_at, text_of

pytestmark = pytest.mark.usefixtures("record")


def test_it_explains_every_rule_and_names_every_framework(client: Client) -> None:
    page = client.get("/about/").content.decode()
    for anchor in ("line", "grade", "trend", "spells", "missing", "dates", "complete",
                   "frameworks", "comparable", "authorities", "sources", "weak", "cite",
                   "errors"):  # fmt: skip
        assert f'id="{anchor}"' in page
        assert f'href="#{anchor}"' in page
    for framework in Framework.objects.all():
        assert framework.short_name in page
    assert_well_formed(page)


def test_its_example_is_at_the_address_of_the_site_whatever_host_was_asked(
    client: Client, settings: Settings
) -> None:
    settings.SITE_URL = "https://ratings.example.org"
    page = client.get("/about/", HTTP_HOST="localhost").content.decode()
    assert "https://ratings.example.org/authorities/northamptonshire/?as_at=2018-12-31" in page
    assert "localhost" not in page


def test_it_counts_grades_and_what_was_not_graded_apart(client: Client) -> None:
    words = text_of(page_at(client, "/about/"))
    assert "3,014 ratings; for 37 more judgements it says why there is no grade" in words


def test_it_counts_the_disagreements_of_the_sources(client: Client) -> None:
    settled = Discrepancy.objects.filter(status="settled").count()
    assert f"There are {settled} that have been settled" in text_of(
        client.get("/about/").content.decode()
    )


def test_a_cold_page_asks_eight_queries_beside_the_data_version(
    client: Client, django_assert_num_queries
) -> None:
    Reference.current()
    with django_assert_num_queries(10):
        client.get("/about/")


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("data@example.org", 'href="mailto:data@example.org"'),
        ("https://example.org/errors", 'href="https://example.org/errors"'),
    ],
)
def test_errors_are_reported_to_the_configured_address(
    client: Client, contact: str, link: str
) -> None:
    with override_settings(RATINGS_CONTACT=contact):
        assert client.get("/about/").content.decode().count(link) == 2


def test_every_page_says_how_far_the_record_reaches_and_under_which_licence(
    client: Client,
) -> None:
    for address in ("/", "/authorities/", "/inspections/", "/about/"):
        page = text_of(client.get(address).content.decode())
        assert "Reports of graded inspections published to 20 August 2026." in page
        assert "Visits begun from 1 April 2021 to 31 March 2025." in page
        assert "Anything later may have happened but is not recorded here." in page
        assert "Data version" in page
        assert "Open Government Licence v3.0" in page
        assert "CC BY 4.0" in page
