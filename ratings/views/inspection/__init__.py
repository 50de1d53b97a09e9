"""One inspection: its page and its data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from ratings.exports import serializers
from ratings.exports.columns import RATING_COLUMNS, rating_rows
from ratings.exports.responses import csv_answer, data_not_found, json_answer
from ratings.exports.table import Sheet
from ratings.models.corrections import Correction
from ratings.rules.trend import area_trend
from ratings.views.dates import MOMENT, moment
from ratings.views.decorators import public_page
from ratings.views.inspection.page import inspection, not_yet
from ratings.views.inspection.selectors import Found, found


@public_page(*MOMENT)
def inspection_json(request: HttpRequest, key: str) -> HttpResponse:
    """All that the page shows, with stable keys."""
    try:
        return json_answer(inspection_data(_on_record(key, request)))
    except Http404 as reason:
        return data_not_found(request.path, str(reason))


@public_page(*MOMENT)
def inspection_csv(request: HttpRequest, key: str) -> HttpResponse:
    """One row for each judgement area; a visit is one row."""
    try:
        one = _on_record(key, request)
    except Http404 as reason:
        return data_not_found(request.path, str(reason))
    rows = rating_rows(one.row.authority, one.inspection, one.detail, one.trend, one.reference)
    return csv_answer(key, one.moment, Sheet(RATING_COLUMNS, rows))


def _on_record(key: str, request: HttpRequest) -> Found:
    """The inspection; as data there is none before it began. Raises Http404."""
    one = found(key, moment(request))
    if not one.is_on_record:
        raise Http404(f"This inspection {not_yet(one)}.")
    return one


def inspection_data(one: Found) -> dict[str, Any]:
    """The JSON of one inspection."""
    return {
        "authority": serializers.identity_data(one.row.authority, one.reference),
        **serializers.provenance_data(one.moment, one.reference, one.record.number),
        **serializers.inspection_data(one.inspection, one.detail, one.trend),
        "line_until_then": one.line.text,
        "compared_with": one.before.id if one.before else None,
        "areas": _areas(one),
        "discrepancies": [serializers.discrepancy_data(each) for each in one.discrepancies],
        "corrections": [_correction(each) for each in one.corrections],
        "previous": one.previous.id if one.previous else None,
        "next": one.following.id if one.following else None,
        "url": settings.SITE_URL + one.row.get_absolute_url(),
    }


def _areas(one: Found) -> dict[str, Any]:
    """Each graded area with its trend, the label as published and where it comes from."""
    comparability, before = one.reference.comparability, one.before
    rated = [rating for rating in one.inspection.ratings if rating.area.key in one.facts]
    return {
        rating.area.key: {
            **serializers.trend_data(
                area_trend(rating.area, one.inspection, before, comparability)
            ),
            "label_as_published": one.facts[rating.area.key].label or None,
            "verified": one.facts[rating.area.key].verified or None,
            "sources": [source.key for source in one.facts[rating.area.key].sources],
        }
        for rating in rated
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "when": correction.when.isoformat(),
        "who": correction.who,
        "what": correction.what,
        "old": correction.old,
        "new": correction.new,
        "why": correction.why,
    }


__all__ = ["inspection", "inspection_csv", "inspection_json"]
