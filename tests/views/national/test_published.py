"""National counts, steps and times against what was published and against the source files."""

import math
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client

from ratings.models import PublishedFigure
from tests.csv_files import Row, lines
from tests.views.national.answers import counted, rows
from tests.views.pages import json_at, page_at, text_of

pytestmark = pytest.mark.usefixtures("record")

GRADED = {"full", "standard", "short", "re-inspection"}


def narrowed(row: Row) -> dict[str, str]:
    """What the words of a denominator ask for, as parameters."""
    words = row["denominator"]
    if words == "first SIF inspections only":
        return {"programme": "sif", "which": "first"}
    if words.startswith("ILACS inspections begun "):
        first, last = words.removeprefix("ILACS inspections begun ").split(" to ")
        return {"programme": "ilacs", "which": "all", "begun_from": first, "begun_to": last}
    if words == "authorities with more than one ILACS inspection":
        return {"programme": "ilacs"}
    assert words in ("inspected", "existing"), words
    return {}


def answered(client: Client, row: Row) -> str:
    """The figure as a reader would work it out from the answer of a public address."""
    asked = {"as_at": row["as_at"], "known_by": row["published_by"], "area": row["area"]}
    asked |= {"region": row["region"]} | narrowed(row)
    if "more than one" in row["denominator"]:
        found = json_at(client, "/national/repeats.json", asked)
        return str(found[row["grades"].replace("-", "_")])
    found = counted(client, **asked)
    if not row["grades"]:
        return str(found["with_grade"])
    keys = row["grades"].split("|")
    if row["unit"] == "count":
        return str(sum(found["grades"][key] for key in keys))
    of = "percent_of_existing" if row["denominator"] == "existing" else "percent_of_graded"
    return str(math.floor(sum(found[of][key] for key in keys) + 0.5))


def test_every_reproducible_published_figure_comes_out(client: Client, sources: Path) -> None:
    own = [r for r in lines(sources / "published-figures.csv") if r["reproducible"] == "yes"]
    found = {r["id"]: (answered(client, r), r["value"]) for r in own}
    assert {key: pair for key, pair in found.items() if pair[0] != pair[1]} == {}
    assert len(own) == len(found) == 40


def test_the_record_holds_the_published_figures_as_the_file_does(sources: Path) -> None:
    recorded = [
        {
            "id": figure.key, "as_at": figure.as_at.isoformat(),
            "published_by": figure.known_by.isoformat(), "area": figure.area,
            "region": figure.region or "England", "grades": figure.grades, "unit": figure.unit,
            "denominator": figure.denominator_words, "value": str(figure.value),
            "source_url": figure.source_url, "reproducible": "yes" if figure.reproducible else "no",
        }
        for figure in sorted(PublishedFigure.objects.all(), key=lambda figure: figure.key)
    ]  # fmt: skip
    own = sorted(lines(sources / "published-figures.csv"), key=lambda row: row["id"])
    assert [{name: row[name] for name in recorded[0]} for row in own] == recorded


def first_day(inspection: Row) -> str:
    text = inspection["start_date"] or inspection["published"]
    return text + "-01-01"[: 10 - len(text)] if len(text) == 4 else (text + "-01")[:10]


def grades_by_hand(
    sources: Path, day: str, areas: set[str], region: str = "", known_by: str = "9999"
) -> Counter[str]:
    """Grades of existing authorities' latest graded SIF or ILACS inspections, from the files."""
    folder = sources / "record"
    existing = {
        row["slug"] for row in lines(folder / "authorities.csv")
        if row["start_date"] <= day <= (row["end_date"] or "9999")
        and region in ("", row["region"])
    }  # fmt: skip
    latest: dict[str, tuple[str, str, str]] = {}
    for row in lines(folder / "inspections.csv"):
        slug, key = row["authority_slug"], (first_day(row), row["published"], row["inspection_id"])
        counts = row["framework"].startswith(("sif", "ilacs")) and row["kind"] in GRADED
        if counts and slug in existing and key[0] <= day and (key[1] or key[0]) <= known_by:
            latest[slug] = max(latest.get(slug, key), key)
    chosen = {key for _, _, key in latest.values()}
    return Counter(
        row["grade"] for row in lines(folder / "ratings.csv")
        if row["area"] in areas and row["inspection_id"] in chosen and row["grade"]
    )  # fmt: skip


@pytest.mark.parametrize("region", ["", "London", "South West"])
@pytest.mark.parametrize("area", ["overall-effectiveness", "children-in-care"])
@pytest.mark.parametrize("day", ["2016-03-31", "2019-03-31", "2023-06-30", "2026-08-01"])
def test_the_counts_are_those_of_the_source_files(
    client: Client, sources: Path, day: str, area: str, region: str
) -> None:
    found = counted(client, as_at=day, area=area, region=region)
    expected = grades_by_hand(sources, day, {area}, region)
    assert {key: n for key, n in found["grades"].items() if n} == dict(expected)


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
    areas = {"leaders", "sif-leadership"} if "leaders" in query else {"overall-effectiveness"}
    assert found[2] == words
    for shown, then in ((found[1], day), (found[3], before)):
        grades = grades_by_hand(sources, then, areas, region, known_by)
        assert shown == f"{grades['good'] + grades['outstanding']} of {grades.total()}"


def test_where_nothing_counted_a_year_before_nothing_is_compared(client: Client) -> None:
    words = text_of(page_at(client, "/national/?as_at=2014-06-01"))
    assert "8 of 24 (33%) were good or outstanding." in words
    assert "a year before" not in words


# Steps and times

LAST_DAY = date(2026, 8, 20)
PLACE = {"outstanding": 1, "good": 2, "adequate": 3, "requires-improvement": 3, "inadequate": 4}
Nodes = dict[str, list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def nodes(sources: Path) -> Nodes:
    """Of each authority: first day, framework and overall grade (blank: none given)."""
    folder = sources / "record"
    given = {(r["inspection_id"], r["area"]): r["grade"] for r in lines(folder / "ratings.csv")}
    found: dict[str, list[tuple[str, ...]]] = {}
    for each in lines(folder / "inspections.csv"):
        code = each["framework"]
        if each["kind"] not in GRADED or not code.startswith(("cpi", "sif", "ilacs")):
            continue
        area = "cpi-overall" if code == "cpi" else "overall-effectiveness"
        grade = given.get((each["inspection_id"], area), "")
        if grade or code == "ilacs-2026":
            node = (first_day(each), each["published"], each["inspection_id"], code, grade)
            found.setdefault(each["authority_slug"], []).append(node)
    return {slug: [(n[0], n[3], n[4]) for n in sorted(own)] for slug, own in found.items()}


def test_the_steps_are_those_of_the_source_files(client: Client, nodes: Nodes) -> None:
    expected = sorted(
        (slug, *((grade or "no-overall-grade") for _, _, grade in step))
        for slug, own in nodes.items()
        for step in pairwise(own)
    )
    found = rows(client, "/national/transitions.json")
    assert sorted((row["authority"], row["from"], row["to"]) for row in found) == expected


def by_hand(nodes: Nodes, ends: dict[str, str], goal: int) -> list[tuple[str, int, bool]]:
    """Episodes from inadequate to a place on the scale: authority, days, recovered."""
    found = []
    for slug, own in nodes.items():
        began = ""
        for day, _, grade in own:
            place = PLACE.get(grade, 0)
            if not began and place == 4:
                began = day
            elif began and (not grade or place <= goal):
                found.append((slug, began, day, bool(grade)))
                began = ""
        if began:
            end = min(ends.get(slug) or LAST_DAY.isoformat(), LAST_DAY.isoformat())
            found.append((slug, began, end, False))
    days = date.fromisoformat
    return sorted((slug, (days(b) - days(a)).days, ok) for slug, a, b, ok in found)


@pytest.mark.parametrize(("goal", "place"), [("requires-improvement", 3), ("good", 2)])
def test_recoveries_are_those_of_the_source_files(
    client: Client, sources: Path, nodes: Nodes, goal: str, place: int
) -> None:
    authorities = lines(sources / "record" / "authorities.csv")
    ends = {row["slug"]: row["end_date"] for row in authorities}
    found = rows(client, f"/national/recovery.json?goal={goal}")
    episodes = sorted((row["authority"], row["days"], row["recovered"]) for row in found)
    assert episodes == by_hand(nodes, ends, place)
