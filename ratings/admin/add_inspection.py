"""Add an inspection in steps (facts, findings, resulting line), at one URL and without state.

Each step passes on the data of the earlier steps as hidden fields, so that nothing is stored
on the server until everything is validated and the user has seen the resulting line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.html import format_html

from ratings.admin.base import BaseAdmin
from ratings.admin.forms import FactsForm, FindingsForm, add_problems
from ratings.admin.imports.changes import MEANINGS, Outcome
from ratings.admin.imports.labels import Value, Words
from ratings.admin.permissions import may_publish
from ratings.forms import today
from ratings.importing import jobs
from ratings.importing.entry import (
    EntryFacts,
    EntryRefusedError,
    InspectionEntry,
    citation_problems,
    find_similar,
    preview,
    save,
)
from ratings.importing.manual_entry import BY_HAND, as_file, plan_by_hand, source_of
from ratings.models import ImportRun, Inspection, Source
from ratings.models.source import SourceStrength

STEPS = ("facts", "findings", "check", "compare", "draft", "publish")
ANOTHER = "confirm_another"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field whose value in the entry differs from the record."""

    what: str
    old: Value
    new: Value
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class SimilarInspection:
    """The recorded inspection that an entry matches, and how the two differ; None if the entry
    is new."""

    inspection: Inspection | None
    differences: tuple[Difference, ...] = ()

    @property
    def is_there(self) -> bool:
        return self.inspection is not None


def beside(entry: InspectionEntry, today: date) -> SimilarInspection:
    """Plan an entry like an import, and return the recorded inspection that it matches."""
    plan = plan_by_hand(entry, today)
    held = next((item.held for item in plan.items if item.held), None)
    if held is None or held.is_new:
        return SimilarInspection(None)
    words = Words.current()
    differences = tuple(
        Difference(
            words.field(item.field), words.value(item.field, item.old),
            words.value(item.field, item.new), MEANINGS[Outcome(item.outcome)][0], item.reason,
        )
        for item in plan.items if item.outcome != Outcome.SAME
    )  # fmt: skip
    return SimilarInspection(Inspection.objects.get(key=held.key), differences)


def compare_entry(entry: InspectionEntry, user: Any) -> ImportRun:
    """Plan an entry as an import whose items are accepted or skipped. Raises ImportJobError."""
    source = Source.objects.filter(key=source_of(entry)).first()
    name = f"{entry.facts.authority}, {BY_HAND}"
    run = jobs.save_upload(ImportRun.Kind.ENTRY, name, as_file(entry), user, source=source)
    jobs.start_worker(run, "plan")
    return run


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

    def _findings_step(self, request: HttpRequest, step: str, facts: EntryFacts) -> HttpResponse:
        if step == "findings":
            form = FindingsForm(facts, initial=_told(request.POST))
            return self._findings_page(request, facts, form)
        form = FindingsForm(facts, request.POST)
        if not form.is_valid():
            return self._findings_page(request, facts, form)
        entry = form.entry()
        if step == "publish":
            problems = citation_problems(entry.sources, entry.report_url, entry.source_url)
            if problems:
                add_problems(form, problems)
                return self._findings_page(request, facts, form)
        if step == "compare":
            return _compare(request, entry)
        found = beside(entry, today())
        unsure = (found.is_there or find_similar(facts)) and not request.POST.get(ANOTHER)
        if step == "check" or unsure:
            return self._check_page(request, entry, found, asked=step != "check")
        return self._save(request, entry, step)

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

    def _step(self, request: HttpRequest, step: str, context: dict[str, Any]) -> HttpResponse:
        titles = {
            "facts": "Enter an inspection",
            "findings": "What was found",
            "check": "The resulting line",
        }
        subtitle = f"Step {list(titles).index(step) + 1} of {len(titles)}"
        about = {"subtitle": subtitle, "may_publish": may_publish(request), **context}
        return self.page(request, f"entry/{step}", titles[step], about)

    def _facts_page(self, request: HttpRequest, form: FactsForm) -> HttpResponse:
        if form.is_bound:
            form.is_valid()
            form.offer_by_date()
        context = {"form": form, "hidden": _hidden(request, set(form.fields))}
        return self._step(request, "facts", context)

    def _findings_page(
        self, request: HttpRequest, facts: EntryFacts, form: FindingsForm
    ) -> HttpResponse:
        context = {"form": form, "facts": facts, "hidden": _hidden(request, set(form.fields))}
        return self._step(request, "findings", context)

    def _check_page(
        self, request: HttpRequest, entry: InspectionEntry, found: SimilarInspection, asked: bool
    ) -> HttpResponse:
        context = {
            "entry": entry,
            "facts": entry.facts,
            "preview": preview(entry, today()),
            "beside": found,
            "similar": find_similar(entry.facts),
            "unconfirmed": asked,
            "missing": citation_problems(entry.sources, entry.report_url, entry.source_url),
            "hidden": _hidden(request, {ANOTHER}),
        }
        return self._step(request, "check", context)


def _told(posted: QueryDict) -> dict[str, Any]:
    """Initial data of the findings form: as posted before, otherwise the usual defaults."""
    if "verified" in posted:
        return {"direction": "", **posted.dict(), "sources": posted.getlist("sources")}
    the_report = Source.objects.filter(trust=1).values_list("pk", flat=True)
    return {"sources": list(the_report), "verified": SourceStrength.REPORT, "direction": ""}


def _compare(request: HttpRequest, entry: InspectionEntry) -> HttpResponse:
    """Plan the entry as an import, so that each of its changes can be accepted or skipped."""
    try:
        run = compare_entry(entry, request.user)
    except jobs.ImportJobError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.path)
    return HttpResponseRedirect(reverse("admin:ratings_importrun_change", args=[run.pk]))


def _hidden(request: HttpRequest, shown: set[str]) -> list[tuple[str, str]]:
    """Return the posted data of the other steps as (name, value) pairs, for hidden fields."""
    skip = {"step", "csrfmiddlewaretoken", *shown}
    return [(n, v) for n, values in request.POST.lists() if n not in skip for v in values]
