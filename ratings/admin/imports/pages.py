"""The page of an import run in each status: progress, plan, result, rejected or discarded.

Keepers and reviewers upload, read and choose; reviewers apply and undo. A keeper may apply only
a plan whose accepted items are all new, as drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from ratings.admin.imports.changes import (
    A_PAGE,
    ItemFilter,
    inspections,
    outlook_of,
    overview_of,
    rows_of,
)
from ratings.admin.imports.labels import GRADE, Words, file_size
from ratings.admin.imports.report import report_of
from ratings.admin.pages import PagesMixin
from ratings.importing.jobs import ImportJobError
from ratings.models import ImportChange, ImportRun
from ratings.views.paging import numbers_of

ADD, APPLY, VIEW = "ratings.add_importrun", "ratings.apply_importrun", "ratings.view_importrun"
Status, Action = ImportRun.Status, ImportChange.Action
AT_WORK = (Status.WAITING, Status.PLANNING, Status.APPLYING)


def refusal_of(step: Callable[..., object], *given: Any) -> str:
    """Call a step of an import; return its ImportJobError as text, empty if it succeeds."""
    try:
        step(*given)
    except ImportJobError as refusal:
        return str(refusal)
    return ""


class RunPagesMixin(PagesMixin, ModelAdmin):
    """The page of a run, and what all pages of imports share."""

    def may_apply(self, request: HttpRequest, outlook: dict[str, Any]) -> bool:
        """Whether the user may apply a plan with the items that are now accepted."""
        may_load = request.user.has_perm(ADD) and outlook["is_only_new"]
        return bool(request.user.has_perm(APPLY) or may_load)

    def publishes(self, request: HttpRequest, run: ImportRun) -> bool:
        """Whether new inspections are published at once: if a reviewer applies and cites them."""
        is_cited = run.kind != ImportRun.Kind.REPORT or bool(run.report_url)
        return bool(request.user.has_perm(APPLY)) and is_cited

    def run_for(self, request: HttpRequest, object_id: Any, permission: str = VIEW) -> ImportRun:
        """Return the run. Raises PermissionDenied without the permission, or Http404."""
        if not request.user.has_perm(permission):
            raise PermissionDenied
        people = ("uploaded_by", "decided_by", "undone_by", "source")
        return get_object_or_404(ImportRun.objects.select_related(*people), pk=object_id)

    def show(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        context: dict[str, Any],
        run: ImportRun | None = None,
    ) -> HttpResponse:
        """Render a template of `admin/imports/` with the context that all pages of imports, and all
        of a run, share."""
        about: dict[str, Any] = {
            "may_load": request.user.has_perm(ADD),
            "may_decide": request.user.has_perm(APPLY),
        }
        if run:
            about |= {"run": run, "size": file_size(run.file_size), "sha256": run.file_sha256[:12]}
            about |= {"address": request.build_absolute_uri(self.address("change", run.pk))}
        return self.page(request, f"imports/{template}", title, about | context)

    def back_to(
        self, request: HttpRequest, run: ImportRun, problem: str = ""
    ) -> HttpResponseRedirect:
        """Redirect to the page of the run, with an error message if there is a problem."""
        if problem:
            messages.error(request, problem)
        return HttpResponseRedirect(self.address("change", run.pk))

    def run_page(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        run = self.run_for(request, object_id)
        if run.status in AT_WORK:
            return self._progress(request, run)
        if run.status == Status.PLANNED:
            return self._plan(request, run)
        if run.status in {Status.APPLIED, Status.UNDONE}:
            return self._result(request, run)
        is_refused = run.status == Status.REFUSED
        report = report_of(run, Words()) if run.reading and is_refused else None
        title = "Refused: nothing was changed" if is_refused else "Discarded: nothing was changed"
        context = {"report": report, "is_refused": is_refused}
        return self.show(request, "nothing_done", title, context, run)

    def _progress(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        has_stopped = run.has_stopped(timezone.now())
        is_applying = run.status == Status.APPLYING
        if run.status == Status.WAITING:
            words = "Waiting to be read."
        elif not run.rows_total:
            words = "Applying what was chosen." if is_applying else "Opening the file."
        else:
            verb, what = ("Applied", "changes") if is_applying else ("Read", "rows")
            words = f"{verb} {run.rows_done:,} of {run.rows_total:,} {what}."
        context = {
            "how_far": words,
            "has_stopped": has_stopped,
            "refresh": not has_stopped and "still" not in request.GET,
        }
        title = "Being applied" if is_applying else "Being read"
        return self.show(request, "progress", title, context, run)

    def _plan(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        shown, words, outlook = ItemFilter.asked(request.GET), Words(), outlook_of(run)
        page = Paginator(shown.of(run), A_PAGE).get_page(request.GET.get("page"))
        rows = rows_of(page.object_list, words)
        context = {
            "shown": shown,
            "overview": overview_of(run, shown, words),
            "page": page,
            "pages": _pages(page, shown),
            "rows": rows,
            "choosable": any(row["item"].can_take for row in rows),
            "outlook": outlook,
            "may_apply": self.may_apply(request, outlook),
            "report": report_of(run, words) if run.reading else None,
        }
        return self.show(request, "plan", "What this file would change", context, run)

    def _result(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        page = Paginator(run.changes.order_by("order"), A_PAGE).get_page(request.GET.get("page"))
        is_undone = run.status == Status.UNDONE
        context = {
            "page": page,
            "pages": _pages(page, ItemFilter()),
            "done": done(page.object_list, Words()),
            "changes_url": reverse("changes"),
            "is_undone": is_undone,
        }
        title = "Undone" if is_undone else "What was done"
        return self.show(request, "result", title, context, run)


def _pages(page: Any, shown: ItemFilter) -> list[tuple[Any, str]]:
    """Page numbers with their query strings; empty for the gap between distant pages."""
    return [(n, shown.query(n) if isinstance(n, int) else "") for n in numbers_of(page)]


def done(changes: Iterable[ImportChange], words: Words) -> list[dict[str, Any]]:
    """Return applied changes as display text; one query for the inspections of all of them."""
    changes = list(changes)
    known = inspections(change.inspection for change in changes)
    rows = []
    for change in changes:
        name, url, authority = known.get(change.inspection) or ("", "", "")
        label = f"{authority}: {name}" if name else words.inspection(change.inspection)
        row = {"change": change, "inspection": label, "inspection_url": url}
        rows.append(row | _told(change, words))
    return rows


def _told(change: ImportChange, words: Words) -> dict[str, Any]:
    """Return the label of what was changed, and its old and new value. A grade is stored as a dict
    of its rating's fields."""
    what, kept = words.field(change.field), (change.old, change.new)
    old, new = ({} if not isinstance(each, dict) else each for each in kept)
    if change.action == Action.CREATED:
        return {"what": what, "new": "this inspection"}
    if change.action == Action.CITED:
        label = f"{what.removesuffix(': grade')}: sources" if change.field else "sources cited"
        added = [new["source"]] if "source" in new else new.get("sources", [])
        cited = [words.source(key) for key in added if key not in old.get("sources", [])]
        return {"what": label, "new": "; ".join(cited)}
    if change.action == Action.DISPUTED:
        value = words.text(change.field, new.get("value_b")) or "nothing"
        state = "open" if new.get("status") == "open" else "settled"
        said = f"{value}, says {words.source(new.get('source_b', ''))} ({state})"
        return {"what": what, "new": said}
    if change.field.startswith(GRADE):
        kept = (_grade_of(change.old), _grade_of(change.new))
    return {
        "what": what,
        "old": words.value(change.field, kept[0]),
        "new": words.value(change.field, kept[1]),
    }


def _grade_of(kept: Any) -> Any:
    return kept.get("grade") or kept.get("missing") if isinstance(kept, dict) else kept
