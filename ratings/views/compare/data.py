"""The comparison as data: everything on the page, or a row for each authority and area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ratings.exports import serializers
from ratings.exports.columns import STANDING_COLUMNS, standing_row
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import Sheet
from ratings.rules.spells import Spell
from ratings.rules.types import Inspection
from ratings.views.compare.comparison import (
    AreaCell,
    AreaColumn,
    AreaRow,
    AreaTable,
    Before,
    Compared,
    Comparison,
    area_table,
    comparison,
    multiples_data,
)
from ratings.views.compare.links import explicit
from ratings.views.compare.page import heading
from ratings.views.compare.params import PARAMETERS, REPEATED
from ratings.views.decorators import public_page

AREA_COLUMNS = (
    "area", "area_name", "frameworks", "grade", "grade_word", "missing", "inspection",
    "inspection_framework", "inspection_date",
)  # fmt: skip


@public_page(*PARAMETERS, repeated=REPEATED)
def compare_json(request: HttpRequest) -> HttpResponse:
    """All that the page shows, with stable keys."""
    return json_answer(comparison_data(comparison(request)))


@public_page(*PARAMETERS, repeated=REPEATED)
def compare_csv(request: HttpRequest) -> HttpResponse:
    """A row for each authority and judgement area; the line is on each of them."""
    found = comparison(request)
    *standing, visit_status, page = STANDING_COLUMNS
    columns = ("of", "preset", "rank", *standing, *AREA_COLUMNS, visit_status, page)
    return csv_answer("compare", found.moment, Sheet(columns, _rows(found)))


def _table(found: Comparison) -> AreaTable:
    comparability = found.record.reference.comparability
    return area_table(found.found, comparability, found.names.frameworks)


def _rows(found: Comparison) -> Iterator[tuple[object, ...]]:
    """One row for an authority where no area is on record at all."""
    table, asked = _table(found), found.asked
    for row in table.rows:
        each = row.compared
        *stands, status, page = standing_row(each.row, found.moment, found.record.reference)
        head = (asked.of, asked.preset, each.rank or "", *stands)
        for column, cell in zip(table.columns, row.cells, strict=True):
            yield (*head, *_area_cells(row, column, cell), status, page)
        if not table.columns:
            yield (*head, *("",) * len(AREA_COLUMNS), status, page)


def _area_cells(row: AreaRow, column: AreaColumn, cell: AreaCell) -> tuple[object, ...]:
    grade, inspection = cell.grade, row.inspection
    return (
        column.key, column.row.official_name, column.frameworks,
        grade.key if grade else "", grade.word if grade else "", cell.missing,
        inspection.id if inspection else "",
        inspection.framework.code if inspection else "",
        inspection.shown_date if inspection else None,
    )  # fmt: skip


def comparison_data(found: Comparison) -> dict[str, Any]:
    """The whole answer of `/compare.json`."""
    reference, version = found.record.reference, found.record.number
    spells = multiples_data(found).spells
    return {
        **serializers.provenance_data(found.moment, reference, version),
        "of": found.asked.of or None,
        "preset": found.asked.preset or None,
        "heading": heading(found),
        "note": (found.choice.note if found.choice else "") or None,
        "url": settings.SITE_URL + explicit(found),
        "authorities": [
            _authority(each, own, found) for each, own in zip(found.found, spells, strict=True)
        ],
        "areas": _areas(_table(found)),
    }


def _authority(each: Compared, spells: tuple[Spell, ...], found: Comparison) -> dict[str, Any]:
    since = each.standing.since
    return {
        **({"rank": each.rank} if each.rank else {}),
        **serializers.standing_data(each.row, found.record.reference),
        "standing": each.words,
        "since": since.isoformat() if since else None,
        "abolished": serializers.iso(each.row.abolished),
        "predecessors": [_predecessor(before) for before in each.predecessors],
        "spells": [_spell(spell) for spell in spells],
        "visits": [_visit(i) for i in each.inspections if not i.is_graded],
    }


def _predecessor(before: Before) -> dict[str, Any]:
    return {
        "slug": before.slug,
        "name": before.name,
        "date": before.first_day_after.isoformat(),
        "kind": before.kind,
        "last_day": before.last_day.isoformat(),
        "line": before.line,
    }


def _spell(spell: Spell) -> dict[str, Any]:
    """An open spell was still so on its last day."""
    return {
        "grade": spell.grade.key if spell.grade else None,
        "from": spell.start.isoformat(),
        "to": spell.end.isoformat(),
        "is_open": spell.is_open,
        "inspection": spell.inspection.id,
    }


def _visit(visit: Inspection) -> dict[str, Any]:
    return {
        "inspection": visit.id,
        "kind": visit.kind,
        "date": visit.shown_date.isoformat(),
        **serializers.direction_data(visit),
        "theme": visit.theme or None,
    }


def _areas(table: AreaTable) -> list[dict[str, Any]]:
    """A column of the table each: its areas, newest first, and a cell an authority."""
    return [
        {
            "area": column.key,
            "name": column.row.official_name,
            "across_frameworks": column.row.across_frameworks,
            "areas": [{"framework": a.framework, "key": a.key} for a in column.row.areas],
            "cells": [_cell(row, row.cells[i]) for row in table.rows],
        }
        for i, column in enumerate(table.columns)
    ]


def _cell(row: AreaRow, cell: AreaCell) -> dict[str, Any]:
    return {
        "authority": row.compared.slug,
        "grade": cell.grade.key if cell.grade else None,
        "missing": cell.missing or None,
        "inspection": row.inspection.id if row.inspection else None,
    }
