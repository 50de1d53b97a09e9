"""Local authorities responsible for children's services, their codes and successions."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ratings.models.base import NaturalKeyManager, NaturalKeyModel, key_validator
from ratings.models.data_version import public
from ratings.models.history import HistoricalRecordsM2M
from ratings.rules import types


class AuthorityQuerySet(models.QuerySet["Authority"]):
    def existing_on(self, day: date) -> Self:
        """Authorities that exist on a day; a null start or end date leaves that side open."""
        begun = Q(start_date__isnull=True) | Q(start_date__lte=day)
        not_ended = Q(end_date__isnull=True) | Q(end_date__gte=day)
        return self.filter(begun, not_ended)

    def named(self, text: str) -> Self:
        """Authorities whose name, alias or any code matches a search text."""
        text = text.strip()
        by_code = Q(gss_code__iexact=text) | Q(la_code=text) | Q(ofsted_urn=text)
        by_former = Q(former_codes__value__iexact=text)
        by_name = Q(name__icontains=text) | Q(aliases__name__icontains=text) | Q(slug=text.lower())
        return self.filter(by_code | by_former | by_name).distinct()

    def addressed_as(self, text: str) -> Self:
        """Authorities that a URL may mean: a slug in any case, a current or former code."""
        by_code = Q(gss_code__iexact=text) | Q(la_code=text) | Q(ofsted_urn=text)
        by_former = Q(former_codes__value__iexact=text)
        return self.filter(Q(slug=text.lower()) | by_code | by_former).distinct()


AuthorityManager = NaturalKeyManager.from_queryset(AuthorityQuerySet)


@public
class Authority(NaturalKeyModel):
    """One council, identified by its slug; codes are the current ones, or those of its last day."""

    class Region(models.TextChoices):
        """The nine ONS regions."""

        EAST_MIDLANDS = "East Midlands", "East Midlands"
        EAST_OF_ENGLAND = "East of England", "East of England"
        LONDON = "London", "London"
        NORTH_EAST = "North East", "North East"
        NORTH_WEST = "North West", "North West"
        SOUTH_EAST = "South East", "South East"
        SOUTH_WEST = "South West", "South West"
        WEST_MIDLANDS = "West Midlands", "West Midlands"
        YORKSHIRE_AND_THE_HUMBER = "Yorkshire and The Humber", "Yorkshire and The Humber"

    class Type(models.TextChoices):
        COUNTY = "county council", "county council"
        LONDON_BOROUGH = "London borough", "London borough"
        METROPOLITAN = "metropolitan district", "metropolitan district"
        UNITARY = "unitary authority", "unitary authority"

    slug = models.SlugField(max_length=80, unique=True, validators=[key_validator])
    name = models.CharField(max_length=120, unique=True)
    gss_code = models.CharField(
        "GSS code", max_length=9, unique=True,
        validators=[RegexValidator(r"^E[0-9]{8}\Z", "A GSS code is E and eight digits.")],
    )  # fmt: skip
    la_code = models.CharField(
        "DfE code", max_length=3, unique=True,
        validators=[RegexValidator(r"^[0-9]{3}\Z", "A DfE code is three digits.")],
    )  # fmt: skip
    ofsted_urn = models.CharField(
        "Ofsted URN", max_length=10, blank=True,
        validators=[RegexValidator(r"^[0-9]{4,10}\Z", "An Ofsted URN is digits only.")],
    )  # fmt: skip
    region = models.CharField(max_length=40, choices=Region)
    authority_type = models.CharField("type", max_length=40, choices=Type)
    start_date = models.DateField(
        "first day", null=True, blank=True, help_text="Empty: before the record begins."
    )
    end_date = models.DateField(
        "last day", null=True, blank=True, help_text="Empty: it exists today."
    )
    latitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place on the tile map, counted from the west."
    )
    tile_row = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place on the tile map, counted from the north."
    )

    natural_key_fields = ("slug",)
    objects: ClassVar[AuthorityManager] = AuthorityManager()
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True)
                | Q(start_date__isnull=True)
                | Q(end_date__gte=F("start_date")),
                name="authority_ends_after_it_begins",
                violation_error_message="The last day is before the first day: correct one.",
            ),
            models.UniqueConstraint(
                fields=["ofsted_urn"],
                condition=~Q(ofsted_urn=""),
                name="authority_urn_once",
                violation_error_message="Another authority has this Ofsted URN.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("authority", args=[self.slug])

    def record(self) -> types.Authority:
        has_cell = self.tile_column is not None and self.tile_row is not None
        return types.Authority(
            slug=self.slug,
            name=self.name,
            start=self.start_date,
            end=self.end_date,
            gss_code=self.gss_code,
            la_code=self.la_code,
            ofsted_urn=self.ofsted_urn,
            region=self.region,
            type=self.authority_type,
            cell=types.GridCell(self.tile_column, self.tile_row) if has_cell else None,  # type: ignore[arg-type]
            latitude=None if self.latitude is None else float(self.latitude),
            longitude=None if self.longitude is None else float(self.longitude),
        )


@public
class Alias(NaturalKeyModel):
    """A spelling of an authority's name, as seen somewhere."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=160)

    natural_key_fields = ("authority__slug", "name")
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["authority__slug", "name"]
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(fields=["authority", "name"], name="alias_once_an_authority"),
        ]

    def __str__(self) -> str:
        return self.name


@public
class FormerCode(NaturalKeyModel):
    """A former code or slug of an authority: a URL with it redirects."""

    class Scheme(models.TextChoices):
        GSS = "gss", "GSS code"
        DFE = "dfe", "DfE code"
        SLUG = "slug", "slug"

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="former_codes")
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=80)

    natural_key_fields = ("scheme", "value")
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["authority__slug", "scheme", "value"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="former_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


@public
class Succession(NaturalKeyModel):
    """One authority replaced another, wholly or in part. `date` is the successor's first day."""

    class Kind(models.TextChoices):
        MERGED = "merged", "merged into it"
        SPLIT = "split", "split into it and others"
        PART_TRANSFERRED = "part-transferred", "part transferred to it"
        REPLACED = "replaced", "replaced by it"

    predecessor = models.ForeignKey(Authority, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Authority, models.PROTECT, related_name="preceded_by")
    date = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    source_url = models.URLField("source", max_length=500)

    natural_key_fields = ("predecessor__slug", "successor__slug")
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["date", "predecessor__slug", "successor__slug"]
        verbose_name = "succession"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_between_two",
                violation_error_message="An authority cannot succeed itself: choose another.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}, {self.date}"

    def record(self) -> types.Succession:
        return types.Succession(self.predecessor.slug, self.successor.slug, self.date, self.kind)


@public
class Neighbour(NaturalKeyModel):
    """A statistical neighbour of an authority in one of DfE's models, by rank."""

    authority = models.ForeignKey(Authority, models.CASCADE, related_name="neighbours")
    model_year = models.PositiveSmallIntegerField()
    rank = models.PositiveSmallIntegerField()
    neighbour = models.ForeignKey(Authority, models.PROTECT, related_name="+")

    natural_key_fields = ("authority__slug", "model_year", "rank")
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["model_year", "authority__slug", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "model_year", "rank"], name="neighbour_rank_once"
            ),
            models.UniqueConstraint(
                fields=["authority", "model_year", "neighbour"], name="neighbour_once_a_model"
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1, rank__lte=10), name="neighbour_rank_one_to_ten"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.model_year}: {self.rank} {self.neighbour}"

    def clean(self) -> None:
        if self.authority_id and self.authority_id == self.neighbour_id:
            raise ValidationError({"neighbour": "An authority is not its own neighbour."})
