"""The project's AdminSite, whose index page lists the tasks that need doing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any

from axes.helpers import get_lockout_response as locked_out
from django.contrib.admin import AdminSite
from django.contrib.auth import authenticate
from django.core.exceptions import BadRequest
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse

from ratings.admin.list_filters import GAPS, RECENT, not_inspected_since
from ratings.forms import today
from ratings.models import Completeness, Discrepancy, ImportRun, Inspection, Rating
from ratings.rules.dates import day_in_words

logger = logging.getLogger(__name__)

NUL = "\0"


STALE = timedelta(days=90)
"""Age beyond which a completeness date is listed as a task."""

LONG = 4
"""Years without a graded inspection after which an authority is listed."""


def tasks(today: date) -> list[dict[str, Any]]:
    """Return all tasks, those with a count of 0 too, so that the page can show them done."""
    recent = Inspection.objects.public().filter(first_day__gt=today - RECENT)
    stale = Completeness.objects.filter(last_day__lt=today - STALE)
    return [
        _task(
            Inspection.objects.filter(status=Inspection.Status.DRAFT).count(),
            "drafts wait for review",
            "The public does not see them until a reviewer publishes them.",
            "inspection", "status__exact=draft",
        ),
        _task(
            ImportRun.objects.filter(status=ImportRun.Status.PLANNED).count(),
            "imports wait for a decision",
            "Their files are read, and nothing is changed until somebody applies the plan.",
            "importrun", "status__exact=planned",
        ),
        _task(
            Discrepancy.objects.filter(status=Discrepancy.Status.OPEN).count(),
            "discrepancies are open",
            "Two sources say different things, and nobody has settled which is right.",
            "discrepancy", "status__exact=open",
        ),
        *(
            _task(lacking(recent).count(), title, why, "inspection", f"gap={key}&since=recent")
            for key, (_, title, why, lacking) in GAPS.items()
        ),
        _task(
            Rating.objects.filter(missing=Rating.Reason.NOT_RECORDED).count(),
            "ratings are not recorded",
            "The framework asked, a grade exists, and this record does not have it yet.",
            "rating", "missing__exact=not-recorded",
        ),
        *(
            {
                "count": (today - row.last_day).days,
                "title": f"days since {row.get_kind_display()} were complete",
                "why": f"The record is complete to {day_in_words(row.last_day)}. Move the date when"
                " what came after it has been entered.",
                "url": reverse("admin:ratings_completeness_change", args=[row.pk]),
            }
            for row in stale
        ),
        _task(
            not_inspected_since(today, LONG).count(),
            f"authorities have had no graded inspection for {LONG} years or more",
            "Either they are due, or a report is missing here.",
            "authority", f"inspected=over-{LONG}",
        ),
    ]  # fmt: skip


def _task(count: int, title: str, why: str, model: str, query: str) -> dict[str, Any]:
    """A task that is done at a list with a filter."""
    url = f"{reverse(f'admin:ratings_{model}_changelist')}?{query}"
    return {"count": count, "title": title, "why": why, "url": url}


class RatingsAdminSite(AdminSite):
    """The admin site; only users with an account can sign in (public pages need none)."""

    site_header = "Keeper’s desk"
    site_title = "Keeper’s desk · Ofsted ratings over time"
    index_title = "What needs doing"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap every admin view: reject invalid input with 400, and never let the page be cached
        (by default, Django makes the password change page cacheable)."""
        return super().admin_view(reject_invalid_input(view), cacheable=False)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {**(extra_context or {}), "tasks": tasks(today())})

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Count a wrong old password as a failed sign-in attempt, so that a user who finds an
        open session cannot keep guessing the password for the eight hours that it lasts."""
        if request.method == "POST":
            name, old = request.user.get_username(), request.POST.get("old_password", "")
            known = authenticate(request, username=name, password=old)
            if known is None and getattr(request, "axes_locked_out", False):
                return locked_out(request, credentials={"username": name})
        return super().password_change(request, extra_context)


def reject_invalid_input(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wrap a view to answer 400 for input that no database can store: a NUL character in a text,
    or an integer out of range. Otherwise each database would fail on it at a different point.

    After an IntegrityError (two concurrent writes, or a double click) the view runs once more,
    with uploaded files rewound: its validation then sees the other write and reports it."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if NUL in request.path or _has_nul(request.GET) or _has_nul(request.POST):
            raise BadRequest("There is a NUL in it.")
        try:
            try:
                return view(request, *args, **kwargs)
            except IntegrityError:
                for file in (file for _, files in request.FILES.lists() for file in files):
                    file.seek(0)
                return view(request, *args, **kwargs)
        except (DataError, OverflowError) as error:
            logger.warning("The database cannot hold what was sent", exc_info=error)
            raise BadRequest("The database cannot hold it.") from error

    return answered


def _has_nul(sent: QueryDict) -> bool:
    return any(NUL in text for name, values in sent.lists() for text in (name, *map(str, values)))


admin_site = RatingsAdminSite(name="admin")
admin_site.disable_action("delete_selected")
