"""Publishing drafts and withdrawing what is published: shown first, then done, by reviewers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from ratings.admin.concurrency import CHANGED, hold, seen_of
from ratings.forms import today
from ratings.importing.entry import (
    Preview,
    Problem,
    Refused,
    preview_of_draft,
    publish,
    publishing_problems,
    withdraw,
)
from ratings.models import Inspection

if TYPE_CHECKING:
    from ratings.admin.inspections import InspectionAdmin


@dataclass(frozen=True, slots=True)
class Case:
    """One inspection on the page: what stands against it, and what the line becomes."""

    inspection: Inspection
    problems: tuple[str, ...] = ()
    preview: Preview | None = None
    url: str = ""
    seen: str = ""


def publish_page(admin: InspectionAdmin, request: HttpRequest) -> HttpResponse:
    """The drafts named in the address, each with the resulting line; then published."""
    drafts = _chosen(admin, request, Inspection.Status.DRAFT)
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()
        return _each(admin, request, drafts, lambda row: publish(row, today(), reason))
    cases = [_case(admin, draft) for draft in drafts]
    return _render(admin, request, "publish", "Publish", cases)


def withdraw_page(admin: InspectionAdmin, request: HttpRequest) -> HttpResponse:
    """The published inspections named in the address; then taken back to drafts, with a reason."""
    found = _chosen(admin, request, Inspection.Status.PUBLISHED)
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()
        return _each(admin, request, found, lambda row: withdraw(row, reason))
    return _render(admin, request, "withdraw", "Withdraw", [Case(row) for row in found])


def _chosen(admin: InspectionAdmin, request: HttpRequest, status: str) -> QuerySet[Inspection]:
    if not admin.has_publish_permission(request):
        raise PermissionDenied("Publishing is for reviewers.")
    asked = request.POST if request.method == "POST" else request.GET
    found = Inspection.objects.filter(key__in=asked.getlist("key"), status=status)
    return found.select_related("authority", "kind", "framework").in_order()


def _case(admin: InspectionAdmin, draft: Inspection) -> Case:
    return Case(
        draft,
        problems=tuple(problem.message for problem in publishing_problems(draft, today())),
        preview=preview_of_draft(draft, today()),
        url=admin.address("change", draft.pk),
        seen=seen_of(admin, draft),
    )


def _each(
    admin: InspectionAdmin,
    request: HttpRequest,
    found: QuerySet[Inspection],
    act: Callable[[Inspection], None],
) -> HttpResponse:
    """Act on each; one that is refused says why and does not hold up the others."""
    done, seen = 0, set(request.POST.getlist("seen"))
    for inspection in list(found):
        try:
            with transaction.atomic():
                now = _as_seen(admin, inspection, seen)
                act(now)
        except Refused as refusal:
            messages.error(request, f"{inspection}: {refusal}")
        else:
            done += 1
            messages.success(request, f"{now}: {now.get_status_display()}.")
    if not done and request.method == "POST":
        return HttpResponseRedirect(request.get_full_path())
    return HttpResponseRedirect(admin.address("changelist"))


def _as_seen(admin: InspectionAdmin, inspection: Inspection, seen: set[str]) -> Inspection:
    """An inspection as it is now, held until the transaction ends. Raises Refused where it was
    changed, or published or withdrawn, since the page was shown."""
    now = hold(admin, inspection)
    is_as_it_was = now is not None and now.status == inspection.status
    if not is_as_it_was or (seen and seen_of(admin, now) not in seen):
        raise Refused([Problem("", CHANGED)])
    return now


def _render(
    admin: InspectionAdmin, request: HttpRequest, page: str, title: str, cases: list[Case]
) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "title": title,
        "opts": admin.opts,
        "cases": cases,
        "ready": [case for case in cases if not case.problems],
    }
    return render(request, f"admin/{page}.html", context)
