"""Contradictions: open discrepancies where they were left, settled ones where they were taken."""

from __future__ import annotations

from collections.abc import Iterator

from ratings.importing.apply.context import Ledger
from ratings.importing.plan import Item
from ratings.importing.record_index import ALL_SAY
from ratings.models import Discrepancy, ImportChange, Inspection

LONGEST = 200
"""Characters that a side of a discrepancy holds."""

IDENTITY = ("authority", "inspection", "field", "source_b", "value_b")
"""Fields that identify a discrepancy."""


def dispute(ledger: Ledger, item: Item, is_taken: bool) -> None:
    """Record a contradiction, unless it is on record already."""
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
    ledger: Ledger, item: Item, inspection: Inspection, is_taken: bool
) -> Iterator[Discrepancy]:
    """One row; where the file won, one for each source that said otherwise."""
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
