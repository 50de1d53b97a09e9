"""The Kaplan-Meier estimator, against a published example and by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.rules.kaplan_meier import Duration, in_years_and_months, kaplan_meier, median

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


def test_the_interval_of_the_textbook_example_comes_out() -> None:
    first = kaplan_meier(REMISSION)[0]
    assert (round(first.low, 2), round(first.high, 2)) == (0.62, 0.95)
    assert (median(kaplan_meier(REMISSION)).low, median(kaplan_meier(REMISSION)).high) == (13, None)


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
