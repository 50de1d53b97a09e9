"""Query-string filters of the lists. The form rejects unknown values."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import F, Q, QuerySet
from django.forms import HiddenInput, TextInput

from ratings.forms import IsoDateField, QueryDates
from ratings.models.authority import Authority
from ratings.models.inspection import Inspection, InspectionQuerySet
from ratings.models.record import Record
from ratings.parameters import CountryPart, PartField
from ratings.rules.grades import grades_of
from ratings.rules.status import WITHOUT_GRADE, AuthorityStatus
from ratings.rules.trend import Change
from ratings.rules.types import FINDING_WORDS

Choices = list[tuple[str, str]]

NOT_STATED = "not-stated"
"""No direction, for any reason: the value in old URLs, before the reasons were separate."""

FINDINGS: Choices = [*FINDING_WORDS.items(), (NOT_STATED, "no direction, whatever the reason")]
NAME_OR_CODE = "the name or code of an authority, up to 100 characters"


class IsoDateFilter(filters.Filter):
    """Filter by an ISO date such as 2024-03-31."""

    field_class = IsoDateField


class PartFilter(filters.Filter):
    """Filter by part of the country: rows whose region is in it."""

    field_class = PartField

    def filter(self, queryset: QuerySet[Any], part: CountryPart) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.field_name}__in": part.regions}) if part else queryset


def choice(label: str, choices: Choices, empty: str = "all", **options: Any) -> filters.Filter:
    """A filter with a fixed set of values."""
    return filters.ChoiceFilter(label=label, choices=choices, empty_label=empty, **options)


def name_or_code() -> filters.Filter:
    return filters.CharFilter(
        label="Name or code",
        method="keep_named",
        max_length=100,
        widget=TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


class ListFilter(filters.FilterSet):
    """Base class for the filters of the lists.

    `record` holds what is searched and offered on the days of `moment`; `sorts` the ways to sort.
    """

    authority_lookup = "slug"

    def __init__(
        self,
        data: Any,
        queryset: QuerySet[Any],
        record: Record,
        moment: QueryDates,
        sorts: Choices,
    ) -> None:
        self.record, self.moment, self.sorts = record, moment, sorts
        super().__init__(data, queryset)
        for name, field in self.form.fields.items():
            field.widget.attrs.setdefault("id", f"filter-{name}")
            if not hasattr(field.widget, "input_type") or field.widget.input_type != "checkbox":
                field.widget.attrs["class"] = "field"
        self.form.fields["q"].allowed = (NAME_OR_CODE,)

    def fitted(self, **choices: Choices) -> None:
        """Set the choices of filters to those in the record."""
        for name, values in choices.items():
            self.filters[name].extra["choices"] = values

    def keep_named(self, queryset: QuerySet[Any], _: str, text: str) -> QuerySet[Any]:
        slugs = self.record.matching(text)
        return queryset.filter(**{f"{self.authority_lookup}__in": slugs})

    def left_to_rules(self, queryset: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        """Leave the queryset as it is: `rules` filters by this afterwards, as no column has it."""
        return queryset

    @property
    def place(self) -> tuple[CountryPart, str]:
        """The part of the country and the type requested; blank: all."""
        values = self.form.cleaned_data
        return values["region"], values.get("type", "")

    @property
    def asked(self) -> dict[str, Any]:
        """The filters that narrow the list, by name."""
        values = self.form.cleaned_data
        return {n: v for n, v in values.items() if v and n != "sort"}

    @property
    def narrows(self) -> bool:
        """Whether any filter narrows the list."""
        return bool(set(self.asked) - {"abolished"})


class AuthorityFilter(ListFilter):
    """Filter by name or code, region and type in the database; by grade and trend in `rules`."""

    q = name_or_code()
    grade = choice("Overall grade", [], method="left_to_rules")
    trend = choice(
        "Trend",
        [(str(c).replace(" ", "-"), str(c)) for c in Change],
        method="left_to_rules",
    )
    region = PartFilter(label="Region")
    type = choice("Type", list(Authority.Type.choices), field_name="authority_type")
    abolished = choice(
        "Abolished authorities", [("yes", "shown")], "left out", method="left_to_rules"
    )
    sort = choice("Sorted by", [], method="left_to_rules", widget=HiddenInput)

    class Meta:
        model = Authority
        fields: list[str] = []

    def get_form_class(self) -> Any:
        frameworks = self.record.begun(*self.moment.span)
        words = [(grade.key, grade.word) for grade in grades_of(frameworks)]
        self.fitted(grade=[*words, *WITHOUT_GRADE.items()], sort=self.sorts)
        return super().get_form_class()

    def keeps(self, status: AuthorityStatus) -> bool:
        """Whether an authority's current grade and trend match the filters."""
        asked = self.form.cleaned_data
        if asked["grade"] and status.group != asked["grade"]:
            return False
        if not asked["trend"]:
            return True
        trend = status.trend
        return trend is not None and str(trend.change).replace(" ", "-") == asked["trend"]

    @property
    def with_abolished(self) -> bool:
        return bool(self.form.cleaned_data["abolished"])


class InspectionFilter(ListFilter):
    """Filter inspections entirely in the database, so that only one page of rows is read."""

    authority_lookup = "authority__slug"

    q = name_or_code()
    result = choice(
        "Graded or visit", [("graded", "graded inspections"), ("visit", "visits")],
        "both", method="keep_result",
    )  # fmt: skip
    kind = choice("Kind", [], field_name="kind__key")
    framework = choice("Framework", [], field_name="framework__code")
    grade = choice("Overall grade", [], method="keep_grade")
    direction = choice("Visit found", FINDINGS, method="keep_direction")
    begun_from = IsoDateFilter(label="Begun from", field_name="first_day", lookup_expr="gte")
    begun_to = IsoDateFilter(label="Begun to", field_name="first_day", lookup_expr="lte")
    region = PartFilter(label="Region", field_name="authority__region")
    sort = choice("Sorted by", [], method="left_to_rules", widget=HiddenInput)

    class Meta:
        model = Inspection
        fields: list[str] = []

    def get_form_class(self) -> Any:
        frameworks = self.record.listed(*self.moment.span)
        words = [(grade.key, grade.word) for grade in grades_of(frameworks)]
        self.fitted(
            kind=[(kind.key, kind.name) for kind in self.record.kinds.values()],
            framework=[(f.code, f.short_name) for f in frameworks],
            grade=[*words, ("no-overall-grade", "no overall grade")],
            sort=self.sorts,
        )
        return super().get_form_class()

    def keep_result(self, queryset: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        return queryset.filter(kind__is_graded=value == "graded")

    def keep_grade(self, queryset: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        """Filter by overall grade; or graded inspections that gave none."""
        headline = Q(ratings__area__is_headline=True, ratings__grade__isnull=False)
        if value != "no-overall-grade":
            return queryset.filter(headline, ratings__grade__key=value)
        graded = queryset.filter(kind__is_graded=True)
        return graded.exclude(pk__in=Inspection.objects.filter(headline).values("pk"))

    def keep_direction(self, queryset: InspectionQuerySet, _: str, value: str) -> QuerySet[Any]:
        if value == NOT_STATED:
            return queryset.filter(kind__is_graded=False, direction="")
        return queryset.found(value)


INSPECTION_ORDER: dict[str, tuple[Any, ...]] = {
    "date": ("first_day", F("published").asc(nulls_first=True), "key"),
    "-date": ("-first_day", F("published").desc(nulls_last=True), "-key"),
    "published": (F("published").asc(nulls_last=True), "first_day", "key"),
    "-published": (F("published").desc(nulls_last=True), "-first_day", "-key"),
    "authority": ("authority__slug", "-first_day", "-key"),
    "-authority": ("-authority__slug", "-first_day", "-key"),
}
"""The `order_by` of each sort of the list of inspections, the same for all databases."""
