"""National shares, repeats, transitions and recoveries (domain §3 and §4), and their series."""

from dataclasses import replace
from datetime import date

import pytest

from ratings.rules.national import (
    CountBasis,
    CountCriteria,
    counted_as_one,
    frameworks_that_count,
    recoveries,
    repeats,
    shares,
    transitions,
    whole_percent,
)
from ratings.rules.national_shares import Country, GroupedAuthority
from ratings.rules.spells import headline_spells
from ratings.rules.time_series import days_of, points, year_ends
from ratings.rules.trend import Change
from ratings.rules.types import Authority, Inspection
from tests.rules.builders import (
    COMPARABILITY,
    GOOD,
    INADEQUATE,
    KENT,
    LAST,
    NEW,
    OLD,
    SLAC,
    graded,
    inspected,
    visit,
)

NATIONAL = CountCriteria(frozenset({"new", "last"}))
OVERALL = {"overall"}


def test_each_existing_authority_counts_once_by_its_latest_graded_inspection() -> None:
    begun = [
        *inspected("2018-02-01 inadequate", "2021-02-01 good", authority="a"),
        *inspected("2019-02-01 outstanding", authority="b"),
        *inspected("2026-05-01 good last", authority="c"),
        *inspected("2012-01-01 adequate old", authority="d"),
        *inspected("2019-02-01 outstanding", authority="gone"),
        visit("2022-01-01", "improved", authority="a"),
    ]
    found = shares({"a", "b", "c", "d"}, begun, OVERALL, NATIONAL)
    assert (found.existing, found.inspected, found.with_grade) == (4, 3, 2)
    held = {grade.key: len(holders) for grade, holders in found.holders.items()}
    assert list(held.items()) == [("outstanding", 1), ("good", 1)]
    assert [i.authority for i in found.without] == ["c"]
    assert found.of_graded(found.count(GOOD)) == 0.5
    assert found.of_existing(found.count(GOOD)) == 0.25
    assert found.count(INADEQUATE) == 0
    # Before anything was inspected there is nothing to divide by.
    none = shares({"a"}, [], OVERALL, NATIONAL)
    assert (none.with_grade, none.of_graded(0), none.of_existing(0)) == (0, None, 0.0)
    assert shares(set(), [], OVERALL, NATIONAL).of_existing(0) is None


def test_areas_that_are_counted_as_one_share_a_count() -> None:
    begun = [
        graded("2018-02-01", authority="a", leaders=GOOD),
        graded("2018-02-01", authority="b", care=GOOD),
    ]
    assert shares({"a", "b"}, begun, {"leaders", "care"}, NATIONAL).count(GOOD) == 2
    pairs = [("a", "b"), ("b", "c"), ("x", "y")]
    assert counted_as_one("a", pairs) == counted_as_one("c", pairs) == {"a", "b", "c"}
    assert counted_as_one("z", pairs) == {"z"}


@pytest.mark.parametrize(
    ("counted", "days"),
    [
        (CountCriteria(frozenset({"new"})), ["2021-02-01"]),
        (CountCriteria(frozenset({"new"}), CountBasis.FIRST), ["2018-02-01"]),
        (CountCriteria(frozenset({"new"}), CountBasis.ALL), ["2018-02-01", "2021-02-01"]),
        (
            CountCriteria(frozenset({"new"}), CountBasis.ALL, begun_from=date(2018, 2, 2)),
            ["2021-02-01"],
        ),
        (
            CountCriteria(frozenset({"new"}), CountBasis.ALL, begun_to=date(2018, 2, 1)),
            ["2018-02-01"],
        ),
        (CountCriteria(frozenset({"old"})), ["2012-01-01"]),
    ],
)
def test_what_counts_can_be_narrowed(counted: CountCriteria, days: list[str]) -> None:
    story = inspected("2021-02-01 good", "2018-02-01 inadequate", "2012-01-01 adequate old")
    assert [i.first_day.isoformat() for i in counted.of(story)] == days


def test_repeats_set_the_latest_grade_against_the_first() -> None:
    story = [
        *inspected("2018-01-01 inadequate", "2020-01-01 outstanding", "2022-01-01 good",
                   authority="up"),
        *inspected("2018-01-01 good", "2022-01-01 inadequate", authority="down"),
        *inspected("2018-01-01 good", "2022-01-01 good", authority="kept"),
        *inspected("2018-01-01 requires-improvement", "2022-01-01 requires-improvement",
                   authority="stuck"),
        *inspected("2018-01-01 good", authority="once"),
        *inspected("2018-01-01 good", "2019-01-01 good", authority="gone"),
    ]  # fmt: skip
    found = repeats({"up", "down", "kept", "stuck", "once"}, story, OVERALL, NATIONAL)
    assert (found.improved, found.declined) == (("up",), ("down",))
    assert (found.kept_good_plus, found.unchanged_below_good) == (("kept",), ("stuck",))
    assert found.more_than_one == 4


def test_transitions_are_the_steps_between_graded_nodes() -> None:
    nodes = inspected(
        "2012-01-01 adequate old", "2018-01-01 requires-improvement", "2021-01-01 good",
        "2026-05-01 good last",
    )  # fmt: skip
    found = transitions([nodes, nodes[:1]], COMPARABILITY)
    assert [t.trend.change for t in found] == [
        Change.NOT_COMPARABLE, Change.IMPROVED, Change.NOT_COMPARABLE,
    ]  # fmt: skip
    assert (found[1].before, found[1].now) == (nodes[1], nodes[2])


COMPLETE = date(2026, 8, 20)
TWICE_INADEQUATE = inspected(
    "2018-01-01 inadequate", "2019-01-01 inadequate", "2020-01-01 requires-improvement",
    "2021-01-01 good",
)  # fmt: skip


@pytest.mark.parametrize(
    ("nodes", "goal", "found"),
    [
        pytest.param(TWICE_INADEQUATE, 3, [(730, True)], id="the first better one"),
        pytest.param(TWICE_INADEQUATE, 2, [(1096, True)], id="the first good one"),
        pytest.param(inspected("2024-01-01 inadequate", "2026-05-01 good last"), 3, [(851, False)],
                     id="no overall grade censors"),
        pytest.param(inspected("2026-08-10 inadequate"), 3, [(10, False)],
                     id="not ended on the day that the record reaches"),
        pytest.param(inspected("2014-01-01 inadequate", "2015-01-01 good", "2018-01-01 inadequate",
                               "2019-01-01 good"), 3, [(365, True), (365, True)], id="two falls"),
    ],
)  # fmt: skip
def test_recovery_runs_from_the_first_inadequate_day(
    nodes: tuple[Inspection, ...], goal: int, found: list[tuple[int, bool]]
) -> None:
    """In days, and whether it has ended."""
    episodes = recoveries(headline_spells(nodes, KENT, COMPLETE), worst=4, goal=goal)
    assert [(each.duration.days, each.duration.ended) for each in episodes] == found


@pytest.mark.parametrize(
    ("count", "of", "percent"), [(1, 8, 13), (1, 200, 1), (0, 5, 0), (5, 5, 100), (0, 0, None)]
)
def test_a_whole_percentage_is_rounded_half_up(count: int, of: int, percent: int | None) -> None:
    assert whole_percent(count, of) == percent


def test_the_frameworks_that_count_follow_from_the_area_or_the_programme() -> None:
    national = [replace(f, in_national=f in (NEW, LAST)) for f in (SLAC, OLD, NEW, LAST)]
    codes = [f.code for f in frameworks_that_count(national, {"leaders"})]
    assert codes == ["new", "last"]
    assert [f.code for f in frameworks_that_count(national, {"safeguarding"})] == ["slac"]
    assert [f.code for f in frameworks_that_count(national, {"leaders"}, {"old"})] == ["old"]
    assert frameworks_that_count(national, {"nothing"}) == ()


NORTH = GroupedAuthority(Authority("north", "North"), "North East", "county council")
SOUTH = GroupedAuthority(
    Authority("south", "South", None, date(2020, 3, 31)), "London", "unitary authority"
)
LATER = GroupedAuthority(Authority("new", "New", date(2020, 4, 1)), "London", "unitary authority")
BEGUN = (
    *inspected("2015-01-01 good", authority="north"),
    *inspected("2016-01-01 good", authority="south"),
    graded("2016-02-01", SLAC, authority="south", safeguarding=GOOD),
    *inspected("2021-01-01 good", authority="new"),
)
COUNTRY = Country((NORTH, SOUTH, LATER), BEGUN)


def test_a_part_holds_its_authorities_and_their_inspections() -> None:
    london = COUNTRY.within(["London"])
    assert [c.slug for c in london.councils] == ["south", "new"]
    assert {i.authority for i in london.inspections} == {"south", "new"}
    assert COUNTRY.within(["London"], "county council").councils == ()
    assert COUNTRY.within() == COUNTRY


def test_authorities_exist_between_two_days_and_have_lines_of_graded_nodes_only() -> None:
    assert COUNTRY.existing_on(date(2020, 3, 31)) == {"north", "south"}
    assert COUNTRY.existing_on(date(2020, 4, 1)) == {"north", "new"}
    lines = COUNTRY.lines()
    assert {slug: len(nodes) for slug, nodes in lines.items()} == {"north": 1, "south": 1, "new": 1}


A = GroupedAuthority(Authority("a", "A"), "London", "unitary authority")
B = GroupedAuthority(Authority("b", "B", date(2019, 4, 1)), "London", "unitary authority")
INSPECTIONS = (
    *inspected("2018-03-31 inadequate", authority="a"),
    *inspected("2019-06-01 good", authority="b"),
    *inspected("2020-01-01 good", authority="a"),
)


def test_each_day_counts_who_existed_by_what_had_begun() -> None:
    days = [date(2018, 3, 30), date(2018, 3, 31), date(2019, 6, 1), date(2020, 1, 1)]
    found = points(
        Country((A, B), INSPECTIONS), {"overall"}, CountCriteria(frozenset({"new"})), days
    )
    counts = [(p.shares.existing, p.shares.count(INADEQUATE), p.shares.count(GOOD)) for p in found]
    assert counts == [(1, 0, 0), (1, 1, 0), (2, 1, 1), (2, 0, 2)]


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2018-03-31", "2020-03-31", [2018, 2019, 2020]),
        ("2018-04-01", "2020-03-30", [2019]),
        ("2019-04-01", "2019-09-01", []),
    ],
)
def test_a_year_ends_on_31_march(first: str, last: str, years: list[int]) -> None:
    found = year_ends(date.fromisoformat(first), date.fromisoformat(last))
    assert found == [date(year, 3, 31) for year in years]


def test_a_series_runs_from_the_first_inspection_to_the_day() -> None:
    found = days_of(INSPECTIONS, [NEW], date(2020, 6, 1))
    assert found == [*year_ends(date(2018, 3, 31), date(2020, 3, 31)), date(2020, 6, 1)]
    ends = [date(2018, 3, 31), date(2019, 3, 31)]
    assert days_of(INSPECTIONS, [NEW], date(2019, 3, 31))[-2:] == ends
    assert days_of((), [NEW], date(2010, 1, 1)) == [date(2010, 1, 1)]


def test_rules_that_ended_are_followed_to_the_end_of_their_year() -> None:
    old = replace(OLD, last_day=date(2013, 8, 31))
    found = days_of([graded("2012-05-01", old, overall=GOOD)], [old], date(2026, 9, 1))
    assert found == [date(2013, 3, 31), date(2014, 3, 31), date(2026, 9, 1)]
