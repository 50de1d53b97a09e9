"""Loading the four releases that Ofsted has published into a record, and what came of it.

What a fixture of the session holds is plain data: the database is as it was before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from ratings.importing import jobs
from ratings.importing.fixtures import ORDER, write_fixtures
from ratings.importing.jobs import ImportJobError, planned, undo_run
from ratings.importing.plan import Plan
from ratings.importing.record_index import RecordIndex
from ratings.importing.types import Release
from ratings.models import Discrepancy, ImportItem, ImportRun, Inspection, Rating

TODAY = date(2026, 9, 1)
FILES = {
    2022: "Childrens_social_care_in_England_2022_underlying_data.xlsx",
    2023: "Childrens_social_care_in_England_2023_underlying_data.ods",
    2024: "LA_Inspection_Outcomes_as_at_March_2024.ods",
    2025: "LA_Inspection_Outcomes_as_at_31_March_2025.ods",
}
"""The releases, the oldest first."""

Outcome = ImportItem.Outcome
Read = dict[int, Release]
Plans = dict[int, Plan]
Side = tuple[str, str, str, str, str]
"""A discrepancy: inspection, field, value, contradicting value, contradicting source."""


@dataclass(slots=True)
class Loaded:
    """What loading the four releases, the oldest first, made of a record, and undoing it."""

    before: RecordIndex
    inspections_before: int
    discrepancies_before: int
    first: Plans = field(default_factory=dict)
    discrepancies: list[tuple[str, ...]] = field(default_factory=list)
    sides: set[Side] = field(default_factory=set)
    after: RecordIndex | None = None
    second: Plans = field(default_factory=dict)
    undoing_the_first: str = ""
    is_changed_by_that: bool = False
    changed_by_undoing_all: list[str] = field(default_factory=list)


def load_all(read: Read, folder: Path) -> Loaded:
    """Load the four into the record as it is, plan them again, undo them; the caller goes back.

    `folder` takes the record as fixtures, to be compared byte for byte.
    """
    found = Loaded(RecordIndex.read(), Inspection.objects.count(), Discrepancy.objects.count())
    write_fixtures(folder / "before")
    found.first = {year: applied(read, year) for year in FILES}
    found.discrepancies = list(
        Discrepancy.objects.values_list(
            "inspection__key", "field", "value_a", "source_a", "value_b", "source_b", "status"
        )
    )
    found.sides = {(key, name, a, b, by) for key, name, a, _, b, by, _ in found.discrepancies}
    found.after = RecordIndex.read()
    found.second = {year: planned(read[year], TODAY) for year in FILES}
    # Undo them again.
    runs = list(ImportRun.objects.order_by("-pk")[: len(FILES)])
    loaded = snapshot()
    try:
        with undone():
            undo_run(runs[-1], None, "the first, while the others stand")
    except ImportJobError as stands:
        found.undoing_the_first = str(stands)
    found.is_changed_by_that = snapshot() != loaded
    for run in runs:
        undo_run(run, None, "a test")
    write_fixtures(folder / "undone")
    found.changed_by_undoing_all = differing(folder / "before", folder / "undone")
    return found


def snapshot() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the record as it is, with its primary key and its sources."""
    models = [model for _, model, _ in ORDER]
    links = [field.remote_field.through for m in models for field in m._meta.many_to_many]
    return {
        each._meta.label: list(each._base_manager.order_by("pk").values_list())
        for each in (*models, *links)
    }


def applied(read: Read, year: int) -> Plan:
    """What the command does with `--apply`; the file was read before."""
    usual = jobs.read_spreadsheet
    jobs.read_spreadsheet = lambda *_: read[year]
    try:
        return jobs.apply_file(FILES[year], b"read before", TODAY)
    finally:
        jobs.read_spreadsheet = usual


def differing(one: Path, other: Path) -> list[str]:
    """Names of the files of two folders that do not hold the same bytes."""
    names = sorted({path.name for folder in (one, other) for path in folder.iterdir()})
    return [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()]


def empty_discrepancies() -> None:
    Discrepancy.objects.all()._raw_delete("default")


def empty_inspections() -> None:
    """Leave authorities, frameworks and sources only (nothing is written to the history)."""
    empty_discrepancies()
    for model in (Rating, Inspection):
        model.sources.through.objects.all()._raw_delete("default")
        model.objects.all()._raw_delete("default")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
