"""Selectors of the coverage page: cells, and the gaps in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest

from ratings.forms import QueryDates
from ratings.models import Discrepancy, Inspection
from ratings.models.authority_search import AuthoritySearch
from ratings.models.cached_urls import reverse
from ratings.models.coverage_queries import kept, open_discrepancies
from ratings.parameters import ChosenField, CountryPart, PartField
from ratings.rules.coverage import (
    STATE_WORDS,
    AuthorityCoverage,
    CoverageCell,
    CoverageGap,
    CoverageState,
    Lack,
    OpenDiscrepancy,
    coverage_table,
)
from ratings.rules.types import Framework
from ratings.rules.types import Inspection as InspectionRecord
from ratings.views.changes.filters import Narrowing, NarrowingForm, narrowing
from ratings.views.context import DataContext, get_data_context
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.discrepancy_text import disagreements

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


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap with its authority; `address` is the URL of the discrepancy or the inspection,
    `ofsted_page` of the page with a letter that was not read (empty for other gaps)."""

    cell: CoverageCell
    gap: CoverageGap
    region: str
    ofsted_page: str

    @property
    def address(self) -> str:
        return self.gap.address or reverse("inspection", args=[self.gap.inspection.id])

    @property
    def mark(self) -> str:
        return MARKS[self.gap.state]

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.gap.state]


@dataclass(frozen=True, slots=True)
class CoverageContext:
    """The coverage requested: a cell for each authority and framework, and their gaps.

    `without_inspection` counts open discrepancies without an inspection, so in no cell;
    `begun` are the inspections of the authorities and frameworks, of any scope or state.
    """

    moment: QueryDates
    record: DataContext
    names: AuthoritySearch
    filter: Narrowing
    scope: CoverageScope
    rows: tuple[AuthorityCoverage, ...]
    gaps: tuple[GapRow, ...]
    without_inspection: int
    begun: tuple[InspectionRecord, ...]

    @property
    def columns(self) -> list[Framework]:
        """The frameworks in the table, oldest first."""
        return [cell.framework for cell in self.rows[0].cells] if self.rows else []

    @property
    def is_detailed(self) -> bool:
        """Whether the gaps are listed one by one: of one authority, or of one framework."""
        return bool(self.filter.authority or self.filter.value("framework"))


Board = tuple[tuple[AuthorityCoverage, ...], Mapping[str, int]]
"""The full table, and by authority the number of open discrepancies without an inspection."""


def get_coverage(request: HttpRequest) -> CoverageContext:
    """The part of the table that a URL requests. Raises ParameterError."""
    asked, record = get_query_dates(request), get_data_context()
    names = AuthoritySearch.current(record.version)
    begun = record.reference.begun(*asked.span)
    frameworks = [("", "all"), *((f.code, names.frameworks[f.code]) for f in begun)]
    form = CoverageForm(request.GET, framework=frameworks)
    filter_ = narrowing(form, names)
    scope = CoverageScope(filter_.value("inspections") or CoverageScope.GRADED)
    about = (asked.as_at, asked.known_by, scope)
    every, undated = record.whole.kept("coverage", about, lambda: _board(asked, record, scope))
    councils, code = _councils(filter_, record), filter_.value("framework")
    narrowed = (_narrowed(row, code) for row in every if row.authority.slug in councils)
    rows = tuple(row for row in narrowed if _is_asked(row, filter_.value("state")))
    return CoverageContext(
        moment=asked,
        record=record,
        names=names,
        filter=filter_,
        scope=scope,
        rows=rows,
        gaps=tuple(_gaps(rows, councils, filter_, record)),
        without_inspection=sum(undated.get(slug, 0) for slug in councils),
        begun=tuple(
            each
            for each in record.whole.as_at(asked.as_at, asked.known_by)
            if each.authority in councils and code in ("", each.framework.code)
        ),
    )


def _board(asked: QueryDates, record: DataContext, scope: CoverageScope) -> Board:
    """All authorities under all frameworks, whatever the filters; five queries."""
    reference, whole = record.reference, record.whole
    begun = Inspection.objects.as_at(asked.as_at, asked.known_by)
    if scope is not CoverageScope.ALL:
        begun = begun.filter(kind__is_graded=scope is CoverageScope.GRADED)

    def dispute(row: Discrepancy) -> OpenDiscrepancy:
        """A discrepancy as the table counts it."""
        (told,) = disagreements([row], reference)
        return OpenDiscrepancy(told.subject, told.address)

    found = kept(begun, whole, reference, dispute)
    frameworks = reference.begun(asked.as_at)
    undated = open_discrepancies().filter(inspection__isnull=True)
    rows = coverage_table(whole.records.values(), frameworks, found, asked.as_at)
    return rows, Counter(undated.values_list("authority__slug", flat=True))


def _councils(filter_: Narrowing, record: DataContext) -> dict[str, str]:
    """The authorities requested (slugs), with their regions."""
    part: CountryPart = filter_.value("region")
    return {
        slug: each.region
        for slug, each in record.whole.authorities.items()
        if (not part.regions or each.region in part.regions)
        and filter_.authority in (None, "", slug)
    }


def _narrowed(row: AuthorityCoverage, code: str) -> AuthorityCoverage:
    """The row under the framework requested; unchanged where there was none."""
    if not code:
        return row
    return AuthorityCoverage(
        row.authority, tuple(cell for cell in row.cells if cell.framework.code == code)
    )


def _is_asked(row: AuthorityCoverage, state: Any) -> bool:
    """Whether a cell is in the state, or has a gap in it besides the one that decides its state."""
    return not state or any(cell.state == state or cell.count(state) for cell in row.cells)


def _gaps(
    rows: tuple[AuthorityCoverage, ...],
    regions: dict[str, str],
    filter_: Narrowing,
    record: DataContext,
) -> Iterator[GapRow]:
    """The gaps of the rows; where a state is requested, only those in that state."""
    state = filter_.value("state")
    for row in rows:
        region = regions[row.authority.slug]
        at_ofsted = ofsted_page(row.authority.slug, record)
        for cell in row.cells:
            for gap in cell.gaps:
                if not state or gap.state == state:
                    yield GapRow(cell, gap, region, at_ofsted if gap.lack == Lack.LETTER else "")


def ofsted_page(slug: str, record: DataContext) -> str:
    """The URL of an authority's own page at Ofsted, with its reports and letters."""
    return record.reference.ofsted_page(record.whole.authorities[slug].ofsted_urn)
