"""One authority on one day: page, picture, JSON and CSV say the same, as do the dashboard's."""

import csv
import io
import re
from html import unescape

import pytest
from django.test import Client

from ratings.rules.dates import PartialDate
from tests.views.pages import text_of

pytestmark = pytest.mark.django_db

AUTHORITIES = [
    "barnsley", "birmingham", "blackpool", "bournemouth",
    "bournemouth-christchurch-and-poole", "bradford", "city-of-london", "cumberland", "cumbria",
    "dorset-county", "halton", "isles-of-scilly", "kent", "middlesbrough", "northamptonshire",
    "portsmouth", "slough", "surrey", "west-northamptonshire", "west-sussex",
]  # fmt: skip
DAYS = [
    "2010-06-30", "2012-09-30", "2013-12-31", "2016-03-31", "2018-12-31",
    "2019-04-01", "2021-03-31", "2023-04-01", "2025-03-31", "2026-08-20",
]  # fmt: skip


def line_on(html: str) -> str:
    found = re.search(r'class="the-line" id="line">(.*?)</p>', html, re.DOTALL)
    assert found
    return unescape(text_of(found[1]))


def in_picture(html: str, name: str) -> list[tuple[str, str]]:
    """The first day and the result of each of its own inspections in the picture's table."""
    figure = re.search(r"<figure.*?</figure>", html, re.DOTALL)
    if figure is None:
        return []
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", figure[0], re.DOTALL)
    cells = [re.split(r"</t[hd]><td>", row.removesuffix("</td>")) for row in rows]
    return [
        (unescape(day).removesuffix(" (published)"), result)
        for day, whose, what, framework, result, _ in cells
        if framework and unescape(whose) == name and "Framework" not in what
    ]


def rated(inspections: list[dict]) -> set[tuple[str, str, str]]:
    """Inspection, area and grade or reason: of the JSON."""
    return {
        (each["id"], area, said)
        for each in inspections
        for area, said in (each["ratings"] | each["missing"]).items()
    }


@pytest.mark.parametrize("slug", AUTHORITIES)
def test_an_authority_is_the_same_on_its_page_in_its_picture_and_in_its_data(
    client: Client, slug: str
) -> None:
    for day in DAYS:
        html = client.get(f"/authorities/{slug}/", {"as_at": day}).content.decode()
        data = client.get(f"/authorities/{slug}.json", {"as_at": day}).json()
        sheet = client.get(f"/authorities/{slug}.csv", {"as_at": day}).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(sheet)))
        assert line_on(html) == data["line"]
        assert {
            (r["inspection"], r["area"], r["grade"] or r["missing"]) for r in rows if r["area"]
        } == (rated(data["inspections"]))
        assert {r["inspection"] for r in rows} == {i["id"] for i in data["inspections"]}
        if "(" in data["line"]:
            assert f"Overall: {data['line']}." in unescape(html)
        if data["start_date"] is None or data["start_date"] <= day:
            shown = in_picture(html, data["name"])
            assert [day for day, _ in shown] == [
                PartialDate.parse(i["start_date"] or i["published"]).in_words()
                for i in data["inspections"]
            ]
        every = client.get("/authorities.json", {"as_at": day, "abolished": "yes"}).json()
        (listed,) = [a for a in every["authorities"] if a["slug"] == slug] or [data]
        assert (listed["line"], listed["headline"], listed["trend"]) == (
            data["line"], data["headline"], data["trend"],
        )  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_the_country_is_the_same_on_the_dashboard_and_in_its_data(client: Client, day: str) -> None:
    html = client.get("/", {"as_at": day}).content.decode()
    data = client.get("/national.json", {"as_at": day}).json()
    counts = dict(
        re.findall(r'<a href="#with-([a-z-]+)">(\d+)</a>', html),
    )
    for grade, count in data["grades"].items():
        assert int(counts.get(grade, 0)) == count
    assert int(counts.get("no-overall-grade", 0)) == data["no_overall_grade"]
    row = client.get("/national.csv", {"as_at": day}).content.decode("utf-8-sig")
    assert {int(r["existing"]) for r in csv.DictReader(io.StringIO(row))} == {data["existing"]}
