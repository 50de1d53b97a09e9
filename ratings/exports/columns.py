"""Tidy rows: one for each inspection and judgement area, a visit one row; all with codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ratings.exports.dictionary import BY_NAME, Column
from ratings.exports.dictionary import columns as c
from ratings.models.record import Record
from ratings.rules.judgement_table import rating_or_reason
from ratings.rules.status import AuthorityStatus
from ratings.rules.trend import Trend
from ratings.rules.types import Authority, Inspection


def _names(columns: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)


GIVEN_COLUMNS = _names(c.GIVEN)
RATING_COLUMNS = tuple(n for n in BY_NAME["ratings"].names if n not in GIVEN_COLUMNS)
"""The columns of the tables of pages: without how each grade was given."""

NOT_LATER, LATER = _names((*c.AUTHORITY, *c.STANDING)), _names(c.LATER)
STANDING_COLUMNS = (*NOT_LATER, *LATER)


def status_row(status: AuthorityStatus, record: Record) -> tuple[object, ...]:
    """One authority of the list: its identity and current grade on the day."""
    own = (column.cell(status, record) for column in (*c.STANDING, *c.LATER) if column.cell)
    return (*authority_cells(status.authority), *own)


def rating_rows(
    authority: Authority, inspection: Inspection, trend: Trend | None, record: Record
) -> Iterator[tuple[object, ...]]:
    """The rows of one inspection: a row an area that its framework asks, a visit one.

    Each has the columns of the table of ratings, without those of how the grade was given.
    """
    before = (*authority_cells(authority), *inspection_cells(inspection))
    after = (*finding_cells(inspection, trend), precision_cell(inspection))
    last = (*read_cells(inspection), record.ofsted_page(authority.ofsted_urn))
    for area in _area_cells(inspection):
        yield (*before, *area, *after, *last)


def given_cells(inspection: Inspection, area: object) -> tuple[str, tuple[str, ...], str]:
    """How the grade of an area (its key) was given: evidence, keys of sources, printed label."""
    rating = inspection.rating(str(area))
    return (rating.verified, rating.sources, rating.label) if rating else ("", (), "")


def precision_cell(inspection: Inspection) -> str:
    """How much of the first day is known; empty where there is none."""
    return inspection.start.precision if inspection.start else ""


def read_cells(inspection: Inspection) -> tuple[str, str]:
    """What is known of a visit's direction, and what was read where it states none."""
    return (inspection.direction_status, inspection.direction_read)


def authority_cells(authority: Authority) -> tuple[object, ...]:
    return (
        authority.slug, authority.name, authority.gss_code, authority.la_code,
        authority.ofsted_urn, authority.region, authority.type, authority.start, authority.end,
    )  # fmt: skip


def inspection_cells(inspection: Inspection) -> tuple[object, ...]:
    return (
        inspection.id, inspection.framework.code, inspection.kind, inspection.is_graded,
        inspection.start, inspection.end, inspection.published,
    )  # fmt: skip


def _area_cells(inspection: Inspection) -> Iterator[tuple[object, ...]]:
    if not inspection.is_graded:
        yield ("",) * len(c.AREA)
        return
    for area in inspection.framework.areas:
        rating = rating_or_reason(inspection, area)
        grade = rating.grade
        key, word = (grade.key, grade.word) if grade else ("", "")
        yield (area.key, area.name, area.is_headline, key, word, "" if grade else rating.missing)


def finding_cells(inspection: Inspection, trend: Trend | None) -> tuple[object, ...]:
    return (
        trend.change if trend else "", trend.across_frameworks if trend else "",
        inspection.direction, inspection.direction_source_url, inspection.theme,
        inspection.priority_action, inspection.report_url, inspection.source_url,
        "|".join(inspection.sources), inspection.verified, inspection.note,
    )  # fmt: skip
