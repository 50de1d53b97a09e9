"""The grade given for one judgement area in one inspection, or why there is none."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ratings.models.base import NaturalKeyModel
from ratings.models.data_version import public
from ratings.models.framework import Grade, JudgementArea
from ratings.models.history import HistoricalRecordsM2M
from ratings.models.inspection import Inspection
from ratings.models.source import Source, SourceStrength
from ratings.rules.types import MISSING_WORDS, NoGradeReason
from ratings.rules.validation import not_judged, wrong_grade


@public
class Rating(NaturalKeyModel):
    """Exactly one of a grade and a reason. `label_as_published`: the text in the report."""

    class Reason(models.TextChoices):
        """Reasons that are stored; two more are derived by the rules (`records.Missing`)."""

        NOT_GRADED = NoGradeReason.NOT_GRADED.value, MISSING_WORDS[NoGradeReason.NOT_GRADED]
        NOT_PART = NoGradeReason.NOT_PART.value, MISSING_WORDS[NoGradeReason.NOT_PART]
        SEPARATELY = (
            NoGradeReason.REVIEWED_SEPARATELY.value,
            MISSING_WORDS[NoGradeReason.REVIEWED_SEPARATELY],
        )
        NOT_RECORDED = NoGradeReason.NOT_RECORDED.value, MISSING_WORDS[NoGradeReason.NOT_RECORDED]

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="ratings")
    area = models.ForeignKey(JudgementArea, models.PROTECT, related_name="ratings")
    grade = models.ForeignKey(Grade, models.PROTECT, null=True, blank=True, related_name="ratings")
    missing = models.CharField("why there is no grade", max_length=40, choices=Reason, blank=True)
    label_as_published = models.CharField(max_length=100, blank=True)
    sources = models.ManyToManyField(Source, related_name="ratings", blank=True)
    verified = models.CharField(
        "strength of evidence", max_length=20, choices=SourceStrength, blank=True
    )

    natural_key_fields = ("inspection__key", "area__key")
    history = HistoricalRecordsM2M(sources)

    class Meta:
        ordering = ["inspection__key", "area__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "area"],
                name="rating_once_an_area",
                violation_error_message="This inspection already has a rating for this area.",
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=False, missing="")
                | Q(grade__isnull=True) & ~Q(missing=""),
                name="rating_is_a_grade_or_a_reason",
                violation_error_message="Choose a grade, or say why there is none; not both.",
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | ~Q(verified=""),
                name="rating_grade_says_how_verified",
                violation_error_message="Say how strong the evidence for the grade is.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area.short_name}: {self.grade or self.get_missing_display()}"

    def is_private(self) -> bool:
        """Whether it belongs to a draft."""
        return self.inspection.is_private()

    def clean(self) -> None:
        if not (self.area_id and self.inspection_id):
            return
        framework = self.inspection.framework
        if self.area.framework_id != framework.pk:
            why = not_judged(framework.short_name, self.area.short_name)
            raise ValidationError({"area": why})
        if self.grade and self.grade not in (scale := framework.grades.all()):
            words = [grade.word for grade in scale]
            raise ValidationError(
                {"grade": wrong_grade(framework.short_name, self.grade.word, words)}
            )
