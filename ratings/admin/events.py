"""Events at the desk: what explains a timeline."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from ratings.admin.authorities import OfAuthorityAdmin
from ratings.admin.change_reason import ReasonForm
from ratings.admin.fields import PartialDateField
from ratings.admin.site import admin_site
from ratings.models import Event


class EventForm(ReasonForm):
    """An event, its days as precise as they are known."""

    began = PartialDateField()
    ended = PartialDateField(required=False, help_text="Left empty where it has not ended.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(began=self.instance.start, ended=self.instance.end)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        began, ended = data.get("began"), data.get("ended")
        if began is None:
            return data
        self.instance.start_date, self.instance.start_precision = began.first_day, began.precision
        self.instance.end_date = ended.first_day if ended else None
        self.instance.end_precision = ended.precision if ended else ""
        if ended and _before(ended, began):
            raise ValidationError({"ended": "The end is before the beginning: correct one."})
        self._refuse_twice(data, began.first_day)
        return data

    def _refuse_twice(self, data: dict[str, Any], day: Any) -> None:
        same = Event.objects.filter(
            authority=data.get("authority"), kind=data.get("kind"),
            title=data.get("title"), start_date=day,
        ).exclude(pk=self.instance.pk)  # fmt: skip
        if same.exists():
            raise ValidationError("This event is in the record already: open it instead.")


def _before(ended: Any, began: Any) -> bool:
    """Whether an end lies before a beginning; a year may hold the day it ends in."""
    if ended.precision == "day":
        return bool(ended.first_day < began.first_day)
    return bool(ended.year < began.year)


@admin.register(Event, site=admin_site)
class EventAdmin(OfAuthorityAdmin):
    form = EventForm
    list_display = ("authority", "kind", "title", "when", "verified")
    list_display_links = ("authority", "title")
    list_filter = ("kind", "verified", "authority__region")
    search_fields = ("title", "note")
    search_help_text = "Title, note, or authority (any name or code). Never name a child."
    date_hierarchy = "start_date"
    ordering = ("-start_date", "authority__name")
    fieldsets = (
        (None, {
            "fields": ("authority", "kind", "title"),
            "description": "What is written here is public. It never names a child.",
        }),
        ("When", {"fields": ("began", "ended")}),
        ("Where it was read", {"fields": ("source_url", "verified", "note")}),
    )  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return found
        return [(n, {**o, "fields": [_shown(f) for f in o["fields"]]}) for n, o in found]

    @admin.display(description="when", ordering="start_date")
    def when(self, obj: Event) -> str:
        began = obj.start.in_words()
        return f"{began} to {obj.end.in_words()}" if obj.end else began


def _shown(field: str) -> str:
    """The model's own field, where the form's cannot be read without it."""
    return {"began": "start_date", "ended": "end_date"}.get(field, field)
