"""Metadata of an exported file: its dates, the data version, where it comes from, the licence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from ratings.exports.table import DataTable
from ratings.forms import QueryDates
from ratings.models.data_version import version_date
from ratings.models.record import Record
from ratings.rules.dates import day_in_words

TITLE = "Ofsted ratings over time"
RIGHTS = (
    "Facts from Ofsted and the Office for National Statistics: Open Government Licence v3.0",
    "Register of authorities: mySociety, CC BY 4.0",
    "Statistical neighbours: Department for Education, Open Government Licence v3.0",
)
EVERYTHING = "everything on record"


@dataclass(frozen=True, slots=True)
class FileMeta:
    """Of one file. `name` is the name of the table, `address` the URL of the file; its data are
    of the version of `record`, which knows how far it reaches."""

    name: str
    moment: QueryDates
    record: Record
    address: str = ""

    @property
    def version(self) -> str:
        """The number of the data version."""
        return self.record.number

    @property
    def changed(self) -> datetime | None:
        """When the data version came to be, in London."""
        when = version_date(int(self.version))
        return timezone.localtime(when) if when else None

    @property
    def version_date(self) -> str:
        """The day of the data version, ISO; empty where there is none."""
        return self.changed.date().isoformat() if self.changed else ""

    @property
    def version_time(self) -> str:
        """The time of the data version as W3CDTF, in UTC; empty where there is none."""
        return f"{self.changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if self.changed else ""

    @property
    def citation(self) -> str:
        """One line to quote the file by."""
        reach = self.record.reach(self.moment.known_by)
        rests = f", {reach}" if reach else ""
        dated = f" ({self.version_date})" if self.version_date else ""
        where = f", {self.address}" if self.address else ""
        return (
            f"{TITLE}, “{self.name}”, {self.moment.in_words()}{rests}, data version"
            f" {self.version}{dated}{where}."
        )

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The metadata by name: the rows of a cover sheet."""
        known_by = self.moment.known_by
        kinds = self.record.completeness.values()
        return (
            ("title", f"{TITLE}: {self.name}"),
            ("as_at", self.moment.as_at.isoformat()),
            ("known_by", known_by.isoformat() if known_by else EVERYTHING),
            ("in words", self.moment.in_words()),
            *(("complete for", kind.in_words) for kind in kinds),
            ("data version", self.version),
            ("date of the data version", self._version_in_words()),
            ("address", self.address),
            *(("licence", line) for line in RIGHTS),
            ("cite as", self.citation),
        )

    def _version_in_words(self) -> str:
        return day_in_words(self.changed.date()) if self.changed else ""

    def cover(self) -> DataTable:
        """The cover sheet of a workbook."""
        return DataTable(("about this file", "value"), self.pairs())
