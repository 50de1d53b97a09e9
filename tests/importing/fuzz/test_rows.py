"""Rows of any content straight to the plan: it never raises, and accounts for each of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ratings.importing.plan import Outcome, Plan, plan_import
from ratings.importing.record_index import Known
from ratings.importing.types import Finding, SheetRead, SourceRow, Where
from ratings.models import Inspection
from ratings.rules.direction import direction_problems
from tests.importing.fuzz.examples import examples
from tests.importing.fuzz.record import AS_AT_DAY, TODAY, copied
from tests.importing.fuzz.test_cells import check_item

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
    Finding, AREAS,
    st.sampled_from(["Good", "good", "outstanding", "Adequate", "inadequate", "-", "3", "", "\x00",
                     "Requires improvement to be good"]),
    st.just("H12"),
)  # fmt: skip
KEYS = st.sampled_from([
    "", "", "", "kent-ilacs-2018-2022-05-09", "kent-x", "Kent X", "birmingham-a", "a" * 130, "\x00",
])  # fmt: skip
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "authority": st.one_of(
        st.sampled_from(["Kent", "Kent", "Birmingham", "Dorset", "Northamptonshire"]), WORDS
    ),
    "codes": st.one_of(st.just(()), st.tuples(WORDS)),
    "programme": st.sampled_from(["", "", "ilacs", "sif", "slac", "cpi", "tlac", "nonsense"]),
    "framework": st.sampled_from(
        ["", "", "ilacs-2018", "ilacs-2023", "sif", "lscb-review", "none"]
    ),
    "kind": st.sampled_from(
        ["", "standard", "short", "full", "re-inspection", "focused-visit", "jtai", "none"]
    ),
    "kind_is_estimate": st.booleans(),
    "is_graded": st.sampled_from([None, None, True, False]),
    "start": DAYS,
    "start_words": st.sampled_from(["", "", "2019", "2019-07", "0000", "0001", "9999", "soon"]),
    "end": DAYS,
    "published": DAYS,
    "findings": st.lists(FINDINGS, max_size=4).map(tuple),
    "missing": st.lists(
        st.tuples(
            AREAS, st.sampled_from(["not-graded", "not-recorded", "not-part", "nonsense", ""])
        ),
        max_size=3,
    ).map(tuple),
    "theme": WORDS,
    "direction": st.sampled_from(["", "", "improved", "improving", "sideways"]),
    "direction_read": st.sampled_from(["", "", "letter", "account", "both"]),
    "direction_status": st.sampled_from(["", "", "", "stated", "none-stated", "not-asked", "x"]),
    "direction_source_url": st.sampled_from(["", "", "https://example.org/a", "nonsense"]),
    "priority_action": st.sampled_from([None, True, False]),
    "report_url": st.sampled_from(["", "", "https://example.org/a", "nonsense"]),
    "source_url": st.sampled_from(["", "", "https://example.org/a", "javascript:alert(1)"]),
    "sources": st.lists(st.sampled_from(["official-2022", "report-pdf", "nobody"]), max_size=2).map(
        tuple
    ),
    "verified": st.sampled_from(["", "", "report", "official", "nonsense"]),
    "note": WORDS,
    "key": KEYS,
    "nothing": st.sampled_from([""] * 8 + ["empty", "Not yet inspected"]),
    "problem": st.sampled_from([""] * 12 + ["It is wrong: correct it."]),
}
GRADES = ("Overall effectiveness", "leaders", "help-and-protection", "children-in-care",
          "care-leavers")  # fmt: skip
SOUND = (
    SourceRow(
        Where("", 1), "Kent", programme="ilacs", kind="standard", is_graded=True,
        start=date(2024, 5, 13), published=date(2024, 7, 8),
        findings=tuple(Finding(area, "Good", "H1") for area in GRADES),
    ),
    SourceRow(
        Where("", 1), "Kent", start=date(2022, 5, 9), is_graded=True,
        findings=(Finding("Overall effectiveness", "Good", "H1"),),
    ),
    SourceRow(
        Where("", 1), "Kent", framework="ilacs-2023", kind="short", start=date(2025, 5, 12),
        findings=(Finding("leaders", "good", "H1"),), missing=(("care-leavers", "not-recorded"),),
    ),
    SourceRow(
        Where("", 1), "Kent", framework="ilacs-2018", kind="standard", is_graded=True,
        key="kent-ilacs-2018-2022-05-09", start=date(2022, 5, 9),
        findings=(Finding("leaders", "outstanding", "H1"),),
    ),
    SourceRow(
        Where("", 1), "Kent", programme="ilacs", kind="focused-visit", is_graded=False,
        start=date(2021, 3, 2), theme="care leavers",
    ),
    SourceRow(
        Where("", 1), "Kent", framework="ilacs-2023", kind="focused-visit", key="kent-visit",
        start_words="2025-02", direction="improved", direction_source_url="https://example.org/a",
    ),
    SourceRow(
        Where("", 1), "Birmingham", programme="sif", kind="full", is_graded=True,
        published=date(2016, 11, 25), findings=(Finding("Overall judgement", "Good", "H1"),),
    ),
    SourceRow(
        Where("", 1), "Birmingham", programme="slac", kind="re-inspection", is_graded=True,
        published=date(2011, 11, 25), findings=(Finding("SLAC safeguarding", "Good", "H1"),),
    ),
)  # fmt: skip
"""Rows that can be planned: what is spoilt about a row of any content hides what is not."""

SPOILT = st.builds(
    lambda row, name, data: replace(row, **{n: data[n] for n in name}),
    st.sampled_from(SOUND),
    st.lists(st.sampled_from(list(FIELDS)), max_size=3),
    st.fixed_dictionaries(FIELDS),
)
ROWS = st.one_of(SPOILT, SPOILT, SPOILT, st.builds(SourceRow, st.just(Where("", 1)), **FIELDS))
MANY = st.lists(ROWS, max_size=7)
SOURCES = st.sampled_from(["", "official-2025", "official-2022", "report-pdf"])


def plan_of(known: Known, rows: list[SourceRow], source: str = "official-2025") -> Plan:
    numbered = tuple(replace(row, where=Where("One", n)) for n, row in enumerate(rows, 1))
    own = copied(known)
    sheet = SheetRead("One", "any", "", 1, len(rows), numbered)
    return plan_import([sheet], own.sources.get(source), own, TODAY, AS_AT_DAY)


@given(rows=MANY, source=SOURCES)
@examples(300)
def test_any_rows_are_planned(known: Known, rows: list[SourceRow], source: str) -> None:
    plan = plan_of(known, rows, source)
    assert [n for n, _ in enumerate(rows, 1)] == list(
        dict.fromkeys(item.where.row for item in plan.items)
    )
    for item in plan.items:
        check_item(item)
    assert len({held.key for held in plan.new}) == len(plan.new)
    assert plan.digest == plan_of(known, rows, source).digest


@given(rows=MANY)
@examples(200)
def test_what_a_plan_would_write_can_be_written(known: Known, rows: list[SourceRow]) -> None:
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
@examples(150)
def test_the_order_of_rows_about_different_authorities_does_not_matter(
    known: Known, rows: list[SourceRow], order: Any
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
