"""Who is cited after the four releases were loaded into an empty record; what disagreed; what
a second load finds; and undoing it all."""

from __future__ import annotations

import pytest

from ratings.importing.record_index import Held, Known
from tests.importing.official.differences import pairs, releases
from tests.importing.official.loads import FILES, Loaded, Outcome
from tests.importing.official.test_rebuild import SECOND
from tests.importing.official.test_shipped import NONE

pytestmark = pytest.mark.django_db

SOUTHEND = "southend-on-sea-ilacs-2018-2019-07-15"
"""Its row "as at 2022" could not be placed before the release of 2023 was loaded."""


@pytest.fixture(scope="module")
def both(rebuilt: Loaded, shipped_record: Known) -> list[tuple[Held, Held]]:
    assert rebuilt.after is not None
    return pairs(shipped_record, rebuilt.after)[0]


def test_inspections_cite_the_releases_that_the_record_cites(
    both: list[tuple[Held, Held]],
) -> None:
    differing = {
        record.key: releases(record.sources) ^ rebuilt.sources
        for record, rebuilt in both
        if releases(record.sources) != rebuilt.sources
    }
    assert differing == {SOUTHEND: {"official-2022"}}


def test_grades_cite_the_releases_that_the_record_cites(both: list[tuple[Held, Held]]) -> None:
    differing = {
        (record.key, area, *sorted(releases(record.rating_sources[area])))
        for record, rebuilt in both
        for area in record.grades.keys() & rebuilt.grades.keys()
        if releases(record.rating_sources[area]) != rebuilt.rating_sources[area]
    }
    since_2022 = ("official-2022", "official-2023", "official-2024")
    assert {(key, area) for key, area, *_ in differing} == {
        # "3" in 2022 is no grade: the record reads it as the third.
        ("warrington-slac-2011-02-25", "slac-looked-after"),
        # Two sheets of 2022 disagree; the one that was read second is on record as disputed.
        ("bury-ilacs-2018-2021-10-25", "help-and-protection"),
        ("bury-ilacs-2018-2021-10-25", "children-in-care-and-care-leavers"),
        ("central-bedfordshire-ilacs-2018-2022-01-17", "help-and-protection"),
        *((SOUTHEND, area) for area in (
            "overall-effectiveness", "leaders", "help-and-protection",
            "children-in-care-and-care-leavers",
        )),
    }  # fmt: skip
    assert all(set(cited) <= {*since_2022, "official-2025"} for _, _, *cited in differing)


@pytest.mark.parametrize("year", FILES)
def test_counts_of_the_second_load(rebuilt: Loaded, year: int) -> None:
    assert rebuilt.second[year].counts == NONE | SECOND[year]


def test_a_second_load_plans_only_what_the_first_could_not_know(rebuilt: Loaded) -> None:
    told = {
        (year, str(item.outcome), item.inspection, item.field, item.new, item.areas)
        for year, plan in rebuilt.second.items()
        for item in plan.items
        if item.outcome not in (Outcome.SAME, Outcome.KNOWN)
    }
    assert told == {
        # Two sheets of 2022 disagree: what won later is what one of them said.
        (2022, "details", "bury-ilacs-2018-2021-10-25", "sources", "official-2022",
         ("help-and-protection", "children-in-care-and-care-leavers")),
        (2022, "details", "central-bedfordshire-ilacs-2018-2022-01-17", "sources",
         "official-2022", ("help-and-protection",)),
        # The inspection came with the release of 2023.
        (2022, "details", SOUTHEND, "sources", "official-2022",
         ("overall-effectiveness", "leaders", "help-and-protection",
          "children-in-care-and-care-leavers")),
        # "3" now stands against the grade of 2023.
        (2022, "contradicts", "warrington-slac-2011-02-25", "grade:slac-looked-after", "3", ()),
    }  # fmt: skip


def test_open_is_what_one_file_says_twice(rebuilt: Loaded) -> None:
    still_open = [row for row in rebuilt.discrepancies if row[6] == "open"]
    assert {(key.split("-ilacs")[0], field, a, b) for key, field, _, a, _, b, _ in still_open} == {
        ("bury", "grade:children-in-care-and-care-leavers", "official-2022", "official-2022"),
        ("bury", "grade:help-and-protection", "official-2022", "official-2022"),
        ("central-bedfordshire", "grade:help-and-protection", "official-2022", "official-2022"),
        ("cumbria", "start_date", "official-2023", "official-2023"),
    }


def test_all_other_conflicts_between_releases_are_settled_for_the_later(rebuilt: Loaded) -> None:
    settled = [row for row in rebuilt.discrepancies if row[6] == "settled"]
    assert all(row[3] > row[5] for row in settled)
    assert len(settled) == 81


def test_the_first_is_not_undone_while_the_others_stand_on_it(rebuilt: Loaded) -> None:
    said = rebuilt.undoing_the_first
    assert said.startswith("It cannot be undone. ")
    assert "has been changed since (import" in said
    assert said.count("has been changed since") == 10
    assert said.endswith(" more.")
    assert not rebuilt.is_changed_by_that


def test_undoing_all_in_reverse_leaves_nothing_byte_for_byte(rebuilt: Loaded) -> None:
    assert rebuilt.changed_by_undoing_all == []
