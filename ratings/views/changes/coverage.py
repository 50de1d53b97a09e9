"""The coverage page: what is missing, weak or disputed, by authority and framework."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.changes import GAP_COLUMNS, as_data, gap_cells
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.models.cached_urls import reverse
from ratings.rules.coverage import (
    LACK_WORDS,
    STATE_WORDS,
    WORSE_FIRST,
    CoverageCell,
    CoverageState,
    FrameworkCoverage,
    Lack,
    Letters,
    columns,
    letters_by,
)
from ratings.rules.types import Authority
from ratings.views.changes.coverage_selectors import (
    MARKS,
    PARAMETERS,
    SCOPE_WORDS,
    CoverageContext,
    CoverageScope,
    GapRow,
    get_coverage,
    ofsted_page,
)
from ratings.views.decorators import public_view
from ratings.views.paging import numbers_of, page_of

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many cells are in a state, with its mark."""

    state: CoverageState
    words: str
    mark: str
    number: int


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """A framework with its short name, its totals and the URL of its gaps."""

    name: str
    column: FrameworkCoverage
    states: tuple[StateCount, ...]
    address: str


@dataclass(frozen=True, slots=True)
class BoardCell:
    """A cell as text; `address` is the URL of its gaps, empty where it has none."""

    state: CoverageState
    mark: str
    words: str
    framework: str
    address: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """The visits of one authority: how many letters were read, and the URL of the letters."""

    authority: Authority
    letters: Letters
    address: str
    ofsted_page: str


def totals(found: CoverageContext) -> tuple[StateCount, ...]:
    """How many cells of the table are in each state."""
    cells = [cell for row in found.rows for cell in row.cells]
    return tuple(
        StateCount(state, words, MARKS[state], sum(cell.state == state for cell in cells))
        for state, words in STATE_WORDS.items()
    )


def framework_rows(found: CoverageContext) -> tuple[FrameworkRow, ...]:
    """The totals of the authorities in the table, by framework, oldest first."""
    return tuple(
        FrameworkRow(
            name=found.names.frameworks[column.framework.code],
            column=column,
            states=tuple(
                StateCount(state, STATE_WORDS[state], MARKS[state], number)
                for state, number in column.states.items()
            ),
            address=_address(found, found.scope, framework=column.framework.code),
        )
        for column in columns(found.rows)
    )


def lack_rows(found: CoverageContext) -> list[dict[str, Any]]:
    """Each kind of gap that occurs: how many under each framework, and in total."""
    every = columns(found.rows)
    counts = {lack: [column.lacks[lack] for column in every] for lack in Lack}
    return [
        {"words": LACK_WORDS[lack], "numbers": numbers, "total": sum(numbers)}
        for lack, numbers in counts.items()
        if any(numbers)
    ]


def years_of_letters(found: CoverageContext) -> tuple[Letters, ...]:
    """The letters of visits by the year in which the visit began."""
    return letters_by(found.begun, lambda visit: str(visit.first_day.year))


def letter_rows(found: CoverageContext) -> tuple[LetterRow, ...]:
    """The letters of visits by authority, those with the most unread ones first."""
    authorities = found.record.whole.records
    rows = [
        LetterRow(
            authority=authorities[letters.of],
            letters=letters,
            address=_address(found, CoverageScope.VISITS, authority=letters.of),
            ofsted_page=ofsted_page(letters.of, found.record),
        )
        for letters in letters_by(found.begun, lambda visit: visit.authority)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.letters.not_read, row.authority.name)))


def _cell(cell: CoverageCell, found: CoverageContext) -> BoardCell:
    where = {"authority": cell.authority.slug, "framework": cell.framework.code}
    return BoardCell(
        state=cell.state,
        mark=MARKS[cell.state],
        words=_words(cell),
        framework=found.names.frameworks[cell.framework.code],
        address=_address(found, found.scope, **where) if cell.gaps else "",
    )


def _words(cell: CoverageCell) -> str:
    """`1 disputed, 3 missing`; the state where there is no gap."""
    if not cell.gaps:
        return STATE_WORDS[cell.state]
    found = Counter(gap.state for gap in cell.gaps)
    return ", ".join(f"{found[s]} {STATE_WORDS[s]}" for s in WORSE_FIRST if found[s])


def _address(found: CoverageContext, scope: CoverageScope, **where: str) -> str:
    of = {} if scope is CoverageScope.GRADED else {"inspections": scope.value}
    query = urlencode({**where, **of, **found.moment.parameters()})
    return f"{reverse('coverage')}?{query}#gaps"


@public_view(*PARAMETERS, "page")
def page(request: HttpRequest) -> HttpResponse:
    """The table, and its gaps where the URL filters by authority or framework."""
    found = get_coverage(request)
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
            "rows": [
                {"authority": row.authority, "cells": [_cell(cell, found) for cell in row.cells]}
                for row in found.rows
            ],
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


@public_view(*PARAMETERS)
def as_json(request: HttpRequest) -> HttpResponse:
    """Every cell of the table with its state, and every gap in it."""
    found = get_coverage(request)
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


@public_view(*PARAMETERS)
def as_csv(request: HttpRequest) -> HttpResponse:
    """One row per gap."""
    found = get_coverage(request)
    return csv_answer("coverage", found.moment, DataTable(GAP_COLUMNS, map(_cells, found.gaps)))


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


def _cell_data(cell: CoverageCell) -> dict[str, Any]:
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
