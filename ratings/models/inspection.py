"""Inspections and visits: one event on site with a published result."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from ratings.models.authority import Authority
from ratings.models.base import NaturalKeyManager, NaturalKeyModel, key_validator
from ratings.models.data_version import public
from ratings.models.event import Precision, check_partial_date, partial_date
from ratings.models.framework import Framework, InspectionKind
from ratings.models.history import HistoricalRecordsM2M
from ratings.models.source import Source, SourceStrength
from ratings.rules.dates import PartialDate
from ratings.rules.direction import NO_ADDRESS, direction_problems
from ratings.rules.types import DirectionRead, DirectionStatus

IN_ORDER = ("first_day", F("published").asc(nulls_first=True), "key")
"""The order of the line (domain §3.5)."""


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def public(self) -> Self:
        """Published inspections: the public never sees a draft."""
        return self.filter(status=Inspection.Status.PUBLISHED)

    def as_at(self, day: date, known_by: date | None = None) -> Self:
        """Published inspections begun by a day and, if asked, public by another (domain §4)."""
        begun = self.public().filter(first_day__lte=day)
        if known_by is None:
            return begun
        return begun.filter(
            Q(published__lte=known_by) | Q(published__isnull=True, first_day__lte=known_by)
        )

    def in_order(self) -> Self:
        return self.order_by(*IN_ORDER)

    def found(self, finding: str) -> Self:
        """Visits that found this: a direction, or a status that says why there is none."""
        visits = self.filter(kind__is_graded=False)
        if finding in Inspection.Direction.values:
            return visits.filter(direction=finding)
        if finding == DirectionStatus.STATED:
            return visits.exclude(direction="")
        asked = finding != DirectionStatus.NOT_ASKED
        visits = visits.filter(direction="", kind__asks_direction=asked)
        if not asked:
            return visits
        is_read = ~Q(direction_read="")
        return visits.filter(is_read if finding == DirectionStatus.NONE_STATED else ~is_read)


InspectionManager = NaturalKeyManager.from_queryset(InspectionQuerySet)


@public
class Inspection(NaturalKeyModel):
    """A graded inspection or an ungraded visit.

    `key` is permanent, even if a date is corrected later. A start may be known to the day,
    month or year; where none is known, publication is used (`first_day`). A direction,
    and that a letter states none, always name the URL where that was read.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        PUBLISHED = "published", "published"

    class Direction(models.TextChoices):
        IMPROVED = "improved", "improved"
        DECLINED = "declined", "declined"
        UNCHANGED = "unchanged", "unchanged"
        MIXED = "mixed", "mixed"

    class DirectionRead(models.TextChoices):
        LETTER = DirectionRead.LETTER, "the letter"
        ACCOUNT = DirectionRead.ACCOUNT, "an account of it"

    key = models.CharField("id", max_length=120, unique=True, validators=[key_validator])
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="inspections")
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="inspections")
    kind = models.ForeignKey(InspectionKind, models.PROTECT, related_name="inspections")
    start_date = models.DateField("first day", null=True, blank=True)
    start_precision = models.CharField(
        "first day known to", max_length=5, choices=Precision, blank=True
    )
    end_date = models.DateField("last day", null=True, blank=True)
    published = models.DateField("report published", null=True, blank=True)
    first_day = models.GeneratedField(
        expression=Coalesce("start_date", "published"),
        output_field=models.DateField(),
        db_persist=True,
    )
    theme = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=10, choices=Direction, blank=True)
    direction_source_url = models.URLField("direction read at", max_length=500, blank=True)
    direction_read = models.CharField(
        "what was read", max_length=10, choices=DirectionRead, blank=True,
        help_text="Needed where the letter states no direction; else nobody has read it yet.",
    )  # fmt: skip
    priority_action = models.BooleanField("areas for priority action", default=False)
    report_url = models.URLField("report", max_length=500, blank=True)
    sources = models.ManyToManyField(Source, related_name="inspections", blank=True)
    source_url = models.URLField(
        "article or council page", max_length=500, blank=True,
        help_text="Where a news article or a council's page is the source.",
    )  # fmt: skip
    verified = models.CharField("strength of evidence", max_length=20, choices=SourceStrength)
    note = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    status_as_kept = ""

    objects: ClassVar[InspectionManager] = InspectionManager()
    history = HistoricalRecordsM2M(sources)

    class Meta:
        ordering = ["first_day", "published", "key"]
        permissions = [("publish_inspection", "Can publish an inspection")]
        indexes = [
            models.Index(fields=["authority", "first_day"], name="inspection_of_authority"),
            models.Index(fields=["status", "first_day"], name="inspection_by_first_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_date__isnull=False) | Q(published__isnull=False),
                name="inspection_has_a_date",
                violation_error_message="Give the first day, or at least the publication date.",
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True, start_precision="")
                | Q(start_date__isnull=False) & ~Q(start_precision=""),
                name="inspection_start_says_how_precise",
                violation_error_message="Say how much of the first day is known.",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True)
                | Q(start_date__isnull=True)
                | Q(end_date__gte=F("start_date")),
                name="inspection_ends_after_it_begins",
                violation_error_message="The last day is before the first day: correct one.",
            ),
            models.CheckConstraint(
                condition=Q(published__isnull=True)
                | Q(start_date__isnull=True)
                | Q(published__gte=F("start_date")),
                name="inspection_published_after_it_begins",
                violation_error_message="It was published before its first day: correct one.",
            ),
            models.CheckConstraint(
                condition=Q(published__isnull=True)
                | Q(end_date__isnull=True)
                | Q(published__gte=F("end_date")),
                name="inspection_published_after_it_ends",
                violation_error_message="It was published before its last day: correct one.",
            ),
            models.CheckConstraint(
                condition=Q(direction="", direction_read="") | ~Q(direction_source_url=""),
                name="inspection_direction_has_a_source",
                violation_error_message=NO_ADDRESS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.kind}, {self.shown_date.in_words()}"

    def get_absolute_url(self) -> str:
        return reverse("inspection", args=[self.key])

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row.status_as_kept = row.__dict__.get("status", "")
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.status_as_kept = self.status

    def is_private(self) -> bool:
        """Whether it is a draft, and was one when it was read: the public knows nothing of it."""
        return {self.status, self.status_as_kept or self.status} == {self.Status.DRAFT}

    def clean(self) -> None:
        check_partial_date("start_date", self.start_date, self.start_precision)
        if self.kind_id:
            read = (self.direction, self.direction_read, self.direction_source_url)
            if problems := dict(direction_problems(self.kind, *read)):
                raise ValidationError(problems)

    @property
    def start(self) -> PartialDate | None:
        return partial_date(self.start_date, self.start_precision)

    @property
    def shown_date(self) -> PartialDate:
        """The first day as precisely as it is known; publication where there is none."""
        return self.start or PartialDate(self.published)  # type: ignore[arg-type]
