"""One inspection: its page and its data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.columns import RATING_COLUMNS, rating_rows
from ratings.exports.responses import csv_answer, data_not_found, json_answer
from ratings.exports.table import DataTable
from ratings.forms import QueryDates
from ratings.models import Discrepancy, Inspection, Rating, Source
from ratings.models.authority_search import AuthoritySearch
from ratings.models.corrections import Correction, corrections_of
from ratings.models.inspection import Detail
from ratings.models.reference import Reference
from ratings.rules import types
from ratings.rules.dates import day_in_words
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.line import Line, build_line
from ratings.rules.trend import Trend, area_trend, headline_trend, one_before
from ratings.rules.types import Area
from ratings.views.context import DataContext, get_data_context
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
    rows = rating_rows(one.row.authority, one.inspection, one.detail, one.trend, one.reference)
    return csv_answer(key, one.moment, DataTable(RATING_COLUMNS, rows))


@dataclass(frozen=True, slots=True)
class RatingFact:
    """The provenance of a rating: the text in the report, strength of evidence, sources."""

    label: str
    verified: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class InspectionContext:
    """One inspection as at the as-of dates.

    `series` are the authority's inspections on record then, in order; the inspection itself
    is not among them where it had not begun, or not been published, by then.
    """

    moment: QueryDates
    record: DataContext
    names: AuthoritySearch
    row: Inspection
    inspection: types.Inspection
    detail: Detail
    series: tuple[types.Inspection, ...]
    facts: dict[str, RatingFact]
    discrepancies: tuple[Discrepancy, ...]
    corrections: tuple[Correction, ...]

    @property
    def reference(self) -> Reference:
        return self.record.reference

    @property
    def framework_name(self) -> str:
        return self.names.frameworks[self.inspection.framework.code]

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
        if not self.inspection.gives_node:
            return None
        return headline_trend(self.inspection, self.before, self.reference.comparability)

    @property
    def line(self) -> Line:
        """The authority's line up to and including this inspection."""
        key = self.inspection.order_key
        until = [each for each in self.series if each.order_key <= key]
        authority, as_at = self.row.authority.record(), self.moment.as_at
        return build_line(
            authority, until, self.reference.comparability, as_at, self.moment.known_by
        )

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
    record = get_data_context()
    joined = Inspection.objects.public().select_related("authority", "framework", "kind")
    row = joined.filter(key=key).first()
    if row is None or key not in record.whole.by_id:
        raise Http404(f"There is no inspection with the id {key}.")
    whole = record.whole
    days, found = (row.authority.slug, moment.as_at, moment.known_by), whole.by_id[key]
    series = whole.of(days[:1], *days[1:])
    if found.framework.programme != types.CHILDRENS_SERVICES:
        series = tuple(sorted((*series, *whole.others_of(*days)), key=attrgetter("order_key")))
    return InspectionContext(
        moment=moment,
        record=record,
        names=AuthoritySearch.current(record.version),
        row=row,
        inspection=found,
        detail=whole.detail(key),
        series=series,
        facts=_facts(row, record.reference),
        discrepancies=tuple(row.discrepancies.select_related("inspection")),
        corrections=corrections_of(row),
    )


def _facts(row: Inspection, reference: Reference) -> dict[str, RatingFact]:
    """The provenance of each rating, by key of the area."""
    rows = Rating.objects.filter(inspection=row).order_by("area__order", "sources__order")
    values = rows.values_list("area__key", "label_as_published", "verified", "sources__id")
    return {
        key: RatingFact(
            label, verified, tuple(reference.sources[pk] for *_, pk in group if pk is not None)
        )
        for (key, label, verified), group in groupby(values, key=lambda value: value[:3])
    }


NO_FACT = RatingFact("", "", ())


def area_row(area: Area, found: InspectionContext, numbers: dict[str, int]) -> dict[str, Any]:
    """A judgement area. `label`: the text in the report, where it differs from ours."""
    inspection, before = found.inspection, found.before
    comparability = found.reference.comparability
    now, then = rating_or_reason(inspection, area), rating_before(area, before, comparability)
    compared = inspection.framework.in_line
    trend = area_trend(area, inspection, before, comparability) if compared else None
    fact = found.facts.get(area.key, NO_FACT)
    return {
        "area": area,
        "mark": graded_or_reason(now),
        "before": graded_or_reason(then) if then and compared else None,
        "trend": trend_words(trend, then.grade if then else None),
        "why": why_not(trend, then, now) if trend else "",
        "label": fact.label,
        "evidence": evidence(fact.verified) if fact.verified else "",
        "sources": [numbers[source.key] for source in fact.sources],
    }


def numbered_sources(found: InspectionContext) -> dict[int, Source]:
    """Every source of the inspection and of its ratings, numbered in their own order."""
    every = [*found.detail.sources, *(s for fact in found.facts.values() for s in fact.sources)]
    distinct = {source.key: source for source in every}
    in_order = sorted(distinct.values(), key=lambda source: (source.order, source.key))
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
            "authority": one.row.authority,
            "inspection": one.inspection,
            "detail": one.detail,
            "title": title_of(one.inspection),
            "framework_name": one.framework_name,
            "is_on_record": one.is_on_record,
            "not_yet": not_yet(one),
            "ofsted_page": one.reference.ofsted_page(one.row.authority.ofsted_urn),
            "mark": outcome(one.inspection),
            "trend": trend_words(trend, before.headline if before else None),
            "why": why_no_headline_trend(trend, one.inspection, before),
            "before": before,
            "fieldwork": fieldwork(one.inspection),
            "publication": publication(one.inspection),
            "explanation": explanation(framework) if gives_none else "",
            "note": note_in_words(one.detail.note, one.inspection),
            "evidence": evidence(one.detail.verified),
            "line": one.line,
            "line_until": f"until {one.inspection.shown_date.in_words()}",
            "areas": [area_row(area, one, numbers) for area in framework.areas if is_graded],
            "sources": sources,
            "own_sources": [numbers[source.key] for source in one.detail.sources],
            "disagreements": disagreements(one.discrepancies, one.reference),
            "corrections": one.corrections,
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
    name = f"{one.row.authority.name}, {title_of(one.inspection)} ({one.framework_name})"
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
        "authority": serializers.identity_data(one.row.authority, one.reference),
        **serializers.provenance_data(one.moment, one.reference, one.record.number),
        **serializers.inspection_data(one.inspection, one.detail, one.trend),
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
            for c in one.corrections
        ],
        "previous": one.previous.id if one.previous else None,
        "next": one.following.id if one.following else None,
        "url": settings.SITE_URL + one.row.get_absolute_url(),
    }


def _areas(one: InspectionContext) -> dict[str, Any]:
    """Each graded area with its trend, the label as published and its provenance."""
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
