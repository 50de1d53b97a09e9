"""Apply the chosen items of a plan; the caller opens the transaction.

Every change of a run is stored as an `ImportChange` with the data needed to undo it (`undo`); the
old value of a replaced field stays in the history, with the run, sheet and row as reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any

from django.db.models import Max

from ratings.importing.plan import Outcome, Plan, PlanItem
from ratings.importing.record_index import (
    ALL_SAY,
    DATES,
    GRADE,
    REASONS,
    WHAT,
    IndexedInspection,
)
from ratings.importing.types import CellRef
from ratings.models import (
    Authority,
    Discrepancy,
    Framework,
    Grade,
    ImportChange,
    ImportRun,
    Inspection,
    InspectionKind,
    JudgementArea,
    Rating,
    Source,
    SourceStrength,
)
from ratings.models.bulk_history import (
    ChangeReasons,
    Kept,
    add_citations,
    citations,
    keep_first,
    unversioned,
    write_versions,
)
from ratings.models.db import BATCH
from ratings.rules.dates import PartialDate

LONGEST = 200
"""Maximum length of one side of a discrepancy."""

IDENTITY = ("authority", "inspection", "field", "source_b", "value_b")
"""Fields that identify a discrepancy."""

CHANGED = ImportChange.Action.CHANGED

Cited = Mapping[int, tuple[str, str, str]]
"""By primary key: the source, the field name as in a change, and the reason."""


def apply_plan(plan: Plan, run: ImportRun, chosen: Set[str], publish: bool) -> int:
    """Write the items whose change is chosen, and every other conflict as an open discrepancy;
    returns the number of changes made. New inspections are published if `publish`, else drafts.
    """
    ledger = ImportContext(run, plan.source, by=run.decided_by)
    created = [held for held in plan.new if f"new|{held.key}" in chosen]
    create_inspection(ledger, created, publish)
    changing = (Outcome.DETAILS, Outcome.CONTRADICTS)
    found = [item for item in plan.items if item.change in chosen and item.outcome in changing]
    apply_change(ledger, found)
    left_out = {held.key for held in plan.new} - {held.key for held in created}
    contradicting = (item for item in plan.items if item.outcome == Outcome.CONTRADICTS)
    for item in contradicting:
        if item.held and item.inspection not in left_out:
            record_conflict(ledger, item, is_taken=item.can_take and item.change in chosen)
    return ledger.close()


# --- the run so far ---


class ImportContext:
    """The changes of a run so far. Lookups are read once, as none of these rows is changed."""

    def __init__(self, run: ImportRun, source: Source, by: Any = None) -> None:
        self.run, self.source, self.by = run, source, by
        self.changes: list[ImportChange] = []
        self.authorities = {row.slug: row for row in Authority.objects.all()}
        self.frameworks = {row.code: row for row in Framework.objects.all()}
        self.kinds = {row.key: row for row in InspectionKind.objects.all()}
        self.grades = {row.key: row for row in Grade.objects.all()}
        self.sources = {row.key: row for row in Source.objects.all()}
        areas = JudgementArea.objects.select_related("framework").order_by("order")
        self.areas: dict[tuple[str, str], JudgementArea] = {
            (row.framework.code, row.key): row for row in areas
        }

    def note(self, action: str, inspection: str, name: str, old: Any, new: Any) -> None:
        """Log one change, with the data needed to undo it."""
        order = len(self.changes)
        change = ImportChange(run=self.run, order=order, action=action, inspection=inspection)
        change.field, change.old, change.new = name, old, new
        self.changes.append(change)

    def close(self) -> int:
        """Save the changes and the latest history ids; returns the number of changes."""
        ImportChange.objects.bulk_create(self.changes, batch_size=500)
        histories = {"inspection": Inspection.history, "rating": Rating.history}
        self.run.history_mark = {
            name: history.aggregate(latest=Max("history_id"))["latest"] or 0
            for name, history in histories.items()
        }
        return len(self.changes)

    def told(self, row: Any, reason: str) -> None:
        """Store reason and user with the history version that the next save of a row writes."""
        row._change_reason = reason
        row._history_user = self.by

    def reason(self, places: Iterable[CellRef]) -> str:
        """Why something was changed: the run, its source, and the place in the file; a report has
        no sheet, and its row is a page."""
        said = self.source.key or self.source.title
        where = dict.fromkeys(
            f"sheet {each.sheet}, row {each.row}" if each.sheet else f"row {each.row}"
            for each in places
        )
        return f"import {self.run.pk}: {said}, {', '.join(where)}"

    def asked(self, framework: str) -> list[JudgementArea]:
        """The areas of a framework, in order."""
        return [area for (code, _), area in self.areas.items() if code == framework]

    def cited(self, keys: Iterable[str]) -> list[Source]:
        return [self.sources[key] for key in sorted(keys)]

    def evidence(self, keys: Iterable[str]) -> str:
        """The combined strength of evidence of several sources."""
        found = {self.sources[key].evidence for key in keys}
        if {SourceStrength.OFFICIAL, SourceStrength.REPORT} <= found:
            return SourceStrength.OFFICIAL_AND_REPORT.value
        return next(
            (each for each in SourceStrength.values if each in found), SourceStrength.WEAK.value
        )


# --- new inspections ---


def create_inspection(
    ledger: ImportContext, found: Sequence[IndexedInspection], publish: bool
) -> None:
    """Write the inspections that a plan found to be new, as if each had been entered."""
    status = Inspection.Status.PUBLISHED if publish else Inspection.Status.DRAFT
    rows = []
    for held in found:
        facts: dict[str, Any] = {name: getattr(held, name) for name in WHAT}
        facts |= {
            "priority_action": bool(held.priority_action),
            "verified": held.verified or ledger.evidence(held.sources),
        }
        row = Inspection(
            key=held.key, status=status, authority=ledger.authorities[held.authority],
            framework=ledger.frameworks[held.framework], kind=ledger.kinds[held.kind],
            end_date=held.end, published=held.published, **facts,
        )  # fmt: skip
        if held.start:
            row.start_date, row.start_precision = held.start.first_day, held.start.precision
        rows.append(row)
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


def _rate(
    ledger: ImportContext, found: Sequence[tuple[int, IndexedInspection]], reasons: dict[int, str]
) -> None:
    ratings, cited_by = [], {}
    for pk, held in found:
        for area in ledger.asked(held.framework):
            grade = held.grades.get(area.key)
            sources, verified, label = provenance_of(ledger, held, area.key)
            cited_by[(pk, area.key)] = sources
            ratings.append(
                Rating(
                    inspection_id=pk,
                    area=area,
                    grade=ledger.grades[grade] if grade else None,
                    missing="" if grade else held.missing[area.key],
                    label_as_published=label,
                    verified=verified,
                )
            )
    Rating.objects.bulk_create(ratings, batch_size=BATCH)
    written = {
        (row[1], row[2]): row[0]
        for row in Rating.objects.filter(inspection__in=[pk for pk, _ in found]).values_list(
            "pk", "inspection_id", "area__key"
        )
    }
    _cite(Rating, ledger, {written[key]: sources for key, sources in cited_by.items()})
    told = {pk: reasons[inspection] for (inspection, _), pk in written.items()}
    write_versions(Rating, list(told), "+", ChangeReasons(ledger.by, told))


def provenance_of(
    ledger: ImportContext, held: IndexedInspection, area: str
) -> tuple[set[str], str, str]:
    """The keys of the sources cited for the grade of an area, or for the lack of one; the strength
    of that evidence; the text printed. Where no row of the site's own table gives them, the sources
    of the inspection count."""
    row = next(
        (
            row
            for row in held.rows
            if row.grade_sources is not None
            and area in (*(f.heading for f in row.findings), *(key for key, _ in row.missing))
        ),
        None,
    )
    has_grade, sources = area in held.grades, held.rating_sources.get(area) or held.sources
    if row and (row.grade_sources or not has_grade):
        sources = set(row.grade_sources or ()) & held.sources
    verified = row.grade_verified if row and row.grade_verified in SourceStrength else ""
    evidence = (verified or ledger.evidence(sources)) if has_grade else ""
    return sources, evidence, row.label if row else ""


def _cite(model: Kept, ledger: ImportContext, cited: dict[int, set[str]]) -> None:
    add_citations(
        model, ((pk, source) for pk, keys in cited.items() for source in ledger.cited(keys))
    )


# --- changes to existing inspections ---


def record_conflict(ledger: ImportContext, item: PlanItem, is_taken: bool) -> None:
    """Record a discrepancy, unless it is on record already."""
    inspection = Inspection.objects.select_related("authority").get(key=item.inspection)
    for row in _sides(ledger, item, inspection, is_taken):
        identity = {name: getattr(row, name) for name in IDENTITY}
        if Discrepancy.objects.filter(**identity).exists():
            continue
        ledger.told(row, ledger.reason([item.where]))
        row.full_clean()
        row.save()
        kept = {name: getattr(row, name) for name in ("field", "source_b", "value_b", "status")}
        ledger.note(ImportChange.Action.DISPUTED, item.inspection, item.field, None, kept)


def _sides(
    ledger: ImportContext, item: PlanItem, inspection: Inspection, is_taken: bool
) -> Iterator[Discrepancy]:
    """One row; where the file's value was accepted, one for each source that gave another."""
    about = {"authority": inspection.authority, "inspection": inspection, "field": item.field}
    if not is_taken:
        yield Discrepancy(
            **about, value_a=item.old[:LONGEST], source_a=item.old_source,
            value_b=item.new[:LONGEST], source_b=item.new_source[:LONGEST],
        )  # fmt: skip
        return
    why = f"{ledger.reason([item.where])}. {item.reason}"
    for source in item.old_source.split(ALL_SAY):
        yield Discrepancy(
            **about, value_a=item.new[:LONGEST], source_a=item.new_source[:LONGEST],
            value_b=item.old[:LONGEST], source_b=source, chosen=item.new[:LONGEST], why=why,
            status=Discrepancy.Status.SETTLED,
        )  # fmt: skip


def cite(ledger: ImportContext, items: Iterable[PlanItem]) -> None:
    """Cite the source of each item for its inspection and for the grades of its areas."""
    by_source: dict[str, dict[str, list[PlanItem]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        by_source[item.new][item.inspection].append(item)
    for source, group in by_source.items():
        reasons = {key: ledger.reason(i.where for i in found) for key, found in group.items()}
        areas = {(key, area) for key, found in group.items() for i in found for area in i.areas}
        inspections = Inspection.objects.filter(key__in=reasons).exclude(sources__key=source)
        rows = {row.pk: (row.key, "", reasons[row.key]) for row in inspections}
        add_source(ledger, Inspection, source, rows)
        ratings = Rating.objects.filter(inspection__key__in=reasons, grade__isnull=False)
        values = ratings.exclude(sources__key=source).values_list(
            "pk", "inspection__key", "area__key"
        )
        rows = {pk: (k, GRADE + a, reasons[k]) for pk, k, a in values if (k, a) in areas}
        add_source(ledger, Rating, source, rows)


def add_source(ledger: ImportContext, model: Kept, source: str, found: Cited) -> None:
    """Add a source to the rows that do not cite it yet; where the strength of evidence followed
    from the sources, it is recomputed."""
    keep_first(model, list(found))
    rows = list(model.objects.filter(pk__in=found).prefetch_related("sources"))
    before = {row.pk: {each.key for each in row.sources.all()} for row in rows}
    add_citations(model, ((row.pk, ledger.sources[source]) for row in rows))
    for row in rows:
        key, field, _ = found[row.pk]
        old = {"verified": row.verified}
        if row.verified == ledger.evidence(before[row.pk]):
            row.verified = ledger.evidence(before[row.pk] | {source})
        new = {"source": source, "verified": row.verified}
        ledger.note(ImportChange.Action.CITED, key, field, old, new)
    model.objects.bulk_update(rows, ["verified"], batch_size=BATCH)
    reasons = {pk: reason for pk, (_, _, reason) in found.items()}
    write_versions(model, list(found), "~", ChangeReasons(ledger.by, reasons))


def apply_change(ledger: ImportContext, items: Sequence[PlanItem]) -> None:
    """Apply items to existing inspections; those with the same value count once."""
    by_key: dict[str, list[PlanItem]] = defaultdict(list)
    for item in items:
        if item.field != "sources":
            by_key[item.inspection].append(item)
    for key, group in by_key.items():
        _change_one(ledger, key, group)
    cite(ledger, [item for item in items if item.field == "sources"])


def _change_one(ledger: ImportContext, key: str, items: Sequence[PlanItem]) -> None:
    """Change the fields and grades of one inspection, and cite their sources."""
    inspection = Inspection.objects.select_related("framework", "kind").get(key=key)
    reason = ledger.reason(item.where for item in items)
    once = {item.change: item for item in reversed(items)}.values()
    for item in sorted(once, key=lambda item: not item.field.startswith(GRADE)):
        if item.field.startswith(GRADE):
            _regrade(ledger, inspection, item, reason)
        else:
            old = value_of_field(inspection, item.field)
            set_field(inspection, item.field, item.new, ledger.kinds)
            ledger.note(CHANGED, key, item.field, old, item.new)
    ledger.told(inspection, reason)
    inspection.full_clean()
    inspection.save()
    source = ledger.source.key
    if source and not inspection.sources.filter(key=source).exists():
        add_source(ledger, Inspection, source, {inspection.pk: (key, "", reason)})


def _regrade(ledger: ImportContext, inspection: Inspection, item: PlanItem, reason: str) -> None:
    """Replace the grade of a rating, or its reason for having none."""
    area = ledger.areas[(inspection.framework.code, item.field.removeprefix(GRADE))]
    rating = inspection.ratings.filter(area=area).select_related("grade").first()
    old = state_of(rating)
    own = [ledger.source.key] if ledger.source.key else []
    is_reason = item.new in REASONS
    new = {
        "grade": "" if is_reason else item.new,
        "missing": item.new if is_reason else "",
        "verified": "" if is_reason else ledger.evidence(own),
        "label": "",
        "sources": own,
    }
    rating = rating or Rating(inspection=inspection, area=area)
    put_state(ledger, rating, new, reason)
    ledger.note(CHANGED, inspection.key, item.field, old, new)


# --- snapshots of rows as plain data, to restore them later; fields are named as in plans ---


def state_of(rating: Rating | None) -> dict[str, Any] | None:
    """A snapshot of a rating; None: there is none."""
    if rating is None:
        return None
    return {
        "grade": rating.grade.key if rating.grade else "",
        "missing": rating.missing,
        "verified": rating.verified,
        "label": rating.label_as_published,
        "sources": sorted(source.key for source in rating.sources.all()),
    }


def put_state(ledger: ImportContext, rating: Rating, state: Mapping[str, Any], reason: str) -> None:
    """Restore a rating from a snapshot; its history gets one version with its sources."""
    is_new = rating.pk is None
    rating.grade = ledger.grades[state["grade"]] if state["grade"] else None
    rating.missing, rating.verified = state["missing"], state["verified"]
    rating.label_as_published = state["label"]
    rating.full_clean()
    with unversioned(rating):
        rating.save()
    citations(Rating, [rating.pk]).delete()
    add_citations(Rating, ((rating.pk, source) for source in ledger.cited(state["sources"])))
    teller = ChangeReasons(ledger.by, {rating.pk: reason})
    write_versions(Rating, [rating.pk], "+" if is_new else "~", teller)


def value_of_field(inspection: Inspection, name: str) -> str:
    """A field of an inspection as the text that a plan compares."""
    if name == "start_date":
        return inspection.start.isoformat() if inspection.start else ""
    if name == "kind":
        return str(inspection.kind.key)
    value = getattr(inspection, name)
    if name == "priority_action":
        return "yes" if value else ""
    return value.isoformat() if isinstance(value, date) else str(value or "")


def set_field(
    inspection: Inspection, name: str, text: str, kinds: Mapping[str, InspectionKind]
) -> None:
    """Set a field of an inspection from the text that a plan compares."""
    value: Any = text
    if name == "start_date":
        start = PartialDate.parse(text) if text else None
        inspection.start_precision = start.precision if start else ""
        value = start.first_day if start else None
    elif name in DATES:
        value = date.fromisoformat(text) if text else None
    elif name == "kind":
        value = kinds[text]
    elif name == "priority_action":
        value = bool(text)
    setattr(inspection, name, value)
