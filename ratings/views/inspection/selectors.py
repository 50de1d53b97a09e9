"""All that is known of one inspection, and of those before and after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404

from ratings.forms import Moment
from ratings.models import Discrepancy, Inspection, Rating, Source
from ratings.models.authority_search import Names
from ratings.models.corrections import Correction, corrections_of
from ratings.models.inspection import Detail
from ratings.models.reference import Reference
from ratings.rules import types
from ratings.rules.line import Line, line_of
from ratings.rules.trend import Trend, headline_trend, one_before
from ratings.views.context import Record, record_now


@dataclass(frozen=True, slots=True)
class RatingFact:
    """Where a rating comes from: the words in the report, strength of evidence, sources."""

    label: str
    verified: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Found:
    """One inspection as at a moment.

    `series` are the authority's inspections on record then, in order; the inspection itself
    is not among them where it had not begun, or not been published, by then.
    """

    moment: Moment
    record: Record
    names: Names
    row: Inspection
    inspection: types.Inspection
    detail: Detail
    series: tuple[types.Inspection, ...]
    facts: dict[str, RatingFact]
    discrepancies: tuple[Discrepancy, ...]
    corrections: tuple[Correction, ...]

    @property
    def reference(self) -> Reference:
        return self.record.reference

    @property
    def framework_name(self) -> str:
        return self.names.frameworks[self.inspection.framework.code]

    @property
    def is_on_record(self) -> bool:
        """Whether it had begun and been published by the moment's dates."""
        return self.inspection in self.series

    @property
    def before(self) -> types.Inspection | None:
        """The graded inspection that it is compared with."""
        return one_before(self.inspection, self.series)

    @property
    def trend(self) -> Trend | None:
        if not self.inspection.gives_node:
            return None
        return headline_trend(self.inspection, self.before, self.reference.comparability)

    @property
    def line(self) -> Line:
        """The authority's line up to and with this inspection."""
        key = self.inspection.order_key
        until = [each for each in self.series if each.order_key <= key]
        authority, as_at = self.row.authority.record(), self.moment.as_at
        return line_of(authority, until, self.reference.comparability, as_at, self.moment.known_by)

    @property
    def previous(self) -> types.Inspection | None:
        key = self.inspection.order_key
        return next((each for each in reversed(self.series) if each.order_key < key), None)

    @property
    def following(self) -> types.Inspection | None:
        key = self.inspection.order_key
        return next((each for each in self.series if each.order_key > key), None)


def found(key: str, moment: Moment) -> Found:
    """The published inspection with this id. Raises Http404: none, or only a draft."""
    record = record_now()
    joined = Inspection.objects.public().select_related("authority", "framework", "kind")
    row = joined.filter(key=key).first()
    if row is None or key not in record.whole.by_id:
        raise Http404(f"There is no inspection with the id {key}.")
    whole = record.whole
    return Found(
        moment=moment,
        record=record,
        names=Names.current(record.version),
        row=row,
        inspection=whole.by_id[key],
        detail=whole.detail(key),
        series=whole.of([row.authority.slug], moment.as_at, moment.known_by),
        facts=_facts(row, record.reference),
        discrepancies=tuple(row.discrepancies.select_related("inspection")),
        corrections=corrections_of(row),
    )


def _facts(row: Inspection, reference: Reference) -> dict[str, RatingFact]:
    """By key of the area."""
    rows = Rating.objects.filter(inspection=row).order_by("area__order", "sources__order")
    values = rows.values_list("area__key", "label_as_published", "verified", "sources__id")
    return {
        head[0]: RatingFact(head[1], head[2], _sources(group, reference))
        for head, group in groupby(values, key=lambda value: value[:3])
    }


def _sources(rows: Iterable[tuple[Any, ...]], reference: Reference) -> tuple[Source, ...]:
    return tuple(reference.sources[row[3]] for row in rows if row[3] is not None)
