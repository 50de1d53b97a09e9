"""The line: what makes a node, in which order, in which words (domain §3)."""

from datetime import date

import pytest

from ratings.rules.line import line_of, merge_visits
from ratings.rules.trend import Change
from ratings.rules.types import Authority, Inspection
from tests.rules.builders import (
    ADEQUATE,
    COMPARABILITY,
    GOOD,
    INADEQUATE,
    KENT,
    LAST,
    OLD,
    OUTSTANDING,
    REQUIRES_IMPROVEMENT,
    SLAC,
    graded,
    visit,
)

END = date(2026, 12, 31)


def line(
    *inspections: Inspection,
    as_at: date = END,
    known_by: date | None = None,
    authority: Authority = KENT,
) -> str:
    return line_of(authority, inspections, COMPARABILITY, as_at, known_by).text


def test_the_line_is_the_headline_grades_and_the_visits_with_a_direction() -> None:
    story = (
        graded("2013-02-20", OLD, overall=INADEQUATE),
        graded("2016-02-02", overall=REQUIRES_IMPROVEMENT),
        visit("2018-10-16", "declined"),
    )
    assert line(*story) == "inadequate (2013) → requires improvement (2016) → declined (2018)"


@pytest.mark.parametrize("direction", ["", "mixed", "unchanged"])
def test_other_visits_are_not_in_the_line_and_do_not_part_those_that_are(direction: str) -> None:
    story = (
        graded("2019-01-01", overall=INADEQUATE),
        visit("2020-01-01", "improved"),
        visit("2020-06-01", direction),
        visit("2021-01-01", "improved"),
    )
    assert line(*story) == "inadequate (2019) → improved (2020–2021)"


def test_visits_of_one_year_are_one_node_with_one_year() -> None:
    assert line(visit("2021-02-01", "improved"), visit("2021-09-01", "improved")) == (
        "improved (2021)"
    )


def test_another_node_between_parts_visits_that_found_the_same() -> None:
    story = (
        visit("2020-01-01", "improved"),
        visit("2020-05-01", "declined"),
        visit("2020-09-01", "improved"),
    )
    assert line(*story) == "improved (2020) → declined (2020) → improved (2020)"


def test_graded_inspections_with_the_same_grade_stay_two_nodes() -> None:
    story = (graded("2019-01-01", overall=GOOD), graded("2022-01-01", overall=GOOD))
    assert line(*story) == "good (2019) → good (2022)"


def test_a_framework_without_a_headline_gives_no_overall_grade() -> None:
    found = line_of(
        KENT,
        (graded("2022-01-01", overall=GOOD), graded("2026-05-01", LAST, leaders=GOOD, care=GOOD)),
        COMPARABILITY,
        END,
    )
    assert found.text == "good (2022) → no overall grade (2026)"
    assert found.headline.grade is None
    assert found.headline.last_overall is not None
    assert found.headline.last_overall.id == "kent-new-2022-01-01"
    assert found.trend is not None
    assert found.trend.change is Change.NOT_COMPARABLE


def test_a_framework_outside_the_line_gives_no_node() -> None:
    assert line(graded("2011-01-01", SLAC, safeguarding=GOOD)) == "no overall grade on record"


def test_an_inspection_whose_headline_could_not_be_graded_gives_no_node() -> None:
    assert line(graded("2019-01-01", leaders=GOOD)) == "no overall grade on record"


def test_a_line_without_nodes_says_why() -> None:
    begun_2021 = Authority("kent", "Kent", start=date(2021, 4, 1))
    assert line(authority=begun_2021, as_at=date(2021, 3, 31)) == "did not yet exist"
    assert line(authority=begun_2021, as_at=date(2021, 4, 1)) == "not yet inspected"
    assert line(visit("2019-01-01", "mixed")) == "not yet inspected"


def test_the_line_as_at_a_day_holds_what_had_begun_by_then() -> None:
    story = (visit("2020-01-01", "improved"), visit("2021-05-05", "improved"))
    assert line(*story, as_at=date(2021, 5, 4)) == "improved (2020)"
    assert line(*story, as_at=date(2021, 5, 5)) == "improved (2020–2021)"


def test_known_by_leaves_out_what_was_published_later() -> None:
    report = graded("2022-03-01", published="2022-05-01", overall=GOOD)
    assert line(report, known_by=date(2022, 4, 30)) == "not yet inspected"
    assert line(report, known_by=date(2022, 5, 1)) == "good (2022)"


def test_without_a_publication_date_it_is_known_from_its_first_day() -> None:
    assert line(visit("2022-03-01", "improved"), known_by=date(2022, 3, 1)) == "improved (2022)"
    assert line(visit("2022-03-01", "improved"), known_by=date(2022, 2, 28)) == "not yet inspected"


def test_a_partial_date_counts_as_its_first_day() -> None:
    story = (visit("2018", "improved"), graded("2018-06-01", overall=GOOD))
    assert line(*reversed(story)) == "improved (2018) → good (2018)"


def test_inspections_of_one_day_stand_in_order_of_publication_blank_first_then_id() -> None:
    later = graded("2020-01-01", published="2020-04-01", id="a", overall=GOOD)
    sooner = graded("2020-01-01", published="2020-03-01", id="b", overall=INADEQUATE)
    blank = graded("2020-01-01", id="d", overall=OUTSTANDING)
    blank_too = graded("2020-01-01", id="c", overall=ADEQUATE)
    assert line(later, sooner, blank, blank_too) == (
        "adequate (2020) → outstanding (2020) → inadequate (2020) → good (2020)"
    )


def test_after_its_end_an_authority_keeps_its_full_line() -> None:
    ended = Authority("kent", "Kent", end=date(2021, 3, 31))
    assert line(graded("2019-01-01", overall=GOOD), authority=ended) == "good (2019)"


def test_inspections_of_another_authority_are_refused() -> None:
    predecessor = graded("2019-01-01", authority="old-kent", overall=GOOD)
    with pytest.raises(ValueError, match="old-kent in kent's line"):
        line(predecessor)


def test_a_node_knows_the_inspections_it_was_made_of() -> None:
    visits = (visit("2020-01-01", "improved"), visit("2021-01-01", "improved"))
    (node,) = merge_visits(visits)
    assert node.inspections == visits
    assert node.grade is None
    assert not node.is_graded
