"""The state of the record that a page is made from: printed at its foot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest

from ratings.exports.citations import Citation
from ratings.forms import Moment
from ratings.models.data_version import DataVersion, day_of
from ratings.models.reference import Reference
from ratings.models.snapshot import Whole
from ratings.rules.completeness import Completeness
from ratings.views.citation import citation_of, cite_address


@dataclass(frozen=True, slots=True)
class Contact:
    """Where to report an error: an address of mail or of a page; blank where none is set."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Record:
    """Data version and reference data: every view passes it on as `record`."""

    version: str
    reference: Reference

    @property
    def whole(self) -> Whole:
        """All that is public, as it is in memory; read when the version has moved."""
        return Whole.current(self.version)

    @property
    def number(self) -> str:
        """The data version as people read it."""
        return self.version.partition(".")[0]

    @property
    def day(self) -> date | None:
        """The day on which the data version moved."""
        return day_of(int(self.number))

    @property
    def completeness(self) -> list[Completeness]:
        """Between which days each kind of fact is complete."""
        return list(self.reference.completeness.values())

    def reach(self, moment: Moment) -> str:
        """`on reports published to 20 August 2026`: how far what a page says reaches."""
        return self.reference.reach(moment.known_by)

    def quotable(self, text: str, moment: Moment) -> str:
        """What is made for copying, followed by how far the record reaches."""
        return self.reference.quotable(text, moment.known_by)

    @property
    def contact(self) -> Contact:
        words: str = settings.RATINGS_CONTACT
        mail = "@" in words and "://" not in words
        return Contact(words, f"mailto:{words}" if mail else words)

    def cited(self, request: HttpRequest, moment: Moment, title: str, quote: str) -> Citation:
        """The page that is being made, as something to cite: what templates ask for."""
        return citation_of(request, moment, self, title, quote)

    def cite_query(self, request: HttpRequest, moment: Moment) -> str:
        """What `/cite/` is asked for this page."""
        return cite_address(request, moment)


def record_now() -> Record:
    """The record as it is; one query, and the reference data when the version has moved."""
    version = DataVersion.current()
    return Record(version, Reference.current(version))
