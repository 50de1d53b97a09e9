"""Read or not read: every format of twenty authorities says of a visit what is known of it."""

from __future__ import annotations

import csv
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from ratings.models import Authority, Inspection
from ratings.rules.types import FINDING_WORDS
from tests.views.feeds.read import ATOM, atom, items
from tests.views.pages import ROW, csv_at, json_at, text_of

pytestmark = pytest.mark.usefixtures("record")

SLUGS = (
    "barking-and-dagenham", "bexley", "essex", "hounslow", "isle-of-wight", "oldham",
    "shropshire", "southampton", "warrington", "wolverhampton", "barnsley", "birmingham",
    "bradford", "kent", "northamptonshire", "sandwell", "slough", "surrey",
    "west-northamptonshire", "york",
)  # fmt: skip
"""The first ten are all that have a letter or an account that was read and states no change."""

WITHOUT = ("none-stated", "not-read", "not-asked")
PAGE, PICTURE = "/authorities/{}/", "/authorities/{}/timeline.svg"
WORDS = (PAGE, PICTURE, "/embed/{}/", "/embed/{}/timeline.svg")

each = pytest.mark.parametrize(
    "slug", [pytest.param(s, marks=[pytest.mark.slow] * (i % 2)) for i, s in enumerate(SLUGS)]
)


def status(visit: Inspection) -> str:
    """As the record's guide says it: domain.md §1."""
    if visit.direction:
        return "stated"
    if visit.kind.key == "jtai":
        return "not-asked"
    return "none-stated" if visit.direction_read else "not-read"


def known(*slugs: str) -> dict[str, str]:
    """The status of each visit, by its id."""
    found = Inspection.objects.public().filter(authority__slug__in=slugs, kind__is_graded=False)
    return {visit.key: status(visit) for visit in found.select_related("kind")}


def findings(slug: str) -> dict[str, str]:
    """What each visit found, in words; of a joint inspection nothing is said."""
    visits = Inspection.objects.filter(key__in=known(slug))
    directions = dict(visits.values_list("key", "direction"))
    return {
        key: directions[key] or ("" if each == "not-asked" else FINDING_WORDS[each])
        for key, each in known(slug).items()
    }


def told(rows: list[dict[str, Any]], key: str) -> dict[str, str]:
    """The status in rows of data, by the id of the visit; graded inspections have none."""
    assert not any(row["direction_status"] for row in rows if row["is_graded"] in (True, "yes"))
    return {row[key]: row["direction_status"] for row in rows if row["direction_status"]}


def says(text: str, words: str) -> None:
    """It has these words of what a visit found, and none of those for another status."""
    others = {FINDING_WORDS[each] for each in WITHOUT} - {words}
    assert words in text
    assert not [other for other in others if other in text]


def test_between_them_they_have_all_four() -> None:
    assert len(set(SLUGS)) == 20
    assert set(known(*SLUGS).values()) == {"stated", *WITHOUT}
    every = known(*Authority.objects.values_list("slug", flat=True))
    assert {key: s for key, s in every.items() if s == "none-stated"} == {
        key: s for key, s in known(*SLUGS[:10]).items() if s == "none-stated"
    }


@each
def test_pages_and_pictures_tell_it_of_each_visit(client: Client, slug: str) -> None:
    statuses = set(known(slug).values())
    texts = {}
    for address in WORDS:
        response = client.get(address.format(slug))
        assert response.status_code == 200
        texts[address] = unescape(response.content.decode())
        assert "nothing stated" not in texts[address].lower(), address
        if "none-stated" not in statuses:
            assert "no change stated" not in texts[address].lower(), address
    for finding in {"none-stated", "not-read"} & statuses:
        assert FINDING_WORDS[finding] in texts[PICTURE]
    entry = r'<li class="entry" id="([^"]*)">(.*?)</li>'
    entries = dict(re.findall(entry, texts[PAGE], re.DOTALL))
    for key, words in findings(slug).items():
        says(text_of(entries[key]), words)


@each
def test_the_list_of_inspections_tells_it_of_each_visit(client: Client, slug: str) -> None:
    asked = {"q": Authority.objects.get(slug=slug).gss_code, "result": "visit"}
    page = client.get("/inspections/", asked).content.decode()
    rows = {row.partition("/inspections/")[2].partition("/")[0]: row for row in ROW.findall(page)}
    expected = findings(slug)
    assert set(rows) == set(expected)
    for key, row in rows.items():
        says(text_of(row), expected[key] or FINDING_WORDS["not-asked"])


@each
def test_data_tell_it_of_each_visit(client: Client, slug: str) -> None:
    expected = known(slug)
    assert told(json_at(client, f"/authorities/{slug}.json")["inspections"], "id") == expected
    assert told(csv_at(client, f"/authorities/{slug}.csv"), "inspection") == expected
    one = json_at(client, f"/api/v1/authorities/{slug}")["result"]
    assert told(one["inspections"], "id") == expected
    asked = f"?authority={slug}&result=visit&limit=500"
    for name, key in (("inspections", "id"), ("ratings", "inspection")):
        assert told(json_at(client, f"/api/v1/{name}{asked}")["results"], key) == expected
    compared = json_at(client, "/compare.json", {"authority": slug})["authorities"][0]
    visits = compared["visits"]
    assert {visit["inspection"]: visit["direction_status"] for visit in visits} == expected
    query = {"q": Authority.objects.get(slug=slug).gss_code, "abolished": "yes"}
    (row,) = csv_at(client, "/authorities.csv", query)
    (one,) = json_at(client, "/authorities.json", query)["authorities"]
    last = expected[row["last_visit"]]
    assert row["last_visit_direction_status"] == last == one["last_visit"]["direction_status"]


@each
def test_a_feed_tells_it_of_each_visit(client: Client, slug: str) -> None:
    said = {each["id"]: (each["title"], each["content_html"])
            for each in items(client, f"authorities/{slug}")}  # fmt: skip
    for entry in atom(client, f"authorities/{slug}").iter(f"{ATOM}entry"):
        title, content = entry.find(f"{ATOM}title"), entry.find(f"{ATOM}content")
        assert title is not None
        assert content is not None
        assert said[str(entry.findtext(f"{ATOM}id"))] == (title.text, content.text)
    expected = findings(slug)
    for name, (title, content) in said.items():
        key = name.rpartition("/")[2]
        if key in expected:
            says(title, expected[key])
            says(unescape(content), expected[key])


def test_the_tidy_table_tells_it_of_every_visit(client: Client) -> None:
    every = known(*Authority.objects.values_list("slug", flat=True))
    for table in ("ratings", "visits"):
        response: Any = client.get(f"/data/{table}.csv")
        text = b"".join(response.streaming_content).decode()
        assert "nothing stated" not in text
        assert FINDING_WORDS["none-stated"] not in text
        rows = list(csv.DictReader(text.splitlines()))
        assert {r["inspection"]: r["direction_status"] for r in rows if r["direction_status"]} == (
            every
        )
