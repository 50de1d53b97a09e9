"""The changes that a URL requests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from ratings.forms import IsoDateField, QueryDates
from ratings.models import Discrepancy
from ratings.models.changes import ChangeFilter, ChangeKind, ChangePage, change_page
from ratings.models.changes.initial_load import Loaded, loaded
from ratings.models.corrections import HistoryCursor
from ratings.models.discrepancy import public_discrepancies
from ratings.models.record import Record
from ratings.parameters import ChosenField
from ratings.rules import types
from ratings.views.changes.filters import NarrowingForm
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.errors import ParameterError

PARAMETERS = (*MOMENT, "what", "authority", "since", "before")
"""Query parameters of the page of changes and its data."""

WHAT = {
    ChangeKind.ENTERED: "entered",
    ChangeKind.CORRECTED: "corrected",
    ChangeKind.WITHDRAWN: "withdrawn",
    ChangeKind.DISPUTED: "disputed or settled",
}

TABLES = ("inspection", "rating", "event", "authority", "succession", "discrepancy")
A_PLACE = "left out, for the newest, or the address of an older page as it was given"

_PLACE = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)-([a-z]+)-(\d{1,18})", re.ASCII)
_WHEN = "%Y%m%dT%H%M%S.%fZ"


class ChangesForm(NarrowingForm):
    """Query parameters of the changes."""

    what = ChosenField([("", "everything"), *WHAT.items()], label="What became of it")
    since = IsoDateField(required=False, label="Since")
    before = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    field_order = ("what", "authority", "since", "before")


@dataclass(frozen=True)
class FoundChanges:
    """One page of changes, and today's state of their subjects.

    `loaded` summarises the initial load, on the last page; `inspections` are the public
    ones by id, `discrepancies` by primary key.
    """

    moment: QueryDates
    record: Record
    form: ChangesForm
    before: HistoryCursor | None
    page: ChangePage
    loaded: Loaded | None
    inspections: dict[str, types.Inspection]
    discrepancies: dict[int, Discrepancy]

    @property
    def older(self) -> str:
        """The cursor of the next page, for a URL."""
        return place_text(self.page.older) if self.page.older else ""


def get_change_page(request: HttpRequest) -> FoundChanges:
    """The changes of one page. Raises ParameterError."""
    asked, record = get_query_dates(request), Record.current()
    form = ChangesForm(request.GET).checked(record)
    before, day = place_at(form.cleaned_data["before"]), form.cleaned_data["since"]
    wanted = ChangeFilter(
        what=form.cleaned_data["what"],
        authority=form.slug,
        since=timezone.make_aware(datetime.combine(day, time.min)) if day else None,
        before=before,
        as_at=day_given(asked),
        known_by=asked.known_by,
    )
    return get_changes(wanted, asked, record, form)


def day_given(asked: QueryDates) -> date | None:
    """The day whose changes are requested; None, for all of them, where no date was given."""
    return asked.as_at if asked.as_at_given or asked.known_by else None


def get_changes(
    wanted: ChangeFilter, asked: QueryDates, record: Record, form: ChangesForm | None = None
) -> FoundChanges:
    """One page of the changes requested, with today's state of their subjects.

    The initial load comes before the first change, so on the last page.
    """
    page = change_page(wanted)
    with_loaded = (
        wanted.what in ("", ChangeKind.ENTERED) and wanted.since is None and page.older is None
    )
    keys = {change.subject.key for change in page.changes if change.subject.kind == "inspection"}
    numbers = {c.subject.number for c in page.changes if c.subject.kind == "discrepancy"}
    disputed = public_discrepancies().filter(pk__in=numbers)
    return FoundChanges(
        moment=asked,
        record=record,
        form=form or ChangesForm({}),
        before=wanted.before,
        page=page,
        loaded=loaded(wanted) if with_loaded else None,
        inspections={key: record.by_id[key] for key in keys & record.by_id.keys()},
        discrepancies={row.pk: row for row in disputed},
    )


def place_text(place: HistoryCursor) -> str:
    """A cursor for a URL: `20260901T120000.000000Z-rating-812`."""
    return f"{place.when.astimezone(UTC).strftime(_WHEN)}-{place.table}-{place.number}"


def place_at(text: str) -> HistoryCursor | None:
    """Parse the cursor in a URL. Raises ParameterError."""
    if not text:
        return None
    match = _PLACE.fullmatch(text)
    when = _moment(match[1]) if match else None
    if match is None or when is None or match[2] not in TABLES:
        raise ParameterError("before", text, [A_PLACE])
    return HistoryCursor(when, match[2], int(match[3]))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _WHEN).replace(tzinfo=UTC)
    except ValueError:
        return None
