"""Views for what a user does with an import run: choose, apply, start again, discard, undo. Each
acts on POST; nothing is done twice, because the run's status is checked first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ratings.admin.imports import pages, report
from ratings.admin.imports.changes import ItemFilter
from ratings.admin.imports.detail import AT_WORK, Progress, about
from ratings.admin.imports.labels import number_of
from ratings.admin.imports.pages import back_to, of_run, refusal_of, show
from ratings.admin.imports.summary import Outlook
from ratings.importing import jobs
from ratings.models import ImportRun

Status = ImportRun.Status
READ_AGAIN = (Status.PLANNED, Status.REFUSED)
LEFT_FROM = (Status.WAITING, Status.PLANNING, Status.PLANNED, Status.REFUSED)
NO_LONGER = "This import is no longer waiting for a decision: nothing was done."
SAY_WHY = "Say why it is undone: the history keeps your reason."


# Choosing.


def choose(request: HttpRequest, object_id: Any) -> HttpResponse:
    """Accept or skip the items of one page as their checkboxes say, or all of a filter at once."""
    run = pages.run_for(request, object_id, pages.ADD)
    if request.method != "POST":
        return back_to(request, run)
    if run.status != Status.PLANNED:
        return back_to(request, run, NO_LONGER)
    shown, act = ItemFilter.asked(request.POST), request.POST.get("act", "")
    try:
        if act in {"take", "leave"}:
            _group(request, run, shown, is_taken=act == "take")
        else:
            _page(request, run, shown)
    except jobs.ImportJobError as refusal:
        messages.error(request, str(refusal))
    if act == "apply":
        return HttpResponseRedirect(of_run(run, "apply"))
    return HttpResponseRedirect(of_run(run) + shown.query(request.POST.get("page")))


def _group(request: HttpRequest, run: ImportRun, shown: ItemFilter, is_taken: bool) -> None:
    changes = _changes(shown.of(run).choosable().filter(is_taken=not is_taken))  # type: ignore[attr-defined]
    jobs.select_changes(run, changes, is_taken)
    verb = "taken" if is_taken else "left"
    messages.success(request, f"{number_of(len(changes), 'change')} {verb}.")


def _page(request: HttpRequest, run: ImportRun, shown: ItemFilter) -> None:
    """Accept the ticked items among those that the page showed, and skip the others."""
    offered, ticked = (_numbers(request.POST.getlist(name)) for name in ("offered", "take"))
    found = run.items.choosable().filter(number__in=offered)
    taken = _changes(found.filter(number__in=ticked, is_taken=False))
    left = _changes(found.filter(is_taken=True).exclude(number__in=ticked))
    for changes, is_taken in ((left, False), (taken, True)):
        if changes:
            jobs.select_changes(run, changes, is_taken)
    said = [f"{len(taken):,} more taken"] if taken else []
    said += [f"{len(left):,} left"] if left else []
    messages.success(request, f"Saved: {', '.join(said) or 'the choice is as it was'}.")


def _numbers(texts: Iterable[str]) -> set[int]:
    return {int(text) for text in texts if text.isdecimal() and len(text) < 10}


def _changes(found: Any) -> list[str]:
    return sorted(set(found.values_list("change", flat=True)))


# Applying.


def apply(request: HttpRequest, object_id: Any) -> HttpResponse:
    """Show what applying will do; on POST, start a separate process that does it."""
    run = pages.run_for(request, object_id, pages.ADD)
    if run.status != Status.PLANNED:
        return back_to(request, run, NO_LONGER)
    if request.method != "POST":
        return _apply_page(request, run)
    try:
        if not _decided(request, run):
            messages.warning(request, "The choice has changed since you looked: look again.")
            return _apply_page(request, run)
    except jobs.ImportJobError as refusal:
        return back_to(request, run, str(refusal))
    return back_to(request, run, refusal_of(jobs.start_worker, run, "apply"))


def _decided(request: HttpRequest, run: ImportRun) -> bool:
    """Confirm the run, locked; False if its choice has changed since the page was rendered."""
    with transaction.atomic():
        ImportRun.objects.select_for_update().get(pk=run.pk)
        outlook = Outlook.of(run)
        if not pages.may_apply(request, outlook):
            raise PermissionDenied("A reviewer has to apply this.")
        if request.POST.get("seen") != outlook.seen:
            return False
        jobs.confirm_run(run, request.user, pages.publishes(request, run))
    return True


def _apply_page(request: HttpRequest, run: ImportRun) -> HttpResponse:
    outlook, publish = Outlook.of(run), pages.publishes(request, run)
    context = {
        **about(run),
        "object": run,
        "outlook": outlook,
        "sentences": outlook.sentences(publish),
        "omissions": outlook.omissions(),
        "may_apply": pages.may_apply(request, outlook),
        "needs_address": run.kind == ImportRun.Kind.REPORT and not run.report_url and outlook.new,
        "unconfirmed": report.unconfirmed(run) and outlook.new,
        "address": request.build_absolute_uri(of_run(run)),
    }
    return show(request, "apply", "Apply this plan?", context)


def again(request: HttpRequest, object_id: Any) -> HttpResponse:
    """Restart a run that has stopped, was rejected, or was planned before the record changed."""
    run = pages.run_for(request, object_id, pages.ADD)
    has_stopped = run.status in AT_WORK and Progress.of(run).has_stopped
    if request.method != "POST" or not (has_stopped or run.status in READ_AGAIN):
        return back_to(request, run)
    is_applying = run.status == Status.APPLYING
    if is_applying and not pages.may_apply(request, Outlook.of(run)):
        raise PermissionDenied("A reviewer has to apply this.")
    task = "apply" if is_applying else "plan"
    return back_to(request, run, refusal_of(jobs.start_worker, run, task))


# Discarding and undoing.


def discard(request: HttpRequest, object_id: Any) -> HttpResponse:
    run = pages.run_for(request, object_id, pages.ADD)
    if run.status not in LEFT_FROM:
        return back_to(request, run, NO_LONGER)
    if request.method != "POST":
        return show(request, "discard", "Discard this plan?", {**about(run), "object": run})
    problem = refusal_of(jobs.discard, run, request.user)
    if not problem:
        messages.success(request, f"{run.file_name}: discarded. Nothing was changed.")
    return back_to(request, run, problem)


def undo(request: HttpRequest, object_id: Any) -> HttpResponse:
    """Undo all changes of an applied run, or show what prevents it."""
    run = pages.run_for(request, object_id, pages.APPLY)
    if run.status != Status.APPLIED:
        return back_to(request, run, "Only an applied import can be undone: nothing was done.")
    reason = request.POST.get("reason", "").strip()
    problem = ""
    if request.method == "POST":
        problem = refusal_of(jobs.undo_run, run, request.user, reason) if reason else SAY_WHY
        if not problem:
            done = f"{run.file_name}: undone. The record is as it was before."
            messages.success(request, done)
            return back_to(request, run)
    context = {
        **about(run),
        "object": run,
        "reason": reason,
        "problem": problem,
        "count": run.changes.count(),
    }
    return show(request, "undo", "Undo this import?", context)
