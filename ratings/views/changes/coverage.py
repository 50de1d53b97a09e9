"""The coverage board: what is missing, weak or disputed, by authority and framework."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.changes import GAP_COLUMNS, as_data, gap_cells
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import Sheet
from ratings.rules.coverage import LACK_WORDS, STATE_WORDS, WORSE_FIRST, Cell, Letters
from ratings.views.changes.coverage_selectors import PARAMETERS, SCOPE_WORDS, GapRow, covered
from ratings.views.changes.coverage_table import (
    FrameworkRow,
    authority_rows,
    framework_rows,
    lack_rows,
    letter_rows,
    totals,
    years_of_letters,
)
from ratings.views.decorators import public_page
from ratings.views.paging import numbers_of, page_of

PER_PAGE = 100


@public_page(*PARAMETERS, "page")
def page(request: HttpRequest) -> HttpResponse:
    """The board, and what is lacking where the address asks for an authority or framework."""
    found = covered(request)
    shown = page_of(request, found.gaps if found.is_detailed else [], PER_PAGE)
    return render(
        request,
        "ratings/coverage.html",
        {
            "moment": found.moment,
            "record": found.record,
            "filter": found.filter,
            "scope": SCOPE_WORDS[found.scope],
            "totals": totals(found),
            "frameworks": framework_rows(found),
            "lacks": lack_rows(found),
            "rows": authority_rows(found),
            "is_detailed": found.is_detailed,
            "gaps": shown.object_list,
            "count": len(found.gaps),
            "without_inspection": found.without_inspection,
            "years": years_of_letters(found),
            "letters": letter_rows(found),
            "page": shown,
            "pages": numbers_of(shown),
        },
    )


@public_page(*PARAMETERS)
def as_json(request: HttpRequest) -> HttpResponse:
    """Every cell of the board with its state, and every gap in them."""
    found = covered(request)
    reference, version = found.record.reference, found.record.number
    return json_answer(
        {
            **serializers.provenance_data(found.moment, reference, version),
            "inspections": found.scope.value,
            "states": {state.value: words for state, words in STATE_WORDS.items()},
            "gap_kinds": {lack.value: words for lack, words in LACK_WORDS.items()},
            "frameworks": [_column_data(row) for row in framework_rows(found)],
            "cells": [_cell_data(cell) for row in found.rows for cell in row.cells],
            "gaps": [as_data(GAP_COLUMNS, _cells(gap)) for gap in found.gaps],
            "letters_by_year": [
                {"year": int(year.of), **_letters(year)} for year in years_of_letters(found)
            ],
            "letters_by_authority": [
                {"authority": r.letters.of, **_letters(r.letters), "ofsted_page": r.ofsted_page}
                for r in letter_rows(found)
            ],
        }
    )


@public_page(*PARAMETERS)
def as_csv(request: HttpRequest) -> HttpResponse:
    """One row a gap."""
    found = covered(request)
    return csv_answer("coverage", found.moment, Sheet(GAP_COLUMNS, map(_cells, found.gaps)))


def _letters(counted: Letters) -> dict[str, int]:
    return {"visits": counted.visits, "read": counted.read, "not_read": counted.not_read}


def _column_data(row: FrameworkRow) -> dict[str, Any]:
    column = row.column
    return {
        "framework": column.framework.code,
        "inspections": column.inspections,
        "authorities": {state.value: number for state, number in column.states.items()},
        "gaps": {lack.value: number for lack, number in column.lacks.items()},
    }


def _cell_data(cell: Cell) -> dict[str, Any]:
    counts = {state.value: cell.count(state) for state in WORSE_FIRST}
    return {
        "authority": cell.authority.slug,
        "framework": cell.framework.code,
        "state": cell.state.value,
        "inspections": cell.inspections,
        "gaps": {state: number for state, number in counts.items() if number},
    }


def _cells(row: GapRow) -> tuple[object, ...]:
    return gap_cells(
        row.cell, row.gap, row.region, settings.SITE_URL + row.address, row.ofsted_page
    )
