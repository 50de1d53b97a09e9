"""The site's own tidy CSV: what it exported comes back, cell for cell."""

from datetime import date
from typing import Any

import pytest

from ratings.exports.columns import RATING_COLUMNS
from ratings.exports.dictionary import BY_NAME
from ratings.exports.table import Sheet as Export
from ratings.importing.layouts import read_release
from ratings.importing.layouts.tidy import LEFT_ASIDE, READ
from ratings.importing.readers.sheets import open_sheets
from ratings.importing.types import Finding, SheetRead, SourceRow, Where

VISIT: dict[str, Any] = {
    "authority": "kent", "authority_name": "Kent", "gss_code": "E10000016", "la_code": "886",
    "ofsted_urn": "80001", "region": "South East", "authority_type": "county",
    "inspection": "kent-visit-2021", "framework": "ilacs-2018", "kind": "focused-visit",
    "is_graded": False, "start_date": date(2021, 5, 4), "end_date": date(2021, 5, 5),
    "published": date(2021, 6, 1), "direction": "improved",
    "direction_source_url": "https://example.org/a", "theme": "Front door",
    "priority_action": True, "report_url": "https://example.org/b",
    "source_url": "https://example.org/c", "sources": "official-2022|listing",
    "verified": "official+report", "note": "Two\nlines, “quoted”; and more",
}  # fmt: skip
GRADE = {
    **VISIT, "inspection": "kent-2021", "kind": "short", "is_graded": True,
    "area": "help-and-protection", "area_name": "Help and protection", "is_headline": False,
    "grade": "good", "grade_word": "good", "trend": "improved", "direction": "",
    "direction_source_url": "", "theme": "", "priority_action": False,
}  # fmt: skip
MISSING = {**GRADE, "grade": "", "grade_word": "", "missing": "not-graded"}


def exported(*rows: dict[str, Any]) -> SheetRead:
    """Rows written by the site's own export, read again."""
    cells = [[row.get(name, "") for name in RATING_COLUMNS] for row in rows]
    data = Export(RATING_COLUMNS, cells).csv().encode()
    (read,) = read_release(open_sheets(data)).sheets
    return read


def one(**changed: Any) -> SourceRow:
    (row,) = exported({**GRADE, **changed}).rows
    return row


def test_golden() -> None:
    read = exported(VISIT, GRADE, MISSING)
    assert (read.name, read.layout, read.tables, read.data_rows) == ("", "tidy", 1, 3)
    visit, grade, missing = read.rows
    assert visit == SourceRow(
        where=Where("", 2),
        authority="kent",
        codes=("E10000016", "886", "80001"),
        framework="ilacs-2018",
        kind="focused-visit",
        is_graded=False,
        start=date(2021, 5, 4),
        end=date(2021, 5, 5),
        published=date(2021, 6, 1),
        theme="Front door",
        direction="improved",
        direction_source_url="https://example.org/a",
        priority_action=True,
        report_url="https://example.org/b",
        source_url="https://example.org/c",
        sources=("official-2022", "listing"),
        verified="official+report",
        note="Two\nlines, “quoted”; and more",
        key="kent-visit-2021",
    )
    assert grade.findings == (Finding("help-and-protection", "good", "T3"),)
    assert (grade.is_graded, grade.missing, grade.priority_action) == (True, (), False)
    assert (missing.findings, missing.missing) == ((), (("help-and-protection", "not-graded"),))
    assert (grade.where.row, missing.where.row) == (3, 4)


def test_every_column_of_the_export_is_read_or_left_aside_on_purpose() -> None:
    assert set(BY_NAME["ratings"].names) == READ | LEFT_ASIDE
    assert set(RATING_COLUMNS) < READ | LEFT_ASIDE
    assert not READ & LEFT_ASIDE


@pytest.mark.parametrize("words", ["2018-07", "2018"])
def test_a_start_that_is_known_in_part_keeps_its_words(words: str) -> None:
    row = one(start_date=words)
    assert (row.start, row.start_words, row.problem) == (None, words, "")


def test_a_start_that_is_not_known_is_empty() -> None:
    row = one(start_date="")
    assert (row.start, row.start_words, row.problem) == (None, "", "")


def test_the_guard_against_formulas_is_taken_off() -> None:
    assert one(note="=1+1").note == "=1+1"
    assert one(note="-a dash").note == "-a dash"
    assert one(note="'quoted'").note == "'quoted'"


def test_priority_action_may_be_unknown() -> None:
    assert one(priority_action="").priority_action is None


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"start_date": "2018-13"}, "N2 says “2018-13”, which is no date"),
        ({"published": "soon"}, "P2 says “soon”, which is no date"),
        ({"end_date": "2018"}, "O2 says “2018”, which is no date"),
        ({"authority": ""}, "A2 is empty: add the authority."),
        ({"framework": ""}, "K2 is empty: add the framework."),
        ({"kind": ""}, "L2 is empty: add the kind."),
        ({"is_graded": "perhaps"}, "M2 says “perhaps”: write yes or no."),
        ({"priority_action": "some"}, "says “some”: write yes or no."),
        ({"grade": ""}, "T2 is empty: add the grade, or why there is none."),
        ({"area": ""}, "Q2 is empty: add the judgement area."),
        ({"missing": "not-graded"}, "T2 has a grade and “missing” a reason for none"),
        ({"is_graded": False, "area": ""}, "T2: a visit has no grade"),
    ],
)
def test_what_does_not_fit_is_a_problem(changed: dict[str, Any], problem: str) -> None:
    assert problem in one(**changed).problem


def test_what_was_read_and_the_status_are_read() -> None:
    names = tuple(dict.fromkeys((*RATING_COLUMNS, "direction_status", "direction_read")))
    told = {**VISIT, "direction": "", "direction_status": "none-stated", "direction_read": "letter"}
    data = Export(names, [[told.get(name, "") for name in names]]).csv().encode()
    (row,) = read_release(open_sheets(data)).sheets[0].rows
    assert (row.direction, row.direction_read, row.direction_status, row.problem) == (
        "", "letter", "none-stated", "",
    )  # fmt: skip


def test_columns_may_stand_in_any_order_and_be_fewer() -> None:
    names = ("grade", "area", "start_date", "kind", "framework", "authority")
    data = Export(names, [["good", "leaders", date(2021, 5, 4), "short", "ilacs-2018", "kent"]])
    (read,) = read_release(open_sheets(data.csv().encode())).sheets
    (row,) = read.rows
    assert (row.authority, row.key, row.problem) == ("kent", "", "")
    assert row.findings == (Finding("leaders", "good", "A2"),)


def test_a_column_that_is_not_known_is_a_problem_where_it_is_filled() -> None:
    names = (*RATING_COLUMNS, "opinion")
    cells = [[{**GRADE, "opinion": words}.get(name, "") for name in names] for words in ("x", "")]
    (read,) = read_release(open_sheets(Export(names, cells).csv().encode())).sheets
    assert "the column “opinion” is not known" in read.rows[0].problem
    assert read.rows[1].problem == ""


def test_a_cell_beyond_the_columns_and_a_repeated_column_are_problems() -> None:
    line = ",".join(str(GRADE.get(name, "")) for name in RATING_COLUMNS if name != "note")
    header = ",".join(RATING_COLUMNS)
    (beyond,) = read_release(open_sheets(f"{header}\n{line},x,more".encode())).sheets
    assert "something stands here without a heading" in beyond.rows[0].problem
    (twice,) = read_release(open_sheets(f"{header},grade\n{line}".encode())).sheets
    assert "More than one column is headed “grade”" in twice.rows[0].problem
