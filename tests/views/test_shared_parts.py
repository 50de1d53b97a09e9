"""What pages share: the menu, the date control, words where they could say what is not so."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.views.pages import page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

HERE = re.compile(r'<a href="(/[a-z]+/)[^"]*" aria-current="(page|true)"')


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/data/", [("/data/", "page")]),
        ("/data/dictionary/", [("/data/", "true")]),
        ("/api/", [("/data/", "true")]),
        ("/api/docs/", [("/data/", "true")]),
        ("/cite/?page=/authorities/kent/", [("/data/", "true")]),
        ("/feeds/", [("/changes/", "true")]),
        ("/accessibility/", [("/about/", "true")]),
        ("/authorities/kent/", [("/authorities/", "true")]),
        ("/", []),
    ],
)
def test_every_page_below_the_first_is_under_one_heading(
    client: Client, address: str, marked: list[tuple[str, str]]
) -> None:
    page = page_at(client, address)
    menu = page[page.index('<nav class="site-nav"') : page.index("</nav>")]
    assert HERE.findall(menu) == marked


@pytest.mark.parametrize("address", ["/", "/authorities/", "/inspections/"])
def test_a_page_says_which_day_it_is_about(client: Client, address: str) -> None:
    assert "Today, <strong>1 September 2026</strong>" in page_at(client, address)
    past = page_at(client, f"{address}?as_at=2024-03-31&known_by=2024-06-30")
    assert "<strong>as at 31 March 2024, as published by 30 June 2024</strong>" in past
    assert "Back to today" in past


def test_another_day_keeps_the_filter_and_starts_on_the_first_page(client: Client) -> None:
    page = page_at(client, "/inspections/?result=visit&page=2")
    assert 'href="/inspections/?result=visit&amp;as_at=2025-03-31"' in page
    control = page.partition('class="date-panel"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="result" value="visit">' in control
    assert 'name="page"' not in control


def test_links_carry_the_dates_on(client: Client) -> None:
    page = page_at(client, "/authorities/?as_at=2024-03-31")
    assert 'href="/authorities/kent/?as_at=2024-03-31"' in page
    assert 'href="/inspections/?as_at=2024-03-31"' in page
    assert '<a href="/changes/?as_at=2024-03-31">Changes</a>' in page
    page = page_at(client, "/accessibility/?as_at=2019-03-31")
    assert 'href="/authorities/?as_at=2019-03-31"' in page


def test_an_overall_grade_of_one_service_is_not_said_to_be_missing(client: Client) -> None:
    """Targeted inspections graded services for looked after children overall, and only them."""
    words = text_of(page_at(client, "/authorities/northamptonshire/"))
    assert "no grade for the services as a whole overall inadequate" in words
    assert "no single overall grade" not in words


@pytest.mark.parametrize(
    "address", ["/authorities/northamptonshire/", "/inspections/kent-ilacs-2023-2025-11-03/"]
)
def test_one_source_is_one(client: Client, address: str) -> None:
    words = text_of(page_at(client, address))
    assert "; source 1" in words or "; source 4" in words
    assert "; sources 1, 2" in words or "; sources 1 , 2" in words


def test_before_its_first_inspection_an_authority_has_no_blank_cell(client: Client) -> None:
    page = page_at(client, "/authorities/west-northamptonshire/?as_at=2022-03-31")
    table = text_of(page.partition('<table class="table areas">')[2].partition("</table>")[0])
    assert table.count("… not yet inspected no grade yet") == 3


def test_a_note_names_areas_and_not_their_keys(client: Client) -> None:
    page = page_at(client, "/inspections/birmingham-cpi-2012-10-19/")
    assert "SIF report (child protection)" in text_of(page)
    assert "(cpi-overall)" not in page
