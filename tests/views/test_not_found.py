"""What a page says when there is nothing at an address."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from ratings.views.authority.redirects import authority_not_found
from tests.views.pages import assert_well_formed


def test_an_unknown_address_leads_on(client: Client, db: None) -> None:
    response = client.get("/nothing/here/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "There is nothing at this address" in page
    assert 'href="/authorities/"' in page
    assert "ever published here" not in page
    assert "withdrawn is not shown until it is published again" in page
    assert_well_formed(page)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("text", "slug"),
    [("kentt", "kent"), ("northamptonshir", "northamptonshire"), ("brimingham", "birmingham")],
)
def test_an_unknown_authority_suggests_near_names(text: str, slug: str) -> None:
    response = authority_not_found(RequestFactory().get(f"/authorities/{text}/"), text)
    assert response.status_code == 404
    assert f'href="/authorities/{slug}/"' in response.content.decode()


@pytest.mark.usefixtures("record")
def test_what_is_like_no_name_is_escaped_and_shortened() -> None:
    request = RequestFactory().get("/authorities/x/")
    page = authority_not_found(request, "<script>" + "9" * 500).content.decode()
    assert "&lt;script&gt;" in page
    assert "9" * 100 not in page
    assert "No authority has a name like it" in page


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_a_refusal_needs_neither_the_database_nor_a_request(name: str) -> None:
    page = render_to_string(name)
    assert "<h1>" in page
    assert_well_formed(page)
