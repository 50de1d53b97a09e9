"""The national page compares with the same day a year before, counted here by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.csv_files import lines
from tests.views.national.answers import exists, first_day
from tests.views.pages import page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

NATIONAL = {"sif", "ilacs-2018", "ilacs-2023", "ilacs-2026"}


def good_of_graded(folder: Path, day: str, known_by: str, region: str, area: str) -> str:
    """`108 of 153`: good or outstanding among the latest grades of those existing on a day."""
    own = {
        row["slug"]
        for row in lines(folder / "authorities.csv")
        if exists(row, day) and region in ("", row["region"])
    }
    latest: dict[str, tuple[str, str, str]] = {}
    for row in lines(folder / "inspections.csv"):
        key = (first_day(row), row["published"], row["inspection_id"])
        is_graded = row["kind"] in ("full", "standard", "short", "re-inspection")
        is_known = (row["published"] or first_day(row)) <= known_by
        if is_graded and row["framework"] in NATIONAL and key[0] <= day and is_known:
            slug = row["authority_slug"]
            latest[slug] = max(latest.get(slug, key), key)
    wanted = {"leaders", "sif-leadership"} if area == "leaders" else {area}
    counting = {key[2] for slug, key in latest.items() if slug in own}
    grades = [
        row["grade"]
        for row in lines(folder / "ratings.csv")
        if row["inspection_id"] in counting and row["area"] in wanted and row["grade"]
    ]
    good = sum(grade in ("good", "outstanding") for grade in grades)
    return f"{good} of {len(grades)}"


@pytest.mark.parametrize(
    ("query", "day", "before", "words", "known_by"),
    [
        ("as_at=2026-08-20", "2026-08-20", "2025-08-20", "20 August 2025", "9999"),
        ("as_at=2026-12-01", "2026-12-01", "2025-12-01", "1 December 2025", "9999"),
        ("as_at=2024-03-31&known_by=2024-06-30", "2024-03-31", "2023-03-31", "31 March 2023",
         "2024-06-30"),
        ("as_at=2020-02-29", "2020-02-29", "2019-02-28", "28 February 2019", "9999"),
        ("as_at=2022-11-05&region=London", "2022-11-05", "2021-11-05", "5 November 2021", "9999"),
        ("as_at=2026-07-01&area=leaders&region=north-west", "2026-07-01", "2025-07-01",
         "1 July 2025", "9999"),
    ],
)  # fmt: skip
def test_it_is_the_same_day_a_year_before(
    client: Client, sources: Path, query: str, day: str, before: str, words: str, known_by: str
) -> None:
    found = re.search(
        r"Of those with a grade, (\d+ of \d+) \(\d+%\) were good or outstanding; a year before, "
        r"on ([^,]+), it was (\d+ of \d+) \(\d+%\)\.",
        text_of(page_at(client, f"/national/?{query}")),
    )
    assert found
    region = "London" if "London" in query else "North West" if "north-west" in query else ""
    area = "leaders" if "leaders" in query else "overall-effectiveness"
    asked = (known_by, region, area)
    assert found[1] == good_of_graded(sources / "record", day, *asked)
    assert found[2] == words
    assert found[3] == good_of_graded(sources / "record", before, *asked)


def test_where_nothing_counted_a_year_before_nothing_is_compared(client: Client) -> None:
    words = text_of(page_at(client, "/national/?as_at=2014-06-01"))
    assert "8 of 24 (33%) were good or outstanding." in words
    assert "a year before" not in words
