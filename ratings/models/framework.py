"""Programmes, scales, frameworks, areas and which of them compare: data, never code.

A programme or framework announced tomorrow is rows that an editor adds in the admin (domain §8).
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from ratings.models.base import NaturalKeyModel, key_validator
from ratings.models.data_version import public
from ratings.models.history import HistoricalRecordsM2M
from ratings.rules import trend, types


class Tone(models.TextChoices):
    """Colours of the theme that a grade can be drawn in (`charts/theme.py`)."""

    DEEP_BLUE = "deep-blue", "deep blue (best)"
    BLUE = "blue", "blue"
    TEAL = "teal", "teal"
    AMBER = "amber", "amber"
    AMBER_HATCHED = "amber-hatched", "amber, hatched"
    RED = "red", "red (worst)"
    VIOLET = "violet", "violet"
    NEUTRAL = "neutral", "neutral"


@public
class Programme(NaturalKeyModel):
    """What Ofsted inspects with a question of its own: children's services, area SEND, …

    Only children's services have a line, national shares and questions: `CHILDRENS_SERVICES`.
    """

    key = models.CharField(max_length=40, unique=True, validators=[key_validator])
    name = models.CharField(max_length=80)
    inspected = models.TextField("what is inspected", blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.name


@public
class Grade(NaturalKeyModel):
    """One grade, on one scale or several. `position` counts from 1, the best, and means something
    within a scale only: grades that share no scale are not comparable."""

    key = models.CharField(max_length=40, unique=True, validators=[key_validator])
    word = models.CharField(max_length=60, help_text="In lower case, as the line says it.")
    letter = models.CharField(max_length=3, help_text="Stands on the mark beside its colour.")
    position = models.PositiveSmallIntegerField(help_text="1 is the best.")
    tone = models.CharField(max_length=20, choices=Tone, default=Tone.NEUTRAL)

    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(position__gte=1), name="grade_position_from_one"),
        ]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """Two grades of a scale have two positions."""
        own = Scale.objects.filter(grades=self.pk) if self.pk else Scale.objects.none()
        same = Grade.objects.filter(scales__in=own, position=self.position).exclude(pk=self.pk)
        if other := same.first():
            raise ValidationError({"position": f"{other} has this position on the same scale."})

    def record(self) -> types.Grade:
        return types.Grade(self.key, self.word, self.letter, self.position, self.tone)


@public
class Scale(NaturalKeyModel):
    """The grades that can be put in order with each other; a grade may be on several scales.

    `difference` completes "adequate and requires improvement: …" for grades that only this scale
    has and grades that only the `earlier` one has.
    """

    key = models.CharField(max_length=40, unique=True, validators=[key_validator])
    name = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    grades = models.ManyToManyField(Grade, related_name="scales")
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later",
        verbose_name="scale before it",
    )  # fmt: skip
    difference = models.CharField(
        "why the two are not one", max_length=200, blank=True,
        help_text="Follows two grades, one of each scale, and a colon: “Ofsted raised the bar"
        " between them”.",
    )  # fmt: skip

    history = HistoricalRecordsM2M(grades)

    class Meta:
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.name


@public
class InspectionKind(NaturalKeyModel):
    """What sort of inspection: graded (full, short, …) or an ungraded visit."""

    key = models.CharField(max_length=40, unique=True, validators=[key_validator])
    name = models.CharField(max_length=80)
    is_graded = models.BooleanField(help_text="Whether it results in grades; else it is a visit.")
    asks_direction = models.BooleanField(
        "asked for a direction", default=False,
        help_text="Whether its letter is read for improvement or decline. Joint inspections answer"
        " another question.",
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Only an ungraded kind asks for a direction, and it must while any are on record."""
        if self.is_graded and self.asks_direction:
            raise ValidationError(
                {"asks_direction": "A graded inspection has grades, not a direction: untick it."}
            )
        read = self.inspections.exclude(direction="", direction_read="") if self.pk else None
        if read and not self.asks_direction:
            raise ValidationError(
                {"asks_direction": f"The direction of {read.count()} of them is on record: leave it"
                 " ticked."}
            )  # fmt: skip

    def record(self) -> types.InspectionKind:
        return types.InspectionKind(self.key, self.name, self.is_graded, self.asks_direction)


@public
class Framework(NaturalKeyModel):
    """The rules that an inspection was made under, in force for starts between two days.

    `in_line`: its graded inspections give steps of the line. `in_national`: they count in
    national shares. Two frameworks may be in force at once (SIF re-inspections ran beside
    ILACS).
    """

    code = models.CharField(max_length=40, unique=True, validators=[key_validator])
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, help_text="For strips and narrow columns.")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="frameworks")
    group = models.CharField(
        max_length=40,
        blank=True,
        validators=[key_validator],
        help_text="Frameworks of one group can be asked for together. Empty: its own code.",
    )
    first_day = models.DateField("first start date")
    last_day = models.DateField("last start date", null=True, blank=True)
    in_line = models.BooleanField("gives nodes of the line", default=False)
    in_national = models.BooleanField("counts in national shares", default=False)
    scale = models.ForeignKey(
        Scale, models.PROTECT, null=True, blank=True, related_name="frameworks",
        help_text="Empty: its result is a letter without grades.",
    )  # fmt: skip
    kinds = models.ManyToManyField(InspectionKind, related_name="frameworks")

    natural_key_fields = ("code",)
    history = HistoricalRecordsM2M(kinds)

    class Meta:
        ordering = ["first_day", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="framework_ends_after_it_begins",
                violation_error_message="The last start date is before the first: correct one.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Only children's services have a line; what inspections have found is kept."""
        counts = [name for name in ("in_line", "in_national") if getattr(self, name)]
        if self.programme_id and counts and self.programme.key != types.CHILDRENS_SERVICES:
            why = f"Only children’s services count: untick it for {self.programme}."
            raise ValidationError(dict.fromkeys(counts, why))
        before = Framework.objects.filter(pk=self.pk).first() if self.pk else None
        fixed = ("in_line", "programme_id")
        moved = [name for name in fixed if before and getattr(before, name) != getattr(self, name)]
        if moved and (count := self.graded_count()):
            field = moved[0].removesuffix("_id")
            raise ValidationError({field: framework_locked_message(self, count)})
        if before and before.scale_id != self.scale_id:
            given = Grade.objects.filter(ratings__area__framework=self)
            if lost := given.exclude(scales=self.scale_id).first():
                why = f"Inspections under it have found {lost}: choose a scale that has this grade."
                raise ValidationError({"scale": why})

    @property
    def grades(self) -> models.QuerySet[Grade]:
        """The grades of its scale, best first; none without one."""
        found: models.QuerySet[Grade] = Grade.objects.none()
        return self.scale.grades.all() if self.scale else found

    def graded_count(self) -> int:
        """How many graded inspections have been made under it, drafts among them."""
        return self.inspections.filter(kind__is_graded=True).count()


def framework_locked_message(framework: Framework, count: int) -> str:
    """Error text: what gives a step of the line is fixed once it has graded inspections."""
    return (
        f"{framework.short_name} has {count:,} graded inspections already, and the line of each"
        " authority would be rewritten: enter a new framework instead."
    )


@public
class JudgementArea(NaturalKeyModel):
    """One thing that a framework judges. `is_headline`: its grade is a step of the line."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="areas")
    key = models.CharField(max_length=60, validators=[key_validator])
    name = models.CharField("official name", max_length=200)
    short_name = models.CharField(max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts",
        help_text="The area that this one is a part of.",
    )  # fmt: skip
    order = models.PositiveSmallIntegerField()
    is_headline = models.BooleanField("overall effectiveness", default=False)

    natural_key_fields = ("framework__code", "key")
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["framework__first_day", "framework__code", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "key"], name="area_key_once_a_framework"),
            models.UniqueConstraint(
                fields=["framework"],
                condition=Q(is_headline=True),
                name="area_one_headline_a_framework",
                violation_error_message="This framework already has a headline area: untick one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} ({self.framework.short_name})"

    def clean(self) -> None:
        if self.parent and self.parent.framework_id != self.framework_id:
            raise ValidationError({"parent": "Choose an area of the same framework."})
        before = JudgementArea.objects.filter(pk=self.pk).first() if self.pk else None
        was_headline = before is not None and before.is_headline
        if was_headline != self.is_headline and (why := self.kept_as_headline()):
            raise ValidationError({"is_headline": why})

    def kept_as_headline(self) -> str:
        """Why its framework may not gain or lose a headline area; empty if it may."""
        count = self.framework.graded_count() if self.framework_id else 0
        return framework_locked_message(self.framework, count) if count else ""

    def record(self) -> types.Area:
        return types.Area(
            framework=self.framework.code,
            key=self.key,
            name=self.name,
            short_name=self.short_name,
            order=self.order,
            is_headline=self.is_headline,
            parent=self.parent.key if self.parent else "",
        )


class HeadingAlias(NaturalKeyModel):
    """A heading under which a published file or report gives the grade of an area."""

    area = models.ForeignKey(JudgementArea, models.CASCADE, related_name="headings")
    text = models.CharField(max_length=200)

    natural_key_fields = ("area__framework__code", "area__key", "text")
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["area", "text"]
        verbose_name_plural = "heading aliases"
        constraints = [
            models.UniqueConstraint(fields=["area", "text"], name="heading_once_an_area"),
        ]

    def __str__(self) -> str:
        return self.text


@public
class AreaLink(NaturalKeyModel):
    """Whether areas of two frameworks may be compared, and why (or why not)."""

    a = models.ForeignKey(JudgementArea, models.PROTECT, related_name="links_to_later")
    b = models.ForeignKey(JudgementArea, models.PROTECT, related_name="links_to_earlier")
    comparable = models.CharField(
        max_length=20,
        choices=[
            (trend.Comparable.YES, "yes"),
            (trend.Comparable.ACROSS_FRAMEWORKS, "yes, across frameworks"),
            (trend.Comparable.NO, "no"),
        ],
    )
    why = models.TextField()
    counted_as_one = models.BooleanField(
        default=False,
        help_text="Counted as one area in national shares, whether or not they compare.",
    )

    natural_key_fields = ("a__framework__code", "a__key", "b__framework__code", "b__key")
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["id"]
        verbose_name = "comparability"
        verbose_name_plural = "comparability of areas"
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="area_link_once"),
            models.CheckConstraint(
                condition=~Q(a=F("b")),
                name="area_link_between_two",
                violation_error_message="An area is always comparable with itself: choose two.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.a} – {self.b}: {self.comparable}"

    def clean(self) -> None:
        """Areas compare and count together only where grades in common say which stands where."""
        if not (self.a_id and self.b_id):
            return
        one, other = self.a.framework, self.b.framework
        shared = Grade.objects.filter(scales=one.scale_id).filter(scales=other.scale_id)
        if one.scale_id == other.scale_id is not None or shared.exists():
            return
        wanted = {"comparable": self.comparable != trend.Comparable.NO,
                  "counted_as_one": self.counted_as_one}  # fmt: skip
        why = (
            f"{one.short_name} and {other.short_name} have no grade in common, so that nothing says"
            " which stands where: put the grades that mean the same on both scales, or answer no."
        )
        if any(wanted.values()):
            raise ValidationError({name: why for name, yes in wanted.items() if yes})

    def record(self) -> trend.ComparabilityRow:
        return trend.ComparabilityRow(
            a=(self.a.framework.code, self.a.key),
            b=(self.b.framework.code, self.b.key),
            comparable=trend.Comparable(self.comparable),
            why=self.why,
        )


def pairs_counted_as_one() -> tuple[tuple[str, str], ...]:
    """Keys of areas that national counts treat as one (domain §4); one query."""
    counted = AreaLink.objects.filter(counted_as_one=True)
    return tuple(counted.values_list("a__key", "b__key"))
