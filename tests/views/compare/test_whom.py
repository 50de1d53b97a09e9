"""Whom an address of a comparison means, and how it is changed."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.views.compare.reading import TEN, Query, data, page, refusal, rows, section, slugs
from tests.views.pages import text_of

pytestmark = pytest.mark.usefixtures("record")


def test_without_anybody_it_says_how_to_begin(client: Client) -> None:
    html = page(client)
    assert "Start from one authority" in text_of(html)
    assert html.count("<option") == 158 + 1 + 6 + 1
    assert data(client)["authorities"] == []
    assert rows(client) == []


def test_every_example_of_the_empty_page_leads_to_a_comparison(client: Client) -> None:
    examples = section(page(client, as_at="2024-03-31"), "examples")
    found = re.findall(r'<a href="(/compare/[^"]+)">', examples)
    assert len(found) == 4
    for address in found:
        assert "as_at=2024-03-31" in address
        html = client.get(unescape(address)).content.decode()
        assert html.count('class="compare-remove"') >= 3


def test_authorities_stand_in_the_order_of_the_address(client: Client) -> None:
    order = ["surrey", "kent", "essex"]
    assert "Surrey, Kent and Essex" in text_of(page(client, authority=order))
    assert slugs(data(client, authority=order)) == order


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Kent", "kent"), ("KENT", "kent"), ("E10000016", "kent"), ("e10000016", "kent"),
        ("886", "kent"), ("Kent County Council", "kent"), (" kent ", "kent"), ("Dorset", "dorset"),
        ("dorset-county", "dorset-county"), ("E10000027", "somerset"),
        ("Hull City Council", "kingston-upon-hull"),
    ],
)  # fmt: skip
def test_a_slug_a_name_an_alias_or_a_code_will_do(client: Client, text: str, slug: str) -> None:
    assert slugs(data(client, authority=text)) == [slug]
    assert slugs(data(client, of=text)) == [slug]


def test_duplicates_are_one_and_blanks_are_nobody(client: Client) -> None:
    asked = ["kent", "", "886", "Kent", "surrey"]
    assert slugs(data(client, authority=asked)) == ["kent", "surrey"]
    assert slugs(data(client, authority=asked, of="surrey")) == ["surrey", "kent"]


@pytest.mark.parametrize("name", ["authority", "of"])
def test_an_unknown_one_is_refused_with_near_names(client: Client, name: str) -> None:
    found = refusal(client, **{name: "Yorkk"})
    assert found["parameter"] == name
    assert "york" in found["allowed"]
    assert "Did you mean" in found["error"]
    assert "slug, name or code" in refusal(client, **{name: "000"})["error"]  # nothing is near


def test_more_than_ten_are_refused_and_ten_are_not(client: Client) -> None:
    assert len(slugs(data(client, authority=TEN))) == 10
    found = refusal(client, authority=[*TEN, "durham"])
    assert found["parameter"] == "authority"
    assert "up to ten" in found["error"]
    assert len(slugs(data(client, authority=[*TEN, "886", "kent"]))) == 10


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ({"preset": "friends", "of": "kent"}, "preset", "neighbours-2025"),
        ({"preset": "neighbours-2019", "of": "kent"}, "preset", "neighbours-2021"),
        ({"preset": "region"}, "preset", "given together with of"),
        ({"preset": "region", "of": "kent", "authority": "surrey"}, "preset", "without authority"),
        ({"as_at": "soon", "authority": "kent"}, "as_at", "2024-03-31"),
        ({"area": "leaders"}, "area", "authority"),
        ({"of": ["kent", "surrey"]}, "of", "one value"),
    ],
)
def test_what_it_does_not_understand_is_refused_by_name(
    client: Client, query: Query, parameter: str, allowed: str
) -> None:
    found = refusal(client, **query)
    assert found["parameter"] == parameter
    assert any(allowed in each for each in found["allowed"])


def test_one_can_be_added_and_every_one_removed(client: Client) -> None:
    html = page(client, authority=["kent", "surrey"], as_at="2024-03-31")
    form = html.partition('class="compare-add"')[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', form)
    assert hidden == [("authority", "kent"), ("authority", "surrey"), ("as_at", "2024-03-31")]
    assert '<option value="essex">Essex</option>' in html
    assert '<option value="kent">' not in html
    assert '<option value="cumbria">Cumbria (until 2023)</option>' in html
    assert removals(html) == [
        "/compare/?authority=surrey&as_at=2024-03-31",
        "/compare/?authority=kent&as_at=2024-03-31",
    ]


def removals(html: str) -> list[str]:
    """The links that leave one out."""
    return [unescape(a) for a in re.findall(r'class="compare-remove" href="([^"]+)"', html)]


def test_ten_leave_no_room_for_another(client: Client) -> None:
    html = page(client, authority=TEN)
    assert 'name="authority"><option' not in html.replace("\n", "")
    assert "Ten is the most" in text_of(html)


def test_removing_what_the_others_are_compared_with_leaves_the_others(client: Client) -> None:
    found = removals(page(client, of="kent", authority=["surrey", "essex"]))
    assert found[0] == "/compare/?authority=surrey&authority=essex"
    assert found[1] == "/compare/?of=kent&authority=essex"
