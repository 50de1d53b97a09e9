"""Tidy rows: one for each inspection and judgement area, a visit one row; all with codes."""

from __future__ import annotations

from collections.abc import Iterator

from ratings.forms import QueryDates
from ratings.models import Authority
from ratings.models.inspection import Detail
from ratings.models.reference import Reference
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.row_types import AuthorityRow
from ratings.rules.trend import Trend
from ratings.rules.types import Inspection

AUTHORITY_COLUMNS = (
    "authority", "authority_name", "gss_code", "la_code", "ofsted_urn", "region",
    "authority_type", "authority_start_date", "authority_end_date",
)  # fmt: skip

INSPECTION_COLUMNS = (
    "inspection", "framework", "kind", "is_graded", "start_date", "end_date", "published",
)  # fmt: skip

AREA_COLUMNS = ("area", "area_name", "is_headline", "grade", "grade_word", "missing")

FINDING_COLUMNS = (
    "trend", "trend_across_frameworks", "direction", "direction_source_url", "theme",
    "priority_action", "report_url", "source_url", "sources", "verified", "note",
)  # fmt: skip

RATING_COLUMNS = (
    *AUTHORITY_COLUMNS, *INSPECTION_COLUMNS, *AREA_COLUMNS, *FINDING_COLUMNS, "start_precision",
    "direction_status", "direction_read", "ofsted_page",
)  # fmt: skip
"""In order of introduction: add a new column at the end."""


STANDING_COLUMNS = (
    *AUTHORITY_COLUMNS, "as_at", "known_by", "line", "headline", "headline_inspection",
    "headline_date", "last_overall", "last_overall_inspection", "last_overall_date", "trend",
    "trend_across_frameworks", "profile", "last_visit", "last_visit_kind", "last_visit_date",
    "last_visit_direction", "last_visit_direction_status", "ofsted_page",
)  # fmt: skip


def status_row(row: AuthorityRow, moment: QueryDates, reference: Reference) -> tuple[object, ...]:
    """One authority of the list: its identity and current grade on the day."""
    line, trend = row.standing.line, row.standing.line.trend
    return (
        row.slug, row.name, row.gss_code, row.la_code, row.ofsted_urn, row.region, row.type,
        row.start, row.end, moment.as_at, moment.known_by, line.text,
        *_grade_cells(line.headline.inspection), *_grade_cells(line.headline.last_overall),
        trend.change if trend else "", trend.across_frameworks if trend else "",
        row.standing.profile, *_visit_cells(row.standing.last_visit),
        reference.ofsted_page(row.ofsted_urn),
    )  # fmt: skip


def _grade_cells(inspection: Inspection | None) -> tuple[object, ...]:
    if inspection is None:
        return ("", "", "")
    grade = inspection.headline
    return (grade.key if grade else "", inspection.id, inspection.shown_date)


def _visit_cells(visit: Inspection | None) -> tuple[object, ...]:
    if visit is None:
        return ("", "", "", "", "")
    return (visit.id, visit.kind, visit.shown_date, visit.direction, visit.direction_status)


def rating_rows(
    authority: Authority,
    inspection: Inspection,
    detail: Detail,
    trend: Trend | None,
    reference: Reference,
) -> Iterator[tuple[object, ...]]:
    """The rows of one inspection: a row an area that its framework asks, a visit one."""
    before = (*authority_cells(authority), *inspection_cells(inspection))
    after = finding_cells(inspection, detail, trend)
    page = reference.ofsted_page(authority.ofsted_urn)
    for area in _area_cells(inspection):
        yield (
            *before, *area, *after, precision_cell(inspection), *read_cells(inspection), page
        )  # fmt: skip


def precision_cell(inspection: Inspection) -> str:
    """How much of the first day is known; empty where there is none."""
    return inspection.start.precision if inspection.start else ""


def read_cells(inspection: Inspection) -> tuple[str, str]:
    """What is known of a visit's direction, and what was read where it states none."""
    return (inspection.direction_status, inspection.direction_read)


def authority_cells(authority: Authority) -> tuple[object, ...]:
    return (
        authority.slug, authority.name, authority.gss_code, authority.la_code,
        authority.ofsted_urn, authority.region, authority.authority_type,
        authority.start_date, authority.end_date,
    )  # fmt: skip


def inspection_cells(inspection: Inspection) -> tuple[object, ...]:
    return (
        inspection.id, inspection.framework.code, inspection.kind, inspection.is_graded,
        inspection.start, inspection.end, inspection.published,
    )  # fmt: skip


def _area_cells(inspection: Inspection) -> Iterator[tuple[object, ...]]:
    if not inspection.is_graded:
        yield ("",) * len(AREA_COLUMNS)
        return
    for area in inspection.framework.areas:
        rating = rating_or_reason(inspection, area)
        grade = rating.grade
        key, word = (grade.key, grade.word) if grade else ("", "")
        yield (area.key, area.name, area.is_headline, key, word, "" if grade else rating.missing)


def finding_cells(
    inspection: Inspection, detail: Detail, trend: Trend | None
) -> tuple[object, ...]:
    return (
        trend.change if trend else "", trend.across_frameworks if trend else "",
        inspection.direction, detail.direction_source_url, inspection.theme,
        inspection.priority_action, inspection.report_url, detail.source_url,
        "|".join(source.key for source in detail.sources), detail.verified, detail.note,
    )  # fmt: skip
