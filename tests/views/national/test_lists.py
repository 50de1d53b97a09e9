"""The lists behind national numbers: fifty rows a page, and data that have all of them."""

from __future__ import annotations

import re
from itertools import count
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from ratings.views.national import authorities, durations, recovery, transitions
from tests.views.national.answers import data
from tests.views.pages import csv_at, page_at, rows_of, text_of

pytestmark = pytest.mark.usefixtures("record")

LISTS = ["authorities", "transitions", "spells", "recovery"]
STEPS = "/national/transitions/"
IN_2020 = f"{STEPS}?as_at=2020-03-31"
AUTHORITY = re.compile(r'<th scope="row" role="rowheader"><a href="/authorities/([^/]+)/')
ALL = re.compile(r"Rows [0-9,]+ to [0-9,]+ of ([0-9,]+); the CSV has all")


def number(client: Client, name: str) -> int:
    return len(data(client, f"/national/{name}.json")["rows"])


@pytest.mark.parametrize("name", LISTS)
def test_the_pages_one_after_the_other_show_every_row_of_the_data(
    client: Client, name: str
) -> None:
    expected = [row["authority"] for row in data(client, f"/national/{name}.json")["rows"]]
    table = csv_at(client, f"/national/{name}.csv")
    assert [row["authority"] for row in table] == expected
    shown: list[str] = []
    for page in count(1):
        html = page_at(client, f"/national/{name}/?page={page}")
        found = AUTHORITY.findall(html)
        shown += found
        if 'rel="next"' not in html:
            break
        assert len(found) == 50
    assert shown == expected


def test_what_is_shown_is_said_with_where_the_rest_is(client: Client) -> None:
    everything = number(client, "transitions")
    first, last = page_at(client, STEPS), -(-everything // 50)
    assert f"Rows 1 to 50 of {everything}; the CSV has all" in text_of(first)
    assert f"{everything} steps of councils in England" in text_of(first)
    ends = page_at(client, f"{STEPS}?page={last}")
    start = 50 * (last - 1) + 1
    assert f"Rows {start} to {everything} of {everything}; the CSV has all" in text_of(ends)


@pytest.mark.parametrize("address", [f"{STEPS}?region=london&to=good", f"{STEPS}?as_at=2010-01-01"])
def test_a_list_that_fits_on_a_page_has_no_pages(client: Client, address: str) -> None:
    page = page_at(client, address)
    assert len(rows_of(page)) <= 50
    assert "Pages of the list" not in page
    assert not ALL.search(text_of(page))


def test_pages_are_links_that_keep_what_was_asked(client: Client) -> None:
    page = page_at(client, f"{IN_2020}&page=2")
    assert f'href="{IN_2020}&amp;page=1" rel="prev"' in page
    assert f'href="{IN_2020}&amp;page=3" rel="next"' in page
    assert page.count('aria-current="page"') == 1
    assert "Page 1 Page 2 Page 3 Page 4 Next page" in text_of(page)
    assert "Page 1 Page 2 Page 3 … Page 8 Next page" in text_of(page_at(client, STEPS))


def test_data_and_another_date_begin_again(client: Client) -> None:
    """The data have no pages, and another day has other ones."""
    page = page_at(client, f"{IN_2020}&page=2")
    for form in ("csv", "xlsx", "ods", "jsonl", "json"):
        assert f'href="/national/transitions.{form}?as_at=2020-03-31"' in page
    assert 'name="page"' not in page
    assert f'<a href="{STEPS}">Back to today</a>' in page


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("page", ["0", "-1", "9999", "2.0", "²", "x", "1&page=2"])
def test_a_page_that_is_not_there_is_refused_by_name(client: Client, name: str, page: str) -> None:
    response = client.get(f"/national/{name}/?page={page}")
    assert response.status_code == 400
    assert "<code>page</code>" in response.content.decode()


def test_a_list_of_nothing_has_one_page(client: Client) -> None:
    assert "Nothing fits." in page_at(client, "/national/recovery/?as_at=2010-01-01&page=1")
    assert client.get("/national/recovery/?as_at=2010-01-01&page=2").status_code == 400


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "ods", "jsonl"])
def test_data_have_no_pages(client: Client, name: str, form: str) -> None:
    assert client.get(f"/national/{name}.{form}?page=1").status_code == 400


@pytest.mark.parametrize(
    ("name", "module"),
    list(zip(LISTS, (authorities, transitions, durations, recovery), strict=True)),
)
def test_only_the_rows_that_are_shown_are_made(
    client: Client, name: str, module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    cell = module.authority_cell

    def counted(slug: str, *rest: Any) -> Any:
        made.append(slug)
        return cell(slug, *rest)

    monkeypatch.setattr(module, "authority_cell", counted)
    page = page_at(client, f"/national/{name}/?page=2")
    assert made == AUTHORITY.findall(page)
    made.clear()
    assert number(client, name) == len(made) > 50


def test_the_second_page_can_be_cited(client: Client) -> None:
    page = page_at(client, f"{IN_2020}&page=2")
    cited = re.search(r'<p id="citation">.*?<a href="http://[^/]+([^"]+)"', page)
    assert cited
    address = cited[1].replace("&amp;", "&")
    assert "page=2" in address
    again = page_at(client, address)
    assert "Nothing was corrected since" in again
    assert AUTHORITY.findall(again) == AUTHORITY.findall(page)
