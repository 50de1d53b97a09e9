"""The page of an import run in each status: progress, plan, result, rejected or discarded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ratings.admin.imports.changes import (
    A_PAGE,
    ItemFilter,
    Overview,
    inspections,
    key_in_words,
    page_of,
    rows_of,
)
from ratings.admin.imports.labels import GRADE, Value, Words, file_size
from ratings.admin.imports.pages import changes_url, may_apply, of_run, publishes, run_for, show
from ratings.admin.imports.report import report_of
from ratings.admin.imports.summary import Outlook
from ratings.models import ImportChange, ImportRun
from ratings.views.paging import numbers_of

Status = ImportRun.Status
AT_WORK = (Status.WAITING, Status.PLANNING, Status.APPLYING)

Action = ImportChange.Action


def run_page(request: HttpRequest, object_id: Any) -> HttpResponse:
    run = run_for(request, object_id)
    if run.status in AT_WORK:
        return _progress(request, run)
    if run.status == Status.PLANNED:
        return _plan(request, run)
    if run.status in {Status.APPLIED, Status.UNDONE}:
        return _result(request, run)
    return _nothing_done(request, run)


def about(run: ImportRun) -> dict[str, Any]:
    """Context shared by all pages of a run: the file, its size and the start of its SHA-256."""
    return {"run": run, "size": file_size(run.file_size), "sha256": run.file_sha256[:12]}


@dataclass(frozen=True, slots=True)
class ImportResult:
    """One applied change, as display text."""

    change: ImportChange
    inspection: str
    inspection_url: str
    what: str
    old: Value
    new: Value


def done(changes: Iterable[ImportChange], words: Words) -> list[ImportResult]:
    """Return changes as display text; one query for the inspections of all of them."""
    changes = list(changes)
    known = inspections(change.inspection for change in changes)
    rows = []
    for change in changes:
        name, url, authority = known.get(change.inspection) or ("", "", "")
        label = f"{authority}: {name}" if name else key_in_words(change.inspection, words)
        rows.append(ImportResult(change, label, url, *_told(change, words)))
    return rows


def _told(change: ImportChange, words: Words) -> tuple[str, Value, Value]:
    """Return the label of what was changed, and its old and new value."""
    what = words.field(change.field)
    if change.action == Action.CREATED:
        return what, Value(""), Value("this inspection")
    if change.action == Action.CITED:
        what = (
            f"{what.removesuffix(': grade')}: sources" if change.field else words.field("sources")
        )
        return what, Value(""), Value(_cited(change, words))
    if change.action == Action.DISPUTED:
        return what, Value(""), Value(_disputed(change, words))
    return what, _value(change.field, change.old, words), _value(change.field, change.new, words)


def _value(field: str, kept: Any, words: Words) -> Value:
    """Return a stored value as text; a grade is stored as a dict of its rating's fields."""
    if field.startswith(GRADE) and isinstance(kept, dict):
        return words.value(field, kept.get("grade") or kept.get("missing"))
    return words.value(field, kept)


def _cited(change: ImportChange, words: Words) -> str:
    """Return the sources that the change added to the citation."""
    old, new = (kept if isinstance(kept, dict) else {} for kept in (change.old, change.new))
    added = [new["source"]] if "source" in new else new.get("sources", [])
    return "; ".join(words.source(key) for key in added if key not in old.get("sources", []))


def _disputed(change: ImportChange, words: Words) -> str:
    kept = change.new if isinstance(change.new, dict) else {}
    value = words.value(change.field, kept.get("value_b")).text or "nothing"
    state = "open" if kept.get("status") == "open" else "settled"
    return f"{value}, says {words.source(kept.get('source_b', ''))} ({state})"


# While planning or applying.


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of the work; `has_stopped` if none has been reported for too long."""

    words: str
    done: int
    total: int
    has_stopped: bool

    @classmethod
    def of(cls, run: ImportRun) -> Progress:
        return cls(
            words=_how_far(run),
            done=run.rows_done,
            total=run.rows_total,
            has_stopped=run.has_stopped(timezone.now()),
        )


def _how_far(run: ImportRun) -> str:
    if run.status == Status.WAITING:
        return "Waiting to be read."
    is_reading = run.status == Status.PLANNING
    if not run.rows_total:
        return "Opening the file." if is_reading else "Applying what was chosen."
    verb = "Read" if is_reading else "Applied"
    return f"{verb} {run.rows_done:,} of {run.rows_total:,} {'rows' if is_reading else 'changes'}."


def _progress(request: HttpRequest, run: ImportRun) -> HttpResponse:
    progress = Progress.of(run)
    context = {
        **about(run),
        "progress": progress,
        "refresh": not progress.has_stopped and "still" not in request.GET,
    }
    title = "Being applied" if run.status == Status.APPLYING else "Being read"
    return show(request, "progress", title, context)


# When planned.


def _plan(request: HttpRequest, run: ImportRun) -> HttpResponse:
    shown, words = ItemFilter.asked(request.GET), Words.current()
    page = page_of(run, shown, request.GET.get("page"))
    outlook = Outlook.of(run)
    rows = rows_of(page.object_list, words)
    context = {
        **about(run),
        "shown": shown,
        "overview": Overview.of(run, shown, words),
        "page": page,
        "pages": _pages(page, shown),
        "rows": rows,
        "choosable": any(row.item.can_take for row in rows),
        "outlook": outlook,
        "may_apply": may_apply(request, outlook),
        "publish": publishes(request, run),
        "address": request.build_absolute_uri(of_run(run)),
        "report": report_of(run, words) if run.reading else None,
    }
    return show(request, "plan", "What this file would change", context)


def _pages(page: Any, shown: ItemFilter | None = None) -> list[tuple[Any, str]]:
    """Page numbers with their query strings; empty for the gap between distant pages."""
    ask = shown or ItemFilter()
    return [(n, ask.query(n) if isinstance(n, int) else "") for n in numbers_of(page)]


# When applied, undone, rejected or discarded.


def _result(request: HttpRequest, run: ImportRun) -> HttpResponse:
    page = Paginator(run.changes.order_by("order"), A_PAGE).get_page(request.GET.get("page"))
    is_undone = run.status == Status.UNDONE
    context = {
        **about(run),
        "page": page,
        "pages": _pages(page),
        "done": done(page.object_list, Words.current()),
        "changes_url": changes_url(),
        "is_undone": is_undone,
    }
    return show(request, "result", "Undone" if is_undone else "What was done", context)


def _nothing_done(request: HttpRequest, run: ImportRun) -> HttpResponse:
    is_refused = run.status == Status.REFUSED
    report = report_of(run, Words.current()) if run.reading and is_refused else None
    title = "Refused: nothing was changed" if is_refused else "Discarded: nothing was changed"
    return show(
        request, "nothing_done", title, {**about(run), "report": report, "is_refused": is_refused}
    )
