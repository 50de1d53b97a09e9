"""Standing questions: the index, each one's page and data, and what is refused."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ratings.rules.questions.registry import BY_KEY, QUESTIONS
from tests.views.pages import csv_at, json_at, page_at, rows_of, some_pairs, text_of

pytestmark = pytest.mark.usefixtures("record")

KEYS = [question.key for question in QUESTIONS]
MOMENTS = ["", "?as_at=2019-03-31", "?as_at=2012-03-31", "?as_at=2008-01-01",
           "?as_at=2024-03-31&known_by=2024-04-30"]  # fmt: skip


def test_the_index_leads_to_every_question_with_its_answer(client: Client) -> None:
    page = page_at(client, "/questions/")
    entries = json_at(client, "/questions.json")["questions"]
    for each in entries:
        assert f'href="{each["address"]}"' in page
        assert each["answer"] in text_of(page).replace("&#x27;", "'")
    rows = csv_at(client, "/questions.csv")
    assert [row["question"] for row in rows] == KEYS == [each["question"] for each in entries]
    assert [row["answer"] for row in rows] == [each["answer"] for each in entries]
    page = page_at(client, "/questions/?as_at=2019-03-31")
    assert 'href="/questions/improved/?as_at=2019-03-31"' in page
    assert 'href="/questions.csv?as_at=2019-03-31"' in page


@pytest.mark.parametrize(("key", "moment"), some_pairs(3, KEYS, MOMENTS))
def test_page_json_and_csv_of_a_question_agree(client: Client, key: str, moment: str) -> None:
    page = page_at(client, f"/questions/{key}/{moment}")
    found = json_at(client, f"/questions/{key}.json{moment}")
    assert found["answer"] in text_of(page).replace("&#x27;", "'")
    assert page.count('<tr role="row">') == (found["count"] + 1 if found["count"] else 0)
    rows = csv_at(client, f"/questions/{key}.csv{moment}")
    assert len(rows) == found["count"] == len(found["rows"])
    columns = [column.key for column in BY_KEY[key].columns]
    assert all(list(row) == columns for row in found["rows"])


def test_rows_link_to_authorities_and_inspections(client: Client) -> None:
    longest = text_of(page_at(client, "/questions/longest-inadequate/"))
    assert "Northamptonshire abolished 31 March 2021" in longest
    page = page_at(client, "/questions/improved/?since=2025-08-31&as_at=2026-08-20")
    suffix = r"\?as_at=2026-08-20"
    assert len(re.findall(rf'href="/authorities/[a-z-]+/{suffix}"', page)) == 17
    assert len(re.findall(rf'href="/inspections/[a-z0-9-]+/{suffix}"', page)) == 34


def test_a_count_leads_to_as_many_authorities(client: Client) -> None:
    page = page_at(client, "/questions/outstanding-by-region/?as_at=2024-03-31")
    links = re.findall(r'<a href="(/authorities/\?[^"]*)">([0-9]+)</a>', page)
    assert len(links) == 20
    for href, number in links[:6]:
        listed = page_at(client, href.replace("&amp;", "&"))
        assert listed.count('<th scope="row"') == int(number)


def test_what_is_left_out_stands_for_its_default(client: Client) -> None:
    found = json_at(client, "/questions/improved.json?since=&area=&region=")
    assert found == json_at(client, "/questions/improved.json")
    assert found["asked"] == {"since": "2025-09-01", "area": None, "region": None}
    named = json_at(client, "/questions/never-below-good.json?area=overall-effectiveness")
    assert named["rows"] == json_at(client, "/questions/never-below-good.json")["rows"]


def test_the_form_shows_what_was_asked_and_keeps_the_date(client: Client) -> None:
    page = page_at(client, "/questions/moved/?steps=3&as_at=2022-01-01")
    assert '<option value="3" selected>' in page
    assert '<input type="hidden" name="as_at" value="2022-01-01">' in page
    assert "Start again" in page


def test_every_parameter_narrows_the_answer(client: Client) -> None:
    def count(query: str) -> int:
        return int(json_at(client, f"/questions/{query}")["count"])

    assert count("moved.json?steps=2") < count("moved.json?steps=1")
    assert count("moved.json?way=up") + count("moved.json?way=down") == count("moved.json")
    assert count("priority-action.json?since=2023-01-01") < count("priority-action.json")
    assert count("held-longest.json?grade=good") < count("held-longest.json")
    assert count("held-longest.json?region=London") < count("held-longest.json")
    assert count("leaders-differ.json") < count("leaders-differ.json?which=all")


@pytest.mark.parametrize("area", ["leaders", "help-and-protection", "sif-adoption", "lscb"])
@pytest.mark.parametrize("key", [q.key for q in QUESTIONS if "area" in q.names])
def test_every_area_can_be_asked_about(client: Client, key: str, area: str) -> None:
    found = json_at(client, f"/questions/{key}.json?area={area}")
    assert found["asked"]["area"] == area
    assert found["answer"].endswith(".")


def test_known_by_leaves_out_what_was_not_yet_published(client: Client) -> None:
    """Northamptonshire's inspection of June 2019 was published on 29 July 2019."""
    query = "as_at=2019-07-01&on=2019-07-01"
    then = json_at(client, f"/questions/since-inadequate.json?{query}&known_by=2019-07-01")
    later = json_at(client, f"/questions/since-inadequate.json?{query}&known_by=2019-07-29")
    slugs = [{row["authority"]["slug"] for row in found["rows"]} for found in (then, later)]
    assert "northamptonshire" not in slugs[0]
    assert "northamptonshire" in slugs[1]


def test_an_answer_of_nobody_says_so_and_has_no_table(client: Client) -> None:
    page = page_at(client, "/questions/decline-since-inspection/")
    assert re.search(
        r"No visit finds decline after the last graded inspection: of the \d+ focused and"
        r" monitoring visits, the letter or an account of \d+ was read\.",
        text_of(page),
    )
    assert rows_of(page) == []


def test_the_citation_can_be_asked_again(client: Client) -> None:
    page = text_of(page_at(client, "/questions/moved/?steps=3")).replace("&amp;", "&")
    address = re.search(r"https?://[^/ ]+(/questions/moved/\S+)", page)
    assert address
    again = page_at(client, address[1])
    assert json_at(client, "/questions/moved.json?steps=3")["answer"] in text_of(again)


def test_an_unknown_question_is_not_found_and_told_what_may_be_meant(client: Client) -> None:
    for suffix in ("/", ".json", ".csv"):
        assert client.get(f"/questions/imprved{suffix}").status_code == 404
    assert "improved" in client.get("/questions/imprved.json").json()["near"]


@pytest.mark.parametrize("day", ["1900-01-01", "1906-01-01", "2012-01-01", "2016-06-30"])
def test_what_a_question_asks_by_itself_is_never_before_the_line_begins(
    client: Client, day: str
) -> None:
    assert client.get("/questions/", {"as_at": day}).status_code == 200
    for key in ("improved", "since-inadequate"):
        assert client.get(f"/questions/{key}/", {"as_at": day}).status_code == 200
    html = client.get("/questions/since-inadequate/", {"as_at": "2016-06-30"}).content.decode()
    assert "1 May 2012" in html
