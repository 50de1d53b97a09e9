"""The golden file and the cases worked out by hand, asked of the site's own answers."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.csv_files import Row, lines

pytestmark = pytest.mark.usefixtures("record")

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


def all_on(client: Client, as_at: str) -> dict[str, dict[str, Any]]:
    answer = client.get("/authorities.json", {"as_at": as_at, "abolished": "yes"})
    assert answer.status_code == 200
    return {each["slug"]: each for each in answer.json()["authorities"]}


def one_on(client: Client, slug: str, as_at: str) -> dict[str, Any]:
    answer = client.get(f"/authorities/{slug}.json", {"as_at": as_at})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_the_golden_file_is_whole() -> None:
    assert len(LINES) == 158 * 7
    assert len({row["slug"] for row in BY_HAND}) >= 10


@pytest.mark.parametrize("as_at", DATES)
def test_the_list_answers_every_row_of_the_golden_file(client: Client, as_at: str) -> None:
    expected = {row["slug"]: row for row in LINES if row["as_at"] == as_at}
    found = all_on(client, as_at)
    wrong = {s: (answered(d), asked(expected[s])) for s, d in found.items()
             if answered(d) != asked(expected[s])}  # fmt: skip
    assert not wrong
    left_out = {row["line"] for slug, row in expected.items() if slug not in found}
    assert left_out <= {"did not yet exist"}


@pytest.mark.parametrize("as_at", DATES)
def test_authorities_that_did_not_yet_exist_say_so(client: Client, as_at: str) -> None:
    for row in LINES:
        if row["as_at"] == as_at and row["line"] == "did not yet exist":
            assert answered(one_on(client, row["slug"], as_at)) == asked(row)


@pytest.mark.parametrize("row", LINES[::37], ids=lambda row: f"{row['slug']}@{row['as_at']}")
def test_an_authority_answers_as_the_list_does(client: Client, row: Row) -> None:
    assert answered(one_on(client, row["slug"], row["as_at"])) == asked(row)


@pytest.mark.parametrize("row", BY_HAND, ids=lambda row: f"{row['slug']}@{row['as_at']}")
def test_what_was_worked_out_by_hand(client: Client, row: Row) -> None:
    assert answered(one_on(client, row["slug"], row["as_at"])) == asked(row), row["why"]


def test_the_csv_of_the_list_says_the_same(client: Client) -> None:
    as_at = DATES[-1]
    text = client.get("/authorities.csv", {"as_at": as_at, "abolished": "yes"}).content.decode()
    found = {row["authority"]: row for row in csv.DictReader(text.splitlines())}
    expected = {row["slug"]: row for row in LINES if row["as_at"] == as_at}
    assert {slug: asked(row) for slug, row in found.items()} == {
        slug: asked(row) for slug, row in expected.items()
    }


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
    one = client.get(f"/authorities/{slug}.json", dates).json()
    assert (one["line"], one["known_by"]) == (line, known_by)
    every = client.get("/authorities.json", dates).json()["authorities"]
    assert {each["slug"]: each["line"] for each in every}[slug] == line


def test_every_line_of_the_list_is_the_line_of_its_own_address(client: Client) -> None:
    every = list(all_on(client, "2019-06-30").items())[::9]
    assert every == [(slug, data) for slug, data in every
                     if one_on(client, slug, "2019-06-30")["line"] == data["line"]]  # fmt: skip
