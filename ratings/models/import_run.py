"""Runs of the import: which file, who, when, what it planned, what it changed.

A run is planned first and changes nothing. Applying it writes everything or nothing, and keeps
each change so that the whole run can be undone. Source: house.md, "One import".
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from ratings.models.source import Source

MINUTE = timedelta(minutes=1)
SILENT = {"waiting": MINUTE, "planning": 5 * MINUTE, "applying": 10 * MINUTE}
"""A run that is at work and has said nothing for so long has stopped. While a file is opened, a
plan written down or applied, nothing can be said: a hundred thousand rows take about a minute."""


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def holding_files(self) -> Self:
        """Runs whose file is still kept: neither applied nor discarded."""
        return self.filter(file__isnull=False)


class ImportRun(models.Model):
    """One file and its outcome; the file is stored until the run is applied or discarded."""

    class Kind(models.TextChoices):
        RELEASE = "release", "release"
        REPORT = "report", "report"
        ENTRY = "entry", "entry by hand"

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting to be read"
        PLANNING = "planning", "being read"
        PLANNED = "planned", "planned: nothing is changed yet"
        APPLYING = "applying", "being applied"
        APPLIED = "applied", "applied"
        UNDONE = "undone", "undone"
        REFUSED = "refused", "refused: nothing was changed"
        DISCARDED = "discarded", "discarded: nothing was changed"

    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="import_runs",
        help_text="Who says what the file says. Empty: what its cover names.",
    )  # fmt: skip
    report_url = models.URLField(
        "address of the report", max_length=500, blank=True,
        help_text="Where Ofsted has published the report.",
    )  # fmt: skip
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(
        max_length=64, validators=[RegexValidator(r"^[0-9a-f]{64}\Z", "64 hexadecimal digits.")]
    )
    file_size = models.PositiveIntegerField("size of the file", help_text="In bytes.")
    only_sheet = models.CharField("only the sheet", max_length=200, blank=True)
    answers = models.JSONField(
        default=dict, blank=True,
        help_text="What a person answered where the file does not say: field and value.",
    )  # fmt: skip
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    plan_digest = models.CharField(max_length=64, blank=True)
    said = models.TextField(blank=True, help_text="Why it was refused, or what went wrong.")
    sheets = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    reading = models.JSONField(
        null=True, blank=True, help_text="What a report was read as: values, pages, words."
    )
    history_mark = models.JSONField(
        default=dict, blank=True, help_text="How far the history reached when it was applied."
    )
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    heartbeat = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "import"
        permissions = [("apply_importrun", "Can apply and undo an import")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="applied") | Q(applied_at__isnull=False),
                name="import_applied_says_when",
                violation_error_message="Say when it was applied.",
            ),
            models.CheckConstraint(
                condition=~Q(status="undone") | Q(undone_at__isnull=False),
                name="import_undone_says_when",
                violation_error_message="Say when it was undone.",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}: {self.file_name}"

    def has_stopped(self, now: datetime) -> bool:
        """Whether it is at work but has reported nothing for too long.

        Nothing was heard from the future, either: then the clock was wrong, and is put right.
        """
        allowed = SILENT.get(self.status)
        heard = self.heartbeat or self.uploaded_at
        return allowed is not None and abs(now - heard) > allowed


class ImportFile(models.Model):
    """The bytes of a file whose run is not decided yet."""

    run = models.OneToOneField(ImportRun, models.CASCADE, related_name="file", primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of {self.run}"


class ImportItemQuerySet(models.QuerySet["ImportItem"]):
    def choosable(self) -> Self:
        """Items that change something when they are accepted."""
        return self.filter(can_take=True)

    def groups(self) -> list[dict[str, Any]]:
        """How many items of each outcome, sheet and field, and how many are taken."""
        found = self.values("outcome", "sheet", "field").annotate(
            items=models.Count("id"), taken=models.Count("id", filter=Q(is_taken=True))
        )
        return list(found.order_by("outcome", "sheet", "field"))


class ImportItem(models.Model):
    """One line of a plan: what one row says of one fact, and what that means for the record.

    Items that would make the same change share `change`: they are accepted or skipped together.
    `inspection` is a key, of an inspection that may not be there yet; `authority` a slug, or
    the name as written where no authority has it.
    """

    class Outcome(models.TextChoices):
        NEW = "new", "new"
        SAME = "same", "same"
        DETAILS = "details", "adds a detail"
        CONTRADICTS = "contradicts", "contradicts"
        KNOWN = "known", "known to be disputed"
        REFUSED = "refused", "refused"

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    sheet = models.CharField(max_length=200, blank=True)
    row = models.PositiveIntegerField()
    authority = models.CharField(max_length=200, blank=True)
    inspection = models.CharField(max_length=200, blank=True)
    field = models.CharField(max_length=80, blank=True)
    old = models.TextField("in the record", blank=True)
    new = models.TextField("in the file", blank=True)
    old_source = models.CharField("the record’s source", max_length=200, blank=True)
    new_source = models.CharField("the file’s source", max_length=200, blank=True)
    reason = models.TextField(blank=True)
    change = models.CharField(max_length=400, blank=True)
    wins = models.BooleanField("more trusted than the record’s source", default=False)
    can_take = models.BooleanField(default=False)
    is_taken = models.BooleanField("take it", default=False)

    objects = ImportItemQuerySet.as_manager()

    class Meta:
        ordering = ["run", "number"]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="import_item_by_outcome")]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_item_number_once"),
            models.CheckConstraint(
                condition=Q(is_taken=False) | Q(can_take=True),
                name="import_item_taken_can_be",
                violation_error_message="This cannot be taken: its reason says why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.inspection or self.authority} {self.field}"


class ImportChange(models.Model):
    """One thing that an applied run did to one row, with what is needed to undo it."""

    class Action(models.TextChoices):
        CREATED = "created", "created"
        CHANGED = "changed", "changed"
        CITED = "cited", "cited the source"
        DISPUTED = "disputed", "recorded the contradiction"

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes")
    order = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=Action)
    inspection = models.CharField(max_length=200)
    field = models.CharField(max_length=80, blank=True)
    old: Any = models.JSONField(null=True)
    new: Any = models.JSONField(null=True)

    class Meta:
        ordering = ["run", "order"]
        constraints = [
            models.UniqueConstraint(fields=["run", "order"], name="import_change_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.inspection} {self.field}"
