"""One authority's page: what came before it, what after, and the days between."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ratings.models import Authority, Neighbour, Succession
from tests.views.authority.page import html, words
from tests.views.pages import text_of

pytestmark = pytest.mark.usefixtures("record")


def test_a_predecessor_stands_above_with_its_own_line(client: Client) -> None:
    page = html(client, "west-northamptonshire")
    said = text_of(page)
    assert (
        "Northamptonshire , until 31 March 2021 (split into West Northamptonshire and others)"
        in said
    )
    theirs = "inadequate (2019) → improved (2020–2021)"
    assert theirs in said
    assert page.index("before-line") < page.index('id="line"')


def test_every_predecessor_is_named_with_its_kind_of_change(client: Client) -> None:
    said = words(client, "bournemouth-christchurch-and-poole")
    for name, change in [
        ("Bournemouth", "merged into"),
        ("Poole", "merged into"),
        ("Dorset (county council)", "part of it passed to"),
    ]:
        new = "Bournemouth, Christchurch and Poole"
        authority = Authority.objects.filter(name=name).first()
        name = authority.name if authority else Authority.objects.get(slug="dorset-county").name
        assert f"{name} , until 31 March 2019 ({change} {new})" in said


def test_chains_of_predecessors_are_followed(client: Client) -> None:
    newest = Authority.objects.create(
        slug="northamptonshires", name="The Northamptonshires", gss_code="E06099999",
        la_code="999", region="East Midlands", authority_type="unitary authority",
        start_date=date(2026, 4, 1),
    )  # fmt: skip
    west = Authority.objects.get(slug="west-northamptonshire")
    west.end_date = date(2026, 3, 31)
    west.save()
    Succession.objects.create(
        predecessor=west, successor=newest, date=date(2026, 4, 1), kind="merged",
        source_url="https://example.org/",
    )  # fmt: skip
    said = words(client, "northamptonshires")
    first = said.index("Northamptonshire , until 31 March 2021 (split into West Northampton")
    second = said.index("West Northamptonshire , until 31 March 2026 (merged into The North")
    assert first < second


def test_an_abolished_authority_keeps_its_page(client: Client) -> None:
    said = words(client, "northamptonshire")
    assert "abolished 31 March 2021" in said
    assert "Split into North Northamptonshire and West Northamptonshire on 1 April 2021." in said
    assert "Grades on its last day, 31 March 2021" in said


@pytest.mark.parametrize("as_at", ["2018-01-01", "2019-03-31"])
def test_up_to_its_last_day_an_authority_exists(client: Client, as_at: str) -> None:
    said = words(client, "bournemouth", f"?as_at={as_at}")
    after = "merged into Bournemouth, Christchurch and Poole on 1 April 2019."
    assert f"Exists until 31 March 2019, then {after}" in said
    assert "exists until 31 March 2019" in said
    assert "bolished 31 March 2019" not in said
    assert "The line is complete" not in said


def test_after_its_last_day_it_is_abolished(client: Client) -> None:
    said = words(client, "bournemouth", "?as_at=2019-04-01")
    after = "Merged into Bournemouth, Christchurch and Poole on 1 April 2019."
    assert f"Abolished 31 March 2019. {after} The line is complete" in said
    assert "xists until" not in said


def test_an_end_that_is_still_to_come_is_told_as_one(client: Client) -> None:
    west = Authority.objects.get(slug="west-northamptonshire")
    west.end_date = date(2999, 3, 31)
    west.save()
    said = words(client, west.slug)
    assert "exists from 1 April 2021 until 31 March 2999" in said
    assert "Exists until 31 March 2999." in said
    assert "bolished 31 March 2999" not in said
    neighbour = Neighbour.objects.filter(neighbour=west).first()
    assert neighbour is not None
    assert "exists until 31 March 2999" in words(client, neighbour.authority.slug)


def test_before_it_began_the_page_answers_that_it_did_not_yet_exist(client: Client) -> None:
    said = words(client, "cumberland", "?as_at=2020-01-01")
    assert "On 1 January 2020 Cumberland did not yet exist: it began on 1 April 2023." in said
    assert "inadequate (2013) → inadequate (2015) → requires improvement (2017)" in said
    assert "Statistical neighbours, 2025 model" in said


@pytest.mark.parametrize("slug", ["cumberland", "westmorland-and-furness"])
def test_a_missing_model_of_neighbours_is_said(client: Client, slug: str) -> None:
    assert "2021 model has no neighbours for" in words(client, slug)


def test_an_abolished_neighbour_is_labelled(client: Client) -> None:
    neighbour = Neighbour.objects.filter(neighbour__slug="cumbria").first()
    assert neighbour is not None
    page = words(client, neighbour.authority.slug)
    assert "abolished 31 March 2023" in page
