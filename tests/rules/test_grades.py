"""Order on a scale and the wording of grades."""

from dataclasses import replace

from ratings.rules.grades import (
    NO_GRADE_OF_ALL,
    NO_OVERALL_GRADE,
    best_first,
    profile,
    rating_in_words,
    same_scale,
    why_no_headline,
)
from tests.rules.builders import (
    ADEQUATE,
    GOOD,
    GRADES,
    INADEQUATE,
    LAST,
    OUTSTANDING,
    REQUIRES_IMPROVEMENT,
    graded,
)


def test_adequate_and_requires_improvement_cannot_be_put_in_order() -> None:
    assert not same_scale(ADEQUATE, REQUIRES_IMPROVEMENT)
    assert same_scale(ADEQUATE, ADEQUATE)
    assert same_scale(ADEQUATE, GOOD)


def test_the_best_grade_stands_first() -> None:
    assert best_first(reversed(GRADES)) == [
        OUTSTANDING, GOOD, ADEQUATE, REQUIRES_IMPROVEMENT, INADEQUATE,
    ]  # fmt: skip


def test_a_profile_says_the_grade_of_each_area() -> None:
    inspection = graded("2026-05-01", LAST, leaders=OUTSTANDING, care=GOOD)
    assert profile(inspection) == "leaders outstanding · care good"


def test_what_is_not_graded_says_so() -> None:
    rating = graded("2026-05-01", LAST, care=GOOD).ratings[0]
    assert rating_in_words(rating) == "not graded"


def test_where_no_overall_grade_is_given_it_says_of_what() -> None:
    """Of the line's frameworks none is given any more; one beside it grades a part of the whole."""
    assert why_no_headline(graded("2026-05-01", LAST, care=GOOD)) == NO_OVERALL_GRADE
    beside = replace(LAST, in_line=False)
    assert why_no_headline(graded("2013-07-01", beside, care=GOOD)) == NO_GRADE_OF_ALL
