"""The coverage that an address asks for: cells, and the gaps in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet
from django.http import HttpRequest

from ratings.forms import Moment
from ratings.models import Authority, Discrepancy, Inspection
from ratings.models.addresses import reverse
from ratings.models.coverage import kept, open_discrepancies
from ratings.models.names import Names
from ratings.models.reference import Reference
from ratings.parameters import ChosenField, Part, PartField
from ratings.rules.coverage import STATE_WORDS, WORSE_FIRST, Cell, Dispute, Gap, Row, State, board
from ratings.rules.records import Framework
from ratings.views.changes.asked import Narrowing, NarrowingForm, narrowing
from ratings.views.disagreement import disagreements
from ratings.views.moment import MOMENT, moment
from ratings.views.record import Record, record_now

MARKS = {
    State.DISPUTED: "≠",
    State.MISSING: "○",
    State.WEAK: "◐",
    State.COMPLETE: "●",
    State.NOT_INSPECTED: "–",
    State.NOT_THEN: "×",
}
"""What stands beside the words of a state: neither is ever alone."""

PARAMETERS = (*MOMENT, "inspections", "state", "region", "authority", "framework")
"""What the board and its data take; the page takes `page` as well."""


class Scope(StrEnum):
    """Which inspections are looked at. Of visits much less was ever published."""

    GRADED = "graded"
    VISITS = "visits"
    ALL = "all"


SCOPE_WORDS = {
    Scope.GRADED: "graded inspections",
    Scope.VISITS: "visits",
    Scope.ALL: "graded inspections and visits",
}


class CoverageForm(NarrowingForm):
    """What narrows the board."""

    inspections = ChosenField(
        [(Scope.GRADED, "graded inspections"), (Scope.VISITS, "visits"), (Scope.ALL, "both")],
        label="Of",
    )
    state = ChosenField([("", "any"), *((s.value, w) for s, w in STATE_WORDS.items())],
                        label="State")  # fmt: skip
    region = PartField(label="Region")
    framework = ChosenField([], label="Framework")
    field_order = ("inspections", "state", "region", "authority", "framework")


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap with whose it is; `address` leads to the discrepancy or the inspection."""

    cell: Cell
    gap: Gap
    region: str
    address: str

    @property
    def mark(self) -> str:
        return MARKS[self.gap.state]

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.gap.state]


@dataclass(frozen=True, slots=True)
class Covered:
    """What an address asks for: a cell for each authority and framework, and their gaps.

    `without_inspection` counts open discrepancies that are about none, so in no cell.
    """

    moment: Moment
    record: Record
    names: Names
    filter: Narrowing
    scope: Scope
    rows: tuple[Row, ...]
    gaps: tuple[GapRow, ...]
    without_inspection: int

    @property
    def columns(self) -> list[Framework]:
        """The frameworks on the board, oldest first."""
        return [cell.framework for cell in self.rows[0].cells] if self.rows else []

    @property
    def is_detailed(self) -> bool:
        """Whether the gaps are listed one by one: of one authority, or of one framework."""
        return bool(self.filter.authority or self.filter.value("framework"))


def covered(request: HttpRequest) -> Covered:
    """The board that an address asks for; seven queries. Raises BadParameter."""
    asked, record = moment(request), record_now()
    names = Names.current(record.version)
    form = CoverageForm(request.GET, framework=[("", "all"), *names.frameworks.items()])
    filter_ = narrowing(form, names)
    scope = Scope(filter_.value("inspections") or Scope.GRADED)
    councils = _councils(filter_)
    frameworks = _frameworks(filter_, record.reference)
    reference = record.reference
    begun = _begun(asked, scope, filter_)
    found = kept(begun, record.whole, reference, _in_words(reference))
    every = board([row.record() for row in councils], frameworks, found, asked.as_at)
    rows = tuple(row for row in every if _is_asked(row, filter_))
    regions = {row.slug: row.region for row in councils}
    undated = open_discrepancies().filter(inspection__isnull=True, authority__in=councils)
    return Covered(
        moment=asked,
        record=record,
        names=names,
        filter=filter_,
        scope=scope,
        rows=rows,
        gaps=tuple(_gaps(rows, regions, filter_)),
        without_inspection=undated.count(),
    )


def _councils(filter_: Narrowing) -> list[Authority]:
    part: Part = filter_.value("region")
    found = Authority.objects.order_by("name")
    if part.regions:
        found = found.filter(region__in=part.regions)
    return list(found.filter(slug=filter_.authority) if filter_.authority else found)


def _frameworks(filter_: Narrowing, reference: Reference) -> list[Framework]:
    every = reference.frameworks.values()
    return [f for f in every if filter_.value("framework") in ("", f.code)]


def _begun(asked: Moment, scope: Scope, filter_: Narrowing) -> QuerySet[Inspection]:
    """The inspections that the board is made of, not yet read."""
    begun = Inspection.objects.as_at(asked.as_at, asked.known_by)
    if scope is not Scope.ALL:
        begun = begun.filter(kind__is_graded=scope is Scope.GRADED)
    if filter_.authority:
        begun = begun.filter(authority__slug=filter_.authority)
    if filter_.value("framework"):
        begun = begun.filter(framework__code=filter_.value("framework"))
    return begun


def _in_words(reference: Reference) -> Callable[[Discrepancy], Dispute]:
    """How a discrepancy stands on the board."""

    def dispute(row: Discrepancy) -> Dispute:
        (told,) = disagreements([row], reference)
        return Dispute(told.subject, told.address)

    return dispute


def _is_asked(row: Row, filter_: Narrowing) -> bool:
    """Whether a cell is in the state, or has such a gap beside what counts first."""
    state = filter_.value("state")
    if not state:
        return True
    return any(cell.state == state or cell.count(state) for cell in row.cells)


def _gaps(rows: tuple[Row, ...], regions: dict[str, str], filter_: Narrowing) -> Iterator[GapRow]:
    """The gaps of the rows; where a state is asked for, only those of that state."""
    states = [state for state in WORSE_FIRST if filter_.value("state") in ("", state)]
    for row in rows:
        for cell in row.cells:
            for gap in cell.gaps:
                if gap.state in states:
                    yield GapRow(cell, gap, regions[cell.authority.slug], _address(gap))


def _address(gap: Gap) -> str:
    return gap.address or reverse("inspection", args=[gap.inspection.id])
