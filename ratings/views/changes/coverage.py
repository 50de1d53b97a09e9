"""The coverage page: what is missing, weak or disputed, by authority and framework."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.exports import serializers
from ratings.exports.changes import GAP_COLUMNS, as_data, gap_cells
from ratings.exports.responses import csv_answer, json_answer
from ratings.exports.table import DataTable
from ratings.forms import QueryDates
from ratings.models import Discrepancy, Inspection, SourceStrength
from ratings.models.cached_urls import reverse
from ratings.models.discrepancy import public_discrepancies
from ratings.models.record import Record
from ratings.parameters import ChosenField, CountryPart, PartField
from ratings.rules.coverage import (
    LACK_WORDS,
    STATE_WORDS,
    WORSE_FIRST,
    CoverageCell,
    CoverageGap,
    CoverageRow,
    CoverageState,
    Lack,
    coverage_table,
    letters_by,
)
from ratings.rules.types import Inspection as InspectionRecord
from ratings.views.changes.filters import NarrowingForm
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.discrepancy_text import disagreement
from ratings.views.paging import numbers_of, page_of

PER_PAGE = 100

WEAK = {
    str(each): str(each.label)
    for each in (
        SourceStrength.REGISTRY, SourceStrength.COUNCIL, SourceStrength.NEWS, SourceStrength.WEAK,
    )
}  # fmt: skip
"""Evidence that is neither a report nor anything else that Ofsted published."""

MARKS = {
    CoverageState.DISPUTED: "≠",
    CoverageState.MISSING: "○",
    CoverageState.WEAK: "◐",
    CoverageState.COMPLETE: "●",
    CoverageState.NOT_INSPECTED: "–",
    CoverageState.NOT_THEN: "×",
}
"""The mark shown with the label of a state: neither is ever alone."""

PARAMETERS = (*MOMENT, "inspections", "state", "region", "authority", "framework")
"""Query parameters of the table and its data; the page takes `page` as well."""


class CoverageScope(StrEnum):
    """Which inspections are included. Of visits much less was ever published."""

    GRADED = "graded"
    VISITS = "visits"
    ALL = "all"


SCOPE_WORDS = {
    CoverageScope.GRADED: "graded inspections",
    CoverageScope.VISITS: "visits",
    CoverageScope.ALL: "graded inspections and visits",
}


class CoverageForm(NarrowingForm):
    """Query parameters of the coverage page."""

    inspections = ChosenField(
        [
            (CoverageScope.GRADED, "graded inspections"),
            (CoverageScope.VISITS, "visits"),
            (CoverageScope.ALL, "both"),
        ],
        label="Of",
    )
    state = ChosenField([("", "any"), *((s.value, w) for s, w in STATE_WORDS.items())],
                        label="State")  # fmt: skip
    region = PartField(label="Region")
    framework = ChosenField([], label="Framework")
    field_order = ("inspections", "state", "region", "authority", "framework")


Board = tuple[list[CoverageRow], Mapping[str, int]]
"""The full table, and by authority the number of open discrepancies without an inspection."""


@dataclass(frozen=True, slots=True)
class CoverageContext:
    """The coverage requested: a row of cells for each authority, and their gaps.

    `without_inspection` counts open discrepancies without an inspection, so in no cell;
    `begun` are the inspections of the authorities and frameworks, of any scope or state.
    """

    moment: QueryDates
    record: Record
    form: CoverageForm
    scope: CoverageScope
    rows: list[CoverageRow]
    gaps: list[tuple[CoverageCell, CoverageGap]]
    without_inspection: int
    begun: list[InspectionRecord]

    def ofsted_page(self, slug: str) -> str:
        """The URL of an authority's own page at Ofsted, with its reports and letters."""
        return self.record.ofsted_page(self.record.authorities[slug].ofsted_urn)


def get_coverage(request: HttpRequest) -> CoverageContext:
    """The part of the table that a URL requests. Raises ParameterError."""
    asked, record = get_query_dates(request), Record.current()
    frameworks = record.begun(*asked.span)
    choices = [("", "all"), *((f.code, f.short_name) for f in frameworks)]
    form = CoverageForm(request.GET, framework=choices).checked(record)
    values, part = form.cleaned_data, form.cleaned_data["region"]
    code, state = values["framework"], values["state"]
    scope = CoverageScope(values["inspections"] or CoverageScope.GRADED)
    about = (asked.as_at, asked.known_by, scope)
    every, undated = record.kept("coverage", about, lambda: _board(asked, record, scope))
    slugs = {slug for slug in record.authorities if _is_there(slug, part, form, record)}
    narrowed = (
        (authority, [cell for cell in cells if code in ("", cell.framework.code)])
        for authority, cells in every
        if authority.slug in slugs
    )
    rows = [row for row in narrowed if _is_asked(row[1], state)]
    return CoverageContext(
        moment=asked,
        record=record,
        form=form,
        scope=scope,
        rows=rows,
        gaps=[
            (cell, gap)
            for _, cells in rows
            for cell in cells
            for gap in cell.gaps
            if not state or gap.state == state
        ],
        without_inspection=sum(undated.get(slug, 0) for slug in slugs),
        begun=[
            each
            for each in record.as_at(asked.as_at, asked.known_by)
            if each.authority in slugs and code in ("", each.framework.code)
        ],
    )


def _board(asked: QueryDates, record: Record, scope: CoverageScope) -> Board:
    """All authorities under all frameworks, whatever the filters; two queries."""
    begun = [
        each
        for each in record.as_at(asked.as_at, asked.known_by)
        if scope is CoverageScope.ALL or each.is_graded == (scope is CoverageScope.GRADED)
    ]
    unsettled = public_discrepancies().filter(status=Discrepancy.Status.OPEN)
    disputes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    known = Inspection.objects.as_at(asked.as_at, asked.known_by)
    for row in unsettled.filter(inspection__in=known):
        told = disagreement(row, record)
        disputes[row.inspection.key].append((told["subject"], told["address"]))
    undated = unsettled.filter(inspection__isnull=True)
    rows = coverage_table(
        record.authorities.values(), record.begun(asked.as_at), begun, asked.as_at,
        disputes, WEAK,
    )  # fmt: skip
    return rows, Counter(undated.values_list("authority__slug", flat=True))


def _is_there(slug: str, part: CountryPart, form: CoverageForm, record: Record) -> bool:
    """Whether the authority is the one requested, or of the part of the country requested."""
    in_part = not part.regions or record.authorities[slug].region in part.regions
    return in_part and form.slug in ("", slug)


def _is_asked(cells: list[CoverageCell], state: Any) -> bool:
    """Whether a cell is in the state, or has a gap in it besides the one that decides its state."""
    return not state or any(cell.state == state or cell.count(state) for cell in cells)


def _states(cells: list[CoverageCell]) -> list[dict[str, Any]]:
    """How many cells are in each state, with its mark."""
    counts = Counter(cell.state for cell in cells)
    return [
        {"state": state, "words": words, "mark": MARKS[state], "number": counts[state]}
        for state, words in STATE_WORDS.items()
    ]


def framework_rows(found: CoverageContext) -> list[dict[str, Any]]:
    """The totals of the authorities in the table, by framework, oldest first."""
    rows = []
    for cells in map(list, zip(*(cells for _, cells in found.rows), strict=True)):
        framework = cells[0].framework
        lacks = Counter(gap.lack for cell in cells for gap in cell.gaps)
        rows.append({
            "code": framework.code,
            "name": framework.short_name,
            "inspections": sum(cell.inspections for cell in cells),
            "states": _states(cells),
            "lacks": {lack: lacks[lack] for lack in Lack},
            "gaps": lacks.total(),
            "address": _address(found, found.scope, framework=framework.code),
        })  # fmt: skip
    return rows


def lack_rows(frameworks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each kind of gap that occurs: how many under each framework, and in total."""
    counts = {lack: [each["lacks"][lack] for each in frameworks] for lack in Lack}
    return [
        {"words": LACK_WORDS[lack], "numbers": numbers, "total": sum(numbers)}
        for lack, numbers in counts.items()
        if any(numbers)
    ]


def years_of_letters(found: CoverageContext) -> list[tuple[str, dict[str, int]]]:
    """The letters of visits by the year in which the visit began."""
    return letters_by(found.begun, lambda visit: str(visit.first_day.year))


def letter_rows(found: CoverageContext) -> list[dict[str, Any]]:
    """The letters of visits by authority, those with the most unread ones first."""
    rows = [
        {
            "authority": found.record.authorities[slug],
            "letters": letters,
            "address": _address(found, CoverageScope.VISITS, authority=slug),
            "ofsted_page": found.ofsted_page(slug),
        }
        for slug, letters in letters_by(found.begun, lambda visit: visit.authority)
    ]
    return sorted(rows, key=lambda row: (-row["letters"]["not_read"], row["authority"].name))


def gap_rows(found: CoverageContext) -> Iterator[dict[str, Any]]:
    """One gap each. `address` is the URL of the discrepancy or the inspection, `ofsted_page` of
    the page with a letter that was not read (empty for other gaps)."""
    for cell, gap in found.gaps:
        yield {
            "cell": cell,
            "gap": gap,
            "mark": MARKS[gap.state],
            "state_words": STATE_WORDS[gap.state],
            "address": gap.address or reverse("inspection", args=[gap.inspection.id]),
            "ofsted_page": found.ofsted_page(cell.authority.slug)
            if gap.lack == Lack.LETTER
            else "",
        }


def _board_cell(cell: CoverageCell, found: CoverageContext) -> dict[str, Any]:
    """A cell as text; `address` is the URL of its gaps, empty where it has none."""
    where = {"authority": cell.authority.slug, "framework": cell.framework.code}
    return {
        "state": cell.state,
        "mark": MARKS[cell.state],
        "words": _words(cell),
        "framework": cell.framework.short_name,
        "address": _address(found, found.scope, **where) if cell.gaps else "",
    }


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
    is_detailed = bool(found.form.slug or found.form.cleaned_data["framework"])
    shown = page_of(request, list(gap_rows(found)) if is_detailed else [], PER_PAGE)
    frameworks = framework_rows(found)
    return render(
        request,
        "ratings/coverage.html",
        {
            "moment": found.moment,
            "record": found.record,
            "filter": {"form": found.form, "asked": found.form.asked},
            "scope": SCOPE_WORDS[found.scope],
            "totals": _states([cell for _, cells in found.rows for cell in cells]),
            "frameworks": frameworks,
            "lacks": lack_rows(frameworks),
            "rows": [
                {"authority": authority, "cells": [_board_cell(cell, found) for cell in cells]}
                for authority, cells in found.rows
            ],
            "is_detailed": is_detailed,
            "gaps": shown.object_list,
            "count": len(found.gaps),
            "without_inspection": found.without_inspection,
            "years": years_of_letters(found),
            "by_authority": letter_rows(found),
            "page": shown,
            "pages": numbers_of(shown),
        },
    )


@public_view(*PARAMETERS)
def as_json(request: HttpRequest) -> HttpResponse:
    """Every cell of the table with its state, and every gap in it."""
    found = get_coverage(request)
    return json_answer(
        {
            **serializers.provenance_data(found.moment, found.record),
            "inspections": found.scope.value,
            "states": {state.value: words for state, words in STATE_WORDS.items()},
            "gap_kinds": {lack.value: words for lack, words in LACK_WORDS.items()},
            "frameworks": [
                {
                    "framework": each["code"],
                    "inspections": each["inspections"],
                    "authorities": {of["state"].value: of["number"] for of in each["states"]},
                    "gaps": {lack.value: number for lack, number in each["lacks"].items()},
                }
                for each in framework_rows(found)
            ],
            "cells": [_cell_data(cell) for _, cells in found.rows for cell in cells],
            "gaps": [as_data(GAP_COLUMNS, cells) for cells in _gap_cells(found)],
            "letters_by_year": [
                {"year": int(year), **letters} for year, letters in years_of_letters(found)
            ],
            "letters_by_authority": [
                {"authority": row["authority"].slug, **row["letters"],
                 "ofsted_page": row["ofsted_page"]}
                for row in letter_rows(found)
            ],
        }
    )  # fmt: skip


@public_view(*PARAMETERS)
def as_csv(request: HttpRequest) -> HttpResponse:
    """One row per gap."""
    found = get_coverage(request)
    return csv_answer("coverage", found.moment, DataTable(GAP_COLUMNS, _gap_cells(found)))


def _gap_cells(found: CoverageContext) -> Iterator[tuple[object, ...]]:
    for row in gap_rows(found):
        address = settings.SITE_URL + row["address"]
        yield gap_cells(row["cell"], row["gap"], address, row["ofsted_page"])


def _cell_data(cell: CoverageCell) -> dict[str, Any]:
    counts = {state.value: cell.count(state) for state in WORSE_FIRST}
    return {
        "authority": cell.authority.slug,
        "framework": cell.framework.code,
        "state": cell.state.value,
        "inspections": cell.inspections,
        "gaps": {state: number for state, number in counts.items() if number},
    }
