"""Grades in order and in words, and the matrix of them."""

from __future__ import annotations

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
from ratings.rules.judgement_table import matrix_of, rating_or_reason
from tests.rules.builders import (
    ADEQUATE,
    COMPARABILITY,
    GOOD,
    GRADES,
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


def test_the_best_grade_stands_first_and_two_of_a_place_are_not_put_in_order() -> None:
    assert not same_scale(ADEQUATE, REQUIRES_IMPROVEMENT)
    assert same_scale(ADEQUATE, ADEQUATE)
    assert same_scale(ADEQUATE, GOOD)
    assert best_first(reversed(GRADES)) == [
        OUTSTANDING, GOOD, ADEQUATE, REQUIRES_IMPROVEMENT, INADEQUATE,
    ]  # fmt: skip


def test_a_profile_says_the_grade_of_each_area_and_what_is_not_graded_says_so() -> None:
    inspection = graded("2026-05-01", LAST, leaders=OUTSTANDING, care=GOOD)
    assert profile(inspection) == "leaders outstanding · care good"
    assert rating_in_words(graded("2026-05-01", LAST, care=GOOD).ratings[0]) == "not graded"


def test_where_no_overall_grade_is_given_it_says_of_what() -> None:
    """Of the line's frameworks none is given any more; one beside it grades a part of the whole."""
    assert why_no_headline(graded("2026-05-01", LAST, care=GOOD)) == NO_OVERALL_GRADE
    beside = replace(LAST, in_line=False)
    assert why_no_headline(graded("2013-07-01", beside, care=GOOD)) == NO_GRADE_OF_ALL


SERIES = [
    graded("2011", SLAC, safeguarding=GOOD),
    graded("2012", OLD, overall=ADEQUATE),
    graded("2019", NEW, overall=INADEQUATE, leaders=GOOD, care=GOOD),
    visit("2020", "improved"),
    graded("2026-05-01", LAST, leaders=OUTSTANDING, care=GOOD),
]
MATRIX = matrix_of(SERIES, COMPARABILITY)


def test_comparable_areas_share_a_row_and_others_do_not() -> None:
    """Columns are the graded inspections in order; the headline comes first although the newest
    framework has none."""
    none = "not a judgement then"
    table = {(row.name, row.frameworks): [c.words for c in row.cells] for row in MATRIX.rows}
    assert [i.framework.code for i in MATRIX.columns] == ["slac", "old", "new", "last"]
    assert table == {
        ("Overall", ("old", "new")): [none, "adequate", "inadequate", none],
        ("Leaders", ("new", "last")): [none, none, "good", "outstanding"],
        ("Care", ("last",)): [none, none, none, "good"],
        ("Care", ("new",)): [none, none, "good", none],
        ("Safeguarding", ("slac",)): ["good", none, none, none],
    }
    assert [row.is_headline for row in MATRIX.rows] == [True, False, False, False, False]
    assert [row.name for row in MATRIX.rows if row.across_frameworks] == ["Overall"]


def test_neighbouring_cells_that_were_no_judgement_are_one_run() -> None:
    care = next(row for row in MATRIX.rows if row.frameworks == ("new",))
    assert [(run.cell.words, run.span) for run in care.runs] == [
        ("not a judgement then", 2),
        ("good", 1),
        ("not a judgement then", 1),
    ]


def test_every_row_has_a_cell_a_column_and_none_is_blank() -> None:
    for row in MATRIX.rows:
        assert len(row.cells) == len(MATRIX.columns) == sum(run.span for run in row.runs)
        assert all((cell.grade is None) == bool(cell.missing) for cell in row.cells)
        assert all(cell.words for cell in row.cells)


def test_an_area_that_is_asked_and_of_which_nothing_is_known_is_not_recorded() -> None:
    bare = replace(graded("2019", NEW, overall=GOOD), ratings=())
    assert rating_or_reason(bare, NEW.areas[1]).missing == "not-recorded"
    assert {cell.words for row in matrix_of([bare], COMPARABILITY).rows for cell in row.cells} == {
        "not recorded"
    }


def test_without_graded_inspections_there_is_nothing_to_show() -> None:
    assert matrix_of([visit("2020")], COMPARABILITY) == matrix_of([], COMPARABILITY)
