"""Improved, declined, unchanged, first, not comparable (domain §3, "Trend")."""

import pytest

from ratings.rules.trend import (
    NO_AREA_LINK,
    NO_LINK,
    Change,
    Comparability,
    Comparable,
    Link,
    area_trend,
    compare,
    headline_trend,
    one_before,
)
from ratings.rules.types import Grade
from tests.rules.builders import (
    ADEQUATE,
    COMPARABILITY,
    GOOD,
    INADEQUATE,
    LAST,
    NEW,
    OLD,
    OUTSTANDING,
    REQUIRES_IMPROVEMENT,
    SLAC,
    graded,
    visit,
)


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (GOOD, OUTSTANDING, Change.IMPROVED),
        (GOOD, INADEQUATE, Change.DECLINED),
        (GOOD, GOOD, Change.UNCHANGED),
        (ADEQUATE, GOOD, Change.IMPROVED),
        (ADEQUATE, INADEQUATE, Change.DECLINED),
        (ADEQUATE, ADEQUATE, Change.UNCHANGED),
        (ADEQUATE, REQUIRES_IMPROVEMENT, Change.NOT_COMPARABLE),
        (REQUIRES_IMPROVEMENT, ADEQUATE, Change.NOT_COMPARABLE),
        (None, GOOD, Change.NOT_COMPARABLE),
        (GOOD, None, Change.NOT_COMPARABLE),
    ],
)
def test_two_grades_compare_by_their_place_on_the_scale(
    before: Grade | None, now: Grade | None, change: Change
) -> None:
    assert compare(before, now) is change


def test_the_one_before_is_the_nearest_earlier_graded_node() -> None:
    first = graded("2015-01-01", overall=GOOD)
    story = [
        graded("2011-01-01", OLD, overall=GOOD),
        first,
        graded("2016-01-01", SLAC, safeguarding=GOOD),
        visit("2017-01-01", "improved"),
        graded("2017-06-01", leaders=GOOD),
    ]
    now = graded("2018-01-01", overall=GOOD)
    assert one_before(now, [now, *story]) == first
    assert one_before(story[0], [now, *story]) is None


def test_a_predecessors_inspection_is_never_the_one_before() -> None:
    old = graded("2015-01-01", authority="old-kent", overall=GOOD)
    assert one_before(graded("2018-01-01", overall=GOOD), [old]) is None


def test_a_headline_trend_across_frameworks_says_so() -> None:
    before = graded("2012-06-01", OLD, overall=ADEQUATE)
    trend = headline_trend(graded("2018-06-01", overall=GOOD), before, COMPARABILITY)
    assert (trend.change, trend.across_frameworks) == (Change.IMPROVED, True)
    assert trend.words == "improved across frameworks"


def test_a_headline_that_cannot_be_compared_is_not_called_across_frameworks() -> None:
    before = graded("2012-06-01", OLD, overall=ADEQUATE)
    now = graded("2018-06-01", overall=REQUIRES_IMPROVEMENT)
    trend = headline_trend(now, before, COMPARABILITY)
    assert (trend.change, trend.across_frameworks) == (Change.NOT_COMPARABLE, False)


def test_the_first_graded_inspection_has_nothing_before_it() -> None:
    now = graded("2018-06-01", overall=GOOD)
    assert headline_trend(now, None, COMPARABILITY).change is Change.FIRST
    assert area_trend(NEW.areas[1], now, None, COMPARABILITY).change is Change.FIRST


def test_areas_compare_as_the_links_say() -> None:
    before = graded("2020-01-01", overall=GOOD, leaders=GOOD, care=GOOD)
    now = graded("2026-05-01", LAST, leaders=OUTSTANDING, care=OUTSTANDING)
    leaders, care = LAST.areas
    assert area_trend(leaders, now, before, COMPARABILITY).words == "improved"
    apart = area_trend(care, now, before, COMPARABILITY)
    assert (apart.change, apart.why) == (Change.NOT_COMPARABLE, "split")


def test_frameworks_that_no_link_joins_say_so_and_others_name_the_areas() -> None:
    before = graded("2015-01-01", overall=GOOD)
    now = graded("2012-01-01", OLD, overall=GOOD)
    assert headline_trend(now, before, Comparability()).why == NO_LINK
    assert area_trend(OLD.areas[0], now, before, Comparability()).why == NO_LINK
    elsewhere = Link((OLD.code, "x"), (NEW.code, "y"), Comparable.NO, "apart")
    assert headline_trend(now, before, Comparability((elsewhere,))).why == NO_AREA_LINK
    linked = Link((OLD.code, OLD.areas[0].key), (NEW.code, NEW.areas[0].key), Comparable.NO, "so")
    assert headline_trend(now, before, Comparability((linked,))).why == "so"


def test_an_area_that_was_not_graded_is_not_comparable() -> None:
    before = graded("2020-01-01", overall=GOOD)
    now = graded("2021-01-01", overall=GOOD, leaders=GOOD)
    trend = area_trend(NEW.areas[1], now, before, COMPARABILITY)
    assert trend.change is Change.NOT_COMPARABLE


def test_links_chain_and_one_caveat_marks_the_whole_chain() -> None:
    a, b, c, d = ("f", "a"), ("g", "b"), ("h", "c"), ("i", "d")
    chain = Comparability(
        (
            Link(a, b, Comparable.ACROSS_FRAMEWORKS),
            Link(b, c, Comparable.YES),
            Link(c, d, Comparable.NO, "redefined"),
        )
    )
    assert chain.between(a, a) is Comparable.YES
    assert chain.between(b, c) is Comparable.YES
    assert chain.between(c, a) is Comparable.ACROSS_FRAMEWORKS
    assert chain.between(a, d) is Comparable.NO
    assert chain.between(a, ("z", "z")) is Comparable.NO
    assert chain.why(d, c) == "redefined"
    assert chain.why(d, a) == "redefined"
    assert chain.why(a, ("z", "z")) == ""
