"""What a user does with an import run: choose, answer, apply, start again, discard, undo. Each acts
on POST; nothing is done twice, because the run's status is checked first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from ratings.admin.imports.changes import ItemFilter, omissions, outlook_of, sentences
from ratings.admin.imports.pages import (
    ADD,
    APPLY,
    AT_WORK,
    RunPagesMixin,
    refusal_of,
)
from ratings.admin.imports.report import AnswersForm, unconfirmed
from ratings.importing import jobs
from ratings.models import ImportRun
from ratings.rules.questions.results import number_of

Status = ImportRun.Status
READ_AGAIN = (Status.PLANNED, Status.REFUSED)
LEFT_FROM = (Status.WAITING, Status.PLANNING, Status.PLANNED, Status.REFUSED)
NO_LONGER = "This import is no longer waiting for a decision: nothing was done."
NO_ANSWERS = "This import takes no answers any more: nothing was done."
SAY_WHY = "Say why it is undone: the history keeps your reason."


class RunActionsMixin(RunPagesMixin):
    """Actions on one run, each at its own URL below the run's page."""

    actions_of_run = ("choose", "apply", "again", "answer", "discard", "undo")

    def choose(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """Accept or skip the items of one page as their checkboxes say, or all of a filter."""
        run = self.run_for(request, object_id, ADD)
        if request.method != "POST":
            return self.back_to(request, run)
        if run.status != Status.PLANNED:
            return self.back_to(request, run, NO_LONGER)
        shown, act = ItemFilter.asked(request.POST), request.POST.get("act", "")
        try:
            self._choose(request, run, shown, act)
        except jobs.ImportJobError as refusal:
            messages.error(request, str(refusal))
        if act == "apply":
            return HttpResponseRedirect(self.address("apply", run.pk))
        query = shown.query(request.POST.get("page"))
        return HttpResponseRedirect(self.address("change", run.pk) + query)

    def _choose(self, request: HttpRequest, run: ImportRun, shown: ItemFilter, act: str) -> None:
        if act in {"take", "leave"}:
            found = shown.of(run).choosable().filter(is_taken=act != "take")  # type: ignore[attr-defined]
            changes = _changes(found)
            jobs.select_changes(run, changes, act == "take")
            verb = "taken" if act == "take" else "left"
            messages.success(request, f"{number_of(len(changes), 'change', 'changes')} {verb}.")
            return
        offered, ticked = (
            {int(t) for t in request.POST.getlist(name) if t.isdecimal() and len(t) < 10}
            for name in ("offered", "take")
        )
        found = run.items.choosable().filter(number__in=offered)
        taken = _changes(found.filter(number__in=ticked, is_taken=False))
        left = _changes(found.filter(is_taken=True).exclude(number__in=ticked))
        for changes, is_taken in ((left, False), (taken, True)):
            if changes:
                jobs.select_changes(run, changes, is_taken)
        said = [f"{len(taken):,} more taken"] if taken else []
        said += [f"{len(left):,} left"] if left else []
        messages.success(request, f"Saved: {', '.join(said) or 'the choice is as it was'}.")

    def answer(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """Save the user's answers and plan the run again."""
        run = self.run_for(request, object_id, ADD)
        if request.method != "POST":
            return self.back_to(request, run)
        if run.status != Status.PLANNED or not run.reading:
            return self.back_to(request, run, NO_ANSWERS)
        form = AnswersForm(run, request.POST)
        if not form.is_valid():
            for name, errors in form.errors.items():
                label = form.fields[name].label if name in form.fields else name
                messages.error(request, f"{label}: {' '.join(str(error) for error in errors)}")
            return self.back_to(request, run)
        problem = refusal_of(jobs.answer, run, form.answers())
        problem = problem or refusal_of(jobs.start_worker, run, "plan")
        return self.back_to(request, run, problem)

    def apply(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """Show what applying will do; on POST, start a separate process that does it."""
        run = self.run_for(request, object_id, ADD)
        if run.status != Status.PLANNED:
            return self.back_to(request, run, NO_LONGER)
        if request.method == "POST":
            try:
                if self._decided(request, run):
                    problem = refusal_of(jobs.start_worker, run, "apply")
                    return self.back_to(request, run, problem)
            except jobs.ImportJobError as refusal:
                return self.back_to(request, run, str(refusal))
            messages.warning(request, "The choice has changed since you looked: look again.")
        outlook = outlook_of(run)
        needs_address = run.kind == ImportRun.Kind.REPORT and not run.report_url
        context = {
            "object": run,
            "outlook": outlook,
            "sentences": sentences(outlook, self.publishes(request, run)),
            "omissions": omissions(outlook),
            "may_apply": self.may_apply(request, outlook),
            "needs_address": needs_address and outlook["new"],
            "unconfirmed": unconfirmed(run) and outlook["new"],
        }
        return self.show(request, "apply", "Apply this plan?", context, run)

    def _decided(self, request: HttpRequest, run: ImportRun) -> bool:
        """Confirm the run, locked; False if its choice has changed since the page was rendered."""
        with transaction.atomic():
            ImportRun.objects.select_for_update().get(pk=run.pk)
            outlook = outlook_of(run)
            if not self.may_apply(request, outlook):
                raise PermissionDenied("A reviewer has to apply this.")
            if request.POST.get("seen") != outlook["seen"]:
                return False
            jobs.confirm_run(run, request.user, self.publishes(request, run))
        return True

    def again(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """Restart a run that has stopped, was rejected, or whose plan is no longer true."""
        run = self.run_for(request, object_id, ADD)
        has_stopped = run.status in AT_WORK and run.has_stopped(timezone.now())
        if request.method != "POST" or not (has_stopped or run.status in READ_AGAIN):
            return self.back_to(request, run)
        is_applying = run.status == Status.APPLYING
        if is_applying and not self.may_apply(request, outlook_of(run)):
            raise PermissionDenied("A reviewer has to apply this.")
        task = "apply" if is_applying else "plan"
        return self.back_to(request, run, refusal_of(jobs.start_worker, run, task))

    def discard(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        run = self.run_for(request, object_id, ADD)
        if run.status not in LEFT_FROM:
            return self.back_to(request, run, NO_LONGER)
        if request.method != "POST":
            return self.show(request, "discard", "Discard this plan?", {"object": run}, run)
        problem = refusal_of(jobs.discard, run, request.user)
        if not problem:
            messages.success(request, f"{run.file_name}: discarded. Nothing was changed.")
        return self.back_to(request, run, problem)

    def undo(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """Undo all changes of an applied run, or show what prevents it."""
        run = self.run_for(request, object_id, APPLY)
        if run.status != Status.APPLIED:
            problem = "Only an applied import can be undone: nothing was done."
            return self.back_to(request, run, problem)
        reason, problem = request.POST.get("reason", "").strip(), ""
        if request.method == "POST":
            problem = refusal_of(jobs.undo_run, run, request.user, reason) if reason else SAY_WHY
            if not problem:
                done = f"{run.file_name}: undone. The record is as it was before."
                messages.success(request, done)
                return self.back_to(request, run)
        context = {"object": run, "reason": reason, "problem": problem}
        context["count"] = run.changes.count()
        return self.show(request, "undo", "Undo this import?", context, run)


def _changes(found: Any) -> list[str]:
    return sorted(set(found.values_list("change", flat=True)))
