"""The four releases over the shipped record: nothing new, no rating changed, all that
contradicts it is known. The counts are asserted in full, for each sheet."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ratings.importing.jobs import undo_run
from ratings.importing.plan import Plan
from ratings.models import DataVersion, ImportChange, ImportRun
from tests.csv_files import lines
from tests.importing.official.loads import FILES, Outcome, Plans, Read, applied, snapshot

pytestmark = pytest.mark.django_db
YEARS = pytest.mark.parametrize("year", FILES)

NONE = dict.fromkeys(Outcome.values, 0)
COUNTS = {
    2022: {"same": 713, "known": 83},
    2023: {"same": 825, "known": 5},
    2024: {"same": 474, "known": 7},
    2025: {"same": 536},
}
BY_SHEET = {
    2022: {
        "LA_level_at_31_Mar_2022": {"same": 148, "known": 4},
        "LA_level_in_year_2021-22": {"same": 127, "known": 3},
        "LA_inspections_2009-2022": {"same": 438, "known": 76},
    },
    2023: {
        "LA_level_at_31_Mar_2023": {"same": 152},
        "LA_level_in_year_2022-23": {"same": 109, "known": 2},
        "LA_inspections_2009-2023": {"same": 564, "known": 3},
    },
    2024: {
        "Inspections_31_March_2024": {"same": 151, "known": 2},
        "Inspections_in_year_2023-24": {"same": 105, "known": 2},
        "ILACS_inspections_2018-2024": {"same": 218, "known": 3},
    },
    2025: {
        "Inspections_as_at_31_March": {"same": 153},
        "In-year_inspections": {"same": 112},
        "ILACS_inspection_history": {"same": 271},
    },
}


def conflicts(sources: Path) -> list[dict[str, str]]:
    return lines(sources / "record" / "conflicts.csv")


def by_sheet(plan: Plan) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for item in plan.items:
        found.setdefault(item.where.sheet, Counter())[str(item.outcome)] += 1
    return {sheet: dict(counts) for sheet, counts in found.items()}


@YEARS
def test_counts_of_a_file_and_of_each_sheet_in_full(shipped: Plans, year: int) -> None:
    assert shipped[year].counts == NONE | COUNTS[year]
    assert by_sheet(shipped[year]) == BY_SHEET[year]


@YEARS
def test_every_row_of_the_file_is_in_its_plan(shipped: Plans, read: Read, year: int) -> None:
    rows = {row.where for sheet in read[year].sheets for row in sheet.rows}
    assert {item.where for item in shipped[year].items} == rows


@YEARS
def test_the_plan_says_who_says_it(shipped: Plans, year: int) -> None:
    assert shipped[year].source.key == f"official-{year}"
    assert not shipped[year].new


@YEARS
def test_what_is_known_is_what_the_conflicts_of_the_record_say_of_this_file(
    shipped: Plans, sources: Path, year: int
) -> None:
    known = {
        (item.inspection, item.field, item.old, item.new)
        for item in shipped[year].items
        if item.outcome == Outcome.KNOWN
    }
    told = {
        (row["inspection"], row["field"], row["value_a"], row["value_b"])
        for row in conflicts(sources)
        if row["source_b"] == f"official-{year}"
    }
    assert known == told
    assert len(told) == {2022: 82, 2023: 4, 2024: 4, 2025: 0}[year]


def test_applying_all_four_changes_not_one_row_of_the_record(read: Read) -> None:
    before, version = snapshot(), DataVersion.current()
    for year in FILES:
        applied(read, year)
    assert snapshot() == before
    assert not ImportChange.objects.exists()
    assert DataVersion.current() == version


def test_runs_that_changed_nothing_can_be_undone(read: Read) -> None:
    before = snapshot()
    applied(read, 2025)
    undo_run(ImportRun.objects.latest("pk"), None, "a test")
    assert ImportRun.objects.latest("pk").status == "undone"
    assert snapshot() == before
