"""Admin of ratings: created in their inspection's form, searched and corrected on their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ratings.admin.base import BaseAdmin
from ratings.admin.change_reason import WHY, ReasonedFormSet, ReasonForm
from ratings.admin.forms import answer_field, answer_of
from ratings.admin.roles import may_change
from ratings.admin.site import admin_site
from ratings.models import Framework, Inspection, JudgementArea, Rating


class RatingChoiceMixin(forms.ModelForm):
    """A form with a rating as one choice: a grade of the framework, or why there is none."""

    answer = forms.ChoiceField(label="Grade, or why there is none")

    def offer(self, framework: Framework) -> None:
        """Offer only the framework's grades and the reasons."""
        field, of_framework = self.fields["answer"], answer_field(framework)
        field.choices = [("", "choose …"), *of_framework.choices]  # type: ignore[attr-defined, misc]
        field.error_messages = of_framework.error_messages
        if row := self.instance if self.instance.pk else None:
            given = f"grade:{row.grade.key}" if row.grade else f"missing:{row.missing}"
            self.initial["answer"] = given

    def put_answer(self, area: JudgementArea, framework: Framework) -> None:
        """Write the choice to the instance; a grade needs `verified`, a reason clears it. A label
        that still states the grade that is being corrected is rejected."""
        answer = answer_of(area, self.cleaned_data["answer"], framework)
        before, label = self.instance.grade, self.cleaned_data.get("label_as_published", "")
        if before and before != answer.grade and label.lower().startswith(before.word):
            message = f"The words as published still say “{label}”: correct or clear them."
            self.add_error("label_as_published", message)
        self.instance.grade, self.instance.missing = answer.grade, answer.missing
        verified = self.cleaned_data.get("verified")
        if answer.grade and not verified:
            self.add_error("verified", "Say how strong the evidence for the grade is.")
        if not answer.grade:
            self.cleaned_data["verified"] = ""


class NamedArea(forms.HiddenInput):
    """A hidden input for a fixed area, which shows the area's name and submits its key."""

    is_hidden = False

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html("{}{}", self.name, super().render(name, value, attrs, renderer))


class AnswerForm(RatingChoiceMixin):
    """The rating of one area, as an inline form of its inspection."""

    class Meta:
        model = Rating
        fields = ("area", "label_as_published", "verified")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.area.short_name if self.area else ""
        self.fields["area"].widget = NamedArea(name)
        self.fields["area"].disabled = bool(self.instance.pk)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{name}: {field.label}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        area = data.get("area")
        if area and data.get("answer"):
            self.put_answer(area, self.instance.inspection.framework)
        return data

    @property
    def area(self) -> JudgementArea | None:
        """The area that the form is for; None if it is not known."""
        if self.instance.pk:
            return self.instance.area
        return JudgementArea.objects.filter(pk=self.initial.get("area")).first()


class AnswerFormSet(ReasonedFormSet):
    """The ratings of one inspection: exactly one for each area of its framework."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.offer(self._framework)
        areas = form.fields["area"]
        areas.queryset = self._framework.areas.select_related("framework")

    @property
    def _framework(self) -> Framework:
        if not hasattr(self, "_kept_framework"):
            found = Framework.objects.select_related("scale").prefetch_related("scale__grades")
            self._kept_framework = found.get(pk=self.instance.framework_id)
        return self._kept_framework

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        answered = {f.cleaned_data["area"].pk for f in self.forms if f.cleaned_data.get("area")}
        missing = self._framework.areas.exclude(pk__in=answered)
        if missing:
            names = ", ".join(area.short_name for area in missing)
            raise ValidationError(f"Choose the grade, or why there is none, for {names}.")

    def save_new(self, form: Any, commit: bool = True) -> Any:
        rating = super().save_new(form, commit)
        rating.sources.set(self.instance.sources.all())
        return rating


class RatingForm(RatingChoiceMixin, ReasonForm):
    """The form of one rating on its own page."""

    class Meta:
        model = Rating
        fields = ("label_as_published", "verified", "sources")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.offer(self.instance.inspection.framework)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer"):
            self.put_answer(self.instance.area, self.instance.inspection.framework)
        return data


@admin.register(Rating, site=admin_site)
class RatingAdmin(BaseAdmin):
    form = RatingForm
    list_display = ("inspection", "area_name", "said", "verified", "status")
    list_filter = (
        "missing", "grade", "area__framework", "verified", "inspection__status",
        "inspection__authority__region",
    )  # fmt: skip
    list_select_related = (
        "inspection__authority", "inspection__kind", "inspection__framework", "area", "grade",
    )  # fmt: skip
    search_fields = (
        "inspection__key", "inspection__authority__name", "area__name", "area__short_name",
        "inspection__authority__aliases__name", "inspection__authority__gss_code__iexact",
        "inspection__authority__la_code__exact", "label_as_published",
    )  # fmt: skip
    search_help_text = "Authority (any name or code), inspection or judgement area."
    ordering = ("-inspection__first_day", "inspection__key", "area__order")
    readonly_fields = ("inspection", "area_name")
    unrestored = ("inspection", "area")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            what = ["answer", "label_as_published", "verified", "sources", *WHY]
        else:
            what = ["said", "label_as_published", "verified", "sources"]
        return [(None, {"fields": ["inspection", "area_name", *what]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "said"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rating]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it for drafts, as Django checks it when a draft is deleted with its ratings."""
        is_draft = obj is None or obj.inspection.status == Inspection.Status.DRAFT
        return is_draft and super().has_delete_permission(request, obj)

    def kept_because(self, obj: Any) -> str:
        return "A rating goes only with its inspection: change it, or give a reason for no grade."

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and not may_change(request, obj.inspection):
            return False
        return super().has_change_permission(request, obj)

    @admin.display(description="judgement area", ordering="area__order")
    def area_name(self, obj: Rating) -> str:
        return f"{obj.area.short_name} ({obj.inspection.framework.short_name})"

    @admin.display(description="grade, or why there is none", ordering="grade__position")
    def said(self, obj: Rating) -> str:
        return str(obj.grade or obj.get_missing_display())

    @admin.display(description="status", ordering="inspection__status")
    def status(self, obj: Rating) -> str:
        return str(obj.inspection.get_status_display())
