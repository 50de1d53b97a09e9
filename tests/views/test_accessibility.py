"""The statement on accessibility: there for everybody, kept like a page, true about itself."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from ratings.models.reference import Reference
from ratings.views.about import REVIEWED
from tests.admin.conftest import person
from tests.views.pages import assert_well_formed, text_of

pytestmark = pytest.mark.usefixtures("record")

ADDRESS = "/accessibility/"


def words(client: Client) -> str:
    return text_of(client.get(ADDRESS).content.decode())


def test_it_says_what_was_tested_what_was_not_and_what_is_weak(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()
    for anchor in ("how", "tested", "untested", "limits", "barrier"):
        assert f'id="{anchor}"' in page
        assert f'href="#{anchor}"' in page
    assert_well_formed(page)


def test_it_does_not_claim_what_nobody_did(client: Client) -> None:
    said = words(client)
    assert "not tested with disabled people" in said
    assert "not tested with a real screen reader" in said
    assert "That is not proof" in said
    assert f"{REVIEWED.day} November 2026" in said


def test_it_needs_no_script_of_its_own_and_is_found_from_every_page(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()
    assert page.count("<script") == 1, "the copy buttons' only"
    for address in ("/", "/authorities/kent/", "/about/", "/nothing/", "/national/?area=x"):
        assert f'<a href="{ADDRESS}">Accessibility</a>' in client.get(address).content.decode()
    assert f"http://127.0.0.1:8000{ADDRESS}" in client.get("/sitemap.xml").content.decode()


def test_it_is_kept_and_not_sent_twice(client: Client) -> None:
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert client.get(f"{ADDRESS}?colour=red").status_code == 400
    assert client.post(ADDRESS).status_code == 405


def test_its_links_keep_the_date_of_the_page_before(client: Client) -> None:
    page = client.get(f"{ADDRESS}?as_at=2019-03-31").content.decode()
    assert 'href="/authorities/?as_at=2019-03-31"' in page


def test_a_cold_page_asks_no_more_than_the_state_of_the_record(
    client: Client, django_assert_max_num_queries
) -> None:
    Reference.current()
    with django_assert_max_num_queries(3):
        client.get(ADDRESS)


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("", "tell whoever runs this copy of the site"),
        ("data@example.org", 'write to <a href="mailto:data@example.org">data@example.org</a>'),
        ("https://example.org/errors", 'write to <a href="https://example.org/errors">'),
    ],
)
def test_a_barrier_is_reported_to_the_configured_address(
    client: Client, contact: str, told: str
) -> None:
    with override_settings(RATINGS_CONTACT=contact):
        barrier = client.get(ADDRESS).content.decode().partition('id="barrier"')[2]
        assert told in barrier


def test_whoever_may_not_open_a_page_of_the_desk_is_told_so_on_a_page() -> None:
    refused = person("kit", "keeper").get("/admin/ratings/framework/add/")
    assert refused.status_code == 403
    page = refused.content.decode()
    assert "You may not open this page" in page
    assert 'href="/admin/"' in page
    assert_well_formed(page)
