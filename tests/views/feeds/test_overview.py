"""The page that says which feeds there are."""

import pytest
from django.test import Client

from tests.views.pages import page_at, text_of


@pytest.mark.usefixtures("record")
def test_a_region_of_ofsteds_beside_its_two_halves_is_explained(client: Client) -> None:
    words = text_of(page_at(client, "/feeds/"))
    assert "Yorkshire and the Humber (one region to Ofsted, both together) : Atom" in words
    assert words.count("one region to Ofsted") == 1
