"""Admin of inspections: keepers edit drafts, only reviewers change published inspections.

Publishing and unpublishing each show a confirmation page first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import TabularInline
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from ratings.admin.add_inspection import EntryAdmin
from ratings.admin.authorities import AUTHORITY_SEARCH
from ratings.admin.base import BaseTabularInline
from ratings.admin.change_reason import WHY
from ratings.admin.concurrency import CHANGED, HistoryRow
from ratings.admin.forms import InspectionForm
from ratings.admin.list_filters import FoundFilter, GapFilter, SinceFilter
from ratings.admin.ratings import AnswerForm, AnswerFormSet
from ratings.admin.roles import may_change, may_publish
from ratings.admin.site import admin_site
from ratings.forms import today
from ratings.importing.entry import (
    EntryRefusedError,
    InspectionEntry,
    citation_errors,
    fact_problems,
    preview,
    publish,
    publishing_problems,
    withdraw,
)
from ratings.models import Inspection, Rating
from ratings.rules.dates import day_in_words
from ratings.rules.validation import Problem

WORDS = ("when", "ended_on", "published_on")
"""Display fields for dates, for users who may not change them."""


class RatingInline(BaseTabularInline, TabularInline):
    """One row per judgement area of the framework, each with its grading scale."""

    model = Rating
    form = AnswerForm
    formset = AnswerFormSet
    fields = ("area", "answer", "label_as_published", "verified")
    can_delete = False
    verbose_name_plural = "Judgement areas"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return self.fields
        return ("area", "said", "label_as_published", "verified")

    readonly_fields = ("said",)

    @admin.display(description="grade, or why there is none")
    def said(self, obj: Rating) -> str:
        return str(obj.grade or obj.get_missing_display())

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(missing_judgements(obj)) if obj else 0

    def get_max_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int | None:
        return obj.framework.areas.count() if obj else 0

    def has_add_permission(  # type: ignore[override]
        self, request: HttpRequest, obj: Any
    ) -> bool:
        return may_change(request, obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_change(request, obj) and super().has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rating]:
        found = super().get_queryset(request).select_related("area__framework", "grade")
        return found.order_by("area__order")


def missing_judgements(inspection: Inspection) -> list[int]:
    """Primary keys of the framework's areas without a rating (added since the inspection)."""
    answered = inspection.ratings.values("area")
    return list(inspection.framework.areas.exclude(pk__in=answered).values_list("pk", flat=True))


@admin.register(Inspection, site=admin_site)
class InspectionAdmin(EntryAdmin):
    form = InspectionForm
    change_form_template = "admin/inspection_form.html"
    change_list_template = "admin/inspection_list.html"
    list_display = (
        "authority", "kind", "when", "published_on", "framework_name", "has_report", "status",
    )  # fmt: skip
    list_display_links = ("authority", "kind")
    list_filter = (
        "status", GapFilter, SinceFilter, "kind__is_graded", "kind", "framework", FoundFilter,
        "priority_action", "authority__region", "verified",
    )  # fmt: skip
    list_select_related = ("authority", "kind", "framework")
    search_fields = (
        "key", *(f"authority__{name}" for name in AUTHORITY_SEARCH), "theme", "report_url",
    )  # fmt: skip
    search_help_text = "Authority (any name or code it has had), identifier, theme or report."
    date_hierarchy = "first_day"
    ordering = ("-first_day", "key")
    readonly_fields = ("key", "authority", "framework", "status")
    unrestored = ("status", "key", "authority", "framework")
    own_pages = ("publish", "withdraw")
    actions = ("publish_drafts", "withdraw_published")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return []
        visit = [] if obj.kind.is_graded else ["theme"]
        if obj.kind.asks_direction or obj.direction or obj.direction_source_url:
            visit += ["direction", "direction_read", "direction_source_url"]
        dates = ["start", "end_date", "published"]
        if not self.has_change_permission(request, obj):
            dates = ["when", "ended_on", "published_on"]
        why = WHY if self._asks_why(request, obj) else ()
        return [
            (None, {"fields": ["key", "authority", "framework", "status", "kind"]}),
            ("When", {"fields": dates}),
            ("What was found", {"fields": [*visit, "priority_action"]}),
            ("Where it was read", {"fields": ["report_url", "sources", "source_url", "verified",
                                              "note", *why]}),
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_readonly_fields(request, obj)
        return found if self.has_change_permission(request, obj) else [*found, *WORDS]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [RatingInline] if obj and obj.kind.is_graded else []

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, RatingInline):
            kwargs["initial"] = [{"area": area} for area in missing_judgements(obj)]
        return kwargs

    # Permissions.

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_change(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_change(request, obj) and super().has_delete_permission(request, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request)

    def kept_because(self, obj: Any) -> str:
        if obj.status == Inspection.Status.PUBLISHED:
            return "It is published, and readers may have cited it: withdraw it to a draft first."
        return ""

    # Extra pages.

    def publish_view(self, request: HttpRequest) -> HttpResponse:
        """Show the drafts named in the URL, each with the resulting line; a POST publishes them."""
        drafts = self._chosen(request, Inspection.Status.DRAFT)
        if request.method == "POST":
            reason = request.POST.get("reason", "").strip()
            return self._each(request, drafts, lambda row: publish(row, today(), reason))
        cases = []
        for draft in drafts:
            entry = InspectionEntry.of(draft)
            cases.append({
                "inspection": draft,
                "problems": [each.message for each in publishing_problems(entry, today())],
                "preview": preview(entry, today()),
                "url": self.address("change", draft.pk),
                "seen": self.seen_of(draft),
            })  # fmt: skip
        ready = [case for case in cases if not case["problems"]]
        return self.page(request, "publish", "Publish", {"cases": cases, "ready": ready})

    def withdraw_view(self, request: HttpRequest) -> HttpResponse:
        """Show the published inspections named in the URL; a POST makes them drafts again."""
        found = self._chosen(request, Inspection.Status.PUBLISHED)
        if request.method == "POST":
            reason = request.POST.get("reason", "").strip()
            return self._each(request, found, lambda row: withdraw(row, reason))
        return self.page(request, "withdraw", "Withdraw", {"found": found})

    def _chosen(self, request: HttpRequest, status: str) -> QuerySet[Inspection]:
        if not self.has_publish_permission(request):
            raise PermissionDenied("Publishing is for reviewers.")
        asked = request.POST if request.method == "POST" else request.GET
        found = Inspection.objects.filter(key__in=asked.getlist("key"), status=status)
        return found.select_related("authority", "kind", "framework").in_order()

    def _each(
        self,
        request: HttpRequest,
        found: QuerySet[Inspection],
        act: Callable[[Inspection], None],
    ) -> HttpResponse:
        """Apply `act` to each inspection; report each that is rejected and go on with the rest."""
        done, seen = 0, set(request.POST.getlist("seen"))
        for inspection in list(found):
            try:
                with transaction.atomic():
                    now = self._as_seen(inspection, seen)
                    act(now)
            except EntryRefusedError as refusal:
                messages.error(request, f"{inspection}: {refusal}")
            else:
                done += 1
                messages.success(request, f"{now}: {now.get_status_display()}.")
        url = self.address("changelist") if done else request.get_full_path()
        return HttpResponseRedirect(url)

    def _as_seen(self, inspection: Inspection, seen: set[str]) -> Inspection:
        """Lock the inspection and return it as it is now. Raises EntryRefusedError
        if it was changed, published or unpublished since the page was rendered."""
        now: Inspection | None = self.hold(inspection)
        if (
            now is None
            or now.status != inspection.status
            or (seen and self.seen_of(now) not in seen)
        ):
            raise EntryRefusedError([Problem("", CHANGED)])
        return now

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        may = {"may_publish": self.has_publish_permission(request)}
        return super().change_view(request, object_id, form_url, {**may, **(extra_context or {})})

    # Actions only redirect to the confirmation page.

    @admin.action(description="Publish the drafts chosen …", permissions=["publish"])
    def publish_drafts(self, request: HttpRequest, queryset: QuerySet[Inspection]) -> Any:
        return self._lead_to("publish", request, queryset.filter(status=Inspection.Status.DRAFT))

    @admin.action(description="Withdraw what is published …", permissions=["publish"])
    def withdraw_published(self, request: HttpRequest, queryset: QuerySet[Inspection]) -> Any:
        return self._lead_to("withdraw", request, queryset.public())  # type: ignore[attr-defined]

    def _lead_to(self, page: str, request: HttpRequest, found: QuerySet[Inspection]) -> Any:
        keys = list(found.values_list("key", flat=True))
        if not keys:
            messages.warning(request, f"None of those chosen is there to {page}: choose others.")
            return None
        query = urlencode([("key", key) for key in keys])
        return HttpResponseRedirect(f"{self.address(page)}?{query}")

    # History and list columns.

    def told(self, obj: Any) -> list[HistoryRow]:
        own = ("inspection", "area")
        ratings = obj.ratings.select_related("area")
        return [(obj, "", ()), *((each, each.area.short_name, own) for each in ratings)]

    def keep_restored(self, obj: Any, reason: str) -> None:
        if problems := fact_problems(obj, today()):
            raise EntryRefusedError(problems)
        super().keep_restored(obj, reason)

    def standing_problems(self, obj: Any) -> list[Problem]:
        is_public = obj.status == Inspection.Status.PUBLISHED
        return citation_errors(InspectionEntry.of(obj)) if is_public else []

    @admin.display(description="first day", ordering="first_day")
    def when(self, obj: Inspection) -> str:
        words = obj.shown_date.in_words()
        return words if obj.start else f"not known (published {words})"

    @admin.display(description="last day")
    def ended_on(self, obj: Inspection) -> str:
        return day_in_words(obj.end_date) if obj.end_date else "–"

    @admin.display(description="published", ordering="published")
    def published_on(self, obj: Inspection) -> str:
        return day_in_words(obj.published) if obj.published else "–"

    @admin.display(description="framework", ordering="framework__first_day")
    def framework_name(self, obj: Inspection) -> str:
        return obj.framework.short_name

    @admin.display(description="report", boolean=True, ordering="report_url")
    def has_report(self, obj: Inspection) -> bool:
        return bool(obj.report_url)

    def view_on_site(self, obj: Any) -> Any:
        if obj.status == Inspection.Status.DRAFT:
            return None
        return reverse("inspection", args=[obj.key])
