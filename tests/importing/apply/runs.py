"""Plans made and applied as runs, over the whole record in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from ratings.importing.apply import apply_plan
from ratings.importing.plan import Item, Plan
from ratings.importing.record_index import Known
from ratings.importing.types import SourceRow
from ratings.models import DataVersion, ImportRun, Inspection, Rating
from ratings.models.data_version import moved_once
from tests.importing.plans import graded, plan_of, visited

DAY, SHOWN = date(2025, 11, 3), date(2025, 12, 1)
KEY = "rutland-ilacs-2023-2025-11-03"
VISIT_KEY = "rutland-ilacs-2023-2026-02-03"
LEADERS = "leaders"
AREAS = (
    "overall-effectiveness", LEADERS, "help-and-protection", "children-in-care", "care-leavers",
)  # fmt: skip


def rutland(**facts: Any) -> SourceRow:
    """A row about an inspection of Rutland that the record does not have."""
    grades = facts.pop("grades", {}) | {
        area: "Good" for area in AREAS if area not in facts.get("grades", {})
    }
    changed = facts.pop("changed", {})
    whole = {"authority": "Rutland", "start": DAY, "kind": "standard", "published": SHOWN}
    return graded(**whole | facts, grades={**grades, **changed})


def rutland_visit(**facts: Any) -> SourceRow:
    return visited(**{"authority": "Rutland", "start": date(2026, 2, 3)} | facts)


def a_run(**facts: Any) -> ImportRun:
    whole = {
        "kind": "release", "status": "applied", "applied_at": timezone.now(),
        "file_name": "a.csv", "file_sha256": "0" * 64, "file_size": 1,
    }  # fmt: skip
    return ImportRun.objects.create(**whole | facts)


def planned(*rows: SourceRow, source: str = "official-2024") -> Plan:
    return plan_of(Known.read(), *rows, source=source)


def by_itself(item: Item) -> bool:
    """What is taken unless somebody chooses otherwise."""
    return item.is_taken


def load(
    *rows: SourceRow,
    source: str = "official-2024",
    choose: Callable[[Item], bool] = by_itself,
    publish: bool = True,
    **facts: Any,
) -> ImportRun:
    """Plan and apply rows; the run that did it."""
    plan = planned(*rows, source=source)
    run = a_run(**facts)
    with transaction.atomic(), moved_once():
        apply_plan(plan, run, {item.change for item in plan.items if choose(item)}, publish)
    run.save()
    return run


def the_inspection(key: str = KEY) -> Inspection:
    return Inspection.objects.get(key=key)


def the_rating(area: str = LEADERS, key: str = KEY) -> Rating:
    return Rating.objects.get(inspection__key=key, area__key=area)


def cited(row: Any) -> set[str]:
    return {source.key for source in row.sources.all()}


@contextmanager
def moves(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Each time that the version of the data was moved."""
    found: list[str] = []
    usual = DataVersion.bump

    def bump() -> None:
        usual()
        found.append(DataVersion.current())

    with monkeypatch.context() as patched:
        patched.setattr(DataVersion, "bump", staticmethod(bump))
        yield found
