"""Figures that Ofsted or the press published, for this record to reproduce."""

from __future__ import annotations

from django.db import models

from ratings.models.base import NaturalKeyModel, key_validator
from ratings.models.data_version import public
from ratings.models.history import HistoricalRecordsM2M


@public
class PublishedFigure(NaturalKeyModel):
    """A number somebody published, with both of its dates, its area, region and denominator.

    `grades` are grade keys joined by `|`, empty for a count of all; for repeats one of the
    outcomes of `rules.national.Repeats`. The rest narrows what is counted. `note` explains
    a figure, and why one cannot be reproduced.
    """

    class Unit(models.TextChoices):
        COUNT = "count", "count"
        PERCENT = "percent", "whole percentage, rounded half up"

    class Denominator(models.TextChoices):
        EXISTING = "existing", "authorities that exist"
        INSPECTED = "inspected", "authorities inspected, with a grade"
        INSPECTIONS = "inspections", "inspections"
        REPEATS = "repeats", "authorities inspected more than once"

    class Which(models.TextChoices):
        LATEST = "latest", "latest"
        FIRST = "first", "first"
        ALL = "all", "all"

    key = models.CharField("id", max_length=80, unique=True, validators=[key_validator])
    as_at = models.DateField()
    known_by = models.DateField("published by")
    area = models.CharField(max_length=60)
    region = models.CharField(max_length=60, blank=True, help_text="Empty: England.")
    grades = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=10, choices=Unit)
    denominator = models.CharField(max_length=20, choices=Denominator)
    denominator_words = models.CharField(
        max_length=120, help_text="As the source of the figure puts it."
    )
    group = models.CharField(max_length=40, blank=True)
    which = models.CharField(max_length=10, choices=Which, default=Which.LATEST)
    begun_from = models.DateField(null=True, blank=True)
    begun_to = models.DateField(null=True, blank=True)
    value = models.PositiveSmallIntegerField()
    source_url = models.URLField("source", max_length=500)
    reproducible = models.BooleanField(default=True)
    note = models.TextField(blank=True)

    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["as_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit="count") | models.Q(value__lte=100),
                name="published_percentage_up_to_hundred",
                violation_error_message="A percentage is at most 100.",
            ),
            models.CheckConstraint(
                condition=models.Q(reproducible=True) | ~models.Q(note=""),
                name="published_figure_says_why_not",
                violation_error_message="Say why the figure cannot be reproduced.",
            ),
        ]

    def __str__(self) -> str:
        return self.key
