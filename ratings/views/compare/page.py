"""The comparison as a page, as JSON, and as CSV with a row per authority and area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.columns import STANDING_COLUMNS, status_row
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.rules.spells import Spell
from ratings.rules.types import Inspection
from ratings.views.compare import links
from ratings.views.compare.comparison import (
    AreaCell,
    AreaColumn,
    AreaTable,
    ComparedAreas,
    ComparedAuthority,
    ComparedPredecessor,
    Comparison,
    area_table,
    comparison,
    multiples_data,
    note_of,
    picture,
    presets_of,
)
from ratings.views.compare.links import explicit
from ratings.views.compare.params import PARAMETERS, REPEATED
from ratings.views.decorators import public_view
from ratings.views.text import explanation

AREA_COLUMNS = (
    "area", "area_name", "frameworks", "grade", "grade_word", "missing", "inspection",
    "inspection_framework", "inspection_date",
)  # fmt: skip


@public_view(*PARAMETERS, repeated=REPEATED)
def compare_json(request: HttpRequest) -> HttpResponse:
    """All that the page shows, with stable keys."""
    return json_answer(comparison_data(comparison(request)))


@public_view(*PARAMETERS, repeated=REPEATED)
def compare_csv(request: HttpRequest) -> HttpResponse:
    """A row per authority and judgement area; the line is repeated on each of them."""
    found = comparison(request)
    *standing, visit_status, page = STANDING_COLUMNS
    columns = ("of", "preset", "rank", *standing, *AREA_COLUMNS, visit_status, page)
    return csv_answer("compare", found.moment, DataTable(columns, _rows(found)))


def _table(found: Comparison) -> AreaTable:
    comparability = found.record.reference.comparability
    return area_table(found.found, comparability, found.names.frameworks)


def _rows(found: Comparison) -> Iterator[tuple[object, ...]]:
    """The rows of the CSV; an authority without any area on record has one row."""
    table, asked = _table(found), found.asked
    for row in table.rows:
        each = row.compared
        *stands, status, page = status_row(each.row, found.moment, found.record.reference)
        head = (asked.of, asked.preset, each.rank or "", *stands)
        for column, cell in zip(table.columns, row.cells, strict=True):
            yield (*head, *_area_cells(row, column, cell), status, page)
        if not table.columns:
            yield (*head, *("",) * len(AREA_COLUMNS), status, page)


def _area_cells(row: ComparedAreas, column: AreaColumn, cell: AreaCell) -> tuple[object, ...]:
    grade, inspection = cell.grade, row.inspection
    return (
        column.key, column.row.official_name, column.frameworks,
        grade.key if grade else "", grade.word if grade else "", cell.missing,
        inspection.id if inspection else "",
        inspection.framework.code if inspection else "",
        inspection.shown_date if inspection else None,
    )  # fmt: skip


NAMED_IN_HEADING = 3


@public_view(*PARAMETERS, repeated=REPEATED)
def compare(request: HttpRequest) -> HttpResponse:
    """Lines, small multiples and judgement areas of the authorities chosen; four queries."""
    found = comparison(request)
    return render(
        request,
        "ratings/compare.html",
        {
            "moment": found.moment,
            "record": found.record,
            "heading": heading(found),
            "note": found.choice.note if found.choice else "",
            "of": found.of,
            "asked": found.asked,
            "rows": [
                {
                    "compared": each,
                    "is_of": each.slug == found.asked.of,
                    "existence": note_of(each),
                    "without": links.without(found, each.slug),
                }
                for each in found.found
            ],
            "multiples": picture(found) if found.found else None,
            "areas": _table(found),
            "explanations": _explanations(found),
            "presets": links.preset_links(found),
            "preset_choices": presets_of(None, found.years),
            "explicit": links.explicit(found),
            "hidden": links.hidden_pairs(found),
            "is_full": links.is_full(found),
            "addable": links.addable(found),
            "options": links.options(found),
            "examples": links.examples(found),
        },
    )


def heading(found: Comparison) -> str:
    """Names of those compared: `Kent, Surrey and Essex`, `Kent and 4 others`, or a preset's."""
    if found.choice:
        return found.choice.heading
    names = [each.row.name for each in found.found]
    if not names:
        return "Compare authorities"
    if len(names) > NAMED_IN_HEADING:
        return f"{names[0]} and {len(names) - 1} others"
    *head, last = names
    return f"{', '.join(head)} and {last}" if head else f"Compare {last} with others"


def _explanations(found: Comparison) -> list[str]:
    """Why some have no overall grade, once per framework that gives none."""
    latest = [each.standing.line.headline.inspection for each in found.found]
    without = {i.framework.code: i.framework for i in latest if i and i.headline is None}
    return [explanation(framework) for framework in without.values()]


def comparison_data(found: Comparison) -> dict[str, Any]:
    """The JSON of `/compare.json`."""
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


def _authority(
    each: ComparedAuthority, spells: tuple[Spell, ...], found: Comparison
) -> dict[str, Any]:
    since = each.standing.since
    return {
        **({"rank": each.rank} if each.rank else {}),
        **serializers.status_data(each.row, found.record.reference),
        "standing": each.words,
        "since": since.isoformat() if since else None,
        "abolished": serializers.iso(each.row.abolished),
        "predecessors": [_predecessor(before) for before in each.predecessors],
        "spells": [_spell(spell) for spell in spells],
        "visits": [_visit(i) for i in each.inspections if not i.is_graded],
    }


def _predecessor(before: ComparedPredecessor) -> dict[str, Any]:
    return {
        "slug": before.slug,
        "name": before.name,
        "date": before.first_day_after.isoformat(),
        "kind": before.kind,
        "last_day": before.last_day.isoformat(),
        "line": before.line,
    }


def _spell(spell: Spell) -> dict[str, Any]:
    """A spell; an open one still lasted on its last day."""
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
    """One object per column of the table: its areas, newest first, and a cell per authority."""
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


def _cell(row: ComparedAreas, cell: AreaCell) -> dict[str, Any]:
    return {
        "authority": row.compared.slug,
        "grade": cell.grade.key if cell.grade else None,
        "missing": cell.missing or None,
        "inspection": row.inspection.id if row.inspection else None,
    }
