"""Plans over a few inspections of the small world: nothing that the test does not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from ratings.importing.layouts import read_release
from ratings.importing.plan import Plan, PlanItem, plan_import
from ratings.importing.readers.sheets import Sheet
from ratings.importing.record_index import GRADE, IndexedInspection, RecordIndex
from ratings.importing.types import CellRef, ImportRow, JudgementCell, SheetRead
from ratings.models import ImportItem
from ratings.rules.dates import PartialDate
from tests import small_world

TODAY = date(2026, 9, 1)
AS_AT = date(2024, 3, 31)
START, PUBLISHED = date(2019, 2, 18), date(2019, 4, 1)
KENT = "kent-ilacs-2018-2019-02-18"
VISIT = "kent-ilacs-2018-2021-05-04"
OVERALL, LEADERS = "overall-effectiveness", "leaders"
PROTECTION, CARE = "help-and-protection", "children-in-care-and-care-leavers"
AREAS = (OVERALL, LEADERS, PROTECTION, CARE)
HEADINGS = {
    OVERALL: "Overall effectiveness",
    LEADERS: "The impact of leaders on social work practice with children and families",
    PROTECTION: "The experiences and progress of children who need help and protection",
    CARE: "The experiences and progress of children in care",
}
NONE = dict.fromkeys(ImportItem.Outcome.values, 0)


def few(
    *held: IndexedInspection,
    among: RecordIndex | None = None,
    disputes: dict[str, set[Any]] | None = None,
) -> RecordIndex:
    """The small world, or another, with copies of these inspections only."""
    own = {one.key: deepcopy(one) for one in held}
    return replace(
        among or small_world.known(), by_key=own, disputes=disputes or {},
        by_year={}, by_authority={}, alike={},
    )  # fmt: skip


def inspection(**facts: Any) -> IndexedInspection:
    """An inspection of Kent under ILACS, four areas good, as the release of 2023 tells it."""
    own = deepcopy(small_world.known().by_key[KENT])
    plain = {"end": None, "report_url": "", "verified": "official", "sources": {"official-2023"}}
    whole = plain | facts
    rated = {area: set(whole["sources"]) for area in facts.get("grades", own.grades)}
    return replace(own, **{"rating_sources": rated} | whole)


def visit(**facts: Any) -> IndexedInspection:
    """A focused visit to Kent, about its front door, told of in the same way."""
    own = {
        "key": VISIT, "framework": "ilacs-2018", "kind": "focused-visit", "is_graded": False,
        "start": PartialDate(date(2021, 5, 4)), "published": None, "theme": "front door",
    }  # fmt: skip
    return inspection(**own | {"grades": {}} | facts)


def graded(**facts: Any) -> ImportRow:
    """A row that tells of the inspection of Kent; `grades` maps areas to words."""
    grades = facts.pop("grades", dict.fromkeys(AREAS, "Good"))
    row = facts.pop("row", 5)
    findings = tuple(
        JudgementCell(HEADINGS.get(area, area), text, f"{chr(70 + n)}{row}")
        for n, (area, text) in enumerate(grades.items())
    )
    whole: dict[str, Any] = {
        "where": CellRef("As_at", row), "authority": "Kent", "is_graded": True, "start": START,
        "findings": findings,
    }  # fmt: skip
    return ImportRow(**whole | facts)


def visited(**facts: Any) -> ImportRow:
    """A row that tells of the visit to Kent."""
    row = facts.pop("row", 5)
    whole: dict[str, Any] = {
        "where": CellRef("In_year", row), "authority": "Kent", "is_graded": False,
        "kind": "focused-visit", "start": date(2021, 5, 4),
    }  # fmt: skip
    return ImportRow(**whole | facts)


def plan_of(
    known: RecordIndex, *rows: ImportRow, source: str = "official-2023", as_at: date | None = AS_AT
) -> Plan:
    """The plan of these rows, which the source says; empty: the site's own table."""
    sheet = SheetRead("As_at", "as-at", "", 1, len(rows), rows)
    return plan_import([sheet], known.sources.get(source), known, TODAY, as_at)


def plan_of_sheets(
    known: RecordIndex, source: str = "official-2023", **sheets: Sequence[Sequence[Any]]
) -> Plan:
    """The plan of sheets of cells, read by their layouts."""
    read = [Sheet(name, tuple(map(tuple, rows))) for name, rows in sheets.items()]
    release = read_release(read)
    return plan_import(release.sheets, known.sources.get(source), known, TODAY, AS_AT)


def in_short(items: Iterable[PlanItem]) -> list[tuple[str, str, str, str]]:
    """Outcome, field, old and new value of each."""
    return [(str(i.outcome), i.field, i.old, i.new) for i in items]


def only(plan: Plan) -> PlanItem:
    (item,) = plan.items
    return item


def grade(area: str) -> str:
    return GRADE + area
