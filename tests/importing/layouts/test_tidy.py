"""The site's own tidy CSV: what it exported comes back, cell for cell."""

import csv
import json
from collections import defaultdict
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from ratings.exports.columns import RATING_COLUMNS
from ratings.exports.dictionary import BY_NAME
from ratings.exports.table import DataTable
from ratings.importing.fixtures import write_fixtures
from ratings.importing.layouts import read_release
from ratings.importing.layouts.tidy import LEFT_ASIDE, READ
from ratings.importing.readers.sheets import open_sheets
from ratings.importing.types import CellRef, ImportRow, JudgementCell, SheetRead
from ratings.models import Discrepancy, Inspection, Rating
from tests.importing.fixtures.files import FIXTURES
from tests.importing.official.loads import differing
from tests.importing.workbooks import make_csv

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


def exported(*rows: dict[str, Any], names: tuple[str, ...] = RATING_COLUMNS) -> str:
    """Rows as the site's own export writes them."""
    return DataTable(names, [[row.get(name, "") for name in names] for row in rows]).csv()


def read(data: str) -> SheetRead:
    (sheet,) = read_release(open_sheets(data.encode())).sheets
    return sheet


def one(**changed: Any) -> ImportRow:
    (row,) = read(exported({**GRADE, **changed})).rows
    return row


def test_golden() -> None:
    sheet = read(exported(VISIT, GRADE, MISSING))
    assert (sheet.name, sheet.layout, sheet.tables, sheet.data_rows) == ("", "tidy", 1, 3)
    visit, grade, missing = sheet.rows
    same = (
        "framework", "kind", "is_graded", "theme", "direction", "direction_source_url",
        "priority_action", "report_url", "source_url", "verified", "note", "published",
    )  # fmt: skip
    assert visit == ImportRow(
        where=CellRef("", 2), authority="kent", key="kent-visit-2021",
        codes=("E10000016", "886", "80001"), start=date(2021, 5, 4), end=date(2021, 5, 5),
        sources=("official-2022", "listing"), **{name: VISIT[name] for name in same},
    )  # fmt: skip
    assert grade.findings == (JudgementCell("help-and-protection", "good", "T3"),)
    assert (grade.is_graded, grade.missing, grade.priority_action) == (True, (), False)
    assert (missing.findings, missing.missing) == ((), (("help-and-protection", "not-graded"),))
    assert (grade.where.row, missing.where.row) == (3, 4)


def test_every_column_of_the_export_is_read_or_left_aside_on_purpose() -> None:
    assert set(BY_NAME["ratings"].names) == READ | LEFT_ASIDE
    assert set(RATING_COLUMNS) < READ | LEFT_ASIDE
    assert not READ & LEFT_ASIDE


@pytest.mark.parametrize("words", ["2018-07", "2018", ""])
def test_a_start_that_is_known_in_part_keeps_its_words_and_one_that_is_not_is_empty(
    words: str,
) -> None:
    row = one(start_date=words)
    assert (row.start, row.start_words, row.problem) == (None, words, "")


@pytest.mark.parametrize("note", ["=1+1", "-a dash", "'quoted'"])
def test_the_guard_against_formulas_is_taken_off(note: str) -> None:
    assert one(note=note).note == note


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
    (row,) = read(exported(told, names=names)).rows
    assert (row.direction, row.direction_read, row.direction_status, row.problem) == (
        "", "letter", "none-stated", "",
    )  # fmt: skip


def test_columns_may_stand_in_any_order_and_be_fewer() -> None:
    names = ("grade", "area", "start_date", "kind", "framework", "authority")
    (row,) = read(exported(GRADE, names=names)).rows
    assert (row.authority, row.key, row.problem) == ("kent", "", "")
    assert row.findings == (JudgementCell("help-and-protection", "good", "A2"),)


def test_a_column_that_is_not_known_is_a_problem_where_it_is_filled() -> None:
    names = (*RATING_COLUMNS, "opinion")
    filled, empty = read(exported({**GRADE, "opinion": "x"}, GRADE, names=names)).rows
    assert "the column “opinion” is not known" in filled.problem
    assert empty.problem == ""


def test_a_cell_beyond_the_columns_and_a_repeated_column_are_problems() -> None:
    header, line = exported({**GRADE, "note": "x"}).splitlines()
    assert (
        "something stands here without a heading" in read(f"{header}\n{line},more").rows[0].problem
    )
    twice = read(f"{header},grade\n{line}").rows[0].problem
    assert "More than one column is headed “grade”" in twice


# --- over the record nothing changes, without some of it all returns ---

NOTHING = {"new": 0, "details": 0, "contradicts": 0, "known": 0, "refused": 0}


@pytest.fixture
def file(client: Client, tmp_path: Path) -> Path:
    """/data/ratings.csv as it is downloaded."""
    response: Any = client.get("/data/ratings.csv")
    path = tmp_path / "ratings.csv"
    path.write_bytes(b"".join(response.streaming_content))
    return path


def loaded(path: Path, *options: str) -> dict[str, int]:
    """What `manage.py load_release` says of a file: how many items of each outcome."""
    out = StringIO()
    call_command("load_release", str(path), "--json", *options, stdout=out)
    found = json.loads(out.getvalue())
    return {name: len(found[name]) for name in ("same", *NOTHING)}


def one_of_each_sort() -> list[int]:
    """Inspections: one of each framework, kind and precision, with and without a
    direction, with each strength of evidence and each reason for which there is no grade."""
    sorts: dict[Any, list[int]] = defaultdict(list)
    for each in Inspection.objects.prefetch_related("ratings"):
        missing = frozenset(rating.missing for rating in each.ratings.all())
        sort = (each.framework_id, each.kind_id, each.start_precision, bool(each.published),
                each.direction, each.direction_read, each.verified, missing)  # fmt: skip
        sorts[sort].append(each.pk)
    return [pk for found in sorts.values() for pk in found[:1]]


@pytest.mark.usefixtures("record")
def test_over_the_record_it_plans_only_the_same(file: Path) -> None:
    rows = Rating.objects.count() + Inspection.objects.filter(kind__is_graded=False).count()
    assert loaded(file) == NOTHING | {"same": rows}


@pytest.mark.usefixtures("record")
def test_without_some_inspections_it_rebuilds_all_of_them(file: Path) -> None:
    """(From their lines: that all the others are the same is the test above.)"""
    gone = one_of_each_sort()
    own = Inspection.objects.filter(pk__in=gone)
    wanted = {"inspection", *own.values_list("key", flat=True)}
    rows = list(csv.reader(StringIO(file.read_text("utf-8-sig"), newline="")))
    at = rows[0].index("inspection")
    file.write_bytes(make_csv(row for row in rows if row[at] in wanted))
    Discrepancy.objects.filter(inspection__in=gone).delete()
    own.delete()
    found = loaded(file, "--apply")
    assert len(gone) > 30
    assert found["new"] >= len(gone)
    assert found["refused"] == found["contradicts"] == found["details"] == 0
    write_fixtures(file.parent / "after")
    assert set(differing(FIXTURES, file.parent / "after")) <= {"discrepancies.jsonl"}
