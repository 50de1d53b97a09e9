"""The comparison as a page, as JSON, and as CSV with a row per authority and area."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.charts.small_multiples import multiples
from ratings.exports import serializers
from ratings.exports.columns import LATER, NOT_LATER, status_row
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.rules.judgement_table import JudgementTableRow
from ratings.rules.spells import Spell
from ratings.rules.types import Inspection
from ratings.views.authority.data import predecessor_data
from ratings.views.authority.related import predecessor_rows
from ratings.views.compare import links
from ratings.views.compare.comparison import (
    ComparedAuthority,
    Comparison,
    area_table,
    comparison,
    multiples_data,
    note_of,
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
    columns = ("of", "preset", "rank", *NOT_LATER, *AREA_COLUMNS, *LATER)
    return csv_answer("compare", found.moment, DataTable(columns, _rows(found)))


def _rows(found: Comparison) -> Iterator[tuple[object, ...]]:
    """The rows of the CSV; an authority without any area on record has one row."""
    columns, rows = area_table(found.found, found.record)
    for each, cells in rows:
        stands = status_row(each.status, found.record)
        head = (found.asked_of, found.preset, each.rank or "", *stands[: len(NOT_LATER)])
        own = [_area_cells(each, *pair, found) for pair in zip(columns, cells, strict=True)]
        for area in own or [("",) * len(AREA_COLUMNS)]:
            yield (*head, *area, *stands[len(NOT_LATER) :])


def _area_cells(
    each: ComparedAuthority, column: JudgementTableRow, cell: dict[str, Any], found: Comparison
) -> tuple[object, ...]:
    grade, inspection = cell["grade"], each.latest
    return (
        column.areas[0].key, column.official_name, _frameworks(column, found),
        grade.key if grade else "", grade.word if grade else "", cell["missing"],
        inspection.id if inspection else "",
        inspection.framework.code if inspection else "",
        inspection.shown_date if inspection else None,
    )  # fmt: skip


def _frameworks(column: JudgementTableRow, found: Comparison) -> str:
    """The frameworks that judge a column, oldest first."""
    return ", ".join(found.record.framework_names[code] for code in column.frameworks)


NAMED_IN_HEADING = 3


@public_view(*PARAMETERS, repeated=REPEATED)
def compare(request: HttpRequest) -> HttpResponse:
    """Lines, small multiples and judgement areas of the authorities chosen; four queries."""
    found = comparison(request)
    columns, areas = area_table(found.found, found.record)
    picture, table = multiples(multiples_data(found)) if found.found else (None, None)
    return render(
        request,
        "ratings/compare.html",
        {
            "moment": found.moment,
            "record": found.record,
            "heading": heading(found),
            "note": found.choice.note if found.choice else "",
            "of": found.of,
            "asked": {"of": found.asked_of, "preset": found.preset},
            "rows": [
                {
                    "compared": each,
                    "is_of": each.authority.slug == found.asked_of,
                    "existence": note_of(each),
                    "predecessors": predecessor_rows(each.predecessors, found.record),
                    "without": links.without(found, each.authority.slug),
                }
                for each in found.found
            ],
            "picture": picture,
            "table": table,
            "columns": [(column, _frameworks(column, found)) for column in columns],
            "areas": areas,
            "explanations": _explanations(found),
            "presets": links.preset_links(found),
            "preset_choices": presets_of(None, found.record.model_years),
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
    names = [each.authority.name for each in found.found]
    if not names:
        return "Compare authorities"
    if len(names) > NAMED_IN_HEADING:
        return f"{names[0]} and {len(names) - 1} others"
    *head, last = names
    return f"{', '.join(head)} and {last}" if head else f"Compare {last} with others"


def _explanations(found: Comparison) -> list[str]:
    """Why some have no overall grade, once per framework that gives none."""
    latest = [each.status.line.headline.inspection for each in found.found]
    without = {i.framework.code: i.framework for i in latest if i and i.headline is None}
    return [explanation(framework) for framework in without.values()]


def comparison_data(found: Comparison) -> dict[str, Any]:
    """The JSON of `/compare.json`."""
    record = found.record
    spells = multiples_data(found).spells
    return {
        **serializers.provenance_data(found.moment, record),
        "of": found.asked_of or None,
        "preset": found.preset or None,
        "heading": heading(found),
        "note": (found.choice.note if found.choice else "") or None,
        "url": settings.SITE_URL + explicit(found),
        "authorities": [
            _authority(each, own, found) for each, own in zip(found.found, spells, strict=True)
        ],
        "areas": _areas(found),
    }


def _authority(
    each: ComparedAuthority, spells: tuple[Spell, ...], found: Comparison
) -> dict[str, Any]:
    since = each.status.since
    return {
        **({"rank": each.rank} if each.rank else {}),
        **serializers.status_data(each.status, found.record),
        "standing": each.words,
        "since": since.isoformat() if since else None,
        "abolished": serializers.iso(each.status.abolished),
        "predecessors": [predecessor_data(before) for before in each.predecessors],
        "spells": [_spell(spell) for spell in spells],
        "visits": [_visit(i) for i in each.status.inspections if not i.is_graded],
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


def _areas(found: Comparison) -> list[dict[str, Any]]:
    """One object per column of the table: its areas, newest first, and a cell per authority."""
    columns, rows = area_table(found.found, found.record)
    return [
        {
            "area": column.areas[0].key,
            "name": column.official_name,
            "across_frameworks": column.across_frameworks,
            "areas": [{"framework": a.framework, "key": a.key} for a in column.areas],
            "cells": [_cell(each, cells[i]) for each, cells in rows],
        }
        for i, column in enumerate(columns)
    ]


def _cell(each: ComparedAuthority, cell: dict[str, Any]) -> dict[str, Any]:
    return {
        "authority": each.authority.slug,
        "grade": cell["grade"].key if cell["grade"] else None,
        "missing": cell["missing"] or None,
        "inspection": each.latest.id if each.latest else None,
    }
