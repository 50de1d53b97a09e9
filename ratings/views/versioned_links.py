"""`version=12` in a URL: the page as it was seen in a version of the data.

Every public page accepts it. The page itself is rendered as without it; above its content
it lists the corrections since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from ratings.forms import VERSION, QueryDates
from ratings.models import DataVersion
from ratings.models.cached_urls import reverse
from ratings.models.changes import ChangeFilter, ChangeKind, PublicChange, change_page
from ratings.models.data_version import version_date
from ratings.models.version_entries import MOMENT, oldest_known
from ratings.views.errors import ParameterError

MOST_TOLD = 10
"""The most changes that the page lists; a link leads to the others."""

DATES = ("first day", "report published", "first day known to")
"""Values that decide whether an inspection is on record at the as-of dates."""


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """The version in which a page was seen, and when that version moved."""

    number: int
    moved_at: datetime

    @property
    def day(self) -> date:
        local = timezone.localtime(self.moved_at)
        return local.date()

    def since(
        self, moment: QueryDates, authority: str = "", inspection: str = "", name: str = ""
    ) -> dict[str, Any]:
        """The changes since to an inspection (id), to an authority (slug), or to everything.

        Those only about inspections that the page's as-of dates leave out are not listed; `more`:
        not all of them are.
        """
        page = change_page(ChangeFilter(authority=authority, since=self.moved_at + MOMENT))
        told = [change for change in page.changes if inspection in ("", change.subject.key)]
        found = list(_of_moment(told, moment))
        return {
            "seen": self,
            "changes": found[:MOST_TOLD],
            "more": len(found) > MOST_TOLD or page.older is not None,
            "address": self._address(authority),
            "subject": name,
        }

    def _address(self, authority: str) -> str:
        if not authority:
            return reverse("versions")
        query = {"authority": authority, "since": self.day.isoformat()}
        return f"{reverse('changes')}?{urlencode(query)}"


def pop_version_param(request: HttpRequest) -> SeenVersion | None:
    """Remove the version from the request's query, so that no link of the page carries it on.

    Raises ParameterError.
    """
    values = request.GET.getlist(VERSION)
    if not values:
        return None
    if len(values) > 1:
        raise ParameterError.twice(VERSION, str(values[-1]))
    rest = request.GET.copy()
    del rest[VERSION]
    request.GET = rest  # type: ignore[assignment]
    return _seen(str(values[0])) if values[0] else None


def _seen(text: str) -> SeenVersion:
    """Raises ParameterError for a version that is not known."""
    current = int(DataVersion.current().partition(".")[0])
    is_number = text.isascii() and text.isdigit() and len(text) < 19
    when = version_date(int(text)) if is_number and int(text) <= current else None
    if when is None:
        first = oldest_known()
        known = f"a whole number from {first.number if first else current} to {current}"
        raise ParameterError(VERSION, text, [known])
    return SeenVersion(int(text), when)


def _of_moment(changes: Iterable[PublicChange], moment: QueryDates) -> Iterator[PublicChange]:
    """Changes to inspections on record at the dates, and those that decide whether one is."""
    changes = list(changes)
    begun = ChangeFilter(as_at=moment.as_at, known_by=moment.known_by).begun
    keys = {change.subject.number for change in changes if change.subject.kind == "inspection"}
    on_record = set(begun.filter(pk__in=keys).values_list("pk", flat=True))
    for change in changes:
        decides = change.what is ChangeKind.CORRECTED and change.told.what in DATES
        is_of = change.subject.kind != "inspection" or change.subject.number in on_record
        if is_of or decides:
            yield change
