"""What a row means for the record: every outcome, as a table; and the plan as a whole."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ratings.importing.plan import plan_import
from ratings.importing.record_index import Held, Known
from ratings.importing.types import EMPTY, SheetRead, SourceRow, Where
from ratings.rules.dates import PartialDate
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
    TODAY,
    few,
    grade,
    graded,
    in_short,
    inspection,
    only,
    plan_of,
    visit,
    visited,
)

pytestmark = pytest.mark.django_db

SAME = ("same", "", "", "")
GRADES_BUT_LEADERS = dict.fromkeys((OVERALL, PROTECTION, CARE), "good")
NOT_RECORDED = {
    "grades": GRADES_BUT_LEADERS, "missing": {LEADERS: "not-recorded"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("held", "row", "source", "told"),
    [
        pytest.param(inspection(), graded(), "official-2023", [SAME], id="the same"),
        pytest.param(
            visit(), visited(theme="Front Door"), "official-2023", [SAME],
            id="the same theme in other letters",
        ),
        pytest.param(
            inspection(), graded(published=PUBLISHED, kind="standard"), "official-2023", [SAME],
            id="the same, more of it",
        ),
        pytest.param(
            inspection(start=PartialDate(START)), graded(start=None, start_words="2019-02"),
            "official-2023", [SAME], id="a start known to the month only",
        ),
        pytest.param(
            inspection(published=None), graded(published=PUBLISHED), "official-2023",
            [("details", "published", "", "2019-04-01")], id="a date that was missing",
        ),
        pytest.param(
            inspection(start=PartialDate(date(2019, 2, 1), "month")), graded(), "official-2023",
            [("details", "start_date", "2019-02", "2019-02-18")], id="a more precise start",
        ),
        pytest.param(
            inspection(**NOT_RECORDED), graded(), "official-2023",
            [("details", grade(LEADERS), "not-recorded", "good")], id="a grade not recorded",
        ),
        pytest.param(
            inspection(), graded(), "official-2024",
            [("details", "sources", "", "official-2024")], id="a source not cited",
        ),
        pytest.param(
            inspection(), graded(grades=dict.fromkeys(AREAS, "Good") | {LEADERS: "Outstanding"}),
            "official-2024",
            [("contradicts", grade(LEADERS), "good", "outstanding"),
             ("details", "sources", "", "official-2024")],
            id="another grade",
        ),
        pytest.param(
            inspection(), graded(grades=dict.fromkeys(AREAS, "Good") | {LEADERS: "3"}),
            "official-2023", [("contradicts", grade(LEADERS), "good", "3")],
            id="a cell that is no grade, against a grade",
        ),
        pytest.param(
            inspection(), graded(start=date(2019, 4, 20), published=PUBLISHED, kind="standard"),
            "official-2023", [("refused", "", "", "")], id="published before it began",
        ),
        pytest.param(
            visit(), visited(theme="care leavers"), "official-2023",
            [("contradicts", "theme", "front door", "care leavers")], id="another theme",
        ),
        pytest.param(
            inspection(), graded(kind="short"), "official-2023",
            [("contradicts", "kind", "standard", "short")], id="another kind",
        ),
        pytest.param(
            inspection(), graded(kind="short", kind_is_estimate=True), "report-pdf",
            [("details", "sources", "", "report-pdf")], id="a kind that is estimated",
        ),
        pytest.param(
            inspection(), graded(findings=(), missing=((LEADERS, "not-recorded"),)),
            "official-2023", [SAME], id="not recorded says nothing",
        ),
        pytest.param(
            inspection(**NOT_RECORDED), graded(findings=(), missing=((LEADERS, "not-graded"),)),
            "official-2023", [("details", grade(LEADERS), "not-recorded", "not-graded")],
            id="why there is no grade",
        ),
    ],
)  # fmt: skip
def test_a_row_about_an_inspection_of_the_record(
    base: Known, held: Held, row: SourceRow, source: str, told: list[Any]
) -> None:
    plan = plan_of(few(base, deepcopy(held)), row, source=source)
    assert in_short(plan.items) == told
    assert plan.new == []


@pytest.mark.parametrize(
    ("source", "cited", "wins", "why"),
    [
        ("official-2024", {"official-2022", "official-2023"}, True, "2024 is more trusted than"),
        ("official-2022", {"official-2023"}, False, "is more trusted than"),
        ("report-pdf", {"official-2025"}, True, "The inspection report itself is more trusted"),
        ("official-2025", {"official-2024", "report-pdf"}, False, "The inspection report itself"),
        ("official-2023", {"official-2023"}, False, "The record cites the same source"),
        ("council", {"news"}, True, "is more trusted than"),
        ("", {"news"}, False, "A news article"),
        ("official-2024", set(), False, "The record cites the same source"),
    ],
)
def test_who_wins_a_contradiction_and_why(
    base: Known, source: str, cited: set[str], wins: bool, why: str
) -> None:
    known = few(base, inspection(sources=cited))
    row = graded(grades=dict.fromkeys(AREAS, "Good") | {LEADERS: "Inadequate"})
    item = plan_of(known, row, source=source).items[0]
    assert (item.outcome, item.field, item.wins, item.can_take) == (
        "contradicts", grade(LEADERS), wins, True,
    )  # fmt: skip
    assert why in item.reason
    assert item.is_taken is wins


def test_what_cannot_be_beside_the_other_dates_can_not_be_taken(base: Known) -> None:
    held = inspection(end=date(2019, 3, 1), published=date(2019, 4, 1))
    item = plan_of(few(base, held), graded(published=date(2019, 2, 27)), source="report-pdf").items[
        0
    ]
    assert in_short([item]) == [("contradicts", "published", "2019-04-01", "2019-02-27")]
    assert not item.can_take
    assert "the publication would be before the last day" in item.reason


def test_a_contradiction_on_record_is_known(base: Known) -> None:
    held = inspection(sources={"official-2022", "report-pdf"})
    disputes = {KENT: {("published", "official-2022", "2019-03-31"),
                       ("published", "report PDF", "2019-04-01")}}  # fmt: skip
    plan = plan_of(
        few(base, held, disputes=disputes), graded(published=date(2019, 3, 31)),
        source="official-2022",
    )  # fmt: skip
    assert in_short(plan.items) == [("known", "published", "2019-04-01", "2019-03-31")]
    assert only(plan).old_source == "report-pdf"


def test_another_source_that_says_what_is_disputed_contradicts_anew(base: Known) -> None:
    disputes = {KENT: {("published", "official-2022", "2019-03-31")}}
    known = few(base, inspection(sources={"report-pdf"}), disputes=disputes)
    plan = plan_of(known, graded(published=date(2019, 3, 31)), source="official-2023")
    assert [item.outcome for item in plan.items] == ["contradicts", "details"]


@pytest.mark.parametrize(
    ("held", "words", "outcome"),
    [
        ([], "Not yet inspected", "same"),
        ([inspection()], "Not yet inspected", "contradicts"),
        ([visit()], "No full inspection", "same"),
        ([inspection(published=date(2024, 4, 1))], "-", "same"),
        ([inspection()], EMPTY, "same"),
    ],
)
def test_not_yet_inspected(base: Known, held: list[Held], words: str, outcome: str) -> None:
    row = SourceRow(Where("As_at", 7), "Kent", nothing=words)
    item = only(plan_of(few(base, *held), row))
    assert (item.outcome, item.can_take, item.held) == (outcome, False, None)


def test_not_yet_inspected_of_nobody_is_refused(base: Known) -> None:
    row = SourceRow(Where("As_at", 7), "Kemt", nothing="Not yet inspected")
    assert "Did it mean Kent?" in only(plan_of(few(base), row)).reason


def test_the_digest_is_the_same_for_the_same_plan_and_changes_with_any_word(base: Known) -> None:
    digest = plan_of(few(base, inspection()), graded()).digest
    assert digest == plan_of(few(base, inspection()), graded()).digest
    others = [
        plan_of(few(base), graded(kind="short")),
        plan_of(few(base, inspection()), graded(row=6)),
        plan_of(few(base, inspection()), graded(), source="official-2024"),
        plan_of(few(base, inspection(verified="official", key="kent-other")), graded()),
    ]
    assert len({digest, *(plan.digest for plan in others)}) == len(others) + 1


def test_progress_is_told_and_a_file_of_strange_names_takes_no_longer(base: Known) -> None:
    rows = tuple(visited(row=n, authority=f"Kemt {n % 300}") for n in range(5, 2505))
    heard: list[tuple[int, int]] = []
    sheet = SheetRead("In_year", "in-year", "", 1, len(rows), rows)
    known = replace(few(base), alike={"Kent": ["kent"]} | {str(n): [] for n in range(198)})
    plan = plan_import([sheet], None, known, TODAY, told=lambda *told: heard.append(told))
    assert heard == [(500, 2500), (1000, 2500), (1500, 2500), (2000, 2500), (2500, 2500)]
    assert plan.counts == NONE | {"refused": 2500}
    assert sum("Did it mean" in item.reason for item in plan.items) == 9
