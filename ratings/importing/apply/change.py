"""Change existing inspections: add details, replace values, cite sources, and record conflicts as
discrepancies, open if the item was skipped, settled if it was accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ratings.importing.apply.context import ImportContext
from ratings.importing.apply.snapshots import put_state, set_field, state_of, value_of_field
from ratings.importing.plan import PlanItem
from ratings.importing.record_index import ALL_SAY, GRADE, REASONS
from ratings.models import Discrepancy, ImportChange, Inspection, Rating
from ratings.models.bulk_history import (
    ChangeReasons,
    Kept,
    add_citations,
    keep_first,
    write_versions,
)
from ratings.models.db import BATCH

LONGEST = 200
"""Maximum length of one side of a discrepancy."""

IDENTITY = ("authority", "inspection", "field", "source_b", "value_b")
"""Fields that identify a discrepancy."""

CHANGED = ImportChange.Action.CHANGED

Cited = Mapping[int, tuple[str, str, str]]
"""By primary key: the source, the field name as in a change, and the reason."""


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
    for source, group in _by_source(items).items():
        reasons = {key: ledger.reason(i.where for i in found) for key, found in group.items()}
        areas = {(key, area) for key, found in group.items() for i in found for area in i.areas}
        inspections = Inspection.objects.filter(key__in=reasons).exclude(sources__key=source)
        add_source(
            ledger,
            Inspection,
            source,
            {row.pk: (row.key, "", reasons[row.key]) for row in inspections},
        )
        ratings = Rating.objects.filter(inspection__key__in=reasons, grade__isnull=False)
        rows = ratings.exclude(sources__key=source).values_list(
            "pk", "inspection__key", "area__key"
        )
        found = {
            pk: (key, GRADE + area, reasons[key]) for pk, key, area in rows if (key, area) in areas
        }
        add_source(ledger, Rating, source, found)


def _by_source(items: Iterable[PlanItem]) -> dict[str, dict[str, list[PlanItem]]]:
    found: dict[str, dict[str, list[PlanItem]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        found[item.new][item.inspection].append(item)
    return found


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
    for item in once:
        if item.field.startswith(GRADE):
            _regrade(ledger, inspection, item, reason)
    fields = [item for item in once if not item.field.startswith(GRADE)]
    _set_fields(ledger, inspection, fields, reason)
    _cite_own(ledger, inspection, reason)


def _set_fields(
    ledger: ImportContext, inspection: Inspection, items: Iterable[PlanItem], reason: str
) -> None:
    for item in items:
        old = value_of_field(inspection, item.field)
        set_field(inspection, item.field, item.new, ledger.kinds)
        ledger.note(CHANGED, inspection.key, item.field, old, item.new)
    ledger.told(inspection, reason)
    inspection.full_clean()
    inspection.save()


def _cite_own(ledger: ImportContext, inspection: Inspection, reason: str) -> None:
    """Cite the source of the run for the values accepted from it."""
    key = ledger.source.key
    if key and not inspection.sources.filter(key=key).exists():
        add_source(ledger, Inspection, key, {inspection.pk: (inspection.key, "", reason)})


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
