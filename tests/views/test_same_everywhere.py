"""One authority on one day: page, picture, every format, list, API and feed say the same, and that
is what the golden file and the cases worked out by hand say."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ratings.importing.readers import LIMITS
from ratings.importing.readers.sheets import decoded
from ratings.importing.readers.spreadsheet import read
from ratings.rules.dates import PartialDate
from tests.csv_files import Row, lines
from tests.views.pages import csv_at, json_at, page_at, some_pairs, text_of

pytestmark = pytest.mark.usefixtures("record")

SLUGS = [
    "barnsley", "birmingham", "blackpool", "bournemouth",
    "bournemouth-christchurch-and-poole", "bradford", "bury", "city-of-london", "cumberland",
    "cumbria", "devon", "dorset", "dorset-county", "halton", "isles-of-scilly", "kent",
    "middlesbrough", "northamptonshire", "portsmouth", "slough", "surrey", "west-northamptonshire",
    "west-sussex", "york",
]  # fmt: skip
DAYS = [
    "2010-06-30", "2012-09-30", "2013-12-31", "2016-03-31", "2018-12-31",
    "2019-04-01", "2021-03-31", "2023-04-01", "2025-03-31", "2026-08-20",
]  # fmt: skip
FEW_DAYS = ("2016-06-30", "2021-12-31", "2026-08-31")

Table = dict[str, Row]


def line_on(html: str) -> str:
    found = re.search(r'class="the-line" id="line">(.*?)</p>', html, re.DOTALL)
    assert found
    return unescape(text_of(found[1]))


def in_picture(html: str, name: str) -> list[str]:
    """The first day of each of its own inspections in the picture's table."""
    figure = re.search(r"<figure.*?</figure>", html, re.DOTALL)
    if figure is None:
        return []
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", figure[0], re.DOTALL)
    cells = [re.split(r"</t[hd]><td>", row.removesuffix("</td>")) for row in rows]
    return [
        unescape(day).removesuffix(" (published)")
        for day, whose, what, framework, _, _ in cells
        if framework and unescape(whose) == name and "Framework" not in what
    ]


def rated(inspections: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Inspection, area and grade or reason: of the JSON."""
    return {
        (each["id"], area, said)
        for each in inspections
        for area, said in (each["ratings"] | each["missing"]).items()
    }


@pytest.mark.parametrize(("slug", "day"), some_pairs(5, SLUGS, DAYS))
def test_page_picture_and_data_say_the_same(client: Client, slug: str, day: str) -> None:
    """Each time of before 2013 and today, of abolished ones and of those not yet begun, of Scilly
    not yet inspected and of West Northamptonshire without an overall grade."""
    html = page_at(client, f"/authorities/{slug}/", {"as_at": day})
    data = json_at(client, f"/authorities/{slug}.json", {"as_at": day})
    rows = csv_at(client, f"/authorities/{slug}.csv", {"as_at": day})
    assert line_on(html) == data["line"]
    graded = {(r["inspection"], r["area"], r["grade"] or r["missing"]) for r in rows}
    assert {each for each in graded if each[1]} == rated(data["inspections"])
    assert {r["inspection"] for r in rows} == {i["id"] for i in data["inspections"]}
    if "(" in data["line"]:
        assert f"Overall: {data['line']}." in unescape(html)
    if data["start_date"] is None or data["start_date"] <= day:
        assert in_picture(html, data["name"]) == [
            PartialDate.parse(i["start_date"] or i["published"]).in_words()
            for i in data["inspections"]
        ]
    every = json_at(client, "/authorities.json", {"as_at": day, "abolished": "yes"})
    (listed,) = [a for a in every["authorities"] if a["slug"] == slug] or [data]
    for name in ("line", "headline", "trend"):
        assert listed[name] == data[name]


@pytest.mark.parametrize(("slug", "day"), some_pairs(3, SLUGS, FEW_DAYS))
def test_the_feed_has_the_line_of_the_page(client: Client, slug: str, day: str) -> None:
    line = json_at(client, f"/authorities/{slug}.json", {"as_at": day})["line"]
    entries = json_at(client, f"/feeds/authorities/{slug}.json", {"as_at": day})["items"]
    has_steps = " → " in line or "(" in line
    assert not has_steps or any(line in unescape(e["content_html"]) for e in entries)


def from_csv(data: bytes, folder: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def from_json_lines(data: bytes, folder: Path) -> list[Row]:
    return [json.loads(line) for line in data.decode().splitlines()]


def from_spreadsheet(data: bytes, folder: Path) -> list[Row]:
    head, *rows = decoded(read(data, LIMITS))[0].rows
    filled = ([str(cell or "") for cell in row] + [""] * len(head) for row in rows)
    return [dict(zip(map(str, head), row, strict=False)) for row in filled]


def from_sqlite(data: bytes, folder: Path) -> list[Row]:
    path = folder / "data.sqlite"
    path.write_bytes(data)
    with sqlite3.connect(path) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute("SELECT * FROM authorities")]


TABLES: dict[str, Callable[[bytes, Path], list[Row]]] = {
    "/data/authorities.csv": from_csv,
    "/data/authorities.jsonl": from_json_lines,
    "/data/authorities.xlsx": from_spreadsheet,
    "/data/authorities.ods": from_spreadsheet,
    "/data/ratings-over-time.sqlite": from_sqlite,
}


@pytest.mark.parametrize(("address", "day"), some_pairs(3, TABLES, FEW_DAYS))
def test_a_table_says_what_the_page_says(
    client: Client, tmp_path: Path, address: str, day: str
) -> None:
    response = client.get(address, {"as_at": day})
    table = {row["authority"]: row for row in TABLES[address](response.getvalue(), tmp_path)}
    for slug in SLUGS:
        page = json_at(client, f"/authorities/{slug}.json", {"as_at": day})
        row, grade = table[slug], (page["headline"] or {}).get("grade")
        assert (row["line"], row["headline"] or None) == (page["line"], grade), slug


# The golden file


LIST = "/authorities.json"
GOLDEN = Path(__file__).parents[1] / "golden"
COLUMNS = ("line", "headline", "headline_inspection", "last_overall",
           "last_overall_inspection", "trend")  # fmt: skip

LINES, BY_HAND = lines(GOLDEN / "lines.csv"), lines(GOLDEN / "by_hand.csv")
DATES = sorted({row["as_at"] for row in LINES})


def asked(row: Row) -> tuple[str, ...]:
    return tuple(row[column] for column in COLUMNS)


def answered(data: dict[str, Any]) -> tuple[str, ...]:
    """The same columns from an authority's JSON."""
    headline, last = data["headline"], data["last_overall"] or {}
    found = (
        data["line"], headline["grade"], headline["inspection"],
        last.get("grade"), last.get("inspection"), data["trend"],
    )  # fmt: skip
    return tuple(value or "" for value in found)


@pytest.mark.parametrize("as_at", DATES)
def test_the_list_answers_every_row_of_the_golden_file(client: Client, as_at: str) -> None:
    expected = {row["slug"]: asked(row) for row in LINES if row["as_at"] == as_at}
    dates = {"as_at": as_at, "abolished": "yes"}
    found = {d["slug"]: answered(d) for d in json_at(client, LIST, dates)["authorities"]}
    wrong = {slug: (d, expected[slug]) for slug, d in found.items() if d != expected[slug]}
    assert not wrong
    assert {expected[slug][0] for slug in expected.keys() - found} <= {"did not yet exist"}
    table = csv_at(client, "/authorities.csv", dates)
    assert {row["authority"]: asked(row) for row in table} == found


ALONE = [*LINES[::37], *BY_HAND, *(row for row in LINES if row["line"] == "did not yet exist")]


@pytest.mark.parametrize("row", ALONE, ids=lambda row: f"{row['slug']}@{row['as_at']}")
def test_an_authority_answers_as_in_the_golden_file_and_by_hand(client: Client, row: Row) -> None:
    found = json_at(client, f"/authorities/{row['slug']}.json", {"as_at": row["as_at"]})
    assert answered(found) == asked(row), row.get("why")


KNOWN_BY = [
    # Kent's inspection began on 9 May 2022; its report was published on 5 July 2022.
    ("kent", "2022-07-04", "adequate (2013) → good (2017)"),
    ("kent", "2022-07-05", "adequate (2013) → good (2017) → outstanding (2022)"),
    # Its next began on 3 November 2025 and was published on 2 February 2026.
    ("kent", "2026-02-01", "adequate (2013) → good (2017) → outstanding (2022)"),
    ("kent", "2026-02-02", "adequate (2013) → good (2017) → outstanding (2022) → good (2025)"),
    # West Northamptonshire, 11 May 2026, published 7 July 2026. The visit of 18 October 2023
    # has no publication date: it counts as known from its first day.
    ("west-northamptonshire", "2023-10-17", "improved (2021) → requires improvement (2022)"),
    (
        "west-northamptonshire",
        "2026-07-06",
        "improved (2021) → requires improvement (2022) → improved (2023)",
    ),
]


@pytest.mark.parametrize(("slug", "known_by", "line"), KNOWN_BY)
def test_what_had_been_published_by_a_day(
    client: Client, slug: str, known_by: str, line: str
) -> None:
    dates = {"as_at": "2026-08-20", "known_by": known_by}
    one = json_at(client, f"/authorities/{slug}.json", dates)
    assert (one["line"], one["known_by"]) == (line, known_by)
    every = json_at(client, LIST, dates)["authorities"]
    assert {each["slug"]: each["line"] for each in every}[slug] == line
