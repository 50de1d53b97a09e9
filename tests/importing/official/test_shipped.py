"""The four releases over the shipped record: nothing new, no rating changed, all that
contradicts it is known (the counts are asserted in full, for each sheet). And over the record
without its discrepancies: they tell of every contradiction that a release is on record for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ratings.importing.jobs import planned, undo_run
from ratings.importing.plan import Plan
from ratings.models import DataVersion, ImportChange, ImportRun
from tests.csv_files import lines
from tests.importing.official.loads import (
    FILES,
    TODAY,
    Loaded,
    Outcome,
    Plans,
    Read,
    applied,
    empty_discrepancies,
    snapshot,
)

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
def test_counts_of_a_file_and_of_each_sheet_in_full(shipped: Plans, read: Read, year: int) -> None:
    plan = shipped[year]
    assert plan.counts == NONE | COUNTS[year]
    assert by_sheet(plan) == BY_SHEET[year]
    rows = {row.where for sheet in read[year].sheets for row in sheet.rows}
    assert {item.where for item in plan.items} == rows
    assert (plan.source.key, plan.new) == (f"official-{year}", [])


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


def test_applying_some_or_undoing_one_changes_not_one_row_of_the_record(read: Read) -> None:
    """The oldest, which tells of most that is known, and the newest; what the four would do is in
    the tests above."""
    before, version = snapshot(), DataVersion.current()
    for year in (min(FILES), max(FILES)):
        applied(read, year)
    assert snapshot() == before
    assert not ImportChange.objects.exists()
    assert DataVersion.current() == version
    # Runs that changed nothing can be undone.
    undo_run(ImportRun.objects.latest("pk"), None, "a test")
    assert ImportRun.objects.latest("pk").status == "undone"
    assert snapshot() == before


RELEASES = {f"official-{year}" for year in FILES}
NOT_SAID_IN_A_RELEASE = {
    # What contradicts the release stands in a report, a listing or the press, so that loading
    # releases cannot tell of it: inspection, field, who contradicts.
    ("cheshire-west-and-chester-slac-2010-12-10", "grade:slac-looked-after",
     "later SIF report 80448-2015-11-24 (recalling it)"),
    ("darlington-sif-2018-02-27", "kind", "report PDF"),
    ("lambeth-sif-2018-01-29", "kind", "report PDF"),
    ("leicester-sif-2017-06-19", "kind", "report PDF"),
    ("leicestershire-slac-2012-05-14", "grade:slac-safeguarding",
     "later SIF report 80483-2016-11-14 (recalling it)"),
    ("liverpool-ilacs-2018-2021-06-22", "start_date", "later report PDF"),
    ("northamptonshire-cpi-2013-03-20", "published", "news (CYP Now, Nov 2018)"),
    ("northumberland-ilacs-2018-2022-07-26", "start_date", "later report PDF"),
    ("redcar-and-cleveland-slac-2012-07-10", "grade:slac-safeguarding",
     "later SIF report 80541-2017-01-16 (recalling it)"),
    ("slough-sif-2013-11-19", "published", "listing"),
    ("slough-sif-2015-11-24", "kind", "report PDF"),
    ("stockport-ilacs-2023-2024-01-24", "start_date", "later report PDF"),
    ("tameside-ilacs-2018-2022-04-27", "start_date", "later report PDF"),
}  # fmt: skip


@YEARS
def test_what_was_known_contradicts_now_and_a_second_load_plans_nothing(
    emptied: Loaded, year: int
) -> None:
    counts = dict(COUNTS[year])
    contradicts = counts.pop("known", 0)
    assert (emptied.discrepancies_before, emptied.inspections_before) == (0, 1263)
    assert emptied.first[year].counts == NONE | counts | {"contradicts": contradicts}
    assert emptied.second[year].counts == NONE | COUNTS[year]


def test_every_conflict_of_the_record_that_a_release_contradicts_comes_back(
    emptied: Loaded, sources: Path
) -> None:
    told = {
        (row["inspection"], row["field"], row["value_a"], row["value_b"], row["source_b"])
        for row in conflicts(sources)
        if row["source_b"] in RELEASES
    }
    assert emptied.sides == told
    assert len(emptied.discrepancies) == len(told) == 90


def test_conflicts_that_name_a_release_only_as_the_winner_cannot_come_back(
    emptied: Loaded, sources: Path
) -> None:
    rest = {
        (row["inspection"], row["field"], row["source_b"])
        for row in conflicts(sources)
        if row["source_b"] not in RELEASES and "official" in row["source_a"]
    }
    assert rest == NOT_SAID_IN_A_RELEASE
    assert not rest & {(key, field, by) for key, field, _, _, by in emptied.sides}
    # With those of the test above, they are all that name a release.
    named = [row for row in conflicts(sources) if "official" in row["source_a"] + row["source_b"]]
    assert len(named) == 90 + len(NOT_SAID_IN_A_RELEASE)


def test_all_are_open_with_the_records_sources_on_the_other_side(emptied: Loaded) -> None:
    assert {row[-1] for row in emptied.discrepancies} == {"open"}
    for *_, source_a, _, source_b, _ in emptied.discrepancies:
        assert source_a
        assert source_b not in source_a.split(", ")


def test_no_rating_and_no_inspection_was_changed_and_all_can_be_undone(emptied: Loaded) -> None:
    assert emptied.after is not None
    assert emptied.after.by_key == emptied.before.by_key
    assert emptied.changed_by_undoing_all == [], "in reverse, byte for byte"
    # The first alone, where nothing stands on it:
    assert (emptied.undoing_the_first, emptied.is_changed_by_that) == ("", False)


@pytest.mark.slow
def test_the_order_of_loading_does_not_matter(read: Read) -> None:
    """Contradictions are of the file and the record, not of what was loaded before."""
    empty_discrepancies()
    counts = {year: applied(read, year).counts for year in reversed(FILES)}
    again = {year: planned(read[year], TODAY).counts for year in FILES}
    assert {year: counts[year][Outcome.CONTRADICTS] for year in FILES} == {
        2022: 83, 2023: 5, 2024: 7, 2025: 0,
    }  # fmt: skip
    assert again == {year: NONE | COUNTS[year] for year in FILES}
