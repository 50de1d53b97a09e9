"""The data version and reference data behind a page: shown in its footer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest

from ratings.exports.citations import SITE, Citation
from ratings.forms import QueryDates, today
from ratings.models.data_version import DataVersion, day_of
from ratings.models.reference import Reference
from ratings.models.snapshot import RecordSnapshot
from ratings.rules.completeness import Completeness
from ratings.views.dates import MOMENT
from ratings.views.versioned_links import VERSION


@dataclass(frozen=True, slots=True)
class Contact:
    """Where to report an error: an email address or a URL; blank where none is set."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class DataContext:
    """Data version and reference data: every view passes it on as `record`."""

    version: str
    reference: Reference

    @property
    def whole(self) -> RecordSnapshot:
        """The in-memory snapshot of all public data; reloaded when the version has moved."""
        return RecordSnapshot.current(self.version)

    @property
    def number(self) -> str:
        """The number of the data version as text."""
        return self.version.partition(".")[0]

    @property
    def day(self) -> date | None:
        """The day on which the data version moved."""
        return day_of(int(self.number))

    @property
    def completeness(self) -> list[Completeness]:
        """Between which days each kind of fact is complete."""
        return list(self.reference.completeness.values())

    def reach(self, moment: QueryDates) -> str:
        """`on reports published to 20 August 2026`: how far the data of a page reach."""
        return self.reference.reach(moment.known_by)

    def quotable(self, text: str, moment: QueryDates) -> str:
        """A text to be copied, followed by how far the record reaches."""
        return self.reference.quotable(text, moment.known_by)

    @property
    def contact(self) -> Contact:
        words: str = settings.RATINGS_CONTACT
        mail = "@" in words and "://" not in words
        return Contact(words, f"mailto:{words}" if mail else words)

    def cited(
        self, request: HttpRequest, moment: QueryDates, title: str, sentence: str
    ) -> Citation:
        """The citation of the page being rendered, for templates.

        `title` is HTML, and may contain site and dates, which a citation states itself; the
        `sentence` that the page offers to be quoted begins with a better one. The URL is the page
        with both as-of dates and the data version in which it was seen; the day of citing
        replaces "everything known now".
        """
        lasting = QueryDates(moment.as_at, moment.known_by or today(), as_at_given=True)
        undated = re.sub(
            rf",? {re.escape(moment.in_words())}", "", unescape(title), flags=re.IGNORECASE
        )
        short = undated.partition(f" · {SITE}")[0]
        takes_dates = set(MOMENT) <= set(getattr(request, "parameters", ()))
        dates = lasting.parameters() if takes_dates else {}
        pairs = [*dates.items(), *_asked_beside_dates(request), (VERSION, self.number)]
        return Citation(
            title=sentence.partition(": ")[0] or " ".join(short.split()),
            dates=lasting.in_words() if takes_dates else "",
            reach=self.reach(lasting) if takes_dates else "",
            quote=sentence,
            version=int(self.number),
            version_day=self.day,
            accessed=today(),
            address=f"{settings.SITE_URL}{quote(request.path)}?{urlencode(pairs)}",
        )

    def cite_query(self, request: HttpRequest, moment: QueryDates) -> str:
        """The query string of `/cite/` for the page being rendered."""
        asked = urlencode(_asked_beside_dates(request))
        page = f"{request.path}?{asked}" if asked else request.path
        return urlencode({"page": page, **moment.parameters()})


def _asked_beside_dates(request: HttpRequest) -> list[tuple[str, str]]:
    own, lists = (*MOMENT, VERSION), request.GET.lists()
    return [(name, str(v)) for name, values in lists if name not in own for v in values if v]


def get_data_context() -> DataContext:
    """The current record; one query, and the reference data when the version has moved."""
    version = DataVersion.current()
    return DataContext(version, Reference.current(version))
