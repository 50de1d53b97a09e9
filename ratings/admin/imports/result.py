"""What an applied run did, change by change, in words (`importing.apply` keeps them as data)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ratings.admin.imports.changes import inspections, key_in_words
from ratings.admin.imports.labels import GRADE, Value, Words
from ratings.models import ImportChange

Action = ImportChange.Action


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done, in words."""

    change: ImportChange
    inspection: str
    inspection_url: str
    what: str
    old: Value
    new: Value


def done(changes: Iterable[ImportChange], words: Words) -> list[Done]:
    """The changes in words; one query for the inspections of all of them."""
    changes = list(changes)
    known = inspections(change.inspection for change in changes)
    rows = []
    for change in changes:
        name, url, authority = known.get(change.inspection) or ("", "", "")
        label = f"{authority}: {name}" if name else key_in_words(change.inspection, words)
        rows.append(Done(change, label, url, *_told(change, words)))
    return rows


def _told(change: ImportChange, words: Words) -> tuple[str, Value, Value]:
    """What was changed, before and after."""
    what = words.field(change.field)
    if change.action == Action.CREATED:
        return what, Value(""), Value("this inspection")
    if change.action == Action.CITED:
        what = (
            f"{what.removesuffix(': grade')}: sources" if change.field else words.field("sources")
        )
        return what, Value(""), Value(_cited(change, words))
    if change.action == Action.DISPUTED:
        return what, Value(""), Value(_disputed(change, words))
    return what, _value(change.field, change.old, words), _value(change.field, change.new, words)


def _value(field: str, kept: Any, words: Words) -> Value:
    """A value of a field; a grade is kept with everything that its rating said."""
    if field.startswith(GRADE) and isinstance(kept, dict):
        return words.value(field, kept.get("grade") or kept.get("missing"))
    return words.value(field, kept)


def _cited(change: ImportChange, words: Words) -> str:
    """The sources that are cited now and were not before."""
    old, new = (kept if isinstance(kept, dict) else {} for kept in (change.old, change.new))
    added = [new["source"]] if "source" in new else new.get("sources", [])
    return "; ".join(words.source(key) for key in added if key not in old.get("sources", []))


def _disputed(change: ImportChange, words: Words) -> str:
    kept = change.new if isinstance(change.new, dict) else {}
    value = words.value(change.field, kept.get("value_b")).text or "nothing"
    state = "open" if kept.get("status") == "open" else "settled"
    return f"{value}, says {words.source(kept.get('source_b', ''))} ({state})"
