"""The page of published figures beside ours."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client

from ratings.models import PublishedFigure
from tests.views.pages import csv_at, page_at, text_of

pytestmark = pytest.mark.usefixtures("record")


def test_the_page_says_how_many_come_out_and_what_stands_beside_the_others(client: Client) -> None:
    page = page_at(client, "/figures/")
    words = text_of(page)
    assert "40 come out exactly, 3 cannot be reproduced, for a reason that is given" in words
    assert page.count('<tr role="row">\n  <th scope="row"') == 43
    assert "ILACS inspections begun 1 September 2018 to 31 August 2019" in words
    # 63 of some months were published; 152, of all, is not said to be the record's own 63.
    assert words.count("the nearest that can be counted here") == 3
    rows = page.split('<tr role="row">')
    row = next(row for row in rows if "first SIF inspections published" in row)
    assert "152 : the count as data the nearest that can be counted here" in text_of(row)


def test_the_address_of_a_row_gives_its_value(client: Client) -> None:
    found = client.get("/figures.json").json()
    assert (found["compared"], found["matches"], found["explained"], found["differs"]) == (
        43, 40, 3, 0,
    )  # fmt: skip
    for row in found["figures"]:
        answer = client.get(urlsplit(row["address"])._replace(scheme="", netloc="").geturl())
        assert answer.status_code == 200
        if row["unit"] == "count" and row["grades"] in answer.json().get("grades", {}):
            assert answer.json()["grades"][row["grades"]] == row["our_value"]
        if row["result"] == "matches":
            assert row["our_value"] == row["published_value"]
        else:
            assert row["note"]
    table = csv_at(client, "/figures.csv")
    assert [row["id"] for row in table] == [row["id"] for row in found["figures"]]
    assert [row["our_value"] for row in table] == [str(r["our_value"]) for r in found["figures"]]


def test_the_dates_of_the_page_choose_the_figures_known_by_then(client: Client) -> None:
    found = client.get("/figures.json?as_at=2016-03-31&known_by=2016-04-29").json()["figures"]
    assert {row["as_at"] for row in found} == {"2011-07-31", "2015-01-20", "2015-06-30"}
    page = text_of(client.get("/figures/?as_at=2010-01-01").content.decode())
    assert "No figure in this record had been published about a day up to 1 January 2010" in page


def test_a_figure_that_no_longer_comes_out_is_said(client: Client) -> None:
    figure = PublishedFigure.objects.get(key="2015-01-good")
    figure.value = 11
    figure.save()
    words = text_of(client.get("/figures/").content.decode())
    assert "39 come out exactly, 3 cannot be reproduced" in words
    assert "and 1 differs without an explanation yet" in words
