"""What is refused in an address, and the date control."""

import pytest
from django.test import Client, RequestFactory

from ratings.views.dates import moment
from ratings.views.errors import BadParameter

PAGES = ["/", "/authorities/", "/inspections/"]


def test_a_bad_date_names_parameter_value_and_what_is_allowed() -> None:
    request = RequestFactory().get("/", {"as_at": "2024-02-30"})
    with pytest.raises(BadParameter) as caught:
        moment(request)
    assert (caught.value.name, caught.value.value) == ("as_at", "2024-02-30")
    assert "a date such as 2024-03-31" in caught.value.message


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_which_day_it_is_about(client: Client, address: str) -> None:
    today = client.get(address).content.decode()
    assert "Today, <strong>1 September 2026</strong>" in today
    past = client.get(f"{address}?as_at=2024-03-31&known_by=2024-06-30").content.decode()
    assert "<strong>as at 31 March 2024, as published by 30 June 2024</strong>" in past
    assert "Back to today" in past


@pytest.mark.usefixtures("record")
def test_another_day_keeps_the_filter_and_starts_on_the_first_page(client: Client) -> None:
    page = client.get("/inspections/?result=visit&page=2").content.decode()
    assert 'href="/inspections/?result=visit&amp;as_at=2025-03-31"' in page
    control = page.partition('class="date-panel"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="result" value="visit">' in control
    assert 'name="page"' not in control


@pytest.mark.usefixtures("record")
def test_links_carry_the_dates_on(client: Client) -> None:
    page = client.get("/authorities/?as_at=2024-03-31").content.decode()
    assert 'href="/authorities/kent/?as_at=2024-03-31"' in page
    assert 'href="/inspections/?as_at=2024-03-31"' in page
