"""Entering an inspection: facts, findings, the resulting line, saved. One address, no state.

Each step sends on what the steps before it were told, as hidden fields, so that nothing is
kept on the server until everything is checked and the line has been seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from ratings.admin.duplicates import Beside, beside, plan_entry
from ratings.admin.forms import FactsForm, FindingsForm, add_problems
from ratings.admin.permissions import may_publish
from ratings.forms import today
from ratings.importing.entry import (
    Entry,
    Facts,
    Refused,
    citation_problems,
    preview,
    save,
    similar,
)
from ratings.importing.jobs import CannotImport
from ratings.models import Inspection, Source
from ratings.models.source import Evidence

if TYPE_CHECKING:
    from ratings.admin.base import KeeperAdmin

STEPS = ("facts", "findings", "check", "compare", "draft", "publish")
ANOTHER = "confirm_another"


def enter(admin: KeeperAdmin, request: HttpRequest) -> HttpResponse:
    """Whichever step the form asks for; a step that fails shows the one it came from."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return _facts_page(admin, request, FactsForm(initial=request.GET.dict()))
    step = request.POST.get("step", "")
    if step == "publish" and not may_publish(request):
        raise PermissionDenied("Publishing is for reviewers: save it as a draft.")
    facts_form = FactsForm(request.POST)
    if not facts_form.is_valid() or facts_form.facts is None or step not in STEPS[1:]:
        return _facts_page(admin, request, facts_form)
    return _findings_step(admin, request, step, facts_form.facts)


def _findings_step(
    admin: KeeperAdmin, request: HttpRequest, step: str, facts: Facts
) -> HttpResponse:
    if step == "findings":
        told = _told(request.POST)
        return _findings_page(admin, request, facts, FindingsForm(facts, initial=told))
    form = FindingsForm(facts, request.POST)
    if not form.is_valid():
        return _findings_page(admin, request, facts, form)
    entry = form.entry()
    if step == "publish":
        problems = citation_problems(entry.sources, entry.report_url, entry.source_url)
        if problems:
            add_problems(form, problems)
            return _findings_page(admin, request, facts, form)
    if step == "compare":
        return _compare(request, entry)
    found = beside(entry, today())
    unsure = (found.is_there or similar(facts)) and not request.POST.get(ANOTHER)
    if step == "check" or unsure:
        return _check_page(admin, request, entry, found, asked=step != "check")
    return _save(admin, request, entry, step)


def _told(posted: QueryDict) -> dict[str, Any]:
    """What the findings form starts with: what was told before, else the usual case."""
    if "verified" in posted:
        return {"direction": "", **posted.dict(), "sources": posted.getlist("sources")}
    the_report = Source.objects.filter(trust=1).values_list("pk", flat=True)
    return {"sources": list(the_report), "verified": Evidence.REPORT, "direction": ""}


def _compare(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Plan the entry like a file, so that what it adds or contradicts can be taken or left."""
    try:
        run = plan_entry(entry, request.user)
    except CannotImport as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(request.path)
    return HttpResponseRedirect(reverse("admin:ratings_importrun_change", args=[run.pk]))


def _save(admin: KeeperAdmin, request: HttpRequest, entry: Entry, step: str) -> HttpResponse:
    status = Inspection.Status.PUBLISHED if step == "publish" else Inspection.Status.DRAFT
    try:
        inspection = save(entry, today(), status, "entered at the keeper’s desk")
    except Refused as refusal:
        form = FactsForm(request.POST)
        form.is_valid()
        add_problems(form, refusal.problems)
        return _facts_page(admin, request, form)
    url = admin.address("change", inspection.pk)
    then = "published" if step == "publish" else "saved as a draft; a reviewer publishes it"
    messages.success(request, format_html('<a href="{}">{}</a>: {}.', url, inspection, then))
    return HttpResponseRedirect(url)


def _page(
    admin: KeeperAdmin, request: HttpRequest, step: str, context: dict[str, Any]
) -> HttpResponse:
    titles = {
        "facts": "Enter an inspection",
        "findings": "What was found",
        "check": "The resulting line",
    }
    number = list(titles).index(step) + 1
    return render(
        request,
        f"admin/entry/{step}.html",
        {
            **admin.admin_site.each_context(request),
            "title": titles[step],
            "subtitle": f"Step {number} of {len(titles)}",
            "opts": admin.opts,
            "may_publish": may_publish(request),
            **context,
        },
    )


def _facts_page(admin: KeeperAdmin, request: HttpRequest, form: FactsForm) -> HttpResponse:
    if form.is_bound:
        form.is_valid()
        form.offer_by_date()
    later = _hidden(request, set(form.fields))
    return _page(admin, request, "facts", {"form": form, "hidden": later})


def _findings_page(
    admin: KeeperAdmin, request: HttpRequest, facts: Facts, form: FindingsForm
) -> HttpResponse:
    context = {"form": form, "facts": facts, "hidden": _hidden(request, set(form.fields))}
    return _page(admin, request, "findings", context)


def _check_page(
    admin: KeeperAdmin, request: HttpRequest, entry: Entry, found: Beside, asked: bool
) -> HttpResponse:
    missing = citation_problems(entry.sources, entry.report_url, entry.source_url)
    context = {
        "entry": entry,
        "facts": entry.facts,
        "preview": preview(entry, today()),
        "beside": found,
        "similar": similar(entry.facts),
        "unconfirmed": asked,
        "missing": missing,
        "hidden": _hidden(request, {ANOTHER}),
    }
    return _page(admin, request, "check", context)


def _hidden(request: HttpRequest, shown: set[str]) -> list[tuple[str, str]]:
    """What earlier and later steps were told, for hidden fields."""
    skip = {"step", "csrfmiddlewaretoken", *shown}
    return [(n, v) for n, values in request.POST.lists() if n not in skip for v in values]
