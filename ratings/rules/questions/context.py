"""The data a question runs on: authorities and inspections known on the as-of dates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ratings.rules.status import AuthorityStatus
from ratings.rules.trend import Comparability
from ratings.rules.types import Authority, Framework, Inspection, Succession


@dataclass(frozen=True)
class QuestionContext:
    """The record on the as-of dates.

    `statuses` are of authorities begun by `as_at`, by slug, A to Z, abolished ones among them.
    `complete_to` is the day to which graded inspections are known, never after `as_at`.
    `counted_as_one` are pairs of areas (keys) that national counts take as one.
    """

    as_at: date
    complete_to: date
    statuses: Mapping[str, AuthorityStatus]
    comparability: Comparability
    frameworks: tuple[Framework, ...] = ()
    successions: tuple[Succession, ...] = ()
    counted_as_one: tuple[tuple[str, str], ...] = ()

    @cached_property
    def councils(self) -> tuple[Authority, ...]:
        return tuple(status.authority for status in self.statuses.values())

    @cached_property
    def existing(self) -> tuple[Authority, ...]:
        """Authorities that exist on the day."""
        return tuple(council for council in self.councils if council.exists_on(self.as_at))

    def inspections(self, council: Authority) -> tuple[Inspection, ...]:
        """All inspections of an authority, in order."""
        return self.statuses[council.slug].inspections

    def graded(self, council: Authority) -> tuple[Inspection, ...]:
        """The graded steps of an authority's line, in order."""
        return self.statuses[council.slug].line.graded

    def latest(self, council: Authority) -> Inspection | None:
        """The latest graded step."""
        return self.statuses[council.slug].line.headline.inspection

    def visits(self, council: Authority) -> tuple[Inspection, ...]:
        """The visits to an authority, in order."""
        return tuple(i for i in self.inspections(council) if not i.is_graded)

    def visits_since_graded(self, council: Authority) -> tuple[Inspection, ...]:
        """The visits after the latest graded step; every visit where there is none yet."""
        last = self.latest(council)
        visits = self.visits(council)
        return tuple(v for v in visits if v.order_key > last.order_key) if last else visits

    def within(self, regions: Collection[str]) -> QuestionContext:
        """The same of some regions; of all, where there are none."""
        if not regions:
            return self
        part = {k: s for k, s in self.statuses.items() if s.authority.region in regions}
        return replace(self, statuses=part)
