"""One inspection: its page and its data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.columns import RATING_COLUMNS, rating_rows
from ratings.exports.responses import csv_answer, data_not_found, json_answer
from ratings.exports.table import DataTable
from ratings.forms import QueryDates
from ratings.models import Discrepancy, Inspection, PublicChange, Source
from ratings.models.cached_urls import reverse
from ratings.models.public_change import ChangeKind
from ratings.models.record import Record
from ratings.rules import types
from ratings.rules.dates import day_in_words
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.line import Line, build_line
from ratings.rules.trend import Trend, area_trend, node_trend, one_before
from ratings.rules.types import Area, Rating
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.discrepancy_text import disagreements
from ratings.views.text import (
    evidence,
    explanation,
    fieldwork,
    graded_or_reason,
    note_in_words,
    outcome,
    publication,
    rating_before,
    title_of,
    trend_words,
    why_no_headline_trend,
    why_not,
)


@public_view(*MOMENT)
def inspection_json(request: HttpRequest, key: str) -> HttpResponse:
    """All that the page shows, with stable keys."""
    try:
        return json_answer(inspection_data(_on_record(key, request)))
    except Http404 as reason:
        return data_not_found(request.path, str(reason))


@public_view(*MOMENT)
def inspection_csv(request: HttpRequest, key: str) -> HttpResponse:
    """One row per judgement area; a visit is one row."""
    try:
        one = _on_record(key, request)
    except Http404 as reason:
        return data_not_found(request.path, str(reason))
    rows = rating_rows(one.authority, one.inspection, one.trend, one.record)
    return csv_answer(key, one.moment, DataTable(RATING_COLUMNS, rows))


@dataclass(frozen=True)
class InspectionContext:
    """One inspection as at the as-of dates.

    `series` are the authority's inspections on record then, in order; the inspection itself
    is not among them where it had not begun, or not been published, by then.
    """

    moment: QueryDates
    record: Record
    inspection: types.Inspection
    series: tuple[types.Inspection, ...]
    discrepancies: tuple[Discrepancy, ...]
    changes: tuple[PublicChange, ...]

    @property
    def authority(self) -> types.Authority:
        return self.record.authorities[self.inspection.authority]

    def changes_of(self, kind: ChangeKind) -> list[PublicChange]:
        """What became of it, of one kind, the latest first."""
        return [change for change in self.changes if change.kind == kind]

    @property
    def is_on_record(self) -> bool:
        """Whether it had begun and been published by the as-of dates."""
        return self.inspection in self.series

    @property
    def before(self) -> types.Inspection | None:
        """The graded inspection that it is compared with."""
        return one_before(self.inspection, self.series)

    @property
    def trend(self) -> Trend | None:
        return node_trend(self.inspection, self.series, self.record.comparability)

    @property
    def line(self) -> Line:
        """The authority's line up to and including this inspection."""
        key = self.inspection.order_key
        until = [each for each in self.series if each.order_key <= key]
        dates = (self.moment.as_at, self.moment.known_by)
        return build_line(self.authority, until, self.record.comparability, *dates)

    @property
    def previous(self) -> types.Inspection | None:
        key = self.inspection.order_key
        return next((each for each in reversed(self.series) if each.order_key < key), None)

    @property
    def following(self) -> types.Inspection | None:
        key = self.inspection.order_key
        return next((each for each in self.series if each.order_key > key), None)


def get_inspection(key: str, moment: QueryDates) -> InspectionContext:
    """The published inspection with this id. Raises Http404: none, or only a draft."""
    record = Record.current()
    row = Inspection.objects.public().filter(key=key).first()
    if row is None or key not in record.by_id:
        raise Http404(f"There is no inspection with the id {key}.")
    found = record.by_id[key]
    days = (found.authority, moment.as_at, moment.known_by)
    series = record.status(*days).inspections
    if found.framework.programme != types.CHILDRENS_SERVICES:
        series = record.every_of(*days)
    return InspectionContext(
        moment=moment,
        record=record,
        inspection=found,
        series=series,
        discrepancies=tuple(row.discrepancies.select_related("inspection")),
        changes=tuple(PublicChange.about(Inspection, [row.pk])),
    )


def area_row(area: Area, found: InspectionContext, numbers: dict[str, int]) -> dict[str, Any]:
    """A judgement area. `label`: the text in the report, where it differs from ours."""
    inspection, before = found.inspection, found.before
    comparability = found.record.comparability
    now, then = rating_or_reason(inspection, area), rating_before(area, before, comparability)
    compared = inspection.framework.in_line
    trend = area_trend(area, inspection, before, comparability) if compared else None
    fact = inspection.rating(area.key) or Rating(area, None)
    return {
        "area": area,
        "mark": graded_or_reason(now),
        "before": graded_or_reason(then) if then and compared else None,
        "trend": trend_words(trend, then.grade if then else None),
        "why": why_not(trend, then, now) if trend else "",
        "label": fact.label,
        "evidence": evidence(fact.verified) if fact.verified else "",
        "sources": [numbers[key] for key in fact.sources],
    }


def numbered_sources(found: InspectionContext) -> dict[int, Source]:
    """Every source of the inspection and of its ratings, numbered in their own order."""
    inspection = found.inspection
    cited = {*inspection.sources, *(key for each in inspection.ratings for key in each.sources)}
    in_order = [source for key, source in found.record.sources.items() if key in cited]
    return dict(enumerate(in_order, 1))


@public_view(*MOMENT)
def inspection(request: HttpRequest, key: str) -> HttpResponse:
    """One inspection: its ratings, changes, provenance and corrections."""
    one = get_inspection(key, get_query_dates(request))
    sources = numbered_sources(one)
    numbers = {source.key: number for number, source in sources.items()}
    before, trend = one.before, one.trend
    framework, is_graded = one.inspection.framework, one.inspection.is_graded
    gives_none = is_graded and framework.in_line and framework.headline_area is None
    return render(
        request,
        "ratings/inspection.html",
        {
            "record": one.record,
            "moment": one.moment,
            "authority": one.authority,
            "inspection": one.inspection,
            "title": title_of(one.inspection),
            "is_on_record": one.is_on_record,
            "not_yet": not_yet(one),
            "ofsted_page": one.record.ofsted_page(one.authority.ofsted_urn),
            "mark": outcome(one.inspection),
            "trend": trend_words(trend, before.headline if before else None),
            "why": why_no_headline_trend(trend, one.inspection, before),
            "before": before,
            "fieldwork": fieldwork(one.inspection),
            "publication": publication(one.inspection),
            "explanation": explanation(framework) if gives_none else "",
            "note": note_in_words(one.inspection.note, one.inspection),
            "evidence": evidence(one.inspection.verified),
            "line": one.line,
            "line_until": f"until {one.inspection.shown_date.in_words()}",
            "areas": [area_row(area, one, numbers) for area in framework.areas if is_graded],
            "sources": sources,
            "own_sources": [numbers[key] for key in one.inspection.sources],
            "disagreements": disagreements(one.discrepancies, one.record),
            "corrections": one.changes_of(ChangeKind.CORRECTED),
            "citations": one.changes_of(ChangeKind.CITED),
            "previous": one.previous,
            "following": one.following,
            "citation": citation(one),
        },
    )


def not_yet(one: InspectionContext) -> str:
    """Why the inspection is not on record on the day requested."""
    if one.inspection.first_day > one.moment.as_at:
        return f"had not begun on {day_in_words(one.moment.as_at)}"
    known_by = one.moment.known_by or one.moment.as_at
    return f"had not been published by {day_in_words(known_by)}"


def citation(one: InspectionContext) -> str:
    """The citation for a fact of this page."""
    rules = one.inspection.framework.short_name
    name = f"{one.authority.name}, {title_of(one.inspection)} ({rules})"
    words = outcome(one.inspection).words
    return f"{name}: {words}" if words else name


def _on_record(key: str, request: HttpRequest) -> InspectionContext:
    """The inspection; data is a 404 for a day before it began. Raises Http404."""
    one = get_inspection(key, get_query_dates(request))
    if not one.is_on_record:
        raise Http404(f"This inspection {not_yet(one)}.")
    return one


def inspection_data(one: InspectionContext) -> dict[str, Any]:
    """The JSON of one inspection."""
    return {
        "authority": serializers.identity_data(one.authority, one.record),
        **serializers.provenance_data(one.moment, one.record),
        **serializers.inspection_data(one.inspection, one.trend),
        "line_until_then": one.line.text,
        "compared_with": one.before.id if one.before else None,
        "areas": _areas(one),
        "discrepancies": [serializers.discrepancy_data(each) for each in one.discrepancies],
        "corrections": [
            {
                "when": c.when.isoformat(),
                "who": c.who,
                "what": c.what,
                "old": c.old,
                "new": c.new,
                "why": c.why,
            }
            for c in one.changes_of(ChangeKind.CORRECTED)
        ],
        "previous": one.previous.id if one.previous else None,
        "next": one.following.id if one.following else None,
        "url": settings.SITE_URL + reverse("inspection", args=[one.inspection.id]),
    }


def _areas(one: InspectionContext) -> dict[str, Any]:
    """Each graded area with its trend, the label as published and its provenance."""
    comparability, before = one.record.comparability, one.before
    return {
        rating.area.key: {
            **serializers.trend_data(
                area_trend(rating.area, one.inspection, before, comparability)
            ),
            "label_as_published": rating.label or None,
            "verified": rating.verified or None,
            "sources": list(rating.sources),
        }
        for rating in one.inspection.ratings
    }
