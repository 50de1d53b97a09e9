"""Sources, discrepancies, published figures, completeness and the data version."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from ratings.admin.authorities import OfAuthorityAdmin
from ratings.admin.base import KeeperAdmin
from ratings.admin.reasons import ReasonForm
from ratings.admin.site import desk
from ratings.forms import today
from ratings.importing.entry import Problem
from ratings.models import (
    Completeness,
    DataVersion,
    Discrepancy,
    Framework,
    PublishedFigure,
    Source,
)
from ratings.rules.dates import day_in_words


@admin.register(Source, site=desk)
class SourceAdmin(KeeperAdmin):
    list_display = ("title", "publisher", "trust", "address_with_fact", "key")
    list_filter = ("publisher", "address_with_fact")
    search_fields = ("key", "title", "publisher", "url")
    fixed = ("key",)
    unrestored = ("key",)
    ordering = ("trust", "order")

    def kept_because(self, obj: Any) -> str:
        """A source that facts cite would vanish from them without a word."""
        cited = obj.inspections.count() + obj.ratings.count()
        if not cited:
            return ""
        return f"{cited:,} inspections and ratings cite it: give them another source first."


@admin.register(Discrepancy, site=desk)
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
    """Why the record cannot be complete to a day; empty where it can."""
    if day > today():
        return f"{day_in_words(day)} is still to come: nothing is complete to a day after today."
    first = Framework.objects.order_by("first_day").values_list("first_day", flat=True).first()
    if first and day < first:
        return f"The record begins with its first framework, on {day_in_words(first)}."
    return ""


class CompletenessForm(ReasonForm):
    """To which day the record is complete: between its beginning and today."""

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if why := day_problem(day):
            raise ValidationError(why)
        return day


@admin.register(Completeness, site=desk)
class CompletenessAdmin(KeeperAdmin):
    form = CompletenessForm
    list_display = ("kind", "basis", "first_day", "last_day", "note")
    fixed = ("kind",)
    unrestored = ("kind",)

    def kept_because(self, obj: Any) -> str:
        return "Every page shows this date: change it instead."

    def standing_problems(self, obj: Any) -> list[Problem]:
        why = day_problem(obj.last_day)
        return [Problem("last_day", why)] if why else []


@admin.register(PublishedFigure, site=desk)
class PublishedFigureAdmin(KeeperAdmin):
    list_display = ("key", "as_at", "known_by", "area", "region", "value", "unit", "reproducible")
    list_filter = ("unit", "denominator", "reproducible", "area", "region")
    search_fields = ("key", "area", "region", "grades", "note", "source_url")
    fixed = ("key",)
    unrestored = ("key",)


@admin.register(DataVersion, site=desk)
class DataVersionAdmin(admin.ModelAdmin):
    """The number by which pages are kept: looked at, never typed."""

    list_display = ("number", "changed_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
