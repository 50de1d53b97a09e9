"""Snapshots of one rating as plain data, to restore it later; fields are named as in plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ratings.importing.apply.context import ImportContext
from ratings.importing.record_index import DATES
from ratings.models import Inspection, InspectionKind, Rating
from ratings.models.bulk_history import (
    ChangeReasons,
    add_citations,
    citations,
    unversioned,
    write_versions,
)
from ratings.rules.dates import PartialDate


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
