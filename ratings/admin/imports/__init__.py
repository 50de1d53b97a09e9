"""Import releases and reports in the admin: upload, plan, choose, apply, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ratings.admin.imports import upload
from ratings.admin.imports.actions import RunActionsMixin
from ratings.admin.imports.changes import Outcome
from ratings.admin.site import admin_site
from ratings.models import ImportRun
from ratings.rules.questions.results import number_of

COUNTED = {
    Outcome.NEW: ("new", "new"),
    Outcome.DETAILS: ("detail", "details"),
    Outcome.CONTRADICTS: ("contradiction", "contradictions"),
    Outcome.KNOWN: ("known", "known"),
    Outcome.REFUSED: ("refused", "refused"),
    Outcome.SAME: ("same", "same"),
}
"""Singular and plural labels by which the list counts the items of a plan."""


@admin.register(ImportRun, site=admin_site)
class ImportRunAdmin(RunActionsMixin, upload.UploadMixin):
    """The list of imports; the other pages are those of the mixins."""

    change_list_template = "admin/imports/list.html"
    list_display = ("file_name", "kind", "sent_by", "sent", "state", "counted")
    list_filter = ("status", "kind")
    list_select_related = ("uploaded_by",)
    search_fields = ("file_name", "file_sha256", "uploaded_by__username")
    search_help_text = "Name of the file, its SHA-256, or who sent it."
    list_per_page = 50

    def get_urls(self) -> list[Any]:
        """Use Django's list, but custom views in place of its forms: a run is not edited."""
        wrap, info = self.admin_site.admin_view, "ratings_importrun"
        run = "<int:object_id>/"
        pages = {
            "": ("changelist", self.changelist_view),
            "add/": ("add", self.add_view),
            "load-release/": ("load_release", self.load_release),
            "read-report/": ("read_report", self.read_report),
            "help/": ("help", self.help_page),
            run: ("change", self.run_page),
            **{f"{run}{step}/": (step, getattr(self, step)) for step in self.actions_of_run},
        }
        return [
            path(route, wrap(view), name=f"{info}_{name}") for route, (name, view) in pages.items()
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Imports", **(extra_context or {})})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return HttpResponseRedirect(self.address("load_release"))

    def help_page(self, request: HttpRequest) -> HttpResponse:
        title = "How to load a release and read a report"
        return self.show(request, "help", title, {"most": upload.MOST})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="status", ordering="status")
    def state(self, obj: ImportRun) -> str:
        return obj.get_status_display()

    @admin.display(description="sent by", ordering="uploaded_by__username")
    def sent_by(self, obj: ImportRun) -> str:
        person = obj.uploaded_by
        return (person.get_full_name() or person.get_username()) if person else "–"

    @admin.display(description="sent", ordering="uploaded_at")
    def sent(self, obj: ImportRun) -> str:
        return date_format(localtime(obj.uploaded_at), "j F Y, H:i")

    @admin.display(description="plan")
    def counted(self, obj: ImportRun) -> str:
        """Format the counts of a plan, such as `12 new, 3 contradictions, 900 same`."""
        counts = obj.counts or {}
        found = ((counts.get(outcome, 0), words) for outcome, words in COUNTED.items())
        return ", ".join(number_of(count, *words) for count, words in found if count) or "–"
