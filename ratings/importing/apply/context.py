"""The changes of a run, in order, and the rows of the record that every step of it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from ratings.importing.record_index import IndexedSource
from ratings.importing.types import CellRef
from ratings.models import (
    Authority,
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


@dataclass(slots=True)
class ImportContext:
    """The changes of a run so far. Lookups are read once, as none of these rows is changed."""

    run: ImportRun
    source: IndexedSource
    by: Any = None
    changes: list[ImportChange] = field(default_factory=list)
    authorities: dict[str, Authority] = field(init=False)
    frameworks: dict[str, Framework] = field(init=False)
    kinds: dict[str, InspectionKind] = field(init=False)
    grades: dict[str, Grade] = field(init=False)
    sources: dict[str, Source] = field(init=False)
    areas: dict[tuple[str, str], JudgementArea] = field(init=False)

    def __post_init__(self) -> None:
        self.authorities = {row.slug: row for row in Authority.objects.all()}
        self.frameworks = {row.code: row for row in Framework.objects.all()}
        self.kinds = {row.key: row for row in InspectionKind.objects.all()}
        self.grades = {row.key: row for row in Grade.objects.all()}
        self.sources = {row.key: row for row in Source.objects.all()}
        areas = JudgementArea.objects.select_related("framework").order_by("order")
        self.areas = {(row.framework.code, row.key): row for row in areas}

    def note(self, action: str, inspection: str, name: str, old: Any, new: Any) -> None:
        """Log one change, with the data needed to undo it."""
        order = len(self.changes)
        change = ImportChange(run=self.run, order=order, action=action, inspection=inspection)
        change.field, change.old, change.new = name, old, new
        self.changes.append(change)

    def close(self) -> int:
        """Save the changes and the latest history ids; returns the number of changes."""
        ImportChange.objects.bulk_create(self.changes, batch_size=500)
        self.run.history_mark = latest_history()
        return len(self.changes)

    def told(self, row: Any, reason: str) -> None:
        """Store reason and user with the history version that the next save of a row writes."""
        row._change_reason = reason
        row._history_user = self.by

    def reason(self, places: Iterable[CellRef]) -> str:
        """Why something was changed: the run, its source, and the place in the file."""
        said = self.source.key or self.source.title
        where = ", ".join(dict.fromkeys(place(each) for each in places))
        return f"import {self.run.pk}: {said}, {where}"

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


def latest_history() -> dict[str, int]:
    """The latest history id of inspections and of ratings."""
    histories = {"inspection": Inspection.history, "rating": Rating.history}
    return {
        name: history.aggregate(latest=Max("history_id"))["latest"] or 0
        for name, history in histories.items()
    }


def place(where: CellRef) -> str:
    """`sheet X, row 12`; a report has no sheet, and its row is a page."""
    return f"sheet {where.sheet}, row {where.row}" if where.sheet else f"row {where.row}"
