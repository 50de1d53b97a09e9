"""Changes, discrepancies and gaps as plain values: the cells of CSV and the members of JSON."""

from __future__ import annotations

from typing import Any

from ratings.exports.serializers import plain
from ratings.models import Discrepancy
from ratings.models.changes import PublicChange
from ratings.rules.coverage import CoverageCell, CoverageGap

CHANGE_COLUMNS = (
    "when", "change", "about", "authority", "authority_name", "inspection", "title", "what",
    "old", "new", "who", "why", "address",
)  # fmt: skip

DISCREPANCY_COLUMNS = (
    "authority", "authority_name", "inspection", "field", "value_a", "source_a", "value_b",
    "source_b", "chosen", "why", "status", "address",
)  # fmt: skip

GAP_COLUMNS = (
    "authority", "authority_name", "region", "framework", "inspection", "kind", "date", "state",
    "gap", "sentence", "address", "ofsted_page",
)  # fmt: skip


def change_cells(change: PublicChange, title: str, address: str) -> tuple[object, ...]:
    """One change; `title` names what it is about, `address` is the URL that shows it."""
    told, subject = change.told, change.subject
    inspection = subject.key if subject.kind == "inspection" else ""
    return (
        told.when.isoformat(), change.what.value, subject.kind, subject.authority,
        subject.authority_name, inspection, title, told.what, told.old, told.new, told.who,
        told.why, address,
    )  # fmt: skip


def discrepancy_cells(row: Discrepancy, address: str) -> tuple[object, ...]:
    """One discrepancy as stored: values and sources are not made into labels."""
    return (
        row.authority.slug, row.authority.name, row.inspection.key if row.inspection else "",
        row.field, row.value_a, row.source_a, row.value_b, row.source_b, row.chosen, row.why,
        row.status, address,
    )  # fmt: skip


def gap_cells(
    cell: CoverageCell, gap: CoverageGap, address: str, ofsted_page: str
) -> tuple[object, ...]:
    """One gap of the coverage; `ofsted_page`: where the council's letters are, if one is unread."""
    authority, inspection = cell.authority, gap.inspection
    return (
        authority.slug, authority.name, authority.region, cell.framework.code, inspection.id,
        inspection.kind, inspection.shown_date, gap.state.value, gap.lack.value, gap.sentence,
        address, ofsted_page,
    )  # fmt: skip


def as_data(columns: tuple[str, ...], cells: tuple[Any, ...]) -> dict[str, Any]:
    """The cells of a row by name, for JSON: a missing value is null, dates are ISO."""
    return {name: plain(value) for name, value in zip(columns, cells, strict=True)}
