"""Filters for public changes, as conditions on the history tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q

from ratings.models.corrections.history_diff import HistoryCursor
from ratings.models.inspection import Inspection


class ChangeKind(StrEnum):
    """What became of something. Opening and settling a discrepancy are both *disputed*."""

    ENTERED = "entered"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which changes: of one authority (slug), since a time, before a place, of one sort.

    `as_at` and `known_by` leave out what is about inspections begun, or published, later;
    None where the page is about everything known today.
    """

    what: str = ""
    authority: str = ""
    since: datetime | None = None
    before: HistoryCursor | None = None
    as_at: date | None = None
    known_by: date | None = None

    def of_table(self, table: str) -> Q:
        """Versions of a table that lie between `since` and `before`."""
        found = Q(history_date__gte=self.since) if self.since else Q()
        if self.before is None:
            return found
        earlier = Q(history_date__lt=self.before.when)
        if table == self.before.table:
            earlier |= Q(history_date=self.before.when, history_id__lt=self.before.number)
        elif table < self.before.table:
            earlier |= Q(history_date=self.before.when)
        return found & earlier

    def of_authority(self, path: str) -> Q:
        """Rows of the authority; `path` leads from a version to its slug."""
        return Q(**{path: self.authority}) if self.authority else Q()

    def on_record(self, column: str) -> Q:
        """Rows about inspections that the two dates know; `column` holds the inspection."""
        begun = self.begun
        return Q() if begun is None else Q(**{f"{column}__in": begun.values("pk")})

    @property
    def begun(self) -> Any:
        """Inspections, drafts among them, that the two dates know; None: all of them."""
        if self.as_at is None:
            return None
        begun = Inspection.objects.filter(first_day__lte=self.as_at)
        if self.known_by is None:
            return begun
        undated = Q(published__isnull=True, first_day__lte=self.known_by)
        return begun.filter(Q(published__lte=self.known_by) | undated)

    def tells(self, what: ChangeKind) -> bool:
        """Whether changes of this sort are asked for."""
        return self.what in ("", what)
