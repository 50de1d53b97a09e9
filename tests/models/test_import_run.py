"""Runs of the import: which hold files, what may be chosen, how items are grouped.

The constraints are in `test_constraints`."""

from __future__ import annotations

import pytest

from ratings.models import ImportFile, ImportRun
from tests.admin.imports.runs import a_plan, a_run

pytestmark = pytest.mark.django_db


def test_runs_that_hold_files_are_those_that_are_not_decided() -> None:
    kept, gone = a_run(), a_run()
    for run in (kept, gone):
        ImportFile.objects.create(run=run, content=b"x")
    gone.file.delete()
    assert list(ImportRun.objects.holding_files()) == [kept]


def test_the_latest_run_comes_first() -> None:
    first, second = a_run(), a_run()
    assert list(ImportRun.objects.all()) == [second, first]
    assert str(first) == f"import {first.pk}: outcomes.ods"


def test_what_can_be_chosen_is_what_changes_something() -> None:
    found = a_plan().items.choosable()
    assert {item.outcome for item in found} == {"new", "details", "contradicts"}


def test_groups_count_items_and_what_is_taken() -> None:
    groups = a_plan().items.groups()
    told = {(g["outcome"], g["sheet"], g["field"]): (g["items"], g["taken"]) for g in groups}
    assert told[("new", "As_at", "")] == (1, 1)
    assert told[("contradicts", "In_year", "published")] == (1, 0)
    assert told[("same", "As_at", "")] == (3, 0)
    assert sum(items for items, _ in told.values()) == 10


def test_items_stand_in_the_order_of_the_file() -> None:
    run = a_plan()
    assert [item.number for item in run.items.all()] == list(range(1, 11))
    assert str(run.items.first()) == "new: york-ilacs-2026-2026-06-01 "
