"""Spells run from one graded node to the next (domain §3, "Spells")."""

from datetime import date

from ratings.rules.spells import area_spells, headline_spells, spell_on
from ratings.rules.types import Authority, Missing
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
)

COMPLETE = date(2026, 8, 20)


def test_a_spell_ends_the_day_before_the_next_graded_node() -> None:
    first, second = graded("2018-03-05", overall=INADEQUATE), graded("2020-02-29", overall=GOOD)
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
    nodes = [graded("2022-01-01", overall=GOOD), graded("2026-05-01", LAST, leaders=GOOD)]
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
    nodes = [graded("2018-03-05", overall=INADEQUATE), graded("2020-03-01", overall=GOOD)]
    spells = headline_spells(nodes, KENT, COMPLETE)
    assert spell_on(spells, date(2018, 3, 4)) is None
    assert spell_on(spells, date(2020, 2, 29)) is spells[0]
    assert spell_on(spells, date(2020, 3, 1)) is spells[1]
