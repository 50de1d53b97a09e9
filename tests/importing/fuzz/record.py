"""A part of the record as a plan sees it, copied for each plan, and releases made from it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from ratings.importing.layouts import read_release
from ratings.importing.plan import Plan, plan_import
from ratings.importing.record_index import IndexedInspection, RecordIndex
from ratings.importing.types import SheetRead
from tests.importing.layouts.releases import IN_YEAR, LINK, LONG, sheet

TODAY = date(2026, 9, 1)
AS_AT_DAY = date(2025, 3, 31)

Rows = list[list[Any]]

SLUGS = (
    "kent", "birmingham", "dorset-county", "dorset", "bournemouth-christchurch-and-poole",
    "northamptonshire", "west-northamptonshire", "blackpool", "barnsley", "cornwall",
)  # fmt: skip


class Record(RecordIndex):
    """What a plan knows; hypothesis shows it in a word."""

    __slots__ = ()

    @classmethod
    def made_of(cls, known: RecordIndex) -> "Record":
        return cls(**{each.name: getattr(known, each.name) for each in fields(RecordIndex)})

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("the record")


def copied(known: RecordIndex, slugs: Iterable[str] | None = None) -> RecordIndex:
    """The record for one plan: inspections (of some authorities) that the plan may change."""
    only = None if slugs is None else set(slugs)
    held = {
        key: _copy(one)
        for key, one in known.by_key.items()
        if only is None or one.authority in only
    }
    return replace(known, by_key=held, by_year={}, by_authority={}, alike={})


def _copy(held: IndexedInspection) -> IndexedInspection:
    return replace(
        held,
        grades=dict(held.grades),
        missing=dict(held.missing),
        sources=set(held.sources),
        rating_sources={area: set(keys) for area, keys in held.rating_sources.items()},
        rows=[],
    )


AREAS = (
    "Overall effectiveness", "The impact of leaders",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care",
    "The experiences and progress of care leavers",
)  # fmt: skip
KINDS = {
    "standard": "ILACS Standard Inspection", "short": "ILACS Short Inspection",
    "focused-visit": "ILACS Focused Visit", "monitoring-visit": "LA Monitoring Visit",
    "jtai": "JTAI",
}  # fmt: skip
SIF_AREAS = {
    "First SIF Overall Judgement (OE)": "overall-effectiveness",
    "First SIF Children who need help and protection": "sif-help-and-protection",
    "First SIF Leadership, management and governance": "sif-leadership",
}
"""Headings of a wide sheet, and what the record calls the areas."""


@dataclass(frozen=True)
class Grid:
    """A sheet to mutate: its rows, the headings among them by identity."""

    layout: str
    rows: Rows
    headings: list[list[Any]] = field(default_factory=list)


def titled(layout: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Grid:
    above = ["Inspection outcomes"], [None, None], ["Source: ourselves"]
    own = list(headings)
    return Grid(layout, [*map(list, above), own, *map(list, rows)], [own])


def as_at(known: RecordIndex) -> Grid:
    """The latest graded ILACS inspection of each authority whose first day is known."""
    latest = {held.authority: held for held in _ilacs(known) if held.start and held.is_graded}
    rows = [
        [LINK, _name(known, held), "A region", _start(held), *_grades(known, held)]
        for held in latest.values()
    ]
    headings = ("Web link", "Local authority name", "Ofsted region", "Inspection date", *AREAS)
    return titled("as-at", headings, rows)


def in_year(known: RecordIndex) -> Grid:
    rows = [
        [LINK, _name(known, held), "A region", _start(held), KINDS[held.kind],
         *_grades(known, held), held.theme]
        for held in _ilacs(known)
        if held.start
    ]  # fmt: skip
    return titled("in-year", (*IN_YEAR[:5], *AREAS, "Visit Theme"), rows)


def long(known: RecordIndex) -> Grid:
    codes = {slug: code.upper() for code, slug in known.codes.items() if code.startswith("e0")}
    rows = [
        [LINK, codes.get(held.authority), _name(known, held), "", "", _start(held), held.published,
         KINDS[held.kind], *_grades(known, held)]
        for held in _ilacs(known)
        if held.start and held.is_graded
    ]  # fmt: skip
    return titled("history-long", (*LONG[:8], *AREAS), rows)


def wide(known: RecordIndex) -> Grid:
    """A row an authority: SLAC, SIF and its first two ILACS inspections side by side."""
    areas = [area.removeprefix("The ") for area in AREAS]
    first, second = ["publication date", *areas[:4]], ["publication date", *areas]
    headings = [
        "Web link", "Local authority name", "LA region", "LA Authority Type",
        "Safeguarding (SLAC) Inspection publication date",
        "SLAC Safeguarding Overall effectiveness (OE)",
        "Single Inspection (SIF) First SIF publication date", *SIF_AREAS,
        "First ILACS inspection type", *(f"First ILACS {word}" for word in first),
        "Second ILACS inspection type", *(f"Second ILACS {word}" for word in second),
    ]  # fmt: skip
    rows = [_wide_row(known, slug) for slug in dict.fromkeys(h.authority for h in _all(known))]
    return titled("history-wide", headings, rows)


def _wide_row(known: RecordIndex, slug: str) -> list[Any]:
    own = [held for held in _all(known) if held.authority == slug and held.is_graded]
    slac = next((h for h in own if h.framework == "slac" and h.kind == "full"), None)
    sif = next((h for h in own if h.framework == "sif" and h.kind == "full"), None)
    first = next((h for h in own if h.framework == "ilacs-2018" and h.published), None)
    second = next((h for h in own if h.framework == "ilacs-2023" and h.published), None)
    row = [LINK, known.authorities[slug].name, "A region", "Unitary"]
    row += _published(known, slac, ["slac-safeguarding"])
    row += _published(known, sif, list(SIF_AREAS.values()))
    row += [KINDS[first.kind], first.published, *_grades(known, first)[:4]] if first else [None] * 6
    row += [KINDS[second.kind], second.published, *_grades(known, second)] if second else [None] * 7
    return row


def _published(
    known: RecordIndex, held: IndexedInspection | None, areas: Sequence[str]
) -> list[Any]:
    if held is None or held.published is None:
        return [None] * (1 + len(areas))
    return [held.published, *(_word(known, held, area) for area in areas)]


TIDY = (
    "authority", "inspection", "framework", "kind", "is_graded", "start_date", "end_date",
    "published", "area", "grade", "missing", "direction", "direction_read",
    "direction_source_url", "theme", "priority_action", "report_url", "source_url", "sources",
    "verified", "note",
)  # fmt: skip


def tidy(known: RecordIndex) -> Grid:
    """The site's own table of the same inspections."""
    own = list(TIDY)
    return Grid("tidy", [own, *(row for held in _all(known) for row in _tidy(known, held))], [own])


def _tidy(known: RecordIndex, held: IndexedInspection) -> Iterable[list[Any]]:
    areas = (
        [area.key for area in known.frameworks[held.framework].areas] if held.is_graded else [""]
    )
    for area in areas:
        yield [
            held.authority, held.key, held.framework, held.kind,
            "yes" if held.is_graded else "no", held.value("start_date"), held.value("end_date"),
            held.value("published"), area, held.grades.get(area, ""), held.missing.get(area, ""),
            held.direction, held.direction_read, held.direction_source_url, held.theme,
            held.priority_action or "no",
            held.report_url, held.source_url, "|".join(sorted(held.sources)), held.verified,
            held.note,
        ]  # fmt: skip


MAKERS: dict[str, Callable[[RecordIndex], Grid]] = {
    "as-at": as_at, "in-year": in_year, "history-long": long, "history-wide": wide, "tidy": tidy,
}  # fmt: skip


def _all(known: RecordIndex) -> list[IndexedInspection]:
    return list(known.by_key.values())


def _ilacs(known: RecordIndex) -> list[IndexedInspection]:
    return [
        held for held in _all(known)
        if held.framework in ("ilacs-2018", "ilacs-2023")
        and (held.start is None or held.start.precision == "day")
    ]  # fmt: skip


def _name(known: RecordIndex, held: IndexedInspection) -> str:
    return known.authorities[held.authority].name


def _start(held: IndexedInspection) -> date | None:
    return held.start.first_day if held.start else None


def _grades(known: RecordIndex, held: IndexedInspection) -> list[Any]:
    in_care = "children-in-care"
    if held.framework == "ilacs-2018":
        in_care = "children-in-care-and-care-leavers"
    areas = ("overall-effectiveness", "leaders", "help-and-protection", in_care, "care-leavers")
    return [_word(known, held, area) for area in areas]


def _word(known: RecordIndex, held: IndexedInspection, area: str) -> str | None:
    words = {grade.key: grade.word for grade in known.grades}
    return words.get(held.grades.get(area, ""))


def read_rows(rows: Rows, name: str = "One") -> SheetRead:
    """A sheet read by its layout, without the box."""
    (read,) = read_release([sheet(rows, name)]).sheets
    return read


def planned(known: RecordIndex, reads: Sequence[SheetRead], source: str = "official-2025") -> Plan:
    """A plan against a copy of the record."""
    own = copied(known)
    return plan_import(reads, own.sources.get(source), own, TODAY, AS_AT_DAY)
