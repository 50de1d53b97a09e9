"""Admin of sources, discrepancies, published figures, completeness, data version and changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ratings.admin.authorities import OfAuthorityAdmin
from ratings.admin.base import BaseAdmin
from ratings.admin.change_reason import ReasonForm
from ratings.admin.forms import add_problems
from ratings.admin.site import admin_site
from ratings.forms import today
from ratings.models import (
    Completeness,
    DataVersion,
    Discrepancy,
    Framework,
    PublicChange,
    PublishedFigure,
    Source,
)
from ratings.rules.dates import day_in_words
from ratings.rules.types import CHILDRENS_SERVICES
from ratings.rules.validation import Problem


@admin.register(Source, site=admin_site)
class SourceAdmin(BaseAdmin):
    list_display = ("title", "publisher", "trust", "address_with_fact", "key")
    list_filter = ("publisher", "address_with_fact")
    search_fields = ("key", "title", "publisher", "url")
    fixed = ("key",)
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


def completeness_problems(first: date | None, last: date | None) -> Iterator[Problem]:
    """Days to which nothing can be complete: after today, or before the first framework."""
    own = Framework.objects.filter(programme__key=CHILDRENS_SERVICES).order_by("first_day")
    begins = own.values_list("first_day", flat=True).first()
    for name, day in (("first_day", first), ("last_day", last)):
        if day and day > today():
            why = f"{day_in_words(day)} is still to come: nothing is complete to a day after today."
            yield Problem(name, why)
        elif day and begins and day < begins:
            why = f"The record begins with its first framework, on {day_in_words(begins)}."
            yield Problem(name, why)


class CompletenessForm(ReasonForm):
    """First and last day of complete data: none before the first framework, none in future."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        add_problems(self, completeness_problems(first, last))
        if first and last and last < first:
            self.add_error("last_day", "The last day is before the first: correct one.")
        return data


@admin.register(Completeness, site=admin_site)
class CompletenessAdmin(BaseAdmin):
    form = CompletenessForm
    list_display = ("kind", "basis", "first_day", "last_day", "note")
    fixed = ("kind",)
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

    def standing_problems(self, obj: Any) -> list[Problem]:
        return list(completeness_problems(obj.first_day, obj.last_day))


@admin.register(PublishedFigure, site=admin_site)
class PublishedFigureAdmin(BaseAdmin):
    list_display = ("key", "as_at", "known_by", "area", "region", "value", "unit", "reproducible")
    list_filter = ("unit", "denominator", "reproducible", "area", "region")
    search_fields = ("key", "area", "region", "grades", "note", "source_url")
    fixed = ("key",)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that the site writes itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(DataVersion, site=admin_site)
class DataVersionAdmin(ReadOnlyAdmin):
    """The data version, by which pages are cached."""

    list_display = ("number", "changed_at")


@admin.register(PublicChange, site=admin_site)
class PublicChangeAdmin(ReadOnlyAdmin):
    """What readers see of changes; and, for keepers alone, the name of who made them."""

    list_display = (
        "when", "kind", "authority_name", "title", "what", "old", "new", "why", "who", "name"
    )  # fmt: skip
    list_filter = ("kind", "subject_kind")
    search_fields = ("authority_name", "title", "what", "why", "name")
    exclude = ("facts",)
