"""National shares, repeats, transitions and recoveries (domain §3 and §4)."""

from dataclasses import replace
from datetime import date

import pytest

from ratings.rules.national import (
    Counted,
    Which,
    counted_as_one,
    frameworks_that_count,
    recoveries,
    repeats,
    shares,
    transitions,
    whole_percent,
)
from ratings.rules.spells import headline_spells
from ratings.rules.trend import Change
from ratings.rules.types import Inspection
from tests.rules.builders import (
    ADEQUATE,
    COMPARABILITY,
    GOOD,
    INADEQUATE,
    KENT,
    LAST,
    NEW,
    OLD,
    OUTSTANDING,
    REQUIRES_IMPROVEMENT,
    SLAC,
    graded,
    visit,
)

NATIONAL = Counted(frozenset({"new", "last"}))
OVERALL = {"overall"}


def of(slug: str, day: str, **grades: object) -> Inspection:
    return graded(day, authority=slug, **grades)


def test_each_existing_authority_counts_once_by_its_latest_graded_inspection() -> None:
    found = shares(
        {"a", "b", "c", "d"},
        [
            of("a", "2018-02-01", overall=INADEQUATE),
            of("a", "2021-02-01", overall=GOOD),
            of("b", "2019-02-01", overall=OUTSTANDING),
            graded("2026-05-01", LAST, authority="c", leaders=GOOD),
            of("gone", "2019-02-01", overall=OUTSTANDING),
            visit("2022-01-01", "improved", authority="a"),
            graded("2012-01-01", OLD, authority="d", overall=ADEQUATE),
        ],
        OVERALL,
        NATIONAL,
    )
    assert (found.existing, found.inspected, found.with_grade) == (4, 3, 2)
    assert [(grade.key, len(held)) for grade, held in found.holders.items()] == [
        ("outstanding", 1), ("good", 1),
    ]  # fmt: skip
    assert [i.authority for i in found.without] == ["c"]
    assert found.of_graded(found.count(GOOD)) == 0.5
    assert found.of_existing(found.count(GOOD)) == 0.25
    assert found.count(INADEQUATE) == 0


def test_areas_that_are_counted_as_one_share_a_count() -> None:
    found = shares(
        {"a", "b"},
        [of("a", "2018-02-01", leaders=GOOD), of("b", "2018-02-01", care=GOOD)],
        {"leaders", "care"},
        NATIONAL,
    )
    assert found.count(GOOD) == 2


def test_before_anything_was_inspected_there_is_nothing_to_divide_by() -> None:
    found = shares({"a"}, [], OVERALL, NATIONAL)
    assert (found.with_grade, found.of_graded(0), found.of_existing(0)) == (0, None, 0.0)
    assert shares(set(), [], OVERALL, NATIONAL).of_existing(0) is None


@pytest.mark.parametrize(
    ("counted", "days"),
    [
        (Counted(frozenset({"new"})), ["2021-02-01"]),
        (Counted(frozenset({"new"}), Which.FIRST), ["2018-02-01"]),
        (Counted(frozenset({"new"}), Which.ALL), ["2018-02-01", "2021-02-01"]),
        (Counted(frozenset({"new"}), Which.ALL, begun_from=date(2018, 2, 2)), ["2021-02-01"]),
        (Counted(frozenset({"new"}), Which.ALL, begun_to=date(2018, 2, 1)), ["2018-02-01"]),
        (Counted(frozenset({"old"})), ["2012-01-01"]),
    ],
)
def test_what_counts_can_be_narrowed(counted: Counted, days: list[str]) -> None:
    story = [
        of("a", "2021-02-01", overall=GOOD),
        of("a", "2018-02-01", overall=INADEQUATE),
        graded("2012-01-01", OLD, authority="a", overall=ADEQUATE),
    ]
    assert [i.first_day.isoformat() for i in counted.of(story)] == days


def test_repeats_set_the_latest_grade_against_the_first() -> None:
    story = [
        of("up", "2018-01-01", overall=INADEQUATE),
        of("up", "2020-01-01", overall=OUTSTANDING),
        of("up", "2022-01-01", overall=GOOD),
        of("down", "2018-01-01", overall=GOOD),
        of("down", "2022-01-01", overall=INADEQUATE),
        of("kept", "2018-01-01", overall=GOOD),
        of("kept", "2022-01-01", overall=GOOD),
        of("stuck", "2018-01-01", overall=REQUIRES_IMPROVEMENT),
        of("stuck", "2022-01-01", overall=REQUIRES_IMPROVEMENT),
        of("once", "2018-01-01", overall=GOOD),
        of("gone", "2018-01-01", overall=GOOD),
        of("gone", "2019-01-01", overall=GOOD),
    ]
    found = repeats({"up", "down", "kept", "stuck", "once"}, story, OVERALL, NATIONAL)
    assert (found.improved, found.declined) == (("up",), ("down",))
    assert (found.kept_good_plus, found.unchanged_below_good) == (("kept",), ("stuck",))
    assert found.more_than_one == 4


def test_transitions_are_the_steps_between_graded_nodes() -> None:
    nodes = [
        graded("2012-01-01", OLD, overall=ADEQUATE),
        graded("2018-01-01", overall=REQUIRES_IMPROVEMENT),
        graded("2021-01-01", overall=GOOD),
        graded("2026-05-01", LAST, leaders=GOOD),
    ]
    found = transitions([nodes, nodes[:1]], COMPARABILITY)
    assert [t.trend.change for t in found] == [
        Change.NOT_COMPARABLE, Change.IMPROVED, Change.NOT_COMPARABLE,
    ]  # fmt: skip
    assert (found[1].before, found[1].now) == (nodes[1], nodes[2])


COMPLETE = date(2026, 8, 20)


def recovery(*nodes: Inspection, goal: int = 3) -> list[tuple[int, bool]]:
    found = recoveries(headline_spells(nodes, KENT, COMPLETE), worst=4, goal=goal)
    return [(episode.duration.days, episode.duration.ended) for episode in found]


def test_recovery_runs_from_the_first_inadequate_day_to_the_first_better_one() -> None:
    nodes = (
        graded("2018-01-01", overall=INADEQUATE),
        graded("2019-01-01", overall=INADEQUATE),
        graded("2020-01-01", overall=REQUIRES_IMPROVEMENT),
        graded("2021-01-01", overall=GOOD),
    )
    assert recovery(*nodes) == [(730, True)]
    assert recovery(*nodes, goal=2) == [(1096, True)]


def test_no_overall_grade_censors_a_recovery() -> None:
    nodes = (
        graded("2024-01-01", overall=INADEQUATE),
        graded("2026-05-01", LAST, leaders=GOOD),
    )
    assert recovery(*nodes) == [(851, False)]


def test_an_episode_that_has_not_ended_is_censored_on_the_day_the_record_reaches() -> None:
    assert recovery(graded("2026-08-10", NEW, overall=INADEQUATE)) == [(10, False)]


def test_two_falls_are_two_episodes() -> None:
    nodes = (
        graded("2014-01-01", overall=INADEQUATE),
        graded("2015-01-01", overall=GOOD),
        graded("2018-01-01", overall=INADEQUATE),
        graded("2019-01-01", overall=GOOD),
    )
    assert recovery(*nodes) == [(365, True), (365, True)]


@pytest.mark.parametrize(
    ("count", "of", "percent"), [(1, 8, 13), (1, 200, 1), (0, 5, 0), (5, 5, 100), (0, 0, None)]
)
def test_a_whole_percentage_is_rounded_half_up(count: int, of: int, percent: int | None) -> None:
    assert whole_percent(count, of) == percent


def test_areas_counted_as_one_are_found_from_either_side() -> None:
    pairs = [("a", "b"), ("b", "c"), ("x", "y")]
    assert counted_as_one("a", pairs) == counted_as_one("c", pairs) == {"a", "b", "c"}
    assert counted_as_one("z", pairs) == {"z"}


def test_the_frameworks_that_count_follow_from_the_area_or_the_programme() -> None:
    national = [replace(f, in_national=f in (NEW, LAST)) for f in (SLAC, OLD, NEW, LAST)]
    codes = [f.code for f in frameworks_that_count(national, {"leaders"})]
    assert codes == ["new", "last"]
    assert [f.code for f in frameworks_that_count(national, {"safeguarding"})] == ["slac"]
    assert [f.code for f in frameworks_that_count(national, {"leaders"}, {"old"})] == ["old"]
    assert frameworks_that_count(national, {"nothing"}) == ()
