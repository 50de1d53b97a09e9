"""One page of the changes: from a place in the history downwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ratings.models.authority import Authority, Succession
from ratings.models.changes.events import Change, inspections_told, others_told
from ratings.models.changes.filters import Asked, What
from ratings.models.changes.queries import PER_PAGE, Candidates, newest
from ratings.models.corrections.history_rows import Place
from ratings.models.event import Event
from ratings.models.inspection import Inspection
from ratings.models.source import Discrepancy

OTHERS: tuple[Any, ...] = (Event, Authority, Succession, Discrepancy)


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes, the newest first; `older` is where the next page begins, None: nowhere."""

    changes: tuple[Change, ...]
    older: Place | None


def change_page(asked: Asked) -> ChangePage:
    """What the newest versions before `asked.before` tell. As many queries for a long history
    as for a short one."""
    tables = list(newest(asked))
    found, floor = _merged(tables)
    places = {place for place, _ in found}
    told = (change for change in _told(found, asked) if change.told.place in places)
    kept = (change for change in told if asked.tells(change.what))
    in_order = sorted(kept, key=lambda c: (c.told.place, c.told.when), reverse=True)
    return ChangePage(tuple(in_order), floor and replace(floor, number=floor.number + 1))


def _merged(tables: Iterable[Candidates]) -> tuple[list[tuple[Place, int]], Place | None]:
    """The newest of all tables down to where one of them was not looked at, at most a page."""
    tables = list(tables)
    floors = [table.floor for table in tables if table.floor]
    floor = max(floors) if floors else None
    every = sorted((one for table in tables for one in table.found), reverse=True)
    found = [one for one in every if floor is None or one[0] > floor]
    if len(found) > PER_PAGE:
        return found[:PER_PAGE], found[PER_PAGE][0]
    return found, floor


def _told(found: Iterable[tuple[Place, int]], asked: Asked) -> Iterator[Change]:
    """All that was ever told of whatever is among the versions."""
    rows: dict[str, set[int]] = {}
    for place, number in found:
        table = "inspection" if place.table == "rating" else place.table
        rows.setdefault(table, set()).add(number)
    if asked.what != What.DISPUTED:
        yield from inspections_told(rows.get(Inspection._meta.model_name or "", set()))
    for model in OTHERS:
        if numbers := rows.get(model._meta.model_name):
            yield from others_told(model, numbers)
