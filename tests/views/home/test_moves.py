"""Who moved, the latest inspections, the links on."""

import re

import pytest
from django.test import Client

from tests.views.home.page import groups, html
from tests.views.pages import text_of

pytestmark = pytest.mark.usefixtures("record")


def test_who_rose_and_fell_is_told_with_both_grades_and_the_date(client: Client) -> None:
    page = text_of(html(client, "?as_at=2026-03-31"))
    assert "Kent O outstanding → G good 3 November 2025" in page
    assert "Compared with a year earlier, 31 March 2025, " in page
    assert "authorities that had a graded inspection in that year," in page


def test_the_inadequate_lead_to_what_became_of_them(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31")
    assert 'href="/questions/since-inadequate/?on=2019-03-31&amp;reached=good"' in page
    assert "since-inadequate" not in html(client, "?as_at=2019-03-31&area=leaders")


def test_those_who_were_inadequate_are_those_of_the_question(client: Client) -> None:
    listed = groups(html(client, "?as_at=2019-03-31"))["inadequate"]
    answer = client.get("/questions/since-inadequate/?on=2019-03-31&reached=good")
    assert answer.status_code == 200
    table = answer.content.decode()
    table = table[table.index("<tbody") : table.index("</tbody")]
    assert set(re.findall(r'href="/authorities/([^/]+)/', table)) == set(listed)


def test_the_latest_inspections_are_those_begun_by_the_day(client: Client) -> None:
    page = html(client, "?as_at=2019-12-31")
    assert page.count('class="latest-date') == 10
    years = re.findall(r"latest-date[^>]*>[^<]*?(\d{4})<", page)
    assert set(years) == {"2019"}


def test_it_leads_to_its_data(client: Client) -> None:
    page = html(client, "?as_at=2019-03-31&area=leaders")
    assert 'href="/national.json?as_at=2019-03-31&amp;area=leaders"' in page
    assert 'href="/authorities.csv?as_at=2019-03-31"' in page


def test_the_search_box_carries_the_dates_on(client: Client) -> None:
    page = html(client, "?as_at=2020-01-01")
    assert page.count('action="/authorities/"') == 2
    assert page.count('<input type="hidden" name="as_at" value="2020-01-01">') == 3


@pytest.mark.parametrize("day", ["2013-12-31", "2014-02-01", "2014-03-31", "2019-03-31"])
def test_who_rose_and_fell_is_what_the_questions_answer(client: Client, day: str) -> None:
    html = client.get("/", {"as_at": day}).content.decode()
    for title, key in (("Rose", "improved"), ("Fell", "declined")):
        answer = client.get(f"/questions/{key}.json", {"as_at": day}).json()
        assert f"{title} ({len(answer['rows'])})" in " ".join(re.sub(r"<[^>]*>", " ", html).split())
