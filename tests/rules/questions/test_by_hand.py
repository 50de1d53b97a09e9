"""Every standing question against an answer counted without the product.

Asked through its public URL; the expected names come from a plain reading of the CSVs of the
record (`plain_counts.py`, which shares no code with the rules) or from lists that were read off
the CSVs by eye and frozen here. All as at 20 August 2026, the day to which the record is complete,
unless a test says otherwise.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.golden.plain_reading import POSITION, Inspection
from tests.rules.questions.plain_counts import Reading, better, reading
from tests.views.pages import json_at

pytestmark = pytest.mark.usefixtures("record")
DAY = "2026-08-20"


@pytest.fixture(scope="module")
def plain(sources: Path) -> Reading:
    return reading(sources)


def ask(client: Client, key: str, **asked: str) -> dict[str, Any]:
    found = json_at(client, f"/questions/{key}.json", {"as_at": DAY} | asked)
    assert found["count"] == len(found["rows"])
    return found


def slugs(found: dict[str, Any]) -> list[str]:
    return [row["authority"]["slug"] for row in found["rows"]]


def ids(found: dict[str, Any], column: str) -> list[str]:
    return [row[column]["inspection"] for row in found["rows"]]


def then_and_now(plain: Reading, since: str, area: str = "") -> dict[str, tuple[str, str]]:
    """The grade on a day and the latest, of existing authorities inspected since."""
    found = {}
    for slug in plain.existing(DAY):
        before, now = plain.nodes(slug, since), plain.nodes(slug)
        if before and len(now) > len(before):
            pair = (before[-1], now[-1])
            grades = [one.areas.get(area, "") if area else one.grade for one in pair]
            found[slug] = (grades[0], grades[1])
    return found


@pytest.mark.parametrize(
    ("since", "area"),
    [("2012-12-31", ""), ("2018-01-01", ""), ("2021-03-31", ""), ("2024-03-31", ""),
     ("2021-03-31", "leaders")],
)  # fmt: skip
def test_improved_and_declined_are_grades_then_against_grades_now(
    client: Client, plain: Reading, since: str, area: str
) -> None:
    """By the CSVs: the last grade by the day against the last of all; adequate and requires
    improvement share a place, so `better` is false of them both ways. `leaders` has one key in
    every framework since 2018 and compares with none before."""
    grades = then_and_now(plain, since, area)
    about = {"since": since} | ({"area": area} if area else {})
    assert set(slugs(ask(client, "improved", **about))) == {
        slug for slug, (then, now) in grades.items() if better(then, now)
    }
    assert set(slugs(ask(client, "declined", **about))) == {
        slug for slug, (then, now) in grades.items() if better(now, then)
    }


def test_improved_since_september_2025_by_eye(client: Client) -> None:
    """Read off inspections.csv and ratings.csv: of 24 graded inspections with an overall
    grade that began from 1 September 2025 on, these found a better one than the last."""
    assert slugs(ask(client, "improved", since="2025-08-31")) == [
        "herefordshire", "solihull",
        "bradford", "coventry", "darlington", "haringey", "kingston-upon-hull", "lambeth",
        "luton", "manchester", "newham", "norfolk", "redcar-and-cleveland", "rotherham",
        "sandwell", "wandsworth", "wigan",
    ]  # fmt: skip


def test_declined_since_september_2025_by_eye(client: Client) -> None:
    """The only fall among the same 24: Kent, outstanding in May 2022, good in November 2025.
    Six found the same grade again, and eleven more inspections gave no overall grade."""
    found = ask(client, "declined", since="2025-08-31")
    assert slugs(found) == ["kent"]
    assert found["answer"] == (
        "Of the 35 authorities with a graded inspection since 31 August 2025, 1 has declined; "
        "11 cannot be compared with before."
    )


def steps(before: str, now: str) -> int:
    """How many grades up at once; down is less than nothing."""
    return POSITION[before] - POSITION[now]


@pytest.mark.parametrize(
    ("question", "asked", "is_meant"),
    [
        ("moved", {"steps": "1", "way": "up"}, lambda before, now: steps(before, now) >= 1),
        ("moved", {"steps": "2", "way": ""}, lambda before, now: abs(steps(before, now)) >= 2),
        ("moved", {"steps": "2", "way": "down"}, lambda before, now: steps(before, now) <= -2),
        ("moved", {"steps": "3", "way": ""}, lambda before, now: abs(steps(before, now)) >= 3),
        ("fell-from-outstanding", {},
         lambda before, now: before == "outstanding" and better(now, before)),
        ("straight-to-good", {},
         lambda before, now: before == "inadequate" and now in ("good", "outstanding")),
    ],
)  # fmt: skip
def test_moves_from_one_inspection_to_the_next(
    client: Client, plain: Reading, question: str, asked: dict[str, str], is_meant: Any
) -> None:
    """By the CSVs: overall grades of one authority that follow one another."""
    expected = [
        now.id
        for before, now in plain.pairs()
        if before.grade and now.grade and is_meant(before.grade, now.grade)
    ]
    assert sorted(ids(ask(client, question, **asked), "now")) == sorted(expected)


def test_moves_by_eye(client: Client) -> None:
    """Three grades at once only Sunderland, inadequate in April 2018 and outstanding in June 2021;
    of those that fell from outstanding the newest fall first."""
    (row,) = ask(client, "moved", steps="3")["rows"]
    assert row["before"] == {
        "grade": "inadequate", "words": "inadequate", "profile": None,
        "inspection": "sunderland-sif-2018-04-23", "date": "2018-04-23",
    }  # fmt: skip
    assert row["now"]["inspection"] == "sunderland-ilacs-2018-2021-06-28"
    assert row["apart"]["days"] == 1162
    fell = slugs(ask(client, "fell-from-outstanding"))
    assert fell == ["kent", "cornwall", "suffolk", "east-sussex"]


NEVER_BELOW_GOOD = [
    "bracknell-forest", "camden", "central-bedfordshire", "city-of-london", "cumberland", "derby",
    "dorset", "east-sussex", "enfield", "essex", "gateshead", "greenwich",
    "hammersmith-and-fulham", "hampshire", "hartlepool", "islington", "kensington-and-chelsea",
    "leeds", "lincolnshire", "merton", "north-lincolnshire", "north-tyneside", "nottinghamshire",
    "oxfordshire", "redbridge", "richmond-upon-thames", "southwark", "westminster",
    "westmorland-and-furness", "wolverhampton",
]  # fmt: skip


def test_never_below_good(client: Client, plain: Reading) -> None:
    """By the CSVs, and the thirty names by eye: no adequate (as in Kent's of January 2013),
    requires improvement or inadequate in any row of ratings.csv for an overall grade of the
    line."""
    expected = [
        slug
        for slug in plain.existing(DAY)
        if (grades := {step.grade for step in plain.nodes(slug)} - {""})
        and grades <= {"good", "outstanding"}
    ]
    assert sorted(expected) == NEVER_BELOW_GOOD
    assert slugs(ask(client, "never-below-good")) == NEVER_BELOW_GOOD


def test_outstanding_by_region(client: Client, plain: Reading) -> None:
    """By the CSVs: the last graded step of each existing authority, by region."""
    existing = plain.existing(DAY)
    last = {slug: plain.nodes(slug)[-1].grade for slug in existing}
    found = ask(client, "outstanding-by-region")
    *regions, england = found["rows"]
    for row in regions:
        own = [s for s in existing if plain.councils[s]["region"] == row["region"]]
        best = [slug for slug in own if last[slug] == "outstanding"]
        assert (row["existing"], row["outstanding"]) == (len(own), len(best))
        assert row["share"]["of"] == sum(bool(last[slug]) for slug in own)
        assert sorted(row["authorities"]) == sorted(best)
    names = {row["region"] for row in plain.councils.values()}
    assert [row["region"] for row in regions] == sorted(names)
    assert (england["existing"], england["outstanding"], england["share"]["of"]) == (153, 46, 142)


def test_leaders_differed_in_44_of_313_inspections(client: Client, plain: Reading) -> None:
    """Domain §2 gives both numbers; by the CSVs which they are."""
    both = [step for step in plain.everything if step.grade and step.areas.get("leaders")]
    expected = {step.id for step in both if step.areas["leaders"] != step.grade}
    found = ask(client, "leaders-differ", which="all")
    assert (len(both), found["count"]) == (313, 44)
    assert set(ids(found, "inspection")) == expected
    assert "44 of the 313 inspections" in found["answer"]


def test_leaders_differ_in_the_latest_inspection_with_both(client: Client, plain: Reading) -> None:
    """By the CSVs: of each existing authority, the last inspection that graded both."""
    expected = set()
    for slug in plain.existing(DAY):
        both = [step for step in plain.nodes(slug) if step.grade and step.areas.get("leaders")]
        if both and both[-1].grade != both[-1].areas["leaders"]:
            expected.add(slug)
    found = ask(client, "leaders-differ")
    assert set(slugs(found)) == expected
    assert len(expected) == 18


def test_without_an_overall_grade_by_eye(client: Client) -> None:
    """The eleven inspections under `ilacs-2026` in inspections.csv, the newest first."""
    found = ask(client, "no-overall-grade")
    assert set(slugs(found)) == {
        "portsmouth", "south-tyneside", "trafford", "middlesbrough", "blackpool",
        "west-northamptonshire", "north-northamptonshire", "liverpool", "lancashire", "somerset",
        "brent",
    }  # fmt: skip
    (west,) = [row for row in found["rows"] if row["authority"]["slug"] == "west-northamptonshire"]
    assert [(each["of"], each["grade"]) for each in west["profile"]] == [
        ("leaders", "outstanding"), ("help and protection", "good"),
        ("children in care", "good"), ("care leavers", "good"),
    ]  # fmt: skip
    assert west["last_overall"]["grade"] == "requires-improvement"


INADEQUATE_IN_MARCH_2019 = {
    "barnet": ("2017-04-25", "2019-05-13"),
    "blackpool": ("2018-11-26", "no overall grade since 2026-06-08"),
    "bradford": ("2018-09-17", "not yet"),
    "buckinghamshire": ("2014-06-03", "not yet"),
    "croydon": ("2017-06-20", "2020-02-03"),
    "gloucestershire": ("2017-02-27", "2025-06-09"),
    "kingston-upon-hull": ("2019-01-14", "2026-03-02"),
    "kirklees": ("2016-09-12", "2024-07-08"),
    "newham": ("2019-02-11", "2022-07-18"),
    "reading": ("2016-05-23", "not yet"),
    "sandwell": ("2013-03", "2025-10-13"),
    "stoke-on-trent": ("2019-02-04", "not yet"),
    "sunderland": ("2015-05-11", "2021-06-28"),
    "surrey": ("2014-10-21", "2025-03-17"),
    "tameside": ("2016-09-26", "not yet"),
    "torbay": ("2015-10-12", "2022-03-21"),
    "tower-hamlets": ("2017-01-23", "2019-06-10"),
    "trafford": ("2019-03-04", "no overall grade since 2026-06-08"),
    "wakefield": ("2018-06-04", "2021-11-08"),
    "west-sussex": ("2019-02-25", "not yet"),
    "wirral": ("2016-07-04", "not yet"),
    "worcestershire": ("2016-10-24", "2023-05-15"),
}
"""By eye: the lines of all authorities as at 31 March 2019 that end at inadequate, since when
every grade had been that, and the first good or outstanding after it."""


def test_inadequate_in_march_2019_and_since(client: Client) -> None:
    found = ask(client, "since-inadequate", on="2019-03-31", reached="good")
    assert {
        row["authority"]["slug"]: (
            row["inadequate_since"]["date"],
            row["reached"]["date"]
            if row["reached"]["grade"]
            else " ".join(filter(None, (row["reached"]["words"], row["reached"]["date"]))),
        )
        for row in found["rows"]
    } == INADEQUATE_IN_MARCH_2019
    assert found["answer"].startswith("22 authorities were inadequate on 31 March 2019; 13 of them")
    # Barnet by the calendar: 25 April 2017 to 13 May 2019 are 748 days.
    (barnet,) = [row for row in found["rows"] if row["authority"]["slug"] == "barnet"]
    assert barnet["took"] == {"start_date": "2017-04-25", "days": 748, "open": False}


@pytest.mark.parametrize(("on", "goal"), [("2014-12-31", 3), ("2019-03-31", 3), ("2022-03-31", 2)])
def test_what_became_of_the_inadequate_of_any_day(
    client: Client, plain: Reading, on: str, goal: int
) -> None:
    """By the CSVs: the first grade at the goal, unless one without a grade comes before it."""
    expected = {}
    for slug in plain.existing(on):
        before = plain.nodes(slug, on)
        if before and before[-1].grade == "inadequate":
            after = plain.nodes(slug)[len(before) :]
            expected[slug] = next(
                (s.id for s in after if not s.grade or POSITION[s.grade] <= goal), None
            )
    key = {2: "good", 3: "requires-improvement"}[goal]
    found = ask(client, "since-inadequate", on=on, reached=key)
    assert {
        row["authority"]["slug"]: row["reached"]["inspection"] for row in found["rows"]
    } == expected


def runs_of(steps: list[Inspection]) -> list[list[Inspection]]:
    """Steps of one grade that follow one another; one without a grade is a run of its own."""
    return [list(run) for _, run in groupby(steps, key=lambda step: step.grade or step.id)]


def test_longest_inadequate(client: Client, plain: Reading) -> None:
    """By the CSVs: from the first of inadequate grades in a row to the next other step."""
    expected = set()
    for slug in plain.councils:
        runs = runs_of(plain.nodes(slug))
        for run, after in zip(runs, [*runs[1:], None], strict=True):
            if run[0].grade == "inadequate":
                closing = after[0].id if after else None
                expected.add((run[0].id, closing, len(run)))
    found = ask(client, "longest-inadequate")
    assert {
        (row["since"]["inspection"], row["until"]["inspection"], row["inspections"])
        for row in found["rows"]
    } == expected
    days = [row["held"]["days"] for row in found["rows"]]
    assert days == sorted(days, reverse=True)
    # By eye: Sandwell, inadequate in March 2013 (known to the month), January 2015 and November
    # 2017; requires improvement on 9 May 2022: 3,356 days from 1 March 2013.
    first = found["rows"][0]
    assert (first["authority"]["slug"], first["inspections"]) == ("sandwell", 3)
    assert first["held"] == {"start_date": "2013-03-01", "days": 3356, "open": False}


def test_held_longest(client: Client, plain: Reading) -> None:
    """By the CSVs: the last run of one grade of every existing authority, if it has a grade."""
    last = {slug: runs_of(plain.nodes(slug))[-1] for slug in plain.existing(DAY)}
    graded = {slug: (run[0].id, len(run)) for slug, run in last.items() if run[0].grade}
    found = ask(client, "held-longest")
    assert {
        row["authority"]["slug"]: (row["since"]["inspection"], row["inspections"])
        for row in found["rows"]
    } == graded
    assert slugs(found)[0] == "gateshead"
    assert found["answer"].startswith(
        f"Of {len(graded)} authorities that hold a grade, Gateshead has held the same one longest: "
        "good"
    )
    inadequate = sum(run[0].grade == "inadequate" for run in last.values())
    assert ask(client, "held-longest", grade="inadequate")["answer"].startswith(
        f"Of {inadequate} authorities that are inadequate, Devon has been so longest: "
    )


def test_longest_since_inspection(client: Client, plain: Reading) -> None:
    """By the CSVs: the last graded step of each existing authority, the oldest first."""
    last = {slug: plain.nodes(slug)[-1] for slug in plain.existing(DAY)}
    found = ask(client, "longest-since-inspection")
    assert ids(found, "last")[:3] == [
        "nottingham-ilacs-2018-2022-07-11",
        "dudley-ilacs-2018-2022-10-31",
        "bristol-ilacs-2023-2023-01-16",
    ]
    assert {row["authority"]["slug"]: row["last"]["inspection"] for row in found["rows"]} == {
        slug: step.id for slug, step in last.items()
    }


@pytest.mark.parametrize("month", ["2026-07", "2024-03", "2018-06", "2013-05"])
def test_published_in_a_month(client: Client, plain: Reading, month: str) -> None:
    """By the CSVs: every inspection and visit with a publication date in the month."""
    expected = [step.id for step in plain.everything if step.published[:7] == month]
    assert sorted(ids(ask(client, "published", month=month), "inspection")) == sorted(expected)


@pytest.mark.parametrize("day", ["2026-08-20", "2019-03-31", "2018-12-31", "2024-12-31"])
def test_decline_since_the_last_grade(client: Client, plain: Reading, day: str) -> None:
    """By the CSVs: visits that declined, begun by the day, after the last graded step by it; the
    method's worked example is a visit to Northamptonshire of October 2018."""
    expected = set()
    for slug in plain.existing(day):
        nodes = plain.nodes(slug, day)
        expected |= {
            visit.id
            for visit in plain.lines.get(slug, [])
            if visit.direction == "declined"
            and visit.first_day <= day
            and (not nodes or visit.day > nodes[-1].day)
        }
    found = ask(client, "decline-since-inspection", as_at=day)
    assert set(ids(found, "visit")) == expected
    assert bool(found["rows"]) == (not found["answer"].startswith("No visit"))
    if day == "2018-12-31":
        assert "northamptonshire" in slugs(found)


def test_priority_action(client: Client, plain: Reading) -> None:
    """By the CSVs: every visit whose row says so."""
    expected = [step.id for step in plain.everything if step.has_priority_action]
    assert sorted(ids(ask(client, "priority-action"), "visit")) == sorted(expected)
    since = ask(client, "priority-action", since="2022-01-01")
    assert len(since["rows"]) == sum(
        step.has_priority_action and step.first_day >= "2022-01-01" for step in plain.everything
    )


def test_first_inspections_of_new_authorities_by_eye(client: Client) -> None:
    """authorities.csv has six with a first day after 1 April 2009; their first graded steps."""
    found = ask(client, "first-inspections")
    assert {
        row["authority"]["slug"]: (row["began"], row["first"]["date"], row["first"]["grade"])
        for row in found["rows"]
    } == {
        "bournemouth-christchurch-and-poole": ("2019-04-01", "2021-12-06", "inadequate"),
        "dorset": ("2019-04-01", "2021-09-27", "good"),
        "north-northamptonshire": ("2021-04-01", "2022-10-03", "requires-improvement"),
        "west-northamptonshire": ("2021-04-01", "2022-10-03", "requires-improvement"),
        "cumberland": ("2023-04-01", "2024-10-07", "good"),
        "westmorland-and-furness": ("2023-04-01", "2024-04-22", "good"),
    }
