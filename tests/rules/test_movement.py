"""Who rose and who fell in a year."""

from __future__ import annotations

from datetime import date

import pytest

from ratings.rules.changes import Moves, moves, year_before
from ratings.rules.types import Inspection
from tests.rules.builders import (
    ADEQUATE,
    COMPARABILITY,
    GOOD,
    INADEQUATE,
    LAST,
    OLD,
    OUTSTANDING,
    REQUIRES_IMPROVEMENT,
    graded,
    visit,
)

SINCE = date(2021, 3, 31)


def moved(*inspections: Inspection, areas: tuple[str, ...] = ("overall",)) -> Moves:
    return moves(inspections, {"kent"}, areas, COMPARABILITY, SINCE)


def groups(found: Moves) -> dict[str, int]:
    names = ("rose", "fell", "kept", "first", "not_comparable")
    return {name: len(getattr(found, name)) for name in names if getattr(found, name)}


@pytest.mark.parametrize(
    ("before", "now", "group"),
    [
        (INADEQUATE, GOOD, "rose"),
        (OUTSTANDING, GOOD, "fell"),
        (GOOD, GOOD, "kept"),
    ],
)
def test_the_latest_graded_inspection_is_set_against_the_one_before(
    before: object, now: object, group: str
) -> None:
    story = (graded("2018-01-01", overall=before), graded("2021-06-01", overall=now))
    assert groups(moved(*story)) == {group: 1}


def test_the_grades_and_both_inspections_are_named() -> None:
    before, now = graded("2018-01-01", overall=GOOD), graded("2021-06-01", overall=OUTSTANDING)
    (move,) = moved(now, before, visit("2021-07-01", "improved")).rose
    assert (move.before, move.now) == (before, now)
    assert (move.grade_before, move.grade) == (GOOD, OUTSTANDING)
    assert move.authority == "kent"


def test_only_an_inspection_begun_after_the_day_counts() -> None:
    story = [graded("2018-01-01", overall=GOOD), graded("2021-03-31", overall=OUTSTANDING)]
    assert groups(moved(*story)) == {}
    assert moved(*story).inspected == 0


def test_two_inspections_in_one_year_count_once_by_the_latest() -> None:
    story = [
        graded("2018-01-01", overall=INADEQUATE),
        graded("2021-05-01", overall=GOOD),
        graded("2022-02-01", overall=REQUIRES_IMPROVEMENT),
    ]
    assert groups(moved(*story)) == {"fell": 1}


def test_a_first_inspection_neither_rises_nor_falls() -> None:
    assert groups(moved(graded("2021-06-01", overall=GOOD))) == {"first": 1}


def test_adequate_and_requires_improvement_are_not_compared() -> None:
    story = [
        graded("2012-01-01", OLD, overall=ADEQUATE),
        graded("2021-06-01", overall=REQUIRES_IMPROVEMENT),
    ]
    assert groups(moved(*story)) == {"not_comparable": 1}


def test_a_rise_across_frameworks_says_so() -> None:
    story = [graded("2012-01-01", OLD, overall=ADEQUATE), graded("2021-06-01", overall=GOOD)]
    assert moved(*story).rose[0].trend.across_frameworks


def test_without_an_overall_grade_nobody_rises_or_falls() -> None:
    story = [
        graded("2018-01-01", overall=INADEQUATE, leaders=INADEQUATE),
        graded("2021-06-01", LAST, leaders=GOOD),
    ]
    (move,) = moved(*story).not_comparable
    assert (move.grade, move.grade_before) == (None, INADEQUATE)
    assert groups(moved(*story, areas=("leaders",))) == {"rose": 1}


def test_others_than_existing_authorities_are_left_aside() -> None:
    gone = graded("2021-06-01", authority="gone", overall=GOOD)
    assert moved(gone).inspected == 0


def test_the_overall_grade_is_compared_whatever_its_area_is_called() -> None:
    story = [
        graded("2012-06-01", OLD, overall=INADEQUATE),
        graded("2021-06-01", overall=GOOD),
        graded("2021-06-01", OLD, authority="first", overall=GOOD),
        graded("2020-06-01", authority="none", overall=GOOD),
        graded("2021-06-01", LAST, authority="none", leaders=GOOD),
    ]
    found = moves(story, {"kent", "first", "none"}, None, COMPARABILITY, SINCE)
    assert groups(found) == {"rose": 1, "first": 1, "not_comparable": 1}
    assert (found.rose[0].grade_before, found.rose[0].grade) == (INADEQUATE, GOOD)


def test_the_newest_comes_first() -> None:
    days = ["2021-06-01", "2021-08-01", "2021-07-01"]
    story = [graded(day, authority=f"a{i}", overall=GOOD) for i, day in enumerate(days)]
    found = moves(story, {"a0", "a1", "a2"}, {"overall"}, COMPARABILITY, SINCE).first
    assert [move.authority for move in found] == ["a1", "a2", "a0"]


@pytest.mark.parametrize(
    ("day", "before"),
    [("2024-03-31", "2023-03-31"), ("2024-02-29", "2023-02-28"), ("2025-02-28", "2024-02-28")],
)
def test_a_year_before_is_the_same_day(day: str, before: str) -> None:
    assert year_before(date.fromisoformat(day)) == date.fromisoformat(before)
