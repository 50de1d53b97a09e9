"""The lists behind national numbers: fifty rows a page, and data that have all of them.

Last, how a time at a grade ended.
"""

import re
from itertools import count
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from ratings.views.national import authorities, durations, recovery, transitions
from tests.views.national.answers import rows
from tests.views.pages import csv_at, page_at, rows_of, text_of

pytestmark = pytest.mark.usefixtures("record")

LISTS = ["authorities", "transitions", "spells", "recovery"]
STEPS = "/national/transitions/"
IN_2020 = f"{STEPS}?as_at=2020-03-31"
AUTHORITY = re.compile(r'<th scope="row" role="rowheader"><a href="/authorities/([^/]+)/')
ALL = re.compile(r"Rows [0-9,]+ to [0-9,]+ of ([0-9,]+); the CSV has all")


def number(client: Client, name: str) -> int:
    return len(rows(client, f"/national/{name}.json"))


@pytest.mark.parametrize("name", LISTS)
def test_the_pages_together_show_every_row_of_the_data(client: Client, name: str) -> None:
    as_json = rows(client, f"/national/{name}.json")
    expected = [row["authority"] for row in as_json]
    table = csv_at(client, f"/national/{name}.csv")
    assert [row["authority"] for row in table] == expected
    assert list(table[0]) == list(as_json[0])
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


@pytest.mark.parametrize("name", LISTS)
def test_a_region_has_the_same_rows_in_every_form(client: Client, name: str) -> None:
    query = "?as_at=2020-03-31&region=West Midlands"
    expected = [row["authority"] for row in rows(client, f"/national/{name}.json{query}")]
    table = csv_at(client, f"/national/{name}.csv{query}")
    assert [row["authority"] for row in table] == expected
    page = page_at(client, f"/national/{name}/{query}")
    assert page.count('<th scope="row"') == len(expected) > 5


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


def test_a_list_of_nothing_has_one_page(client: Client) -> None:
    assert "Nothing fits." in page_at(client, "/national/recovery/?as_at=2010-01-01&page=1")
    assert client.get("/national/recovery/?as_at=2010-01-01&page=2").status_code == 400


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


# How a time at a grade ended


def row(page: str, name: str) -> str:
    return next(row for row in rows_of(page) if row.startswith(name))


def test_who_has_not_recovered_is_told_with_the_reason(client: Client) -> None:
    page = page_at(client, "/national/recovery/?outcome=censored")
    assert row(page, "South Tyneside").endswith(
        "censored: inspected without an overall grade – no overall grade 15 June 2026"
    )
    assert 'href="/inspections/south-tyneside-ilacs-2026-2026-06-15/"' in page
    assert row(page, "Devon").endswith("not yet on the last day known none yet none yet")
    assert row(page, "Northamptonshire").endswith("the authority was abolished none none")
    assert page.count("none yet") == 2 * page.count("not yet on the last day known")


def test_as_data_it_is_no_recovery(client: Client) -> None:
    censored = rows(client, "/national/recovery.json?outcome=censored")
    assert censored[0]["grade"] is None
    found = next(each for each in censored if each["authority"] == "south-tyneside")
    assert (found["recovered"], found["grade"], found["recovery_inspection"]) == (False, None, None)


def test_a_grade_found_again_has_had_inspections_since(client: Client) -> None:
    """Barking and Dagenham was inspected in 2019 and 2023 and held its grade: no inspection has
    found another, which is not to say that there was none."""
    page = page_at(client, "/national/spells/?grade=requires-improvement")
    assert "Next graded inspection" not in page
    assert 'data-label="Found on"' in page


@pytest.mark.parametrize(
    ("name", "length"), [("Bradford", "7 years 3 months"), ("Surrey", "7 years 2 months")]
)
def test_a_length_is_that_which_the_questions_give(client: Client, name: str, length: str) -> None:
    """Whole months of the calendar: the same days are not said in two ways."""
    assert length in row(page_at(client, "/national/recovery/"), name)
    assert length in row(page_at(client, "/questions/longest-inadequate/"), name)
