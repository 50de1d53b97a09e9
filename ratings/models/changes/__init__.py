"""Public changes, newest first: created, corrected, unpublished, discrepancies.

The shipped data were loaded without history, so all rows precede the first change.

A page is read from the end of the history, never all of it. Two of the tables hold much that is
never shown (work on drafts, what completes an entry). Of those the newest `DEPTH` are looked at, so
that a page costs the same however long the history is; a page without any public change then leads
on to the older ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from ratings.models.authority import Authority, Succession
from ratings.models.changes.events import ChangeSubject, PublicChange, inspections_told, others_told
from ratings.models.changes.filters import ChangeFilter, ChangeKind
from ratings.models.corrections.history_diff import HistoryCursor
from ratings.models.corrections.inspection import ENTERED_TOGETHER
from ratings.models.event import Event
from ratings.models.history import FIRST_RECORDED
from ratings.models.inspection import Inspection
from ratings.models.rating import Rating
from ratings.models.source import Discrepancy

OTHERS: tuple[Any, ...] = (Event, Authority, Succession, Discrepancy)

PER_PAGE = 100
"""Versions a page is made of; one version may tell of several values."""

DEPTH = 20_000
"""How many of the newest versions are looked at where most are not told."""

PUBLISHED, DRAFT = Inspection.Status.PUBLISHED, Inspection.Status.DRAFT
NEWEST_FIRST = ("-history_date", "-history_id")

SORTS = {
    "": Q(),
    ChangeKind.ENTERED: Q(status=PUBLISHED) & ~Q(status_before=PUBLISHED, history_type="~"),
    ChangeKind.CORRECTED: Q(status=PUBLISHED, history_type="~"),
    ChangeKind.WITHDRAWN: Q(status=DRAFT) | Q(history_type="-"),
}
"""Versions of an inspection that may tell a sort of change."""

TYPES = {
    "": ("+", "~", "-"),
    ChangeKind.ENTERED: ("+",),
    ChangeKind.CORRECTED: ("~",),
    ChangeKind.WITHDRAWN: ("-",),
    ChangeKind.DISPUTED: ("+", "~"),
}
"""Versions of anything else that may tell a sort of change."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Changes, the newest first; `older` is where the next page begins, None: nowhere."""

    changes: tuple[PublicChange, ...]
    older: HistoryCursor | None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Versions of a table, the newest first: place and primary key of what they are of.

    `floor` is the first place that was not looked at; None: all were.
    """

    found: list[tuple[HistoryCursor, int]]
    floor: HistoryCursor | None


def newest(asked: ChangeFilter) -> Iterator[Candidates]:
    """The newest versions of each table; one query a table, two where most are not told."""
    if asked.what != ChangeKind.DISPUTED:
        yield _of_inspections(asked)
        if asked.tells(ChangeKind.CORRECTED):
            yield _of_ratings(asked)
        yield _of(Event, asked, Q(start_date__lte=asked.as_at) if asked.as_at else Q())
        yield _of(Authority, asked, path="slug")
        either = Q(predecessor__slug=asked.authority) | Q(successor__slug=asked.authority)
        yield _of(Succession, asked, either if asked.authority else Q())
    # None about a draft: the public knows nothing of it.
    public = Q(inspection__status=PUBLISHED) & asked.on_record("inspection_id")
    yield _of(Discrepancy, asked, Q(inspection__isnull=True) | public)


def _of_inspections(asked: ChangeFilter) -> Candidates:
    history: Any = Inspection.history.filter(
        asked.of_table("inspection"), asked.of_authority("authority__slug"), asked.on_record("id")
    )
    before = Inspection.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    status_before = Subquery(before.order_by("-history_id").values("status")[:1])
    completes = Q(history_type="~", status=PUBLISHED) & Exists(_entries("id"))
    seen = Q(status=PUBLISHED) | Q(status_before=PUBLISHED)
    told = _slice(history).annotate(status_before=status_before).filter(seen, SORTS[asked.what])
    told = told.exclude(completes)
    return _candidates("inspection", told, "id", _floor("inspection", history))


def _of_ratings(asked: ChangeFilter) -> Candidates:
    history: Any = Rating.history.filter(
        asked.of_table("rating"),
        asked.of_authority("inspection__authority__slug"),
        asked.on_record("inspection_id"),
    )
    until_then = Inspection.history.filter(
        id=OuterRef("inspection_id"), history_date__lte=OuterRef("history_date")
    )
    status = Subquery(until_then.order_by("-history_id").values("status")[:1])
    told = (
        _slice(history)
        .annotate(then=Coalesce(status, Value(PUBLISHED.value)))
        .filter(then=PUBLISHED)
    )
    told = told.exclude(Exists(_entries("inspection_id")))
    return _candidates("rating", told, "inspection_id", _floor("rating", history))


def _entries(column: str) -> Any:
    """Entries made in public that a version completes: so soon, by the same person, for the
    same reason. What it tells all the same has its place with the entry."""
    when = OuterRef("history_date")
    by, nobody = OuterRef("history_user_id"), Value(0)
    why, nothing = OuterRef("history_change_reason"), Value("", output_field=TextField())
    every = Inspection.history.annotate(
        why=Coalesce("history_change_reason", nothing), by=Coalesce("history_user_id", nobody)
    )
    found = every.filter(
        id=OuterRef(column),
        history_type="+",
        status=PUBLISHED,
        history_date__lte=when,
        history_date__gte=when - ENTERED_TOGETHER,
        why=Coalesce(why, nothing),
        by=Coalesce(by, nobody),
    )
    return found.exclude(history_change_reason=FIRST_RECORDED)


def _of(
    model: Any, asked: ChangeFilter, *conditions: Q, path: str = "authority__slug"
) -> Candidates:
    """Models whose versions are all public."""
    table = model._meta.model_name
    whose = Q() if model is Succession else asked.of_authority(path)
    sort = Q(history_type__in=TYPES[asked.what])
    history = model.history.filter(asked.of_table(table), whose, sort, *conditions)
    return _candidates(table, history, "id", None)


def _slice(history: Any) -> Any:
    """The newest of them, for conditions that would else be asked of all."""
    numbers = history.order_by(*NEWEST_FIRST).values("history_id")[:DEPTH]
    return history.model.objects.filter(history_id__in=numbers)


def _floor(table: str, history: Any) -> HistoryCursor | None:
    """The first place that a slice leaves out."""
    rest = history.order_by(*NEWEST_FIRST).values_list("history_date", "history_id")
    found = next(iter(rest[DEPTH : DEPTH + 1]), None)
    return HistoryCursor(found[0], table, found[1]) if found else None


def _candidates(table: str, told: Any, subject: str, floor: HistoryCursor | None) -> Candidates:
    """Up to a page of versions; what a row said before its first change is not one."""
    changed = told.exclude(history_change_reason=FIRST_RECORDED).order_by(*NEWEST_FIRST)
    rows = changed.values_list("history_date", "history_id", subject)
    found = [
        (HistoryCursor(when, table, number), row) for when, number, row in rows[: PER_PAGE + 1]
    ]
    if len(found) > PER_PAGE:
        return Candidates(found[:PER_PAGE], found[PER_PAGE][0])
    return Candidates(found, floor)


def change_page(asked: ChangeFilter) -> ChangePage:
    """What the newest versions before `asked.before` tell. As many queries for a long history
    as for a short one."""
    tables = list(newest(asked))
    found, floor = _merged(tables)
    places = {place for place, _ in found}
    told = (change for change in _told(found, asked) if change.told.place in places)
    kept = (change for change in told if asked.tells(change.what))
    in_order = sorted(kept, key=lambda c: (c.told.place, c.told.when), reverse=True)
    return ChangePage(tuple(in_order), floor and replace(floor, number=floor.number + 1))


def _merged(
    tables: Iterable[Candidates],
) -> tuple[list[tuple[HistoryCursor, int]], HistoryCursor | None]:
    """The newest of all tables down to where one of them was not looked at, at most a page."""
    tables = list(tables)
    floors = [table.floor for table in tables if table.floor]
    floor = max(floors) if floors else None
    every = sorted((one for table in tables for one in table.found), reverse=True)
    found = [one for one in every if floor is None or one[0] > floor]
    if len(found) > PER_PAGE:
        return found[:PER_PAGE], found[PER_PAGE][0]
    return found, floor


def _told(
    found: Iterable[tuple[HistoryCursor, int]], asked: ChangeFilter
) -> Iterator[PublicChange]:
    """All that was ever told of whatever is among the versions."""
    rows: dict[str, set[int]] = {}
    for place, number in found:
        table = "inspection" if place.table == "rating" else place.table
        rows.setdefault(table, set()).add(number)
    if asked.what != ChangeKind.DISPUTED:
        yield from inspections_told(rows.get(Inspection._meta.model_name or "", set()))
    for model in OTHERS:
        if numbers := rows.get(model._meta.model_name):
            yield from others_told(model, numbers)


__all__ = [
    "ChangeFilter",
    "ChangeKind",
    "ChangePage",
    "ChangeSubject",
    "PublicChange",
    "change_page",
]
