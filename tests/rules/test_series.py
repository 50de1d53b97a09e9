"""National shares through time."""

from dataclasses import replace
from datetime import date

import pytest

from ratings.rules.national import Counted
from ratings.rules.national_shares import Council, Country
from ratings.rules.time_series import days_of, points, year_ends
from ratings.rules.types import Authority
from tests.rules.builders import GOOD, INADEQUATE, NEW, OLD, graded

A = Council(Authority("a", "A"), "London", "unitary authority")
B = Council(Authority("b", "B", date(2019, 4, 1)), "London", "unitary authority")
INSPECTIONS = (
    graded("2018-03-31", authority="a", overall=INADEQUATE),
    graded("2019-06-01", authority="b", overall=GOOD),
    graded("2020-01-01", authority="a", overall=GOOD),
)


def test_each_day_counts_who_existed_by_what_had_begun() -> None:
    days = [date(2018, 3, 30), date(2018, 3, 31), date(2019, 6, 1), date(2020, 1, 1)]
    found = points(Country((A, B), INSPECTIONS), {"overall"}, Counted(frozenset({"new"})), days)
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
    assert days_of(INSPECTIONS, [NEW], date(2019, 3, 31))[-2:] == [
        date(2018, 3, 31), date(2019, 3, 31),
    ]  # fmt: skip


def test_rules_that_ended_are_followed_to_the_end_of_their_year() -> None:
    old = replace(OLD, last_day=date(2013, 8, 31))
    begun = (graded("2012-05-01", old, overall=GOOD),)
    found = days_of(begun, [old], date(2026, 9, 1))
    assert found == [date(2013, 3, 31), date(2014, 3, 31), date(2026, 9, 1)]


def test_without_inspections_there_is_only_the_day() -> None:
    assert days_of((), [NEW], date(2010, 1, 1)) == [date(2010, 1, 1)]
