"""Words that pages share, where they could say what is not so."""

import pytest
from django.test import Client

from tests.views.pages import page_at, text_of

pytestmark = pytest.mark.usefixtures("record")


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
    table = page[page.index('<table class="table areas">') :]
    table = text_of(table[: table.index("</table>")])
    assert table.count("… not yet inspected no grade yet") == 3


def test_a_note_names_areas_and_not_their_keys(client: Client) -> None:
    page = page_at(client, "/inspections/birmingham-cpi-2012-10-19/")
    assert "SIF report (child protection)" in text_of(page)
    assert "(cpi-overall)" not in page
