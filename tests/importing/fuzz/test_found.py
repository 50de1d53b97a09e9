"""What the tests of this folder have found, each as the smallest case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ratings.importing.diff import LONGEST_CHANGE
from ratings.importing.plan import Item, Outcome
from ratings.importing.readers import LIMITS
from ratings.importing.readers.sheets import LONGEST_NAME, decoded
from ratings.importing.readers.spreadsheet import read
from ratings.importing.record_index import Known
from ratings.importing.types import Finding, SourceRow, Where
from tests.importing.fuzz.record import MAKERS, planned, read_rows
from tests.importing.fuzz.test_rows import SOUND, plan_of
from tests.importing.layouts.releases import AS_AT, GOOD, LINK
from tests.importing.workbooks import make_csv, make_ods

NEW, RECORDED, SHORT, BY_KEY, VISIT, KEYED_VISIT, *_ = SOUND


def items(known: Known, *rows: SourceRow, source: str = "official-2025") -> list[Item]:
    return plan_of(known, list(rows), source).items


def refusal(known: Known, row: SourceRow) -> str:
    """Why a row is refused; the row is refused and does nothing else."""
    (item,) = items(known, row)
    assert item.outcome == Outcome.REFUSED
    return item.reason


def changed(row: SourceRow, **facts: Any) -> SourceRow:
    return replace(row, **facts)


def test_two_new_inspections_equally_near_are_named_without_an_id(known: Known) -> None:
    """Their ids come last: two that had none were compared with each other, and that broke."""
    visits = [
        SourceRow(Where("", 1), "Kent", kind="focused-visit", start=day)
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
        ({"findings": (Finding("leaders", "Good", "A1"),
                       Finding("Impact of leaders", "Inadequate", "B1"))}, "two things"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_does_not_stop_the_rest(
    known: Known, facts: dict[str, Any], why: str
) -> None:
    assert why in refusal(known, changed(SHORT, **facts))


def test_a_visit_with_grades_is_refused(known: Known) -> None:
    grades = (Finding("leaders", "Good", "A1"),)
    assert "A visit has no grades" in refusal(known, changed(KEYED_VISIT, findings=grades))


def test_an_id_of_another_sort_of_inspection_is_refused(known: Known) -> None:
    key = BY_KEY.key
    other = changed(BY_KEY, framework="ilacs-2023")
    assert f"The record has {key} under" in refusal(known, other)
    visit = SourceRow(
        Where("", 1), "Kent", key=key, kind="focused-visit", start=date(2022, 5, 9)
    )  # fmt: skip
    assert "a visit has no grades" in refusal(known, visit)


def test_what_an_item_would_do_is_never_too_long_to_keep(known: Known) -> None:
    found = items(known, changed(BY_KEY, note="x" * 30_000, findings=()))
    assert all(len(item.change) <= LONGEST_CHANGE for item in found)
    assert any(item.field == "note" and item.change.startswith("sha256:") for item in found)


def test_the_sources_of_an_inspection_are_not_said_to_give_each_grade(known: Known) -> None:
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
