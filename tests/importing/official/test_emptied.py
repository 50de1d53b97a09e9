"""The four releases over the record without its discrepancies: they tell of every
contradiction that a release is on record for, with both values."""

from __future__ import annotations

from pathlib import Path

import pytest

from ratings.importing.jobs import planned
from tests.importing.official.loads import (
    FILES,
    TODAY,
    Loaded,
    Outcome,
    Read,
    applied,
    empty_discrepancies,
)
from tests.importing.official.test_shipped import COUNTS, NONE, YEARS, conflicts

pytestmark = pytest.mark.django_db

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


def test_the_discrepancies_were_gone_and_the_inspections_there(emptied: Loaded) -> None:
    assert (emptied.discrepancies_before, emptied.inspections_before) == (0, 1263)


@YEARS
def test_what_was_known_contradicts_now_and_nothing_else_is_told(
    emptied: Loaded, year: int
) -> None:
    counts = dict(COUNTS[year])
    contradicts = counts.pop("known", 0)
    assert emptied.first[year].counts == NONE | counts | {"contradicts": contradicts}


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


def test_every_conflict_that_names_a_release_is_one_of_the_two(sources: Path) -> None:
    named = [row for row in conflicts(sources) if "official" in row["source_a"] + row["source_b"]]
    assert len(named) == 90 + len(NOT_SAID_IN_A_RELEASE)


def test_all_are_open_with_the_records_sources_on_the_other_side(emptied: Loaded) -> None:
    assert {row[-1] for row in emptied.discrepancies} == {"open"}
    for *_, source_a, _, source_b, _ in emptied.discrepancies:
        assert source_a
        assert source_b not in source_a.split(", ")


def test_no_rating_and_no_inspection_was_changed(emptied: Loaded) -> None:
    assert emptied.after is not None
    assert emptied.after.by_key == emptied.before.by_key


@YEARS
def test_a_second_load_plans_nothing(emptied: Loaded, year: int) -> None:
    assert emptied.second[year].counts == NONE | COUNTS[year]


def test_undoing_all_in_reverse_leaves_the_record_byte_for_byte(emptied: Loaded) -> None:
    assert emptied.changed_by_undoing_all == []


def test_the_first_can_be_undone_alone_where_nothing_stands_on_it(emptied: Loaded) -> None:
    assert emptied.undoing_the_first == ""
    assert not emptied.is_changed_by_that


def test_the_order_of_loading_does_not_matter(read: Read) -> None:
    """Contradictions are of the file and the record, not of what was loaded before."""
    empty_discrepancies()
    counts = {year: applied(read, year).counts for year in reversed(FILES)}
    again = {year: planned(read[year], TODAY).counts for year in FILES}
    assert {year: counts[year][Outcome.CONTRADICTS] for year in FILES} == {
        2022: 83, 2023: 5, 2024: 7, 2025: 0,
    }  # fmt: skip
    assert again == {year: NONE | COUNTS[year] for year in FILES}
