"""URLs, shared context and permissions of the import pages.

Keepers and reviewers upload, read and choose; reviewers apply and undo. A keeper may apply only
a plan whose accepted items are all new, as drafts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse

from ratings.admin.imports.summary import Outlook
from ratings.admin.site import admin_site
from ratings.importing.jobs import ImportJobError
from ratings.models import ImportRun

ADD, APPLY, VIEW = "ratings.add_importrun", "ratings.apply_importrun", "ratings.view_importrun"


def address(page: str, *args: Any) -> str:
    """Return the URL of a page: `load_release`, `read_report`, `help`, `changelist`, or of a run:
    `change` (the run's own page), `choose`, `apply`, `again`, `answer`, `discard`, `undo`."""
    return reverse(f"admin:ratings_importrun_{page}", args=args)


def of_run(run: ImportRun, page: str = "change") -> str:
    return address(page, run.pk)


def changes_url() -> str:
    """Return the URL of the public page of changes; empty if the site has no such page."""
    try:
        return reverse("changes")
    except NoReverseMatch:
        return ""


def may_load(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(ADD))


def may_decide(request: HttpRequest) -> bool:
    """Whether the user is a reviewer, who may apply and undo any import."""
    return bool(request.user.has_perm(APPLY))


def may_apply(request: HttpRequest, outlook: Outlook) -> bool:
    """Whether the user may apply a plan with the items that are now accepted."""
    return may_decide(request) or (may_load(request) and outlook.is_only_new)


def publishes(request: HttpRequest, run: ImportRun) -> bool:
    """Whether new inspections are published at once: if a reviewer applies and cites them."""
    is_cited = run.kind != ImportRun.Kind.REPORT or bool(run.report_url)
    return may_decide(request) and is_cited


def run_for(request: HttpRequest, object_id: Any, permission: str = VIEW) -> ImportRun:
    """Return the run. Raises PermissionDenied without the permission, or Http404."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    people = ImportRun.objects.select_related("uploaded_by", "decided_by", "undone_by", "source")
    return get_object_or_404(people, pk=object_id)


def show(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a template of `admin/imports/` with the context shared by all import pages."""
    about = {
        **admin_site.each_context(request),
        "title": title,
        "opts": ImportRun._meta,
        "may_load": may_load(request),
        "may_decide": may_decide(request),
        **context,
    }
    return render(request, f"admin/imports/{template}.html", about, status=status)


def refusal_of(step: Callable[..., object], *given: Any) -> str:
    """Call a step of an import; return its ImportJobError as text, empty if it succeeds."""
    try:
        step(*given)
    except ImportJobError as refusal:
        return str(refusal)
    return ""


def back_to(request: HttpRequest, run: ImportRun, problem: str = "") -> HttpResponseRedirect:
    """Redirect to the page of the run, with an error message if there is a problem."""
    if problem:
        messages.error(request, problem)
    return HttpResponseRedirect(of_run(run))
