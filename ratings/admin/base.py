"""Base admin classes: a reason for each change, history pages and guarded deletion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.text import capfirst

from ratings.admin.change_reason import WHY, ReasonedFormSet, ReasonForm, reason_of
from ratings.admin.concurrency import serialised
from ratings.admin.fields import DayField
from ratings.admin.history import HistoryAdmin

LONGEST_NUMBER = 18
"""Digits of the longest primary key that both SQLite and PostgreSQL can store."""


class NamedAutocomplete(AutocompleteSelect):
    """An autocomplete widget whose placeholder names what is to be chosen."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-placeholder": f"choose the {self.field.verbose_name}"}

    def optgroups(  # type: ignore[override]
        self, name: str, value: list[Any], attr: Any = None
    ) -> Any:
        """Skip values that cannot be a primary key (from a URL or a crafted form)."""
        return super().optgroups(name, [one for one in value if is_number(one)], attr)


def is_number(value: Any) -> bool:
    """Whether a value can be a primary key: decimal digits, at most `LONGEST_NUMBER` of them."""
    text = str(value)
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


class PlainFieldsMixin:
    """Form fields without JavaScript: dates are typed, choices have no add or change icons."""

    formfield_overrides: Any = {
        models.DateField: {"form_class": DayField, "widget": forms.TextInput},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 60})},
        models.URLField: {
            "widget": forms.URLInput(attrs={"size": 60}),
            "assume_scheme": "https",
        },
    }

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            for may in ("add", "change", "delete", "view"):
                setattr(widget, f"can_{may}_related", False)
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", NamedAutocomplete(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Use checkboxes, which show every choice without an autocomplete request."""
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class BaseAdmin(PlainFieldsMixin, HistoryAdmin):
    """Base ModelAdmin. `fixed` fields are set on creation, read-only and never restored after."""

    form = ReasonForm
    own_pages: Sequence[str] = ()
    """Extra pages at `<name>/`, each answered by the method `<name>_view`."""
    list_per_page = 50
    view_on_site: Any = False

    def get_urls(self) -> list[Any]:
        wrap, info = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        views = {page: wrap(getattr(self, f"{page}_view")) for page in self.own_pages}
        own = [path(f"{page}/", view, name=f"{info}_{page}") for page, view in views.items()]
        return [*own, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        found = super().get_readonly_fields(request, obj)
        return [*found, *self.fixed] if obj else found

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[Any]:
        fields = [name for name in super().get_fields(request, obj) if name not in WHY]
        return [*fields, *WHY] if self._asks_why(request, obj) else fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.fieldsets:
            return super().get_fieldsets(request, obj)
        why = [(None, {"fields": WHY})] if self._asks_why(request, obj) else []
        return [*self.fieldsets, *why]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form, which can tell whether its rows have changed; a POST locks them. Raises
        PermissionDenied."""
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None and kwargs.get("fields"):
            # The draft may have been published meanwhile.
            now = self.hold(obj) if request.method == "POST" else None
            if now is not None and not self.has_change_permission(request, now):
                raise PermissionDenied
            form.of_page = self
        return form

    def _asks_why(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and self.has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save only new or changed rows: a write without a change would look like an edit."""
        obj._history_user, obj._change_reason = request.user, reason_of(form)
        if form.changes_row or not change:
            self.keep(request, obj, form)

    def keep(self, request: HttpRequest, obj: Any, form: Any) -> None:
        """Write a new row, or one that a form changes."""
        obj.save()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.forms:
            row.instance._change_reason = reason_of(form)
        super().save_formset(request, form, formset, change)

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> HttpResponse | None:
        """Run the action. Raises BadRequest for a selected value that is not a primary key."""
        if not all(map(is_number, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest("What is ticked is no row.")
        found: HttpResponse | None = super().response_action(request, queryset)
        return found

    # Page titles name the model or the object.

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        about: dict[str, Any] = {}
        if obj:
            about = {"title": str(obj), "subtitle": None}
            about |= {"show_delete": False} if self.kept_because(obj) else {}
        return super().change_view(request, object_id, form_url, {**about, **(extra_context or {})})

    # Deletion needs a reason, and is rejected for rows that other data depends on.

    def kept_because(self, obj: Any) -> str:
        """Return why a row may not be deleted, as a sentence; empty if it may."""
        return ""

    @serialised
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj and request.method == "POST":
            obj = self.hold(obj)
        why_not = self.kept_because(obj) if obj else ""
        if why_not:
            messages.error(request, why_not)
            return HttpResponseRedirect(self.address("change", object_id))
        if obj and not self.has_delete_permission(request, obj):
            raise PermissionDenied
        if request.method == "POST" and not request.POST.get("reason", "").strip():
            messages.error(request, "Say why it is deleted: the history keeps your reason.")
            return HttpResponseRedirect(request.path)
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj._change_reason = request.POST.get("reason", "").strip()
        super().delete_model(request, obj)


class BaseTabularInline(PlainFieldsMixin, InlineModelAdmin):
    """Base inline: related rows edited in a table."""

    template = "admin/edit_inline/tabular.html"
    formset = ReasonedFormSet
    extra = 0
