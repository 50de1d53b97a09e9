"""Admin of programmes, scales and frameworks: a new one needs only new rows, no code."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import TabularInline
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from ratings.admin.base import BaseAdmin, BaseTabularInline
from ratings.admin.change_reason import ReasonedFormSet, ReasonForm
from ratings.admin.site import admin_site
from ratings.models import (
    AreaLink,
    Framework,
    Grade,
    HeadingAlias,
    InspectionKind,
    JudgementArea,
    Programme,
    Rating,
    Scale,
)


class AreaFormSet(ReasonedFormSet):
    """The judgement areas of one framework, of which at most one is the headline."""

    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid()]
        self._refuse_losing_the_headline()
        headlines = [data for data in kept if data.get("is_headline") and not data.get("DELETE")]
        if len(headlines) > 1:
            raise ValidationError(
                "Two areas are ticked as overall effectiveness: untick one, for a line has one."
            )

    def _refuse_losing_the_headline(self) -> None:
        """Reject deleting the headline area, as unticking it would be rejected."""
        for form in self.deleted_forms:
            why = form.instance.kept_as_headline() if form.initial.get("is_headline") else ""
            if why:
                raise ValidationError(why)


class AreaInline(BaseTabularInline, TabularInline):
    """The judgement areas of one framework."""

    model = JudgementArea
    formset = AreaFormSet
    extra = 3
    fields = ("order", "key", "name", "short_name", "parent", "is_headline")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer only areas of the same framework as `parent`; a new framework has none yet."""
        if db_field.name == "parent" and request.resolver_match:
            framework = unquote(request.resolver_match.kwargs.get("object_id", ""))
            areas = JudgementArea.objects.select_related("framework")
            kwargs["queryset"] = areas.filter(framework=framework) if framework else areas.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Framework, site=admin_site)
class FrameworkAdmin(BaseAdmin):
    list_display = ("short_name", "name", "first_day", "last_day", "in_line", "in_national")
    list_filter = ("programme", "in_line", "in_national")
    list_select_related = ("programme",)
    search_fields = ("code", "name", "short_name")
    inlines = (AreaInline,)
    fixed = ("code",)
    ordering = ("-first_day", "code")
    fieldsets = (
        (None, {"fields": ("code", "programme", "name", "short_name", "group")}),
        ("In force", {
            "fields": ("first_day", "last_day"),
            "description": "The days on which an inspection under it may begin.",
        }),
        ("What counts", {"fields": ("in_line", "in_national")}),
        ("Scale and kinds", {
            "fields": ("scale", "kinds"),
            "description": "A scale that is not here yet is added under Scales first.",
        }),
    )  # fmt: skip


class HeadingInline(BaseTabularInline, TabularInline):
    """Column headings under which published files give the grade of an area."""

    model = HeadingAlias
    extra = 1
    fields = ("text",)


@admin.register(JudgementArea, site=admin_site)
class JudgementAreaAdmin(BaseAdmin):
    list_display = ("short_name", "name", "framework", "order", "is_headline")
    list_filter = ("framework", "is_headline")
    list_select_related = ("framework",)
    search_fields = ("key", "name", "short_name", "headings__text")
    autocomplete_fields = ("parent",)
    inlines = (HeadingInline,)
    fixed = ("framework", "key")
    ordering = ("-framework__first_day", "framework__code", "order")

    def kept_because(self, obj: Any) -> str:
        """Keep the headline area, as the line of every authority is made of its grades."""
        return obj.kept_as_headline() if obj.is_headline else ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[JudgementArea]:
        return super().get_queryset(request).select_related("framework")


@admin.register(Programme, site=admin_site)
class ProgrammeAdmin(BaseAdmin):
    list_display = ("name", "inspected", "order", "key")
    search_fields = ("key", "name")
    fixed = ("key",)
    unrestored = ("key",)


class ScaleForm(ReasonForm):
    """The grades of a scale: one a position, and every grade that was given on it."""

    def clean_grades(self) -> QuerySet[Grade]:
        grades: QuerySet[Grade] = self.cleaned_data["grades"]
        positions = [grade.position for grade in grades]
        if len(set(positions)) < len(positions):
            raise ValidationError("Two of these grades have one position: leave one out.")
        given = Rating.objects.filter(area__framework__scale=self.instance.pk, grade__isnull=False)
        if self.instance.pk and (lost := given.exclude(grade__in=grades).first()):
            raise ValidationError(f"Inspections have found {lost.grade} on this scale: keep it.")
        return grades


@admin.register(Scale, site=admin_site)
class ScaleAdmin(BaseAdmin):
    form = ScaleForm
    list_display = ("name", "earlier", "order", "key")
    list_select_related = ("earlier",)
    search_fields = ("key", "name")
    fixed = ("key",)
    unrestored = ("key",)
    fieldsets = (
        (None, {
            "fields": ("key", "name", "order", "grades"),
            "description": "A grade that is not here yet is added under Grades first.",
        }),
        ("Against the scale before it", {"fields": ("earlier", "difference")}),
    )  # fmt: skip


@admin.register(Grade, site=admin_site)
class GradeAdmin(BaseAdmin):
    list_display = ("word", "letter", "position", "tone", "key")
    search_fields = ("key", "word")
    fixed = ("key",)


@admin.register(InspectionKind, site=admin_site)
class InspectionKindAdmin(BaseAdmin):
    list_display = ("name", "is_graded", "asks_direction", "order", "key")
    list_filter = ("is_graded", "asks_direction")
    search_fields = ("key", "name")
    fixed = ("key",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Make `is_graded` read-only for a kind in use: a visit has no grades."""
        found = super().get_readonly_fields(request, obj)
        return [*found, "is_graded"] if obj and obj.inspections.exists() else found


@admin.register(AreaLink, site=admin_site)
class AreaLinkAdmin(BaseAdmin):
    list_display = ("a", "b", "comparable", "counted_as_one", "why")
    list_display_links = ("a", "b")
    list_filter = ("comparable", "a__framework", "b__framework")
    list_select_related = ("a__framework", "b__framework")
    search_fields = ("a__name", "b__name", "a__short_name", "b__short_name", "why")
    autocomplete_fields = ("a", "b")


@admin.register(HeadingAlias, site=admin_site)
class HeadingAliasAdmin(BaseAdmin):
    list_display = ("text", "area")
    list_filter = ("area__framework",)
    list_select_related = ("area__framework",)
    search_fields = ("text", "area__name", "area__short_name")
    autocomplete_fields = ("area",)
