"""List filters, and the querysets behind them, for missing facts and overdue inspections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest

from ratings.forms import today
from ratings.models import Authority, Inspection
from ratings.rules.types import FINDING_WORDS, DirectionStatus

RECENT = timedelta(days=3 * 365)
"""Missing facts are listed as tasks only for inspections that began within this time."""

YEARS = {"over-3": 3, "over-4": 4}


GAPS: dict[str, tuple[str, str, str, Callable[[Any], Any]]] = {
    "publication": (
        "no publication date",
        "recent inspections have no publication date",
        "Until it is known, they count as known from their first day.",
        lambda found: found.filter(published__isnull=True),
    ),
    "report": (
        "no report address",
        "recent inspections have no report address",
        "A reader cannot check what is said of them.",
        lambda found: found.filter(report_url=""),
    ),
    "letter": (
        FINDING_WORDS[DirectionStatus.NOT_READ],
        "letters of recent visits have not been read yet",
        "Read the letter: improved, declined, unchanged, mixed, or that it states no change.",
        lambda found: found.found(DirectionStatus.NOT_READ),
    ),
}
"""Facts that an inspection should have: a name, the title and reason of a task, and what filters
inspections to those without it."""


class WordsFilter(SimpleListFilter):
    """A list filter whose choices are `words`, by the value in the URL."""

    words: Mapping[str, str] = {}

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return list(self.words.items())


class GapFilter(WordsFilter):
    """Filter inspections by the fact that they lack (`GAPS`)."""

    title = "what is missing"
    parameter_name = "gap"
    words = {key: name for key, (name, *_) in GAPS.items()}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        *_, lacking = GAPS.get(self.value() or "", (lambda found: found,))
        found: QuerySet[Any] = lacking(queryset)
        return found


class FoundFilter(WordsFilter):
    """Filter visits by their finding, or by why it is not known."""

    title = "what the visit found"
    parameter_name = "found"
    words = FINDING_WORDS

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        finding = self.value()
        return queryset.found(finding) if finding in FINDING_WORDS else queryset


class SinceFilter(WordsFilter):
    """Filter inspections to those that began in the last three years."""

    title = "when it began"
    parameter_name = "since"
    words = {"recent": "in the last three years"}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "recent":
            return queryset
        return queryset.filter(first_day__gt=today() - RECENT)


def not_inspected_since(day: date, years: int) -> QuerySet[Authority]:
    """Authorities existing on a day without a graded inspection in the given years before it."""
    graded = Q(
        inspections__kind__is_graded=True,
        inspections__status=Inspection.Status.PUBLISHED,
    )
    found = Authority.objects.existing_on(day).annotate(
        last_graded=Max("inspections__first_day", filter=graded)
    )
    return found.filter(Q(last_graded__lt=years_before(day, years)) | Q(last_graded__isnull=True))


def years_before(day: date, years: int) -> date:
    """Return the same day that many years earlier; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


class InspectedFilter(WordsFilter):
    """Filter authorities by how long ago their last graded inspection began."""

    title = "last graded inspection"
    parameter_name = "inspected"
    words = {key: f"{years} years ago or more" for key, years in YEARS.items()}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        years = YEARS.get(self.value() or "")
        if years is None:
            return queryset
        return queryset.filter(pk__in=not_inspected_since(today(), years).values("pk"))


class ExistsFilter(WordsFilter):
    """Filter authorities by whether they exist today."""

    title = "whether it exists"
    parameter_name = "exists"
    words = {"yes": "exists today", "no": "has ended or is to begin"}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        existing = Authority.objects.existing_on(today()).values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=existing)
        return queryset.exclude(pk__in=existing) if self.value() == "no" else queryset
