"""What each version of the data changed: read from the history between it and the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value

from ratings.models.authority import Alias, FormerCode, Neighbour
from ratings.models.corrections import HistoryCursor
from ratings.models.data_version import MOMENT, VersionEntry
from ratings.models.framework import (
    AreaLink,
    Framework,
    Grade,
    HeadingAlias,
    InspectionKind,
    JudgementArea,
)
from ratings.models.history import FIRST_RECORDED
from ratings.models.published_figure import PublishedFigure
from ratings.models.source import Completeness, Source

UNTOLD_MODELS: tuple[Any, ...] = (
    Alias, FormerCode, Neighbour, Source, Completeness, Framework, JudgementArea, AreaLink, Grade,
    InspectionKind, HeadingAlias, PublishedFigure,
)  # fmt: skip
"""Whose changes are counted only: names, codes and rules, which no list of changes tells."""

MOST_COUNTED = 5_000
"""So many rows of history a page counts; one transaction seldom holds more."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the data. `since` is when the one before it moved; None: it is the first
    that is known, and what came with the record belongs to it."""

    number: int
    moved_at: datetime
    since: datetime | None

    @property
    def begin(self) -> datetime | None:
        """The first time whose history belongs to this version."""
        return self.since + MOMENT if self.since else None

    @property
    def end(self) -> HistoryCursor:
        """The place in the history before which all is that this version knows."""
        return HistoryCursor(self.moved_at + MOMENT, "", 0)

    def holds(self, when: datetime) -> bool:
        """Whether what was changed then belongs to this version."""
        return when <= self.moved_at and (self.since is None or when > self.since)


def versions_before(number: int | None, most: int) -> tuple[Version, ...]:
    """The newest versions, or the newest of those before a number; one query."""
    found = VersionEntry.objects.order_by("-number")
    if number is not None:
        found = found.filter(number__lt=number)
    rows = list(found.values_list("number", "moved_at")[: most + 1])
    sinces = [*(when for _, when in rows[1:]), None][: len(rows)]
    every = [Version(*row, since) for row, since in zip(rows, sinces, strict=True)]
    return tuple(every[:most])


def version(number: int) -> Version | None:
    """The version with a number; None: it is not known."""
    found = versions_before(number + 1, 1)
    return found[0] if found and found[0].number == number else None


def oldest_known() -> VersionEntry | None:
    """The first version on record."""
    return VersionEntry.objects.order_by("number").first()


def counted(versions: Sequence[Version]) -> dict[int, Counter[str]]:
    """How many rows of names, codes and rules each version changed, by model; one query."""
    if not versions:
        return {}
    begin, last = versions[-1].begin, versions[0].moved_at
    first, *rest = (_changed(model, begin, last) for model in UNTOLD_MODELS)
    rows = list(first.union(*rest, all=True)[:MOST_COUNTED])
    return {v.number: Counter(model for model, when in rows if v.holds(when)) for v in versions}


def _changed(model: Any, begin: datetime | None, last: datetime) -> QuerySet[Any]:
    """Its name (in lower case) and the time of each change."""
    found = model.history.filter(history_date__lte=last)
    found = found.filter(history_date__gte=begin) if begin else found
    told = found.exclude(history_change_reason=FIRST_RECORDED).order_by()
    rows: QuerySet[Any] = told.values_list(Value(model._meta.model_name), "history_date")
    return rows


def in_words(counts: Counter[str]) -> str:
    """`2 aliases and 1 source`; empty where nothing was counted."""
    names = {model._meta.model_name: model._meta for model in UNTOLD_MODELS}
    parts = [
        f"{number} {names[key].verbose_name if number == 1 else names[key].verbose_name_plural}"
        for key, number in sorted(counts.items())
    ]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
