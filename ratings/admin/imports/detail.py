"""The page of a run, whatever state it is in: progress, plan, result, refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ratings.admin.imports import report as reading
from ratings.admin.imports.access import may_apply, publishes, run_for
from ratings.admin.imports.changes import A_PAGE, Overview, Shown, page_of, rows_of
from ratings.admin.imports.labels import Words, file_size
from ratings.admin.imports.pages import changes_url, of_run, show
from ratings.admin.imports.result import done
from ratings.admin.imports.summary import Outlook
from ratings.models import ImportRun
from ratings.views.paging import numbers_of

Status = ImportRun.Status
AT_WORK = (Status.WAITING, Status.PLANNING, Status.APPLYING)


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
    """What every page of a run says of its file."""
    return {"run": run, "size": file_size(run.file_size), "sha256": run.file_sha256[:12]}


# While it is worked on.


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is; `has_stopped` when nothing has been heard of it for too long."""

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


# When it is planned.


def _plan(request: HttpRequest, run: ImportRun) -> HttpResponse:
    shown, words = Shown.asked(request.GET), Words.current()
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
        "report": reading.of(run, words) if run.reading else None,
    }
    return show(request, "plan", "What this file would change", context)


def _pages(page: Any, shown: Shown | None = None) -> list[tuple[Any, str]]:
    """Numbers of pages with their addresses; the gap between distant ones has none."""
    ask = shown or Shown()
    return [(n, ask.query(n) if isinstance(n, int) else "") for n in numbers_of(page)]


# When it is decided.


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
    report = reading.of(run, Words.current()) if run.reading and is_refused else None
    title = "Refused: nothing was changed" if is_refused else "Discarded: nothing was changed"
    return show(
        request, "nothing_done", title, {**about(run), "report": report, "is_refused": is_refused}
    )
