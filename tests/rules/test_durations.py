"""How long grades are held: spells (domain §3), runs, and the Kaplan-Meier estimator."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.rules.durations import Held, all_spells, by_grade, lasting, runs_held, spells_held
from ratings.rules.kaplan_meier import Duration, in_years_and_months, kaplan_meier, median
from ratings.rules.spells import area_spells, headline_spells, spell_on
from ratings.rules.types import Authority, Inspection, Missing
from tests.rules.builders import (
    COMPARABILITY,
    GOOD,
    INADEQUATE,
    KENT,
    LAST,
    NEW,
    OLD,
    OUTSTANDING,
    graded,
    inspected,
)

COMPLETE = date(2026, 8, 20)


def test_a_spell_ends_the_day_before_the_next_graded_node() -> None:
    first, second = inspected("2018-03-05 inadequate", "2020-02-29 good")
    closed, opened = headline_spells([first, second], KENT, COMPLETE)
    assert (closed.start, closed.end, closed.is_open) == (
        date(2018, 3, 5), date(2020, 2, 28), False,
    )  # fmt: skip
    assert (opened.start, opened.end, opened.is_open) == (date(2020, 2, 29), COMPLETE, True)
    assert closed.days == 726


def test_an_authoritys_end_closes_the_last_spell_as_open() -> None:
    ended = Authority("kent", "Kent", end=date(2021, 3, 31))
    (spell,) = headline_spells([graded("2019-01-01", overall=GOOD)], ended, COMPLETE)
    assert (spell.end, spell.is_open) == (date(2021, 3, 31), True)


def test_a_node_without_a_headline_starts_a_spell_of_no_overall_grade() -> None:
    nodes = inspected("2022-01-01 good", "2026-05-01 good last")
    good, none = headline_spells(nodes, KENT, COMPLETE)
    assert (good.grade, good.end) == (GOOD, date(2026, 4, 30))
    assert none.grade is None


def test_an_area_that_the_next_framework_does_not_judge_is_not_carried_on() -> None:
    nodes = [
        graded("2014-01-01", OLD, overall=GOOD),
        graded("2019-01-01", leaders=GOOD, overall=GOOD),
        graded("2026-05-01", LAST, leaders=OUTSTANDING, care=GOOD),
    ]
    before, leaders, after = area_spells(LAST.areas[0], nodes, KENT, COMPLETE, COMPARABILITY)
    assert (before.grade, before.missing) == (None, Missing.NOT_A_JUDGEMENT)
    assert (leaders.grade, after.grade) == (GOOD, OUTSTANDING)
    _, care, _ = area_spells(LAST.areas[1], nodes, KENT, COMPLETE, COMPARABILITY)
    assert care.missing == Missing.NOT_A_JUDGEMENT


def test_an_area_that_could_not_be_graded_says_so() -> None:
    nodes = [graded("2019-01-01", overall=GOOD)]
    (spell,) = area_spells(NEW.areas[1], nodes, KENT, COMPLETE, COMPARABILITY)
    assert (spell.grade, spell.missing) == (None, "not-graded")


def test_of_two_nodes_that_begin_on_one_day_only_the_later_has_a_spell() -> None:
    nodes = [
        graded("2019-01-01", id="a", overall=GOOD),
        graded("2019-01-01", id="b", overall=INADEQUATE),
    ]
    (spell,) = headline_spells(nodes, KENT, COMPLETE)
    assert spell.grade is INADEQUATE


def test_an_inspection_after_the_record_is_complete_has_a_spell_of_its_first_day() -> None:
    (spell,) = headline_spells([graded("2026-10-01", overall=GOOD)], KENT, COMPLETE)
    assert (spell.start, spell.end, spell.days) == (date(2026, 10, 1), date(2026, 10, 1), 1)


def test_the_spell_on_a_day_is_the_one_that_covers_it() -> None:
    nodes = inspected("2018-03-05 inadequate", "2020-03-01 good")
    spells = headline_spells(nodes, KENT, COMPLETE)
    assert spell_on(spells, date(2018, 3, 4)) is None
    assert spell_on(spells, date(2020, 2, 29)) is spells[0]
    assert spell_on(spells, date(2020, 3, 1)) is spells[1]


REACHES = date(2026, 8, 20)
Told = list[tuple[str, int, bool]]


def told(held: tuple[Held, ...]) -> Told:
    return [(each.grade.key, each.duration.days, each.ended) for each in held]


def both(*nodes: Inspection, authority: Authority = KENT) -> tuple[Told, Told]:
    """Spells, then runs."""
    spells = headline_spells(nodes, authority, REACHES)
    return told(spells_held(spells)), told(runs_held(spells))


def test_a_run_lasts_through_inspections_that_find_the_same() -> None:
    spells, runs = both(*inspected("2018-01-01 good", "2019-01-01 good", "2020-01-01 inadequate"))
    assert spells == [("good", 365, True), ("good", 365, True), ("inadequate", 2423, False)]
    assert runs == [("good", 730, True), ("inadequate", 2423, False)]


def test_an_inspection_without_an_overall_grade_ends_a_spell_and_censors_a_run() -> None:
    spells, runs = both(*inspected("2024-01-01 good", "2026-05-01 good last"))
    assert spells == [("good", 851, True)]
    assert runs == [("good", 850, False)]


def test_a_grade_that_cannot_be_compared_censors_a_run() -> None:
    _, runs = both(
        *inspected("2012-06-01 adequate old", "2014-06-01 requires-improvement", "2016-06-01 good")
    )
    assert [(key, ended) for key, _, ended in runs] == [
        ("adequate", False), ("requires-improvement", True), ("good", False),
    ]  # fmt: skip


def test_the_authoritys_end_censors_and_nothing_held_is_nothing() -> None:
    gone = Authority("kent", "Kent", None, date(2021, 3, 31))
    assert both(*inspected("2021-03-01 good"), authority=gone)[1] == [("good", 30, False)]
    assert both() == ([], [])


def test_the_same_grade_twice_is_two_runs_where_another_was_between() -> None:
    _, runs = both(*inspected("2014-01-01 inadequate", "2015-01-01 good", "2016-01-01 inadequate"))
    assert [key for key, *_ in runs] == ["inadequate", "good", "inadequate"]


def test_times_have_a_curve_a_number_and_what_is_censored() -> None:
    spells = headline_spells(inspected("2018-01-01 good", "2019-01-01 inadequate"), KENT, REACHES)
    groups = by_grade(spells_held(spells))
    good, bad = lasting(groups[GOOD]), lasting(groups[INADEQUATE])
    assert (good.number, good.censored, good.median.days) == (1, 0, 365)
    assert (bad.number, bad.censored, bad.median.days) == (1, 1, None)


def test_only_authorities_with_graded_nodes_have_spells() -> None:
    nodes = [graded("2018-01-01", overall=GOOD)]
    found = all_spells({"kent": nodes}, [KENT, Authority("hull", "Hull")], REACHES)
    assert set(found) == {"kent"}


# Freireich and others (1963), remission in weeks under 6-mercaptopurine: the example that
# textbooks use. Survival at the end of each step as printed there.
REMISSION = [
    Duration(6, True), Duration(6, True), Duration(6, True), Duration(6, False),
    Duration(7, True), Duration(9, False), Duration(10, True), Duration(10, False),
    Duration(11, False), Duration(13, True), Duration(16, True), Duration(17, False),
    Duration(19, False), Duration(20, False), Duration(22, True), Duration(23, True),
    Duration(25, False), Duration(32, False), Duration(32, False), Duration(34, False),
    Duration(35, False),
]  # fmt: skip


def test_the_textbook_example_comes_out() -> None:
    steps = kaplan_meier(REMISSION)
    assert [(s.days, s.at_risk, s.ended) for s in steps] == [
        (6, 21, 3), (7, 17, 1), (10, 15, 1), (13, 12, 1), (16, 11, 1), (22, 7, 1), (23, 6, 1),
    ]  # fmt: skip
    assert [round(s.surviving, 3) for s in steps] == [
        0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448,
    ]  # fmt: skip
    assert median(steps).days == 23
    assert (round(steps[0].low, 2), round(steps[0].high, 2)) == (0.62, 0.95)
    assert (median(steps).low, median(steps).high) == (13, None)


def test_without_censoring_it_is_the_plain_share_and_the_plain_median() -> None:
    steps = kaplan_meier(Duration(days, True) for days in (1, 2, 3, 4))
    assert [s.surviving for s in steps] == pytest.approx([0.75, 0.5, 0.25, 0.0])
    assert median(steps).days == 2


def test_nothing_ended_means_no_median() -> None:
    steps = kaplan_meier([Duration(5, False), Duration(9, False)])
    assert steps == ()
    assert (median(steps).days, median(steps).low, median(steps).high) == (None, None, None)


durations = st.lists(st.builds(Duration, st.integers(0, 5000), st.booleans()), max_size=40)


@given(durations)
def test_the_curve_only_falls_and_its_interval_holds_it(found: list[Duration]) -> None:
    steps = kaplan_meier(found)
    shares = [1.0, *(s.surviving for s in steps)]
    assert shares == sorted(shares, reverse=True)
    for step in steps:
        assert 0 <= step.low <= step.surviving <= step.high <= 1
        assert step.at_risk == sum(d.days >= step.days for d in found)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"), (1, "1 day"), (15, "15 days"), (31, "1 month"), (365, "1 year"),
        (372, "1 year"), (400, "1 year 1 month"), (1826, "5 years"), (913, "2 years 6 months"),
    ],
)  # fmt: skip
def test_days_are_said_in_years_and_months(days: int, words: str) -> None:
    assert in_years_and_months(days) == words
