"""The record as a plan sees it; what a row means for it: every outcome; the plan as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ratings.importing.plan import plan_import
from ratings.importing.record_index import IndexedInspection, RecordIndex
from ratings.importing.types import EMPTY, CellRef, ImportRow, JudgementCell, SheetRead
from ratings.models import Discrepancy, Inspection, Source
from ratings.rules.dates import PartialDate, Period
from tests import small_world
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
    VISIT,
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

SAME = ("same", "", "", "")
ALL_GOOD = dict.fromkeys(AREAS, "Good")
NOT_RECORDED = {
    "grades": dict.fromkeys((OVERALL, PROTECTION, CARE), "good"),
    "missing": {LEADERS: "not-recorded"},
}


def leaders(word: str, row: int = 5) -> ImportRow:
    return graded(row=row, grades=ALL_GOOD | {LEADERS: word})


OWN = "official-2023"
ABOUT_ONE: dict[str, tuple[IndexedInspection, ImportRow, str, list[tuple[str, str, str, str]]]] = {
    "the same": (inspection(), graded(), OWN, [SAME]),
    "the same theme in other letters": (visit(), visited(theme="Front Door"), OWN, [SAME]),
    "more of it": (inspection(), graded(published=PUBLISHED, kind="standard"), OWN, [SAME]),
    "its month only": (inspection(), graded(start=None, start_words="2019-02"), OWN, [SAME]),
    "a date that was missing": (
        inspection(published=None), graded(published=PUBLISHED), OWN,
        [("details", "published", "", "2019-04-01")],
    ),
    "a more precise start": (
        inspection(start=PartialDate(date(2019, 2, 1), "month")), graded(), OWN,
        [("details", "start_date", "2019-02", "2019-02-18")],
    ),
    "a grade not recorded": (
        inspection(**NOT_RECORDED), graded(), OWN,
        [("details", grade(LEADERS), "not-recorded", "good")],
    ),
    "a source not cited": (
        inspection(), graded(), "official-2024", [("details", "sources", "", "official-2024")],
    ),
    "another grade": (
        inspection(), leaders("Outstanding"), "official-2024",
        [("contradicts", grade(LEADERS), "good", "outstanding"),
         ("details", "sources", "", "official-2024")],
    ),
    "a cell that is no grade, against a grade": (
        inspection(), leaders("3"), OWN, [("contradicts", grade(LEADERS), "good", "3")],
    ),
    "another theme": (
        visit(), visited(theme="care leavers"), OWN,
        [("contradicts", "theme", "front door", "care leavers")],
    ),
    "another kind": (
        inspection(), graded(kind="short"), OWN, [("contradicts", "kind", "standard", "short")],
    ),
    "a kind that is estimated": (
        inspection(), graded(kind="short", kind_is_estimate=True), "report-pdf",
        [("details", "sources", "", "report-pdf")],
    ),
    "not recorded says nothing": (
        inspection(), graded(findings=(), missing=((LEADERS, "not-recorded"),)), OWN, [SAME],
    ),
    "why there is no grade": (
        inspection(**NOT_RECORDED), graded(findings=(), missing=((LEADERS, "not-graded"),)), OWN,
        [("details", grade(LEADERS), "not-recorded", "not-graded")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("held", "row", "source", "told"), ABOUT_ONE.values(), ids=ABOUT_ONE)
def test_a_row_about_an_inspection_of_the_record(
    held: IndexedInspection, row: ImportRow, source: str, told: list[Any]
) -> None:
    plan = plan_of(few(held), row, source=source)
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
    source: str, cited: set[str], wins: bool, why: str
) -> None:
    item = plan_of(few(inspection(sources=cited)), leaders("Inadequate"), source=source).items[0]
    assert (item.outcome, item.field, item.wins, item.is_taken, item.can_take) == (
        "contradicts", grade(LEADERS), wins, wins, True,
    )  # fmt: skip
    assert why in item.reason


def test_what_cannot_be_beside_the_other_dates_can_not_be_taken() -> None:
    held = inspection(end=date(2019, 3, 1))
    item, *_ = plan_of(few(held), graded(published=date(2019, 2, 27)), source="report-pdf").items
    assert in_short([item]) == [("contradicts", "published", "2019-04-01", "2019-02-27")]
    assert not item.can_take
    assert "The publication (27 February 2019) is before the last day (1 March 2019)" in item.reason


def test_a_contradiction_on_record_is_known_and_from_another_source_it_is_not() -> None:
    disputes = {KENT: {("published", "official-2022", "2019-03-31"),
                       ("published", "report PDF", "2019-04-01")}}  # fmt: skip
    row = graded(published=date(2019, 3, 31))
    known = few(inspection(sources={"official-2022", "report-pdf"}), disputes=disputes)
    item = only(plan_of(known, row, source="official-2022"))
    assert in_short([item]) == [("known", "published", "2019-04-01", "2019-03-31")]
    assert item.old_source == "report-pdf"
    known = few(inspection(sources={"report-pdf"}), disputes=disputes)
    plan = plan_of(known, row, source="official-2023")
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
def test_not_yet_inspected(held: list[IndexedInspection], words: str, outcome: str) -> None:
    item = only(plan_of(few(*held), ImportRow(CellRef("As_at", 7), "Kent", nothing=words)))
    assert (item.outcome, item.can_take, item.held) == (outcome, False, None)


def test_the_digest_is_the_same_for_the_same_plan_and_changes_with_any_word() -> None:
    digest = plan_of(few(inspection()), graded()).digest
    assert digest == plan_of(few(inspection()), graded()).digest
    others = [
        plan_of(few(), graded(kind="short")),
        plan_of(few(inspection()), graded(row=6)),
        plan_of(few(inspection()), graded(), source="official-2024"),
        plan_of(few(inspection(key="kent-other")), graded()),
    ]
    assert len({digest, *(plan.digest for plan in others)}) == len(others) + 1


def test_progress_is_told_and_a_file_of_strange_names_takes_no_longer() -> None:
    rows = tuple(visited(row=n, authority=f"Kemt {n % 300}") for n in range(5, 2505))
    heard: list[tuple[int, int]] = []
    sheet = SheetRead("In_year", "in-year", "", 1, len(rows), rows)
    known = replace(few(), alike={"Kent": ["kent"]} | {str(n): [] for n in range(198)})
    plan = plan_import([sheet], None, known, TODAY, told=lambda *told: heard.append(told))
    assert heard == [(500, 2500), (1000, 2500), (1500, 2500), (2000, 2500), (2500, 2500)]
    assert plan.counts == NONE | {"refused": 2500}
    assert sum("Did it mean" in item.reason for item in plan.items) == 9


# --- what the record does not have ---


def test_a_new_inspection_gets_an_id_from_its_first_day() -> None:
    plan = plan_of(few(), graded(kind="standard", published=PUBLISHED))
    assert plan.counts == NONE | {"new": 1}
    item = only(plan)
    assert (item.inspection, item.change, item.is_taken) == (KENT, f"new|{KENT}", True)
    assert item.reason == (
        "A standard inspection that the record does not have, begun 18 February 2019,"
        " published 1 April 2019."
    )
    (held,) = plan.new
    assert (held.grades, held.sources) == (dict.fromkeys(AREAS, "good"), {"official-2023"})


@pytest.mark.parametrize(
    ("held", "row", "key"),
    [
        ([], graded(start=None, published=PUBLISHED, kind="short"), "kent-ilacs-2018-2019-04-01"),
        ([], graded(start=None, start_words="2019-02", kind="short"), "kent-ilacs-2018-2019-02"),
        ([], visited(), VISIT),
        ([], graded(key="kent-2019", kind="short"), "kent-2019"),
        ([inspection()], visited(start=START, kind="monitoring-visit"), f"{KENT}-monitoring-visit"),
    ],
    ids=["published", "month", "day", "of the file", "taken: the kind follows"],
)
def test_ids(held: list[IndexedInspection], row: ImportRow, key: str) -> None:
    plan = plan_of(few(*held), row)
    assert (only(plan).inspection, plan.counts) == (key, NONE | {"new": 1})


REFUSED = [
    (graded(authority="Kemt"), "No authority is called “Kemt”. Did it mean Kent?"),
    (ImportRow(CellRef("As_at", 7), "Kemt", nothing="Not yet inspected"), "Did it mean Kent?"),
    (graded(authority="Atlantis on Sea"), "No authority is called “Atlantis on Sea”."),
    (graded(authority=""), "It names no authority."),
    (graded(authority="Poole", start=date(2019, 4, 15)), "its last day was 31 March 2019"),
    (graded(codes=("E06000017",)), "The name is Kent’s and the code E06000017 is Rutland’s"),
    (graded(end=date(2019, 2, 1)), "The last day (1 February 2019) is before the first day"),
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
def test_refused_with_what_is_wrong_and_what_to_do(row: ImportRow, why: str) -> None:
    plan = plan_of(few(), row)
    item = only(plan)
    assert (item.outcome, item.inspection, item.change) == ("refused", "", "")
    assert why in item.reason
    assert (item.where, plan.new) == (row.where, [])


@pytest.mark.parametrize(
    ("grades", "why", "missing"),
    [
        (
            ALL_GOOD | {"Shoe size": "Good"},
            "J5: ILACS 2018 judges nothing under the heading “Shoe size”: add it to the heading"
            " aliases of one of its areas.",
            {},
        ),
        (
            {OVERALL: "Good", LEADERS: "Splendid"},
            "G5: ILACS 2018 does not give “Splendid”: choose outstanding, good, requires"
            " improvement or inadequate.",
            dict.fromkeys((LEADERS, PROTECTION, CARE), "not-recorded"),
        ),
    ],
    ids=["a heading that the framework does not have", "a grade that is not on the scale"],
)
def test_what_the_framework_does_not_know_refuses_its_cell_only(
    grades: dict[str, str], why: str, missing: dict[str, str]
) -> None:
    plan = plan_of(few(), graded(kind="short", grades=grades))
    assert [item.outcome for item in plan.items] == ["new", "refused"]
    assert plan.items[1].reason == why
    assert plan.new[0].missing == missing


@pytest.mark.parametrize("cell", [None, "3"], ids=["nothing is said", "a cell that cannot be read"])
def test_a_reinspection_of_some_areas_has_the_others_as_no_part_of_it(cell: str | None) -> None:
    grades = {"slac-safeguarding": "Good"} | ({"slac-looked-after": cell} if cell else {})
    row = graded(programme="slac", kind="re-inspection", start=None, published=date(2011, 2, 25),
                 grades=grades)  # fmt: skip
    (held,) = plan_of(few(), row).new
    why = "not-recorded" if cell else "not-part-of-this-inspection"
    assert held.missing == {"slac-looked-after": why}


def test_two_sheets_that_tell_of_one_inspection_meet() -> None:
    """The row without a kind stands first: the one that says it is taken first all the same."""
    history = graded(
        where=CellRef("History", 9), kind="standard", programme="ilacs", published=PUBLISHED,
        findings=(JudgementCell("Impact of leaders", "Good", "H9"),),
    )  # fmt: skip
    plan = plan_of(few(), graded(row=4), history)
    assert [(item.where.row, str(item.outcome), item.field) for item in plan.items] == [
        (4, "new", grade(OVERALL)), (4, "new", grade(PROTECTION)), (4, "new", grade(CARE)),
        (9, "new", ""),
    ]  # fmt: skip
    assert {item.change for item in plan.items} == {f"new|{KENT}"}
    (new,) = plan.new
    assert {row.where.sheet for row in new.rows} == {"As_at", "History"}


# --- a file that gives two values for one field: neither is taken by itself ---


@pytest.mark.parametrize(
    ("words", "disputes", "wins"),
    [
        (("Inadequate", "Outstanding"), 2, False),
        (("Good", "Inadequate"), 1, False),
        (("Inadequate", "Good"), 1, False),
        (("Inadequate", "Inadequate"), 2, True),
    ],
)
def test_two_grades_for_one_area_and_the_same_twice(
    words: tuple[str, str], disputes: int, wins: bool
) -> None:
    rows = [leaders(word, n) for n, word in enumerate(words, 5)]
    plan = plan_of(few(inspection()), *rows, source="official-2025")
    items = [item for item in plan.items if item.field == grade(LEADERS)]
    assert [item.outcome for item in items] == ["contradicts"] * disputes
    assert len({item.change for item in items}) == (1 if wins else disputes)
    for item in items:
        assert (item.wins, item.is_taken, item.can_take) == (wins, wins, True)
        assert item.old_source == "official-2023"
        assert item.reason.startswith("The file says “") != wins


def test_a_detail_and_then_another_value_for_it() -> None:
    rows = [graded(row=5, published=PUBLISHED), graded(row=6, published=date(2019, 4, 2))]
    plan = plan_of(few(inspection(published=None)), *rows, source="official-2025")
    detail, other = (item for item in plan.items if item.field == "published")
    assert (detail.outcome, detail.is_taken) == ("details", True)
    assert (other.outcome, other.is_taken, other.old, other.old_source) == (
        "contradicts", False, "2019-04-01", "official-2025",
    )  # fmt: skip


def test_a_start_known_to_the_month_is_no_quarrel() -> None:
    rows = [
        graded(row=5, start=date(2019, 3, 4), published=PUBLISHED),
        graded(row=6, start=None, start_words="2019-03", published=PUBLISHED),
    ]
    plan = plan_of(few(inspection()), *rows, source="official-2025")
    assert all(item.wins for item in plan.items if item.outcome == "contradicts")


# --- the record as a plan sees it, read from the database or made without it ---


@pytest.mark.django_db
def test_everything_is_in_it_and_both_sides_of_every_discrepancy(base: RecordIndex) -> None:
    assert len(base.by_key) == Inspection.objects.count()
    assert len(base.sources) == Source.objects.count()
    rows = Discrepancy.objects.filter(inspection__isnull=False)
    assert set(base.disputes) == set(rows.values_list("inspection__key", flat=True))
    assert base.disputes["york-ilacs-2018-2022-03-07"] == {
        ("published", "official-2025", "2022-05-04"), ("published", "official-2022", "2022-05-03"),
    }  # fmt: skip


@pytest.mark.django_db
def test_the_small_world_is_the_same_from_the_database_and_without_it() -> None:
    with small_world.in_database():
        read, made = RecordIndex.read(), small_world.known()
    for name in ("authorities", "successions", "names", "codes", "frameworks", "headings", "kinds",
                 "sources", "by_key"):  # fmt: skip
        assert getattr(read, name) == getattr(made, name), name
    assert (read.grades, read.disputes) == (made.grades, {})


def test_near_finds_by_the_years_of_all_dates() -> None:
    known = few(inspection())
    for slug, year, count in (("kent", 2020, 1), ("kent", 2021, 0), ("rutland", 2019, 0)):
        june = Period(date(year, 6, 1), date(year, 6, 30))
        assert known.near(slug, june) == [inspection()] * count


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("start_date", "2019-02-18"), ("start_date", "2019-02"), ("start_date", "2019"),
        ("end_date", "2019-03-01"), ("published", "2019-04-01"), ("kind", "short"),
        ("theme", "front door"), ("grade:leaders", "inadequate"), ("grade:leaders", "not-graded"),
        ("priority_action", "yes"),
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_was_put(name: str, text: str) -> None:
    held = inspection()
    held.put(name, text)
    assert held.value(name) == text
    assert not held.lacks(name)


def test_what_is_empty_or_not_recorded_is_lacking() -> None:
    held = inspection(end=None)
    held.put("grade:leaders", "not-recorded")
    assert "leaders" not in held.grades
    assert all(held.lacks(name) for name in ("end_date", "grade:leaders", "grade:care-leavers"))
