"""Plans made and applied as runs, over what is in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.utils import timezone

from ratings.importing.apply import apply_plan
from ratings.importing.plan import Plan, PlanItem
from ratings.importing.record_index import RecordIndex
from ratings.importing.types import ImportRow
from ratings.models import ImportRun, Inspection, Rating
from ratings.models.public_change import single_version
from tests.importing.plans import graded, plan_of, visited
from tests.transactions import new_transaction

DAY, SHOWN = date(2025, 11, 3), date(2025, 12, 1)
KEY = "rutland-ilacs-2023-2025-11-03"
KEPT_KEY = "rutland-ilacs-2018-2020-03-02"
VISIT_KEY = "rutland-ilacs-2023-2026-02-03"
LEADERS = "leaders"
AREAS = (
    "overall-effectiveness", LEADERS, "help-and-protection", "children-in-care", "care-leavers",
)  # fmt: skip


def rutland(**facts: Any) -> ImportRow:
    """A row about an inspection of Rutland that the record does not have: all good, but for what
    is `changed`."""
    grades = dict.fromkeys(AREAS, "Good") | facts.pop("changed", {})
    whole = {"authority": "Rutland", "start": DAY, "kind": "standard", "published": SHOWN}
    return graded(**whole | facts, grades=grades)


def about(held: Inspection) -> ImportRow:
    """A row about an inspection of Rutland that the record has, without its grades."""
    return rutland(start=held.start_date, published=held.published, kind=held.kind.key, findings=())


def rutland_visit(**facts: Any) -> ImportRow:
    return visited(**{"authority": "Rutland", "start": date(2026, 2, 3)} | facts)


def planned(*rows: ImportRow, source: str = "official-2024") -> Plan:
    return plan_of(RecordIndex.read(), *rows, source=source)


def load(
    *rows: ImportRow,
    source: str = "official-2024",
    choose: Callable[[PlanItem], bool] = attrgetter("is_taken"),
    publish: bool = True,
    **facts: Any,
) -> ImportRun:
    """Plan and apply rows in a transaction, as they would be by themselves; the run that did it."""
    new_transaction()
    plan = planned(*rows, source=source)
    run = ImportRun.objects.create(
        kind="release", status="applied", applied_at=timezone.now(), file_name="a.csv",
        file_sha256="0" * 64, file_size=1, **facts,
    )  # fmt: skip
    with transaction.atomic(), single_version():
        apply_plan(plan, run, {item.change for item in plan.items if choose(item)}, publish)
    run.save()
    return run


def the_inspection(key: str = KEY) -> Inspection:
    return Inspection.objects.get(key=key)


def the_rating(area: str = LEADERS, key: str = KEY) -> Rating:
    return Rating.objects.get(inspection__key=key, area__key=area)


def cited(row: Any) -> set[str]:
    return {source.key for source in row.sources.all()}
