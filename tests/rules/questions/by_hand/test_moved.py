"""Who moved, against an answer counted without the product."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.rules.questions.by_hand.asked import DAY, ask, ids, slugs
from tests.rules.questions.plain_counts import PLACE, Reading, better

pytestmark = pytest.mark.usefixtures("record")


def then_and_now(plain: Reading, since: str, area: str = "") -> dict[str, tuple[str, str]]:
    """The grade on a day and the latest, of existing authorities inspected since."""
    found = {}
    for slug in plain.existing(DAY):
        before, now = plain.nodes(slug, since), plain.nodes(slug)
        if before and len(now) > len(before):
            pair = (before[-1], now[-1])
            grades = [step.area(area) if area else step.grade for step in pair]
            found[slug] = (grades[0], grades[1])
    return found


@pytest.mark.parametrize("since", ["2012-12-31", "2018-01-01", "2021-03-31", "2024-03-31"])
def test_improved_and_declined_are_grades_then_against_grades_now(
    client: Client, plain: Reading, since: str
) -> None:
    """By the CSVs: the last overall grade by the day against the last of all; adequate and
    requires improvement share a place, so `better` is false of them both ways."""
    grades = then_and_now(plain, since)
    assert set(slugs(ask(client, "improved", since=since))) == {
        slug for slug, (then, now) in grades.items() if better(then, now)
    }
    assert set(slugs(ask(client, "declined", since=since))) == {
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


def test_improved_for_leaders_compares_that_judgement_alone(client: Client, plain: Reading) -> None:
    """`leaders` has one key in every framework since 2018 and compares with none before."""
    grades = then_and_now(plain, "2021-03-31", area="leaders")
    assert set(slugs(ask(client, "improved", since="2021-03-31", area="leaders"))) == {
        slug for slug, (then, now) in grades.items() if better(then, now)
    }


@pytest.mark.parametrize(("steps", "way"), [(1, "up"), (2, ""), (2, "down"), (3, "")])
def test_moves_of_so_many_grades_at_once(
    client: Client, plain: Reading, steps: int, way: str
) -> None:
    """By the CSVs: the difference of places between overall grades that follow one another."""
    expected = [
        now.id
        for before, now in plain.pairs()
        if before.grade and now.grade
        and abs(PLACE[before.grade] - PLACE[now.grade]) >= steps
        and (not way or better(before.grade, now.grade) == (way == "up"))
    ]  # fmt: skip
    found = ask(client, "moved", steps=str(steps), way=way)
    assert sorted(ids(found, "now")) == sorted(expected)


def test_the_only_three_grades_at_once_by_eye(client: Client) -> None:
    """Sunderland, inadequate in April 2018 and outstanding in June 2021."""
    (row,) = ask(client, "moved", steps="3")["rows"]
    assert row["before"] == {
        "grade": "inadequate", "words": "inadequate", "profile": None,
        "inspection": "sunderland-sif-2018-04-23", "date": "2018-04-23",
    }  # fmt: skip
    assert row["now"]["inspection"] == "sunderland-ilacs-2018-2021-06-28"
    assert row["apart"]["days"] == 1162


def test_fell_from_outstanding(client: Client, plain: Reading) -> None:
    """By the CSVs, and the four names by eye, the newest fall first."""
    expected = [now for before, now in plain.pairs()
                if before.grade == "outstanding" and better(now.grade, before.grade)]  # fmt: skip
    found = ask(client, "fell-from-outstanding")
    assert sorted(ids(found, "now")) == sorted(step.id for step in expected)
    assert slugs(found) == ["kent", "cornwall", "suffolk", "east-sussex"]


def test_straight_from_inadequate_to_good(client: Client, plain: Reading) -> None:
    """By the CSVs: inadequate, and good or outstanding at the next graded inspection."""
    expected = [
        now.id
        for before, now in plain.pairs()
        if before.grade == "inadequate" and now.grade in ("good", "outstanding")
    ]
    assert sorted(ids(ask(client, "straight-to-good"), "now")) == sorted(expected)
