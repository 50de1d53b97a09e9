"""Where facts come from, how strong the evidence is, and where sources disagree."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q

from ratings.models.base import NaturalKeyModel, key_validator
from ratings.models.data_version import public
from ratings.models.history import HistoricalRecordsM2M
from ratings.rules import completeness
from ratings.rules.completeness import Basis

URN = "{ofsted_urn}"
"""Placeholder for an authority's Ofsted URN in the URL of its page there."""

IS_WEB_ADDRESS = URLValidator(["http", "https"])


class SourceStrength(models.TextChoices):
    """Strength of evidence, strongest first (data/README)."""

    OFFICIAL_AND_REPORT = "official+report", "official release and report"
    REPORT = "report", "report"
    OFFICIAL = "official", "official release"
    LISTING = "listing", "Ofsted's listing"
    REGISTRY = "registry", "registry"
    COUNCIL = "council", "council page"
    NEWS = "news", "news article"
    WEAK = "weak", "weak"


@public
class Source(NaturalKeyModel):
    """Something that states facts: a release, the report itself, a listing, the press.

    `trust` is its place in the order of trust, 1 the most trusted (domain §6).
    `address_with_fact`: the URL is given with each fact, not here. `authority_page` is the URL
    pattern of the source's page for each authority, with `{ofsted_urn}` in it.
    """

    key = models.CharField(max_length=40, unique=True, validators=[key_validator])
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120)
    url = models.URLField("address", max_length=500, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    trust = models.PositiveSmallIntegerField(help_text="1 is the most trusted.")
    evidence = models.CharField(
        "strength of evidence", max_length=20, choices=SourceStrength, default=SourceStrength.WEAK,
        help_text="How strong the evidence is for a fact that stands here and nowhere else.",
    )  # fmt: skip
    authority_page = models.CharField(
        "address of an authority's page", max_length=200, blank=True,
        help_text=f"Where the source has a page for each authority. {URN} stands for its number.",
    )  # fmt: skip
    address_with_fact = models.BooleanField(
        default=False, help_text="Each fact from here must give the address it was read at."
    )

    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.title

    @property
    def rank(self) -> tuple[int, int]:
        """Sort key: the most trusted first; of equally trusted ones the later."""
        return self.trust, -self.order

    def clean(self) -> None:
        """Raise ValidationError unless `authority_page` is a URL with `{ofsted_urn}` in it."""
        if not self.authority_page:
            return
        try:
            IS_WEB_ADDRESS(self.authority_page.replace(URN, "80001"))
            is_pattern = URN in self.authority_page
        except ValidationError:
            is_pattern = False
        if not is_pattern:
            example = f"https://reports.ofsted.gov.uk/provider/44/{URN}"
            raise ValidationError(
                {"authority_page": f"Write a web address with {URN} in it, such as {example}."}
            )


@public
class Discrepancy(NaturalKeyModel):
    """A value that another source contradicts: both values, the chosen one, and why.

    `field` names what differs: a field of the inspection, `grade:<area>`, or
    `event:<what>`. `chosen` is empty while the discrepancy is open.
    """

    class Status(models.TextChoices):
        OPEN = "open", "open"
        SETTLED = "settled", "settled"

    authority = models.ForeignKey("ratings.Authority", models.PROTECT, related_name="discrepancies")
    inspection = models.ForeignKey(
        "ratings.Inspection", models.PROTECT, null=True, blank=True, related_name="discrepancies"
    )
    field = models.CharField(max_length=80)
    value_a = models.CharField("value", max_length=200, blank=True)
    source_a = models.CharField("according to", max_length=200)
    value_b = models.CharField("contradicting value", max_length=200, blank=True)
    source_b = models.CharField("contradicting source", max_length=200)
    chosen = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)

    natural_key_fields = ("authority__slug", "inspection__key", "field", "source_b", "value_b")
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["authority__slug", "inspection__key", "field", "source_b", "value_b"]
        verbose_name_plural = "discrepancies"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "inspection", "field", "source_b", "value_b"],
                name="discrepancy_once",
            ),
            models.UniqueConstraint(
                fields=["authority", "field", "source_b", "value_b"],
                condition=Q(inspection__isnull=True),
                name="discrepancy_once_without_inspection",
            ),
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(why=""),
                name="discrepancy_settled_says_why",
                violation_error_message="Say why the chosen value was chosen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.field}, {self.value_a} or {self.value_b}"


@public
class Completeness(NaturalKeyModel):
    """Between which days the record is complete for a kind of fact; moved by a keeper.

    `basis` says which day of an inspection is meant: of its publication or of its beginning.
    What lies outside may have happened and is not recorded here (domain §4).
    """

    class Kind(models.TextChoices):
        GRADED = "graded", "graded inspections"
        VISITS = "visits", "visits"

    class Basis(models.TextChoices):
        PUBLISHED = Basis.PUBLISHED, "published"
        BEGUN = Basis.BEGUN, "begun"

    kind = models.CharField(max_length=20, choices=Kind, unique=True)
    basis = models.CharField(
        "counted by the day", max_length=10, choices=Basis, default=Basis.PUBLISHED,
        help_text="Whether all that was published between the two days is here, or all that began.",
    )  # fmt: skip
    first_day = models.DateField(
        "complete from", null=True, blank=True,
        help_text="Empty: from the beginning of the record.",
    )  # fmt: skip
    last_day = models.DateField(
        "complete to",
        help_text="Move it when everything up to a later day has been entered: sentences made to be"
        " quoted say it.",
    )
    note = models.TextField(blank=True)

    natural_key_fields = ("kind",)
    history = HistoricalRecordsM2M()

    class Meta:
        ordering = ["kind"]
        verbose_name_plural = "completeness"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="completeness_ends_after_it_begins",
                violation_error_message="The last day is before the first: correct one.",
            ),
        ]

    def __str__(self) -> str:
        return self.record().in_words

    def record(self) -> completeness.Completeness:
        return completeness.Completeness(
            self.kind, str(self.get_kind_display()), completeness.Basis(self.basis),
            self.first_day, self.last_day, self.note,
        )  # fmt: skip
