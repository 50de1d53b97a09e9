"""Rows about what the record does not have: new inspections, and why a row is refused."""

from __future__ import annotations

from datetime import date

import pytest

from ratings.importing.record_index import Known
from ratings.importing.types import Finding, SourceRow, Where
from tests.importing.plans import (
    AREAS,
    CARE,
    KENT,
    LEADERS,
    NONE,
    OVERALL,
    PROTECTION,
    PUBLISHED,
    START,
    VISIT,
    few,
    grade,
    graded,
    inspection,
    only,
    plan_of,
    visited,
)

pytestmark = pytest.mark.django_db


def test_a_new_inspection_gets_an_id_from_its_first_day(base: Known) -> None:
    plan = plan_of(few(base), graded(kind="standard", published=PUBLISHED))
    assert plan.counts == NONE | {"new": 1}
    item = only(plan)
    assert (item.inspection, item.change, item.is_taken) == (KENT, f"new|{KENT}", True)
    assert item.reason == (
        "A standard inspection that the record does not have, begun 18 February 2019,"
        " published 1 April 2019."
    )
    (held,) = plan.new
    assert held.grades == dict.fromkeys(AREAS, "good")
    assert held.sources == {"official-2023"}


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (graded(start=None, published=PUBLISHED, kind="short"), "kent-ilacs-2018-2019-04-01"),
        (graded(start=None, start_words="2019-02", kind="short"), "kent-ilacs-2018-2019-02"),
        (visited(), VISIT),
        (graded(key="kent-2019", kind="short"), "kent-2019"),
    ],
)
def test_ids(base: Known, row: SourceRow, key: str) -> None:
    assert only(plan_of(few(base), row)).inspection == key


def test_an_id_that_is_taken_gets_the_kind_and_then_a_number(base: Known) -> None:
    row = visited(start=START, kind="monitoring-visit")
    plan = plan_of(few(base, inspection()), row)
    assert only(plan).inspection == f"{KENT}-monitoring-visit"


REFUSED = [
    (graded(authority="Kemt"), "No authority is called “Kemt”. Did it mean Kent?"),
    (graded(authority="Atlantis on Sea"), "No authority is called “Atlantis on Sea”."),
    (graded(authority=""), "It names no authority."),
    (graded(authority="Poole", start=date(2019, 4, 15)), "its last day was 31 March 2019"),
    (graded(authority="Cumberland", start=date(2022, 4, 15)), "it began on 1 April 2023"),
    (graded(codes=("E06000017",)), "The name is Kent’s and the code E06000017 is Rutland’s"),
    (graded(start=date(2026, 9, 2)), "The first day, 2 September 2026, is still to come"),
    (graded(published=date(2027, 1, 1)), "The publication, 1 January 2027, is still to come"),
    (graded(published=date(2019, 2, 1)), "The publication (1 February 2019) is before the first"),
    (graded(end=date(2019, 2, 1)), "The last day (1 February 2019) is before the first day"),
    (graded(start=None), "It gives no date"),
    (graded(start=None, start_words="soon"), "The first day cannot be read"),
    (graded(kind="grand-tour"), "There is no kind of inspection called “grand-tour”"),
    (graded(framework="ilacs-2030"), "There is no framework with the code “ilacs-2030”"),
    (graded(start=date(2008, 5, 1)), "No framework was in force then"),
    (graded(programme="cpi"), "No CPI framework was in force then"),
    (visited(kind="lscb-review", is_graded=None, start=date(2019, 1, 1)), "has the kind"),
    (visited(is_graded=True), "“focused-visit” and what is said of grades do not fit"),
    (graded(kind=""), "the row does not say what kind of inspection it was"),
    (graded(key="Kent 2019!", kind="short"), "The id cannot be kept: Use lower-case letters"),
    (graded(problem="C5 is empty: add the date."), "C5 is empty: add the date."),
]


@pytest.mark.parametrize(("row", "why"), REFUSED, ids=[why[:40] for _, why in REFUSED])
def test_refused_with_what_is_wrong_and_what_to_do(base: Known, row: SourceRow, why: str) -> None:
    plan = plan_of(few(base), row)
    item = only(plan)
    assert (item.outcome, item.inspection, item.change) == ("refused", "", "")
    assert why in item.reason
    assert (item.where, plan.new) == (row.where, [])


def test_a_heading_that_the_framework_does_not_have_refuses_its_cell_only(base: Known) -> None:
    row = graded(kind="short", grades=dict.fromkeys(AREAS, "Good") | {"Shoe size": "Good"})
    plan = plan_of(few(base), row)
    assert [item.outcome for item in plan.items] == ["new", "refused"]
    assert plan.items[1].reason == (
        "J5: ILACS 2018 judges nothing under the heading “Shoe size”: add it to the heading"
        " aliases of one of its areas."
    )


def test_a_grade_that_is_not_on_the_scale_refuses_its_cell_only(base: Known) -> None:
    row = graded(kind="short", grades={OVERALL: "Good", LEADERS: "Splendid"})
    plan = plan_of(few(base), row)
    assert [item.outcome for item in plan.items] == ["new", "refused"]
    assert plan.items[1].reason == (
        "G5: “Splendid” is no grade of ILACS 2018: it gives outstanding, good, requires"
        " improvement or inadequate."
    )
    assert plan.new[0].missing == dict.fromkeys((LEADERS, PROTECTION, CARE), "not-recorded")


def test_a_reinspection_of_some_areas_has_the_others_as_no_part_of_it(base: Known) -> None:
    row = graded(programme="slac", kind="re-inspection", start=None, published=date(2011, 2, 25),
                 grades={"slac-safeguarding": "Good"})  # fmt: skip
    (held,) = plan_of(few(base), row).new
    assert held.missing == {"slac-looked-after": "not-part-of-this-inspection"}


def test_a_cell_that_cannot_be_read_never_becomes_not_part_of_it(base: Known) -> None:
    row = graded(programme="slac", kind="re-inspection", start=None, published=date(2011, 2, 25),
                 grades={"slac-safeguarding": "Good", "slac-looked-after": "3"})  # fmt: skip
    (held,) = plan_of(few(base), row).new
    assert held.missing == {"slac-looked-after": "not-recorded"}


def test_two_sheets_that_tell_of_one_inspection_meet(base: Known) -> None:
    """The row without a kind stands first: the one that says it is taken first all the same."""
    as_at = graded(row=4)
    history = graded(
        where=Where("History", 9), kind="standard", programme="ilacs", published=PUBLISHED,
        findings=(Finding("Impact of leaders", "Good", "H9"),),
    )  # fmt: skip
    plan = plan_of(few(base), as_at, history)
    assert len(plan.new) == 1
    assert [(item.where.row, str(item.outcome), item.field) for item in plan.items] == [
        (4, "new", grade(OVERALL)), (4, "new", grade(PROTECTION)), (4, "new", grade(CARE)),
        (9, "new", ""),
    ]  # fmt: skip
    assert {item.change for item in plan.items} == {f"new|{KENT}"}
    assert {row.where.sheet for row in plan.new[0].rows} == {"As_at", "History"}


def test_two_visits_a_week_apart_are_two(base: Known) -> None:
    rows = [visited(row=5), visited(row=6, start=date(2021, 5, 12), theme="care leavers")]
    assert len(plan_of(few(base), *rows).new) == 2


def test_a_visit_is_no_inspection_of_the_same_day(base: Known) -> None:
    plan = plan_of(few(base, inspection()), visited(start=START, kind="monitoring-visit"))
    assert plan.counts == NONE | {"new": 1}
