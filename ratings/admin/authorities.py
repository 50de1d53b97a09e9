"""Admin of authorities, their names, codes, successions, neighbours and events."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import TabularInline
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from ratings.admin.base import BaseAdmin, BaseTabularInline
from ratings.admin.change_reason import ReasonForm, reason_of
from ratings.admin.fields import PartialDateField
from ratings.admin.forms import add_problems
from ratings.admin.list_filters import ExistsFilter, InspectedFilter
from ratings.admin.reorganisation_pages import ReorganisationAdmin
from ratings.admin.roles import may_publish
from ratings.admin.site import admin_site
from ratings.importing.reorganisation import ADDRESSES, authority_problems, keep_authority
from ratings.models import Alias, Authority, Event, FormerCode, Neighbour, Succession
from ratings.rules.dates import day_in_words

AUTHORITY_SEARCH = (
    "name", "slug", "aliases__name", "former_codes__value",
    "gss_code__iexact", "la_code__exact", "ofsted_urn__exact",
)  # fmt: skip

WHO_EXISTS = (*ADDRESSES, "start_date", "end_date")
"""Fields that decide which authorities exist and what a URL leads to: reviewers only."""


class AuthorityForm(ReasonForm):
    """One authority; rejects another's code, and dates that would exclude its inspections."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            for name in WHO_EXISTS:
                setattr(self.instance, name, data.get(name, getattr(self.instance, name)))
            add_problems(self, authority_problems(self.instance))
        return data


class AliasInline(BaseTabularInline, TabularInline):
    model = Alias
    extra = 1
    fields = ("name",)


class FormerCodeInline(BaseTabularInline, TabularInline):
    """Former codes, saved automatically when a code is changed; read-only here."""

    model = FormerCode
    fields = readonly_fields = ("scheme", "value")
    can_delete = False
    verbose_name_plural = "Former codes (kept when a code above is changed)"

    def has_add_permission(  # type: ignore[override]
        self, request: HttpRequest, obj: Any
    ) -> bool:
        return False


@admin.register(Authority, site=admin_site)
class AuthorityAdmin(ReorganisationAdmin):
    form = AuthorityForm
    change_list_template = "admin/authority_list.html"
    inlines = (AliasInline, FormerCodeInline)
    list_display = ("name", "region", "authority_type", "gss_code", "la_code", "begins", "ends")
    list_filter = (ExistsFilter, InspectedFilter, "region", "authority_type")
    search_fields = AUTHORITY_SEARCH
    search_help_text = "Any name or code it has, or has had."
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug")}),
        ("Codes", {
            "fields": ("gss_code", "la_code", "ofsted_urn"),
            "description": "A reviewer changes these. A code or slug that is changed here is kept"
            " as a former one: addresses that carry it lead to the new one.",
        }),
        ("Place", {"fields": ("region", "authority_type", ("latitude", "longitude"),
                              ("tile_column", "tile_row"))}),
        ("Time", {
            "fields": ("start_date", "end_date"),
            "description": "A reviewer changes these, for they decide which councils there are.",
        }),
    )  # fmt: skip

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_readonly_fields(request, obj)
        return found if may_publish(request) else [*found, *WHO_EXISTS]

    def may_restore(self, request: HttpRequest, obj: Any) -> bool:
        """Reviewers only, as an earlier version also restores codes and dates."""
        return may_publish(request) and super().may_restore(request, obj)

    def keep(self, request: HttpRequest, obj: Any, form: Any) -> None:
        for row in keep_authority(obj, reason_of(form)):
            messages.info(request, f"{row} is kept: addresses that carry it lead here.")

    def keep_restored(self, obj: Any, reason: str) -> None:
        obj.full_clean()
        keep_authority(obj, reason)

    def view_on_site(self, obj: Any) -> str:
        return reverse("authority", args=[obj.slug])

    @admin.display(description="first day", ordering="start_date")
    def begins(self, obj: Authority) -> str:
        return day_in_words(obj.start_date) if obj.start_date else "before the record"

    @admin.display(description="last day", ordering="end_date")
    def ends(self, obj: Authority) -> str:
        return day_in_words(obj.end_date) if obj.end_date else "–"


class OfAuthorityAdmin(BaseAdmin):
    """Base ModelAdmin of an authority's related model, searchable by the authority's names."""

    autocomplete_fields: tuple[str, ...] = ("authority",)
    list_select_related: tuple[str, ...] = ("authority",)
    search_help_text = "Authority (any name or code it has, or has had)."

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [*self.search_fields, *(f"authority__{name}" for name in AUTHORITY_SEARCH)]


# Events, which explain a timeline.


class EventForm(ReasonForm):
    """An event, whose dates are known to the day, the month or the year."""

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
        # Unless the end is a full date, it is compared by year only.
        is_day = ended and ended.precision == "day"
        if ended and (ended.first_day < began.first_day if is_day else ended.year < began.year):
            raise ValidationError({"ended": "The end is before the beginning: correct one."})
        same = Event.objects.filter(
            authority=data.get("authority"), kind=data.get("kind"),
            title=data.get("title"), start_date=began.first_day,
        ).exclude(pk=self.instance.pk)  # fmt: skip
        if same.exists():
            raise ValidationError("This event is in the record already: open it instead.")
        return data


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
        shown = {"began": "start_date", "ended": "end_date"}
        return [
            (name, {**about, "fields": [shown.get(field, field) for field in about["fields"]]})
            for name, about in found
        ]

    @admin.display(description="when", ordering="start_date")
    def when(self, obj: Event) -> str:
        began = obj.start.in_words()
        return f"{began} to {obj.end.in_words()}" if obj.end else began


@admin.register(Alias, site=admin_site)
class AliasAdmin(OfAuthorityAdmin):
    list_display = ("name", "authority")
    list_filter = ("authority__region",)
    search_fields = ("name",)


class FormerCodeForm(ReasonForm):
    """A former code of an authority; rejects one that leads to another authority in URLs."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        authority, value = data.get("authority"), data.get("value")
        if authority and value:
            other = Authority.objects.addressed_as(value).exclude(pk=authority.pk).first()
            if other and other.pk != self.instance.authority_id:
                message = f"Addresses with {value} lead to {other}: choose another."
                self.add_error("value", message)
        return data


@admin.register(FormerCode, site=admin_site)
class FormerCodeAdmin(OfAuthorityAdmin):
    form = FormerCodeForm
    list_display = ("value", "scheme", "authority")
    list_filter = ("scheme",)
    search_fields = ("value",)


@admin.register(Neighbour, site=admin_site)
class NeighbourAdmin(OfAuthorityAdmin):
    list_display = ("authority", "model_year", "rank", "neighbour")
    list_filter = ("model_year",)
    list_select_related = ("authority", "neighbour")
    autocomplete_fields = ("authority", "neighbour")


class SuccessionForm(ReasonForm):
    """A succession; its date must be the first day of the successor, if that is known."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        successor, day = data.get("successor"), data.get("date")
        if successor and day and successor.start_date not in (None, day):
            began = day_in_words(successor.start_date)
            message = f"{successor} began on {began}: give that day, or choose another successor."
            raise ValidationError({"date": message})
        return data


@admin.register(Succession, site=admin_site)
class SuccessionAdmin(BaseAdmin):
    form = SuccessionForm
    list_display = ("predecessor", "successor", "date", "kind")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "successor")
    autocomplete_fields = ("predecessor", "successor")
    search_fields = (
        "predecessor__name", "successor__name", "predecessor__aliases__name",
        "successor__aliases__name", "predecessor__gss_code__iexact", "successor__gss_code__iexact",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Succession]:
        return super().get_queryset(request).select_related("predecessor", "successor")
