"""How long grades last, against an answer counted without the product."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.rules.questions.by_hand.asked import DAY, ask, ids, slugs
from tests.rules.questions.plain_counts import PLACE, Reading, Step

pytestmark = pytest.mark.usefixtures("record")

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


def test_recovery_takes_from_the_first_inadequate_to_the_first_good(client: Client) -> None:
    """Barnet by the calendar: 25 April 2017 to 13 May 2019 are 748 days."""
    found = ask(client, "since-inadequate", on="2019-03-31", reached="good")
    barnet = next(row for row in found["rows"] if row["authority"]["slug"] == "barnet")
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
                (s.id for s in after if not s.grade or PLACE[s.grade] <= goal), None
            )
    key = {2: "good", 3: "requires-improvement"}[goal]
    found = ask(client, "since-inadequate", on=on, reached=key)
    assert {
        row["authority"]["slug"]: row["reached"]["inspection"] for row in found["rows"]
    } == expected


def runs_of(steps: list[Step]) -> list[list[Step]]:
    """Steps of one grade that follow one another."""
    runs: list[list[Step]] = []
    for step in steps:
        if runs and step.grade and runs[-1][-1].grade == step.grade:
            runs[-1].append(step)
        else:
            runs.append([step])
    return runs


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


def test_sandwell_was_inadequate_longest_by_eye(client: Client) -> None:
    """Inadequate in March 2013 (known to the month), January 2015 and November 2017; requires
    improvement on 9 May 2022: 3,356 days from 1 March 2013."""
    row = ask(client, "longest-inadequate")["rows"][0]
    assert row["authority"]["slug"] == "sandwell"
    assert row["held"] == {"start_date": "2013-03-01", "days": 3356, "open": False}
    assert row["inspections"] == 3


def test_held_longest(client: Client, plain: Reading) -> None:
    """By the CSVs: the last run of one grade of every existing authority, if it has a grade."""
    expected = {}
    for slug in plain.existing(DAY):
        last = runs_of(plain.nodes(slug))[-1]
        if last[0].grade:
            expected[slug] = (last[0].id, len(last))
    found = ask(client, "held-longest")
    assert {
        row["authority"]["slug"]: (row["since"]["inspection"], row["inspections"])
        for row in found["rows"]
    } == expected
    assert slugs(found)[0] == "gateshead"


def test_of_whom_held_longest_speaks(client: Client, plain: Reading) -> None:
    """By the CSVs: of all that hold a grade, or of those that hold the one that is asked for."""
    held = [runs_of(plain.nodes(slug))[-1][0].grade for slug in plain.existing(DAY)]
    graded, inadequate = sum(map(bool, held)), held.count("inadequate")
    assert ask(client, "held-longest")["answer"].startswith(
        f"Of {graded} authorities that hold a grade, Gateshead has held the same one longest: good"
    )
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
