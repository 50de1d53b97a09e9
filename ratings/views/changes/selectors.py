"""The changes that a URL requests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from ratings.forms import IsoDateField, QueryDates
from ratings.models import Discrepancy, Inspection, PublicChange
from ratings.models.discrepancy import public_discrepancies
from ratings.models.initial_load import count_loaded
from ratings.models.public_change import ChangeFilter, ChangeKind
from ratings.models.record import Record
from ratings.parameters import ChosenField
from ratings.rules import types
from ratings.views.changes.filters import NarrowingForm
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.errors import ParameterError

PARAMETERS = (*MOMENT, "what", "authority", "since", "before")
"""Query parameters of the page of changes and its data."""

WHAT = dict(ChangeKind.choices) | {ChangeKind.DISPUTED: "disputed or settled"}

OF_HISTORY = ("inspection", "rating", "event", "authority", "succession", "discrepancy")
"""Tables that older addresses name; those of today say `change`."""

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

    `next` is the change with which the next page begins; `loaded` summarises the initial load, on
    the last page; `inspections` and `discrepancies` are the public ones by primary key.
    """

    moment: QueryDates
    record: Record
    form: ChangesForm
    wanted: ChangeFilter
    changes: list[PublicChange]
    next: PublicChange | None
    loaded: dict[str, int] | None
    inspections: dict[int, types.Inspection]
    discrepancies: dict[int, Discrepancy]

    @property
    def older(self) -> str:
        """The cursor of the next page, for a URL: `20260901T120000.000000Z-change-812`."""
        if self.next is None:
            return ""
        return f"{self.next.when.astimezone(UTC).strftime(_WHEN)}-change-{self.next.pk + 1}"


def get_change_page(request: HttpRequest) -> FoundChanges:
    """The changes of one page. Raises ParameterError."""
    asked, record = get_query_dates(request), Record.current()
    form = ChangesForm(request.GET).checked(record)
    day = form.cleaned_data["since"]
    wanted = ChangeFilter(
        what=form.cleaned_data["what"],
        authority=form.slug,
        since=timezone.make_aware(datetime.combine(day, time.min)) if day else None,
        before=place_at(form.cleaned_data["before"]),
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
    changes, following = wanted.page()
    with_loaded = following is None and wanted.since is None and wanted.versions is None
    pks: dict[str, set[int]] = {"inspection": set(), "discrepancy": set()}
    for change in changes:
        pks.setdefault(change.subject_kind, set()).add(change.subject_pk)
    public = Inspection.objects.public().filter(pk__in=pks["inspection"])
    disputed = public_discrepancies().filter(pk__in=pks["discrepancy"])
    return FoundChanges(
        moment=asked,
        record=record,
        form=form or ChangesForm({}),
        wanted=wanted,
        changes=changes,
        next=following,
        loaded=count_loaded(wanted.authority, wanted.as_at, wanted.known_by)
        if with_loaded and wanted.what in ("", ChangeKind.ENTERED)
        else None,
        inspections={
            pk: record.by_id[key]
            for pk, key in public.values_list("pk", "key")
            if key in record.by_id
        },
        discrepancies={row.pk: row for row in disputed},
    )


def place_at(text: str) -> Q:
    """The changes before the place that a cursor in a URL names. Raises ParameterError.

    A cursor of the time when a place was one in the history is as good as its time.
    """
    if not text:
        return Q()
    match = _PLACE.fullmatch(text)
    when = _moment(match[1]) if match else None
    if match is None or when is None or match[2] not in ("change", *OF_HISTORY):
        raise ParameterError("before", text, [A_PLACE])
    return Q(pk__lt=int(match[3])) if match[2] == "change" else Q(when__lte=when)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _WHEN).replace(tzinfo=UTC)
    except ValueError:
        return None
