"""Serialise records for the JSON API: plain values with stable keys.

Dates are ISO, as precise as they are known; a missing value is null, never an empty string.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from ratings.exports.dictionary import BY_NAME
from ratings.forms import QueryDates
from ratings.models import Discrepancy, Event
from ratings.models.cached_urls import reverse
from ratings.models.data_version import day_of, version_date
from ratings.models.record import Record
from ratings.rules.dates import PartialDate
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.line import Line, OverallJudgement
from ratings.rules.status import AuthorityStatus
from ratings.rules.trend import Trend
from ratings.rules.types import Authority, Inspection

LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0 "
    "(Ofsted, Office for National Statistics, Department for Education); register of "
    "authorities by mySociety, CC BY 4.0."
)

Data = dict[str, Any]


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def plain(value: Any) -> Any:
    """A cell as JSON has it: a missing value is null, dates are ISO."""
    if value is None or value == "":
        return None
    return value.isoformat() if isinstance(value, date | PartialDate) else value


def identity_data(authority: Authority, record: Record) -> Data:
    """Who an authority is: names, codes, dates of existence, its page at Ofsted."""
    return {
        "slug": authority.slug,
        "name": authority.name,
        "gss_code": authority.gss_code,
        "la_code": authority.la_code,
        "ofsted_urn": authority.ofsted_urn or None,
        "region": authority.region,
        "authority_type": authority.type,
        "start_date": iso(authority.start),
        "end_date": iso(authority.end),
        "ofsted_page": record.ofsted_page(authority.ofsted_urn) or None,
    }


API_COLUMNS = tuple(column for column in BY_NAME["authorities"].columns if column.in_api)
"""Columns of an authority on a day that are fields under the same name."""


def status_data(status: AuthorityStatus, record: Record) -> Data:
    """One authority of the list: its identity, current grade and last visit."""
    return {
        **identity_data(status.authority, record),
        **line_data(status.line),
        **{c.name: plain(c.cell(status, record)) for c in API_COLUMNS if c.cell},
        "last_visit": _visit_data(status.last_visit),
    }


def _visit_data(visit: Inspection | None) -> Data | None:
    if visit is None:
        return None
    return {
        "inspection": visit.id,
        "kind": visit.kind,
        "date": visit.shown_date.isoformat(),
        **direction_data(visit),
    }


def direction_data(inspection: Inspection) -> Data:
    """What a visit found, what is known of that, and what was read where it states none."""
    return {
        "direction": inspection.direction or None,
        "direction_status": inspection.direction_status or None,
        "direction_read": inspection.direction_read or None,
    }


def line_data(line: Line) -> Data:
    """The line with its headline, the last overall grade where that is gone, and its trend."""
    return {
        "line": line.text,
        "headline": overall_data(line.headline),
        "last_overall": grade_data(line.headline.last_overall),
        **trend_data(line.trend),
    }


def overall_data(headline: OverallJudgement) -> Data:
    found = grade_data(headline.inspection)
    return found or {"grade": None, "inspection": None, "date": None}


def grade_data(inspection: Inspection | None) -> Data | None:
    """The overall grade of an inspection: its key, or null where there was none."""
    if inspection is None:
        return None
    return {
        "grade": inspection.headline.key if inspection.headline else None,
        "inspection": inspection.id,
        "date": inspection.shown_date.isoformat(),
    }


def trend_data(trend: Trend | None) -> Data:
    return {
        "trend": str(trend.change) if trend else None,
        "trend_across_frameworks": trend.across_frameworks if trend else False,
    }


def inspection_data(inspection: Inspection, trend: Trend | None) -> Data:
    """One inspection with its ratings by area, and the reason for every grade not given."""
    return {
        "id": inspection.id,
        "framework": inspection.framework.code,
        "kind": inspection.kind,
        "is_graded": inspection.is_graded,
        "start_date": plain(inspection.start),
        "end_date": iso(inspection.end),
        "published": iso(inspection.published),
        **direction_data(inspection),
        "direction_source_url": inspection.direction_source_url or None,
        "theme": inspection.theme or None,
        "priority_action": inspection.priority_action,
        "report_url": inspection.report_url or None,
        "source_url": inspection.source_url or None,
        "sources": list(inspection.sources),
        "verified": inspection.verified,
        "note": inspection.note or None,
        **ratings_data(inspection),
        **trend_data(trend),
    }


def ratings_data(inspection: Inspection) -> Data:
    """`ratings` (area to grade) and `missing` (area to reason), for the areas it asks."""
    asked = inspection.framework.areas if inspection.is_graded else ()
    found = [rating_or_reason(inspection, area) for area in asked]
    return {
        "ratings": {r.area.key: r.grade.key for r in found if r.grade},
        "missing": {r.area.key: r.missing for r in found if not r.grade},
    }


def event_data(event: Event) -> Data:
    return {
        "authority": event.authority.slug,
        "kind": event.kind,
        "title": event.title,
        "start_date": event.start.isoformat(),
        "end_date": event.end.isoformat() if event.end else None,
        "source_url": event.source_url or None,
        "verified": event.verified,
        "note": event.note or None,
    }


def peer_data(status: AuthorityStatus, rank: int = 0) -> Data:
    """A neighbour (`rank`) or an authority of the region, with its headline."""
    return {
        **({"rank": rank} if rank else {}),
        "slug": status.authority.slug,
        "name": status.authority.name,
        "end_date": iso(status.authority.end),
        "headline": overall_data(status.line.headline),
        "last_overall": grade_data(status.line.headline.last_overall),
    }


def discrepancy_data(discrepancy: Discrepancy) -> Data:
    inspection = discrepancy.inspection
    return {
        "inspection": inspection.key if inspection else None,
        "field": discrepancy.field,
        "values": [
            {"value": discrepancy.value_a or None, "source": discrepancy.source_a},
            {"value": discrepancy.value_b or None, "source": discrepancy.source_b},
        ],
        "chosen": discrepancy.chosen or None,
        "why": discrepancy.why or None,
        "status": discrepancy.status,
    }


def provenance_data(moment: QueryDates, record: Record) -> Data:
    """Metadata of every response: both as-of dates, completeness of the data, licence."""
    return {
        "as_at": moment.as_at.isoformat(),
        "known_by": iso(moment.known_by),
        "complete_to": {kind: day.isoformat() for kind, day in record.complete_to.items()},
        "completeness": completeness_data(record),
        "data_version": record.number,
        "version": version_data(int(record.number)),
        "licence": LICENCE,
    }


def completeness_data(record: Record) -> list[Data]:
    """Days for which each kind of fact is complete; `first_day` null: from the beginning."""
    return [
        {
            "kind": each.kind,
            "basis": str(each.basis),
            "first_day": iso(each.first_day),
            "last_day": each.last_day.isoformat(),
            "words": each.in_words,
        }
        for each in record.completeness.values()
    ]


def version_data(number: int) -> Data:
    """A data version: its number, when it was created, the URL that lists its changes."""
    when = version_date(number)
    return {
        "number": number,
        "date": iso(day_of(number)),
        "moved_at": when.isoformat() if when else None,
        "address": settings.SITE_URL + reverse("version", args=[number]),
    }
