"""Citing a source for what it says the same, for many inspections and grades at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ratings.importing.apply.context import Ledger
from ratings.importing.plan import Item
from ratings.importing.record_index import GRADE
from ratings.models import ImportChange, Inspection, Rating
from ratings.models.bulk_history import (
    BATCH,
    Kept,
    Teller,
    add_citations,
    keep_first,
    write_versions,
)

Cited = Mapping[int, tuple[str, str, str]]
"""By primary key: the source, the field as a change calls it, and the reason."""


def cite(ledger: Ledger, items: Iterable[Item]) -> None:
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


def _by_source(items: Iterable[Item]) -> dict[str, dict[str, list[Item]]]:
    found: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        found[item.new][item.inspection].append(item)
    return found


def add_source(ledger: Ledger, model: Kept, source: str, found: Cited) -> None:
    """Add a source that they do not cite yet; evidence that was as strong as the sources made
    it stays so."""
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
    write_versions(model, list(found), "~", Teller(ledger.by, reasons))
