"""Read the file of a run and save its plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ratings.importing.parse import FileRead, read_run
from ratings.importing.plan import Plan, PlanItem, Progress, plan_import
from ratings.importing.readers import UnreadableFileError
from ratings.importing.record_index import RecordIndex
from ratings.models import ImportItem, ImportRun, Source

Status = ImportRun.Status

DECIDED = (Status.APPLIED, Status.UNDONE, Status.DISCARDED)
"""States never planned again: the file is deleted, and the changes may be needed for an undo."""

BATCH = 1000
"""Batch size for writing items."""

PLANNED = ("status", "said", "plan_digest", "counts", "sheets", "reading", "source")
"""The fields of a run that its plan sets; progress is written separately."""


def plan_run(run: ImportRun, today: date, said: str = "") -> None:
    """Read the file and save the plan's items; the run is then planned, or rejected with a reason.

    Items chosen in an earlier plan stay chosen. A run that a user has decided meanwhile is not
    changed.
    """
    try:
        read = read_run(run)
    except UnreadableFileError as unreadable:
        undecided = ImportRun.objects.filter(pk=run.pk).exclude(status__in=DECIDED)
        undecided.update(status=Status.REFUSED, said=str(unreadable))
        run.refresh_from_db()
        return
    plan = planned(read, today, _beats(run))
    with transaction.atomic():
        if ImportRun.objects.select_for_update().get(pk=run.pk).status in DECIDED:
            return
        chosen = dict(run.items.exclude(change="").values_list("change", "is_taken"))
        run.items.all().delete()
        run.status, run.said = Status.PLANNED, said
        keep_plan(run, read, plan, chosen)


def keep_plan(run: ImportRun, read: FileRead, plan: Plan, chosen: Mapping[str, bool]) -> None:
    """Save the plan with its run."""
    rows = (_row(run, number, item, chosen) for number, item in enumerate(plan.items, 1))
    ImportItem.objects.bulk_create(rows, batch_size=BATCH)
    run.plan_digest, run.counts = plan.digest, plan.counts
    run.sheets, run.reading = _sheets(plan), _reading(read)
    if run.source is None and plan.source.key:
        run.source = Source.objects.get(key=plan.source.key)
    run.save(update_fields=PLANNED)


def planned(read: FileRead, today: date, told: Progress | None = None) -> Plan:
    """What a file would change in the record now."""
    known = RecordIndex.read()
    source = known.sources.get(read.source)
    return plan_import(read.sheets, source, known, today, read.as_at, told)


def _beats(run: ImportRun) -> Progress:
    """A callback that writes the progress of a run to its row."""
    own = ImportRun.objects.filter(pk=run.pk)

    def beat(done: int, total: int) -> None:
        own.update(rows_done=done, rows_total=total, heartbeat=timezone.now())

    return beat


def _row(run: ImportRun, number: int, item: PlanItem, chosen: Mapping[str, bool]) -> ImportItem:
    return ImportItem(
        run=run,
        number=number,
        outcome=item.outcome,
        sheet=item.where.sheet,
        row=item.where.row,
        authority=item.authority[:200],
        inspection=item.inspection,
        field=item.field,
        old=item.old,
        new=item.new,
        old_source=item.old_source[:200],
        new_source=item.new_source[:200],
        reason=item.reason,
        change=item.change,
        wins=item.wins,
        can_take=item.can_take,
        is_taken=item.can_take and chosen.get(item.change, item.is_taken),
    )


def _reading(read: FileRead) -> dict[str, Any] | None:
    """The result of parsing a report, as JSON for the run: each value with its page and text."""
    found = read.reading
    if found is None:
        return None
    facts = {name: _read(value) for name, value in found.facts()}
    return facts | {
        "authority_words": found.authority_words,
        "kind_is_estimate": found.kind_is_estimate,
        "ratings": {area: _read(value) for area, value in found.ratings},
        "missing": {area: _read(value) | {"value": why} for area, why, value in found.missing},
        "unread": [{"field": each.field, "why": each.why} for each in found.unread],
        "refused": found.refused,
    }


def _read(value: Any) -> Any:
    return {"value": str(value.value), "page": value.page, "words": value.words} if value else None


def _sheets(plan: Plan) -> list[dict[str, Any]]:
    names = ("name", "layout", "said", "tables", "data_rows")
    rows = [{name: getattr(sheet, name) for name in names} for sheet in plan.sheets]
    return [
        row | {"source_rows": len(sheet.rows)} for row, sheet in zip(rows, plan.sheets, strict=True)
    ]
