"""Create new inspections with their ratings and sources in bulk; with the provenance of each grade,
where the site's own table gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ratings.importing.apply.context import ImportContext
from ratings.importing.record_index import WHAT, IndexedInspection
from ratings.importing.types import ImportRow
from ratings.models import ImportChange, Inspection, JudgementArea, Rating
from ratings.models.bulk_history import ChangeReasons, Kept, add_citations, write_versions
from ratings.models.db import BATCH
from ratings.models.source import SourceStrength


def create_inspection(
    ledger: ImportContext, found: Sequence[IndexedInspection], publish: bool
) -> None:
    """Write the inspections that a plan found to be new, as if each had been entered."""
    status = Inspection.Status.PUBLISHED if publish else Inspection.Status.DRAFT
    rows = [Inspection(status=status, **_facts(ledger, held)) for held in found]
    Inspection.objects.bulk_create(rows, batch_size=BATCH)
    by_key = dict(
        Inspection.objects.filter(key__in=[h.key for h in found]).values_list("key", "pk")
    )
    reasons = {by_key[held.key]: ledger.reason(row.where for row in held.rows) for held in found}
    _cite(Inspection, ledger, {by_key[held.key]: held.sources for held in found})
    write_versions(Inspection, list(reasons), "+", ChangeReasons(ledger.by, reasons))
    _rate(ledger, [(by_key[held.key], held) for held in found if held.is_graded], reasons)
    for held in found:
        ledger.note(ImportChange.Action.CREATED, held.key, "", None, None)


def _facts(ledger: ImportContext, held: IndexedInspection) -> dict[str, Any]:
    """The field values of an inspection's database row."""
    words = {name: getattr(held, name) for name in WHAT}
    return words | {
        "key": held.key,
        "authority": ledger.authorities[held.authority],
        "framework": ledger.frameworks[held.framework],
        "kind": ledger.kinds[held.kind],
        "start_date": held.start.first_day if held.start else None,
        "start_precision": held.start.precision if held.start else "",
        "end_date": held.end,
        "published": held.published,
        "priority_action": bool(held.priority_action),
        "verified": held.verified or ledger.evidence(held.sources),
    }


def _rate(
    ledger: ImportContext, found: Sequence[tuple[int, IndexedInspection]], reasons: dict[int, str]
) -> None:
    ratings = [
        _rating(ledger, pk, held, area)
        for pk, held in found
        for area in ledger.asked(held.framework)
    ]
    Rating.objects.bulk_create(ratings, batch_size=BATCH)
    written = {
        (row[1], row[2]): row[0]
        for row in Rating.objects.filter(inspection__in=[pk for pk, _ in found]).values_list(
            "pk", "inspection_id", "area__key"
        )
    }
    cited = {
        written[(pk, area.key)]: _sources(held, area)
        for pk, held in found
        for area in ledger.asked(held.framework)
    }
    _cite(Rating, ledger, cited)
    told = {pk: reasons[inspection] for (inspection, _), pk in written.items()}
    write_versions(Rating, list(told), "+", ChangeReasons(ledger.by, told))


@dataclass(frozen=True, slots=True)
class ImportedProvenance:
    """The provenance of one grade, or of the reason for none. `sources` are keys; None: the file
    names none for it, so that those of the inspection count."""

    sources: set[str] | None = None
    verified: str = ""
    label: str = ""


def given_of(held: IndexedInspection, area: str) -> ImportedProvenance:
    """The provenance that the rows of the file give for the grade of an area."""
    row = next((row for row in held.rows if _tells_of(row, area)), None)
    if row is None:
        return ImportedProvenance()
    is_cited = bool(row.grade_sources) or area not in held.grades
    return ImportedProvenance(
        sources=set(row.grade_sources or ()) & held.sources if is_cited else None,
        verified=row.grade_verified if row.grade_verified in SourceStrength else "",
        label=row.label,
    )


def _tells_of(row: ImportRow, area: str) -> bool:
    """Whether a row of the site's own table gives the grade of an area, or the reason."""
    if row.grade_sources is None:
        return False
    return any(f.heading == area for f in row.findings) or any(a == area for a, _ in row.missing)


def _rating(
    ledger: ImportContext, inspection: int, held: IndexedInspection, area: JudgementArea
) -> Rating:
    grade, given = held.grades.get(area.key), given_of(held, area.key)
    return Rating(
        inspection_id=inspection,
        area=area,
        grade=ledger.grades[grade] if grade else None,
        missing="" if grade else held.missing[area.key],
        label_as_published=given.label,
        verified=(given.verified or ledger.evidence(_sources(held, area))) if grade else "",
    )


def _sources(held: IndexedInspection, area: JudgementArea) -> set[str]:
    """The sources cited for the grade of an area, or for the lack of one."""
    own = given_of(held, area.key).sources
    if own is not None:
        return own
    return held.rating_sources.get(area.key) or held.sources


def _cite(model: Kept, ledger: ImportContext, cited: dict[int, set[str]]) -> None:
    add_citations(
        model, ((pk, source) for pk, keys in cited.items() for source in ledger.cited(keys))
    )
