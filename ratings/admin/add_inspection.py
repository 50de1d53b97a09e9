"""Add an inspection in steps (facts, findings, resulting line), at one URL and without state.

Each step passes on the data of the earlier steps as hidden fields, so that nothing is stored
on the server until everything is validated and the user has seen the resulting line.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from ratings.admin.base import BaseAdmin
from ratings.admin.forms import FactsForm, FindingsForm, add_problems
from ratings.admin.imports.changes import MEANINGS, Outcome
from ratings.admin.imports.labels import Words
from ratings.admin.roles import may_publish
from ratings.forms import today
from ratings.importing import jobs
from ratings.importing.entry import (
    EntryRefusedError,
    InspectionEntry,
    citation_errors,
    find_similar,
    preview,
    save,
)
from ratings.importing.parse import BY_HAND, as_file, read_entry
from ratings.models import ImportRun, Inspection, Source
from ratings.models.source import SourceStrength
from ratings.rules.types import FINDING_WORDS, direction_status

STEPS = ("facts", "findings", "check", "compare", "draft", "publish")
ANOTHER = "confirm_another"


def beside(entry: InspectionEntry, today: date) -> dict[str, Any]:
    """Plan an entry like an import: the recorded inspection that it matches (None: it is new), and
    each field that differs."""
    plan = jobs.planned(read_entry(entry), today)
    held = next((item.held for item in plan.items if item.held), None)
    if held is None or held.is_new:
        return {"inspection": None}
    words = Words()
    differences = [
        {
            "what": words.field(item.field),
            "old": words.value(item.field, item.old),
            "new": words.value(item.field, item.new),
            "outcome": MEANINGS[Outcome(item.outcome)][0],
            "reason": item.reason,
        }
        for item in plan.items
        if item.outcome != Outcome.SAME
    ]
    return {"inspection": Inspection.objects.get(key=held.key), "differences": differences}


class EntryAdmin(BaseAdmin):
    """The multi-step form that adds an inspection."""

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Run the step that the form asks for; after errors, show the step before it again."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._facts_page(request, FactsForm(initial=request.GET.dict()))
        step = request.POST.get("step", "")
        if step == "publish" and not may_publish(request):
            raise PermissionDenied("Publishing is for reviewers: save it as a draft.")
        facts_form = FactsForm(request.POST)
        if not facts_form.is_valid() or facts_form.facts is None or step not in STEPS[1:]:
            return self._facts_page(request, facts_form)
        return self._findings_step(request, step, facts_form.facts)

    def _findings_step(self, request: HttpRequest, step: str, facts: Inspection) -> HttpResponse:
        if step == "findings":
            # As posted before, otherwise the usual defaults.
            posted, the_report = request.POST, Source.objects.filter(trust=1)
            initial = {
                "sources": list(the_report.values_list("pk", flat=True)), "direction": "",
                "verified": SourceStrength.REPORT,
            }  # fmt: skip
            if "verified" in posted:
                initial |= {**posted.dict(), "sources": posted.getlist("sources")}
            return self._findings_page(request, FindingsForm(facts, initial=initial))
        form = FindingsForm(facts, request.POST)
        if not form.is_valid():
            return self._findings_page(request, form)
        entry = form.entry()
        if step == "publish" and (problems := citation_errors(entry)):
            add_problems(form, problems)
            return self._findings_page(request, form)
        if step == "compare":
            return self._compare(request, entry)
        found = beside(entry, today())
        unsure = (found["inspection"] or find_similar(facts)) and not request.POST.get(ANOTHER)
        if step == "check" or unsure:
            return self._check_page(request, entry, found, asked=step != "check")
        return self._save(request, entry, step)

    def _compare(self, request: HttpRequest, entry: InspectionEntry) -> HttpResponse:
        """Plan the entry as an import, so that each of its changes can be accepted or skipped."""
        name = f"{entry.inspection.authority}, {BY_HAND}"
        source = Source.objects.filter(key=read_entry(entry).source).first()
        try:
            run = jobs.save_upload(
                ImportRun.Kind.ENTRY, name, as_file(entry), request.user, source=source
            )
            jobs.start_worker(run, "plan")
        except jobs.ImportJobError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("admin:ratings_importrun_change", args=[run.pk]))

    def _save(self, request: HttpRequest, entry: InspectionEntry, step: str) -> HttpResponse:
        status = Inspection.Status.PUBLISHED if step == "publish" else Inspection.Status.DRAFT
        try:
            inspection = save(entry, today(), status, "entered at the keeper’s desk")
        except EntryRefusedError as refusal:
            form = FactsForm(request.POST)
            form.is_valid()
            add_problems(form, refusal.problems)
            return self._facts_page(request, form)
        url = self.address("change", inspection.pk)
        then = "published" if step == "publish" else "saved as a draft; a reviewer publishes it"
        messages.success(request, format_html('<a href="{}">{}</a>: {}.', url, inspection, then))
        return HttpResponseRedirect(url)

    def _step(
        self, request: HttpRequest, step: str, shown: set[str], context: dict[str, Any]
    ) -> HttpResponse:
        """Render a step; what was posted at the others is passed on in hidden fields."""
        titles = {
            "facts": "Enter an inspection",
            "findings": "What was found",
            "check": "The resulting line",
        }
        skip = {"step", "csrfmiddlewaretoken", *shown}
        about = {
            "subtitle": f"Step {list(titles).index(step) + 1} of {len(titles)}",
            "may_publish": may_publish(request),
            "hidden": [(n, v) for n, vs in request.POST.lists() if n not in skip for v in vs],
        }
        return self.page(request, f"entry/{step}", titles[step], about | context)

    def _facts_page(self, request: HttpRequest, form: FactsForm) -> HttpResponse:
        if form.is_bound:
            form.is_valid()
            form.offer_by_date()
        return self._step(request, "facts", set(form.fields), {"form": form})

    def _findings_page(self, request: HttpRequest, form: FindingsForm) -> HttpResponse:
        context = {"form": form, "facts": form.facts}
        return self._step(request, "findings", set(form.fields), context)

    def _check_page(
        self, request: HttpRequest, entry: InspectionEntry, found: dict[str, Any], asked: bool
    ) -> HttpResponse:
        row = entry.inspection
        status = direction_status(row.kind, row.direction, row.direction_read)
        context = {
            "entry": entry,
            "facts": row,
            "finding": FINDING_WORDS.get(status, ""),
            "preview": preview(entry, today()),
            "beside": found,
            "similar": find_similar(row),
            "unconfirmed": asked,
            "missing": citation_errors(entry),
        }
        return self._step(request, "check", {ANOTHER}, context)
