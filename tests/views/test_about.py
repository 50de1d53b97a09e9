"""The method in plain words, and the statement on accessibility: true about the site."""

import pytest
from django.test import Client
from pytest_django import Settings

from ratings.models import Discrepancy, Framework
from ratings.views.about import REVIEWED
from tests.admin.conftest import person
from tests.views.pages import assert_well_formed, page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

STATEMENT = "/accessibility/"


@pytest.mark.parametrize(
    ("address", "anchors"),
    [
        ("/about/", ["line", "grade", "trend", "spells", "missing", "dates", "complete",
                     "frameworks", "comparable", "authorities", "sources", "weak", "cite",
                     "errors"]),
        (STATEMENT, ["how", "tested", "untested", "limits", "barrier"]),
    ],
)  # fmt: skip
def test_each_part_is_there_and_in_the_contents(
    client: Client, address: str, anchors: list[str]
) -> None:
    page = page_at(client, address)
    for anchor in anchors:
        assert f'id="{anchor}"' in page
        assert f'href="#{anchor}"' in page


def test_the_method_names_every_framework_and_counts_what_is_on_record(client: Client) -> None:
    page = page_at(client, "/about/")
    for framework in Framework.objects.all():
        assert framework.short_name in page
    words = text_of(page)
    assert "3,014 ratings; for 37 more judgements it says why there is no grade" in words
    settled = Discrepancy.objects.filter(status="settled").count()
    assert f"There are {settled} that have been settled" in words
    assert 'href="/changes/coverage/"' in page


@pytest.mark.parametrize(
    ("path", "address", "least"),
    [("/about/", "authorities/northamptonshire/?as_at=2018-12-31", 1),
     ("/figures.json", "national.json?", 31), ("/figures.csv", "national.json?", 31)],
)  # fmt: skip
def test_addresses_are_of_the_site_whatever_host_was_asked(
    client: Client, settings: Settings, path: str, address: str, least: int
) -> None:
    settings.SITE_URL = "https://ratings.example.org"
    page = client.get(path, HTTP_HOST="localhost").content.decode()
    assert page.count(f"https://ratings.example.org/{address}") >= least
    assert "localhost" not in page


@pytest.mark.parametrize(
    ("contact", "link", "told"),
    [
        ("", "", "tell whoever runs this copy of the site"),
        ("data@example.org", 'href="mailto:data@example.org"', ">data@example.org</a>"),
        ("https://example.org/errors", 'href="https://example.org/errors"', ">"),
    ],
)
def test_errors_and_barriers_are_reported_to_the_configured_address(
    client: Client, settings: Settings, contact: str, link: str, told: str
) -> None:
    settings.RATINGS_CONTACT = contact
    barrier = page_at(client, STATEMENT).partition('id="barrier"')[2]
    assert (f"write to <a {link}{told}" if contact else told) in barrier
    if contact:
        assert page_at(client, "/about/").count(link) == 2


def test_every_page_says_how_far_the_record_reaches_and_under_which_licence(
    client: Client,
) -> None:
    for address in ("/", "/authorities/", "/inspections/", "/about/"):
        page = text_of(page_at(client, address))
        assert "Reports of graded inspections published to 20 August 2026." in page
        assert "Visits begun from 1 April 2021 to 31 March 2025." in page
        assert "Anything later may have happened but is not recorded here." in page
        assert "Data version" in page
        assert "Open Government Licence v3.0" in page
        assert "CC BY 4.0" in page


def test_the_statement_does_not_claim_what_nobody_did_and_needs_no_script(client: Client) -> None:
    page = page_at(client, STATEMENT)
    assert page.count("<script") == 1, "the copy buttons' only"
    said = text_of(page)
    assert "not tested with disabled people" in said
    assert "not tested with a real screen reader" in said
    assert "That is not proof" in said
    assert f"{REVIEWED.day} November 2026" in said


def test_the_statement_is_found_from_every_page(client: Client) -> None:
    for address in ("/", "/authorities/kent/", "/about/", "/nothing/", "/national/?area=x"):
        assert f'<a href="{STATEMENT}">Accessibility</a>' in client.get(address).content.decode()


def test_whoever_may_not_open_a_page_of_the_desk_is_told_so_on_a_page() -> None:
    refused = person("kit", "keeper").get("/admin/ratings/framework/add/")
    assert refused.status_code == 403
    page = refused.content.decode()
    assert "You may not open this page" in page
    assert 'href="/admin/"' in page
    assert_well_formed(page)
