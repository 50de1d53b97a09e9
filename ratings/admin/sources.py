"""Admin of sources, discrepancies, published figures, completeness and the data version."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Min
from django.http import HttpRequest

from ratings.admin.authorities import OfAuthorityAdmin
from ratings.admin.base import BaseAdmin
from ratings.admin.change_reason import ReasonForm
from ratings.admin.site import admin_site
from ratings.forms import today
from ratings.importing.entry import FieldError
from ratings.models import (
    Completeness,
    DataVersion,
    Discrepancy,
    Framework,
    PublishedFigure,
    Source,
)
from ratings.rules.dates import day_in_words
from ratings.rules.types import CHILDRENS_SERVICES


@admin.register(Source, site=admin_site)
class SourceAdmin(BaseAdmin):
    list_display = ("title", "publisher", "trust", "address_with_fact", "key")
    list_filter = ("publisher", "address_with_fact")
    search_fields = ("key", "title", "publisher", "url")
    fixed = ("key",)
    unrestored = ("key",)
    ordering = ("trust", "order")

    def kept_because(self, obj: Any) -> str:
        """Keep a cited source: deleting it would silently remove the citations."""
        cited = obj.inspections.count() + obj.ratings.count()
        if not cited:
            return ""
        return f"{cited:,} inspections and ratings cite it: give them another source first."


@admin.register(Discrepancy, site=admin_site)
class DiscrepancyAdmin(OfAuthorityAdmin):
    list_display = (
        "authority", "inspection_key", "field", "value_a", "source_a", "value_b", "source_b",
        "chosen", "status",
    )  # fmt: skip
    list_filter = ("status", "field", "source_b", "authority__region")
    list_select_related = ("authority", "inspection")
    autocomplete_fields = ("authority", "inspection")
    search_fields = ("inspection__key", "field", "value_a", "value_b", "why")
    fieldsets = (
        ("What is disputed", {"fields": ("authority", "inspection", "field")}),
        ("Who says what", {"fields": (("value_a", "source_a"), ("value_b", "source_b"))}),
        ("What was chosen", {"fields": ("status", "chosen", "why")}),
    )

    @admin.display(description="inspection", ordering="inspection__key")
    def inspection_key(self, obj: Discrepancy) -> str:
        return obj.inspection.key if obj.inspection else "–"


def day_problem(day: date) -> str:
    """Return why a day cannot be a completeness date, as a sentence; empty if it can."""
    if day > today():
        return f"{day_in_words(day)} is still to come: nothing is complete to a day after today."
    own = Framework.objects.filter(programme__key=CHILDRENS_SERVICES)
    first = own.aggregate(first=Min("first_day"))["first"]
    if first and day < first:
        return f"The record begins with its first framework, on {day_in_words(first)}."
    return ""


class CompletenessForm(ReasonForm):
    """First and last day of complete data: none before the first framework, none in future."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        for name, day in (("first_day", first), ("last_day", last)):
            if day and (why := day_problem(day)):
                self.add_error(name, why)
        if first and last and last < first:
            self.add_error("last_day", "The last day is before the first: correct one.")
        return data


@admin.register(Completeness, site=admin_site)
class CompletenessAdmin(BaseAdmin):
    form = CompletenessForm
    list_display = ("kind", "basis", "first_day", "last_day", "note")
    fixed = ("kind",)
    unrestored = ("kind",)
    fieldsets = (
        (None, {
            "fields": ("kind", "basis", "first_day", "last_day", "note"),
            "description": "Everything of this kind between the two days is on record. Moving"
            " “Complete to” changes what readers see at once: the day at the foot of every page,"
            " the day in every sentence made to be quoted and in every citation, and where charts"
            " begin to mark that nothing is recorded. It changes no grade and no count. The note"
            " stands on the public page “Coverage”.",
        }),
    )  # fmt: skip

    def kept_because(self, obj: Any) -> str:
        return "Every page shows these dates: change them instead."

    def standing_problems(self, obj: Any) -> list[FieldError]:
        days = {"first_day": obj.first_day, "last_day": obj.last_day}
        found = {name: day_problem(day) for name, day in days.items() if day}
        return [FieldError(name, why) for name, why in found.items() if why]


@admin.register(PublishedFigure, site=admin_site)
class PublishedFigureAdmin(BaseAdmin):
    list_display = ("key", "as_at", "known_by", "area", "region", "value", "unit", "reproducible")
    list_filter = ("unit", "denominator", "reproducible", "area", "region")
    search_fields = ("key", "area", "region", "grades", "note", "source_url")
    fixed = ("key",)
    unrestored = ("key",)


@admin.register(DataVersion, site=admin_site)
class DataVersionAdmin(admin.ModelAdmin):
    """The data version, by which pages are cached; read-only."""

    list_display = ("number", "changed_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
