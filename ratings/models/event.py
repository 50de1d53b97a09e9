"""Events that explain a timeline: interventions, trusts, section 114 notices, reorganisations."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from ratings.models.base import NaturalKeyModel
from ratings.models.data_version import public
from ratings.models.history import HistoricalRecordsM2M
from ratings.models.source import SourceStrength
from ratings.rules import types
from ratings.rules.dates import PartialDate


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", "day"
    MONTH = "month", "month"
    YEAR = "year", "year"


def partial_date(day: object, precision: str) -> PartialDate | None:
    """The partial date that two columns hold; None when there is none."""
    return PartialDate(day, precision) if day else None  # type: ignore[arg-type]


def check_partial_date(field: str, day: object, precision: str) -> None:
    """Raise ValidationError on the field if the first day does not fit its precision."""
    try:
        partial_date(day, precision)
    except ValueError as problem:
        raise ValidationError({field: f"{problem}: correct the day or the precision."}) from None


@public
class Event(NaturalKeyModel):
    """Something that happened to an authority's children's services. Never names a child."""

    class Kind(models.TextChoices):
        COMMISSIONER = "commissioner", "commissioner"
        COMPANY = "company", "company"
        IMPROVEMENT_NOTICE = "improvement-notice", "improvement notice"
        OTHER = "other", "other"
        REORGANISATION = "reorganisation", "reorganisation"
        SECTION_114 = "section-114", "section 114 notice"
        SERIOUS_CASE_REVIEW = "serious-case-review", "serious case review"
        STATUTORY_DIRECTION = "statutory-direction", "statutory direction"
        TRUST = "trust", "trust"

    authority = models.ForeignKey("ratings.Authority", models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30, choices=Kind)
    start_date = models.DateField("began")
    start_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    end_date = models.DateField("ended", null=True, blank=True)
    end_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    title = models.CharField(max_length=200)
    source_url = models.URLField("source", max_length=500, blank=True)
    verified = models.CharField("strength of evidence", max_length=20, choices=SourceStrength)
    note = models.TextField(blank=True)

    natural_key_fields = ("authority__slug", "kind", "start_date", "title")
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["start_date", "authority__slug", "kind", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind", "start_date", "title"], name="event_once"
            ),
            models.CheckConstraint(
                condition=~Q(end_precision="day") | Q(end_date__gte=F("start_date")),
                name="event_ends_after_it_begins",
                violation_error_message="The end is before the beginning: correct one.",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True, end_precision="")
                | Q(end_date__isnull=False) & ~Q(end_precision=""),
                name="event_end_says_how_precise",
                violation_error_message="Say how much of the end date is known.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.title} ({self.start.in_words()})"

    def clean(self) -> None:
        check_partial_date("start_date", self.start_date, self.start_precision)
        check_partial_date("end_date", self.end_date, self.end_precision)
        if self.end and self.end.year < self.start.year:
            raise ValidationError({"end_date": "The end is before the beginning: correct one."})

    @property
    def start(self) -> PartialDate:
        return PartialDate(self.start_date, self.start_precision)  # type: ignore[arg-type]

    @property
    def end(self) -> PartialDate | None:
        return partial_date(self.end_date, self.end_precision)

    def record(self) -> types.Event:
        return types.Event(
            kind=self.kind,
            kind_name=self.get_kind_display(),
            start=self.start,
            end=self.end,
            title=self.title,
            source_url=self.source_url,
            authority=self.authority.slug,
        )
