"""The page of one discrepancy: both values, what was chosen, what would settle it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ratings.exports import serializers
from ratings.exports.changes import DISCREPANCY_COLUMNS
from ratings.exports.responses import csv_answer, data_not_found, json_answer
from ratings.exports.table import DataTable
from ratings.forms import QueryDates
from ratings.models import Discrepancy
from ratings.models.cached_urls import reverse
from ratings.models.changes import ChangeKind, PublicChange
from ratings.models.changes.events import others_told
from ratings.models.discrepancy import discrepancy_at, discrepancy_key, subject_of
from ratings.models.record import Record
from ratings.rules.dates import day_in_words
from ratings.rules.discrepancies import SETTLES, about, followed, named_source
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.discrepancy_text import (
    address_of,
    disagreement,
    discrepancy_data,
    discrepancy_row,
)


@public_view(*MOMENT)
def page(request: HttpRequest, subject: str, key: str) -> HttpResponse:
    """The page of one discrepancy; a former URL redirects to the current one."""
    row = _at(subject, key)
    if not _is_at(row, subject, key):
        return redirect(address_of(row) + get_query_dates(request).suffix())
    record = Record.current()
    told = disagreement(row, record)
    sides = _sides(row, told, record)
    history, sources = _history(row), record.sources.values()
    first = history[0] if history else None
    return render(
        request,
        "ratings/discrepancy.html",
        {
            "moment": get_query_dates(request),
            "record": record,
            "discrepancy": row,
            "told": told,
            "not_yet": not_yet(row, get_query_dates(request)),
            "title": f"{row.authority.name}: {told['subject']}",
            "inspection_title": _inspection_title(row, record),
            "is_open": row.status == Discrepancy.Status.OPEN,
            "sides": sides,
            "followed": _followed(row, sides),
            "settles": SETTLES[about(row.field)],
            "trusted": sorted(sources, key=lambda source: (source.trust, source.order)),
            "named": {side["source"].key for side in sides if side["source"]},
            "history": history,
            # what was loaded initially begins with a change
            "is_entered_here": first is not None
            and first.what is ChangeKind.DISPUTED
            and not first.told.old,
            "csv": reverse("discrepancy-csv", args=[subject, key]),
            "json": reverse("discrepancy-json", args=[subject, key]),
            "address": settings.SITE_URL + told["address"],
        },
    )


@public_view(*MOMENT)
def as_json(request: HttpRequest, subject: str, key: str) -> HttpResponse:
    """The discrepancy as stored, what would settle it, and its history."""
    try:
        row = _on_record(request, subject, key)
    except Http404 as reason:
        return data_not_found(request.path, str(reason))
    if not _is_at(row, subject, key):
        return _moved(request, row, "discrepancy-json")
    record = Record.current()
    return json_answer(
        {
            **serializers.provenance_data(get_query_dates(request), record),
            **discrepancy_data(row),
            "about": about(row.field).value,
            "would_settle_it": SETTLES[about(row.field)],
            "history": [_change_data(change) for change in _history(row)],
        }
    )


@public_view(*MOMENT)
def as_csv(request: HttpRequest, subject: str, key: str) -> HttpResponse:
    """The discrepancy as one row."""
    try:
        row = _on_record(request, subject, key)
    except Http404 as reason:
        return data_not_found(request.path, str(reason))
    if not _is_at(row, subject, key):
        return _moved(request, row, f"discrepancy-{request.path.rpartition('.')[2]}")
    return csv_answer(
        key, get_query_dates(request), DataTable(DISCREPANCY_COLUMNS, [discrepancy_row(row)])
    )


def _at(subject: str, key: str) -> Discrepancy:
    """The discrepancy with this URL, current or former. Raises Http404."""
    found = discrepancy_at(subject, key)
    if found is None:
        raise Http404("There is no discrepancy at this address; it may have been taken back.")
    return found


def _on_record(request: HttpRequest, subject: str, key: str) -> Discrepancy:
    """The same; data is a 404 for a day before its inspection began. Raises Http404."""
    row = _at(subject, key)
    if why := not_yet(row, get_query_dates(request)):
        raise Http404(f"The inspection that it is about {why}.")
    return row


def not_yet(row: Discrepancy, moment: QueryDates) -> str:
    """Why its inspection is not on record on the day requested; empty where it is."""
    inspection = row.inspection
    if inspection is None:
        return ""
    if inspection.first_day > moment.as_at:
        return f"had not begun on {day_in_words(moment.as_at)}"
    if moment.known_by and (inspection.published or inspection.first_day) > moment.known_by:
        return f"had not been published by {day_in_words(moment.known_by)}"
    return ""


def _is_at(row: Discrepancy, subject: str, key: str) -> bool:
    return (subject_of(row), discrepancy_key(row)) == (subject, key)


def _moved(request: HttpRequest, row: Discrepancy, name: str) -> HttpResponse:
    address = reverse(name, args=[subject_of(row), discrepancy_key(row)])
    return redirect(address + get_query_dates(request).suffix())


def _sides(row: Discrepancy, told: dict[str, Any], record: Record) -> list[dict[str, Any]]:
    """What each source states, as text. `source` is None where the text names none of ours;
    `is_chosen`: this value was chosen."""
    texts = ((row.value_a, row.source_a), (row.value_b, row.source_b))
    return [
        {
            "value": said,
            "words": text,
            "source": record.sources.get(named_source(text, record.sources)),
            "is_chosen": bool(row.chosen) and value == row.chosen,
        }
        for (said, _), (value, text) in zip(told["said"], texts, strict=True)
    ]


def _followed(row: Discrepancy, sides: list[dict[str, Any]]) -> str:
    trust_a, trust_b = (side["source"].trust if side["source"] else None for side in sides)
    return followed(row.chosen, row.value_a, row.value_b, trust_a, trust_b)


def _inspection_title(row: Discrepancy, record: Record) -> str:
    """`standard inspection, 9 May 2022`; empty where there is no inspection."""
    if row.inspection is None:
        return ""
    kind = record.kinds[row.inspection.kind_id]
    return f"{kind.name}, {row.inspection.shown_date.in_words()}"


def _history(row: Discrepancy) -> list[PublicChange]:
    """Its changes since it was recorded, the oldest first; without people's names."""
    return sorted(others_told(Discrepancy, [row.pk]), key=lambda change: change.told.place)


def _change_data(change: PublicChange) -> dict[str, Any]:
    told = change.told
    what = told.what or change.what.value
    return {"when": told.when.isoformat(), "what": what, "old": told.old or None,
            "new": told.new or None, "who": told.who, "why": told.why}  # fmt: skip
