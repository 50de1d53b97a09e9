"""How long a grade is held, in both readings."""

from __future__ import annotations

from datetime import date

import pytest

from ratings.rules.durations import Held, all_spells, by_grade, lasting, runs_held, spells_held
from ratings.rules.spells import headline_spells
from ratings.rules.types import Authority, Inspection
from tests.rules.builders import (
    ADEQUATE,
    GOOD,
    INADEQUATE,
    KENT,
    LAST,
    OLD,
    REQUIRES_IMPROVEMENT,
    graded,
)

REACHES = date(2026, 8, 20)
Told = list[tuple[str, int, bool]]


def told(held: tuple[Held, ...]) -> Told:
    return [(each.grade.key, each.duration.days, each.ended) for each in held]


def both(*nodes: Inspection, authority: Authority = KENT) -> tuple[Told, Told]:
    """Spells, then runs."""
    spells = headline_spells(nodes, authority, REACHES)
    return told(spells_held(spells)), told(runs_held(spells))


def test_a_run_lasts_through_inspections_that_find_the_same() -> None:
    spells, runs = both(
        graded("2018-01-01", overall=GOOD),
        graded("2019-01-01", overall=GOOD),
        graded("2020-01-01", overall=INADEQUATE),
    )
    assert spells == [("good", 365, True), ("good", 365, True), ("inadequate", 2423, False)]
    assert runs == [("good", 730, True), ("inadequate", 2423, False)]


def test_an_inspection_without_an_overall_grade_ends_a_spell_and_censors_a_run() -> None:
    spells, runs = both(
        graded("2024-01-01", overall=GOOD), graded("2026-05-01", LAST, leaders=GOOD)
    )
    assert spells == [("good", 851, True)]
    assert runs == [("good", 850, False)]


def test_a_grade_that_cannot_be_compared_censors_a_run() -> None:
    _, runs = both(
        graded("2012-06-01", OLD, overall=ADEQUATE),
        graded("2014-06-01", overall=REQUIRES_IMPROVEMENT),
        graded("2016-06-01", overall=GOOD),
    )
    assert [(key, ended) for key, _, ended in runs] == [
        ("adequate", False), ("requires-improvement", True), ("good", False),
    ]  # fmt: skip


def test_the_authoritys_end_censors() -> None:
    gone = Authority("kent", "Kent", None, date(2021, 3, 31))
    assert both(graded("2021-03-01", overall=GOOD), authority=gone)[1] == [("good", 30, False)]


def test_the_same_grade_twice_is_two_runs_where_another_was_between() -> None:
    _, runs = both(
        graded("2014-01-01", overall=INADEQUATE),
        graded("2015-01-01", overall=GOOD),
        graded("2016-01-01", overall=INADEQUATE),
    )
    assert [key for key, *_ in runs] == ["inadequate", "good", "inadequate"]


def test_times_have_a_curve_a_number_and_what_is_censored() -> None:
    spells = headline_spells(
        [graded("2018-01-01", overall=GOOD), graded("2019-01-01", overall=INADEQUATE)],
        KENT,
        REACHES,
    )
    groups = by_grade(spells_held(spells))
    good, bad = lasting(groups[GOOD]), lasting(groups[INADEQUATE])
    assert (good.number, good.censored, good.median.days) == (1, 0, 365)
    assert (bad.number, bad.censored, bad.median.days) == (1, 1, None)


def test_only_authorities_with_graded_nodes_have_spells() -> None:
    nodes = [graded("2018-01-01", overall=GOOD)]
    found = all_spells({"kent": nodes}, [KENT, Authority("hull", "Hull")], REACHES)
    assert set(found) == {"kent"}


@pytest.mark.parametrize("nodes", [()])
def test_nothing_held_is_nothing(nodes: tuple[Inspection, ...]) -> None:
    assert both(*nodes) == ([], [])
