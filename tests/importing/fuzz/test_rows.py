"""Rows of any content straight to the plan: it never raises, and accounts for each of them; then
what the tests of this folder have found, each as the smallest case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.importing.diff import LONGEST_CHANGE
from ratings.importing.plan import Outcome, Plan, PlanItem, plan_import
from ratings.importing.readers import LIMITS
from ratings.importing.readers.sheets import LONGEST_NAME, decoded
from ratings.importing.readers.spreadsheet import read
from ratings.importing.record_index import RecordIndex
from ratings.importing.types import CellRef, ImportRow, JudgementCell, SheetRead
from ratings.models import Inspection
from ratings.rules.direction import direction_problems
from tests.importing.fuzz.examples import examples
from tests.importing.fuzz.record import AS_AT_DAY, MAKERS, TODAY, copied, planned, read_rows
from tests.importing.fuzz.test_cells import check_item
from tests.importing.layouts.releases import AS_AT, GOOD, LINK
from tests.importing.workbooks import make_csv, make_ods

WORDS = st.one_of(
    st.text(max_size=10), st.sampled_from(["", "Kent", "kent", "x" * 300, "\x00", "E10000016"])
)
DAYS = st.one_of(
    st.none(), st.dates(), st.dates(date(2009, 1, 1), date(2026, 8, 31)),
    st.sampled_from([date(2022, 5, 9), date(2022, 5, 13), date(2022, 7, 8), date(2019, 3, 1)]),
)  # fmt: skip
AREAS = st.sampled_from([
    "Overall effectiveness", "overall-effectiveness", "leaders", "Children in care", "care-leavers",
    "help-and-protection", "lscb", "slac-safeguarding", "no such area", "", "x" * 100,
])  # fmt: skip
FINDINGS = st.builds(
    JudgementCell, AREAS,
    st.sampled_from(["Good", "good", "outstanding", "Adequate", "inadequate", "-", "3", "", "\x00",
                     "Requires improvement to be good"]),
    st.just("H12"),
)  # fmt: skip
KEYS = st.sampled_from([
    "", "", "", "kent-ilacs-2018-2022-05-09", "kent-x", "Kent X", "birmingham-a", "a" * 130, "\x00",
])  # fmt: skip
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "authority": st.one_of(
        st.sampled_from(["Kent", "Kent", "Birmingham", "Dorset", "Northamptonshire"]), WORDS),
    "codes": st.one_of(st.just(()), st.tuples(WORDS)),
    "programme": st.sampled_from(["", "", "ilacs", "sif", "slac", "cpi", "tlac", "nonsense"]),
    "framework": st.sampled_from(
        ["", "", "ilacs-2018", "ilacs-2023", "sif", "lscb-review", "none"]),
    "kind": st.sampled_from(
        ["", "standard", "short", "full", "re-inspection", "focused-visit", "jtai", "none"]),
    "kind_is_estimate": st.booleans(),
    "is_graded": st.sampled_from([None, None, True, False]),
    "start": DAYS,
    "start_words": st.sampled_from(["", "", "2019", "2019-07", "0000", "0001", "9999", "soon"]),
    "end": DAYS,
    "published": DAYS,
    "findings": st.lists(FINDINGS, max_size=4).map(tuple),
    "missing": st.lists(st.tuples(AREAS, st.sampled_from(
        ["not-graded", "not-recorded", "not-part", "nonsense", ""])), max_size=3).map(tuple),
    "theme": WORDS,
    "direction": st.sampled_from(["", "", "improved", "improving", "sideways"]),
    "direction_read": st.sampled_from(["", "", "letter", "account", "both"]),
    "direction_status": st.sampled_from(["", "", "", "stated", "none-stated", "not-asked", "x"]),
    "direction_source_url": st.sampled_from(["", "", "https://example.org/a", "nonsense"]),
    "priority_action": st.sampled_from([None, True, False]),
    "report_url": st.sampled_from(["", "", "https://example.org/a", "nonsense"]),
    "source_url": st.sampled_from(["", "", "https://example.org/a", "javascript:alert(1)"]),
    "sources": st.lists(
        st.sampled_from(["official-2022", "report-pdf", "nobody"]), max_size=2).map(tuple),
    "verified": st.sampled_from(["", "", "report", "official", "nonsense"]),
    "note": WORDS,
    "key": KEYS,
    "nothing": st.sampled_from([""] * 8 + ["empty", "Not yet inspected"]),
    "problem": st.sampled_from([""] * 12 + ["It is wrong: correct it."]),
}  # fmt: skip
GRADES = ("Overall effectiveness", "leaders", "help-and-protection", "children-in-care",
          "care-leavers")  # fmt: skip
SOUND = (
    ImportRow(
        CellRef("", 1), "Kent", programme="ilacs", kind="standard", is_graded=True,
        start=date(2024, 5, 13), published=date(2024, 7, 8),
        findings=tuple(JudgementCell(area, "Good", "H1") for area in GRADES),
    ),
    ImportRow(
        CellRef("", 1), "Kent", start=date(2022, 5, 9), is_graded=True,
        findings=(JudgementCell("Overall effectiveness", "Good", "H1"),),
    ),
    ImportRow(
        CellRef("", 1), "Kent", framework="ilacs-2023", kind="short", start=date(2025, 5, 12),
        findings=(JudgementCell("leaders", "good", "H1"),),
        missing=(("care-leavers", "not-recorded"),),
    ),
    ImportRow(
        CellRef("", 1), "Kent", framework="ilacs-2018", kind="standard", is_graded=True,
        key="kent-ilacs-2018-2022-05-09", start=date(2022, 5, 9),
        findings=(JudgementCell("leaders", "outstanding", "H1"),),
    ),
    ImportRow(
        CellRef("", 1), "Kent", programme="ilacs", kind="focused-visit", is_graded=False,
        start=date(2021, 3, 2), theme="care leavers",
    ),
    ImportRow(
        CellRef("", 1), "Kent", framework="ilacs-2023", kind="focused-visit", key="kent-visit",
        start_words="2025-02", direction="improved", direction_source_url="https://example.org/a",
    ),
    ImportRow(
        CellRef("", 1), "Birmingham", programme="sif", kind="full", is_graded=True,
        published=date(2016, 11, 25), findings=(JudgementCell("Overall judgement", "Good", "H1"),),
    ),
    ImportRow(
        CellRef("", 1), "Birmingham", programme="slac", kind="re-inspection", is_graded=True,
        published=date(2011, 11, 25), findings=(JudgementCell("SLAC safeguarding", "Good", "H1"),),
    ),
)  # fmt: skip
"""Rows that can be planned: what is spoilt about a row of any content hides what is not."""

SPOILT = st.builds(
    lambda row, name, data: replace(row, **{n: data[n] for n in name}),
    st.sampled_from(SOUND),
    st.lists(st.sampled_from(list(FIELDS)), max_size=3),
    st.fixed_dictionaries(FIELDS),
)
ROWS = st.one_of(SPOILT, SPOILT, SPOILT, st.builds(ImportRow, st.just(CellRef("", 1)), **FIELDS))
MANY = st.lists(ROWS, max_size=7)
SOURCES = st.sampled_from(["", "official-2025", "official-2022", "report-pdf"])


def plan_of(known: RecordIndex, rows: list[ImportRow], source: str = "official-2025") -> Plan:
    numbered = tuple(replace(row, where=CellRef("One", n)) for n, row in enumerate(rows, 1))
    own = copied(known)
    sheet = SheetRead("One", "any", "", 1, len(rows), numbered)
    return plan_import([sheet], own.sources.get(source), own, TODAY, AS_AT_DAY)


@given(rows=MANY, source=SOURCES)
@examples(100)
def test_any_rows_are_planned(known: RecordIndex, rows: list[ImportRow], source: str) -> None:
    plan = plan_of(known, rows, source)
    assert [n for n, _ in enumerate(rows, 1)] == list(
        dict.fromkeys(item.where.row for item in plan.items)
    )
    for item in plan.items:
        check_item(item)
    assert len({held.key for held in plan.new}) == len(plan.new)
    assert plan.digest == plan_of(known, rows, source).digest


@given(rows=MANY)
@examples(70)
def test_what_a_plan_would_write_can_be_written(known: RecordIndex, rows: list[ImportRow]) -> None:
    """New inspections and details fit the fields of the record: applying does not stumble."""
    plan = plan_of(known, rows)
    for held in plan.new:
        framework = known.frameworks[held.framework]
        assert held.kind in framework.kinds
        assert known.kinds[held.kind].is_graded == held.is_graded
        areas = {area.key for area in framework.areas} if held.is_graded else set()
        assert set(held.grades) | set(held.missing) == areas
        assert not set(held.grades) & set(held.missing)
        assert set(held.grades.values()) <= framework.grade_keys
        for name in ("key", *CHECKED):
            check_value(name, getattr(held, name))
        found = (held.direction, held.direction_read, held.direction_source_url)
        assert not list(direction_problems(known.kinds[held.kind], *found))
    for item in plan.items:
        if item.can_take and item.field in CHECKED:
            check_value(item.field, item.new)
        if item.can_take and item.field == "kind":
            assert item.held is not None
            assert item.new in known.frameworks[item.held.framework].kinds
            assert known.kinds[item.new].is_graded == item.held.is_graded
        if item.can_take and item.field.startswith("grade:"):
            assert item.held is not None
            areas = {area.key for area in known.frameworks[item.held.framework].areas}
            assert item.field.removeprefix("grade:") in areas


CHECKED = {
    "theme", "direction", "direction_read", "direction_source_url", "report_url", "source_url",
    "verified", "note",
}  # fmt: skip


def check_value(name: str, value: Any) -> None:
    field = Inspection._meta.get_field(name)
    assert "\x00" not in value
    if value:
        field.clean(value, None)


@given(rows=MANY, order=st.randoms(use_true_random=False))
@examples(50)
def test_the_order_of_rows_about_different_authorities_does_not_matter(
    known: RecordIndex, rows: list[ImportRow], order: Any
) -> None:
    """Rows of one authority keep their order, the rest is mixed: the same items come out."""
    names = ["Kent", "Birmingham", "Cornwall", "Barnsley", "Blackpool", "Dorset", "Nowhere"]
    apart = [
        replace(row, authority=name, codes=(), key="")
        for row, name in zip(rows, names, strict=False)
    ]
    mixed = list(apart)
    order.shuffle(mixed)
    found = [
        sorted(
            repr((i.outcome, i.authority, i.inspection, i.field, i.old, i.new, i.reason, i.change))
            for i in plan_of(known, each).items
        )
        for each in (apart, mixed)
    ]
    assert found[0] == found[1]
    assert all(item.outcome in Outcome.values for item in plan_of(known, apart).items)


NEW, RECORDED, SHORT, BY_KEY, VISIT, KEYED_VISIT, *_ = SOUND


def items(known: RecordIndex, *rows: ImportRow, source: str = "official-2025") -> list[PlanItem]:
    return plan_of(known, list(rows), source).items


def refusal(known: RecordIndex, row: ImportRow) -> str:
    """Why a row is refused; the row is refused and does nothing else."""
    (item,) = items(known, row)
    assert item.outcome == Outcome.REFUSED
    return item.reason


def test_two_new_inspections_equally_near_are_named_without_an_id(known: RecordIndex) -> None:
    """Their ids come last: two that had none were compared with each other, and that broke."""
    visits = [
        ImportRow(CellRef("", 1), "Kent", kind="focused-visit", start=day)
        for day in (date(2021, 3, 1), date(2021, 3, 13), date(2021, 3, 7))
    ]
    *_, item = items(known, *visits)
    assert item.outcome == Outcome.REFUSED
    assert "the new focused visit of 2021-03-01 and the new focused visit" in item.reason


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"missing": (("leaders", "nonsense"),), "findings": ()}, "is no reason"),
        ({"missing": (("no such", "not-graded"),), "findings": ()}, "no judgement area"),
        ({"framework": "sif"}, "has no short inspection"),
        ({"start": date(2019, 5, 13)}, "is for inspections begun from"),
        ({"theme": "x" * 201}, "The theme cannot be kept"),
        ({"note": "a\0b"}, "NUL"),
        ({"report_url": "javascript:alert(1)"}, "The report cannot be kept"),
        ({"verified": "surely"}, "The strength of evidence cannot be kept"),
        ({"direction": "improved", "direction_source_url": "https://example.org"}, "direction"),
        ({"key": "kent-" + "x" * 120}, "The id cannot be kept"),
        ({"start": None, "published": date(1900, 1, 1)}, "long before any inspection"),
        ({"start": None, "published": date.min}, "long before any inspection"),
        ({"findings": (JudgementCell("leaders", "Good", "A1"),
                       JudgementCell("Impact of leaders", "Inadequate", "B1"))}, "two things"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_does_not_stop_the_rest(
    known: RecordIndex, facts: dict[str, Any], why: str
) -> None:
    assert why in refusal(known, replace(SHORT, **facts))


def test_a_visit_with_grades_and_an_id_of_another_sort_of_inspection_are_refused(
    known: RecordIndex,
) -> None:
    grades = (JudgementCell("leaders", "Good", "A1"),)
    assert "A visit has no grades" in refusal(known, replace(KEYED_VISIT, findings=grades))
    key = BY_KEY.key
    other = replace(BY_KEY, framework="ilacs-2023")
    assert f"The record has {key} under" in refusal(known, other)
    visit = ImportRow(CellRef("", 1), "Kent", key=key, kind="focused-visit", start=date(2022, 5, 9))
    assert "a visit has no grades" in refusal(known, visit)


def test_what_an_item_would_do_is_never_too_long_to_keep(known: RecordIndex) -> None:
    found = items(known, replace(BY_KEY, note="x" * 30_000, findings=()))
    assert all(len(item.change) <= LONGEST_CHANGE for item in found)
    assert any(item.field == "note" and item.change.startswith("sha256:") for item in found)


def test_the_sources_of_an_inspection_are_not_said_to_give_each_grade(known: RecordIndex) -> None:
    """The site's own table named them, and loading it back would have cited them everywhere."""
    grid = MAKERS["tidy"](known)
    plan = planned(known, [read_rows(grid.rows)], source="")
    assert {item.outcome for item in plan.items} == {Outcome.SAME}


@pytest.mark.parametrize("words", ["Period", "Date"])
def test_a_grade_beside_the_word_period_is_no_table_of_counts(words: str) -> None:
    """Such a row was taken for the headings of a provider sheet: all below it was left aside."""
    day = date(2019, 2, 18)
    rows = [
        AS_AT, [LINK, "Kent", "SE", day, GOOD], [words, "Barnsley", "N", day, "Outstanding"],
        [LINK, "Cornwall", "SW", day, GOOD],
    ]  # fmt: skip
    read = read_rows([list(row) for row in rows])
    assert [row.where.row for row in read.rows] == [2, 3, 4]


def test_a_long_heading_takes_no_longer() -> None:
    heading = "slac re-inspection " * 1_700
    rows = [[*AS_AT, *[f"{heading} {n} publication date" for n in range(200)]], [LINK, "Kent"]]
    assert read_rows([list(row) for row in rows]).data_rows == 1


def test_a_character_that_a_database_cannot_keep_is_shown_as_one() -> None:
    data = make_csv([["Ke\0nt", "x"]], encoding="utf-16")
    (sheet,) = decoded(read(data, LIMITS))
    assert sheet.rows == (("Ke\N{REPLACEMENT CHARACTER}nt", "x"),)


def test_the_name_of_a_sheet_is_never_too_long_to_keep() -> None:
    (sheet,) = decoded(read(make_ods({"x" * 300: [["a"]]}), LIMITS))
    assert sheet.name == "x" * LONGEST_NAME


def test_data_above_the_headings_are_not_left_aside_without_a_word() -> None:
    row = [LINK, "Kent", "SE", date(2019, 2, 18), GOOD]
    read = read_rows([["A title"], row, row, [None, "of 2019"], list(AS_AT), row])
    assert [each.where.row for each in read.rows] == [6]
    assert read.said == "Left aside, as it stands above the headings: row 2 to 3."
