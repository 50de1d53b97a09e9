"""The data a question runs on: authorities and inspections known on the as-of dates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ratings.rules.trend import Comparability
from ratings.rules.types import Authority, Framework, Inspection, Succession


@dataclass(frozen=True, slots=True)
class QuestionAuthority(Authority):
    """An authority with what questions sort and filter by."""

    region: str = ""
    type: str = ""
    gss_code: str = ""
    la_code: str = ""


@dataclass(frozen=True)
class QuestionContext:
    """The record on the as-of dates.

    `councils` had all begun by `as_at`, A to Z, abolished ones among them; `inspections`, by
    slug and in order, had begun by `as_at` and were public by the page's other date.
    `complete_to` is the day to which graded inspections are known, never after `as_at`.
    `counted_as_one` are pairs of areas (keys) that national counts take as one.
    """

    as_at: date
    complete_to: date
    councils: tuple[QuestionAuthority, ...]
    inspections: Mapping[str, Sequence[Inspection]]
    comparability: Comparability
    frameworks: tuple[Framework, ...] = ()
    successions: tuple[Succession, ...] = ()
    counted_as_one: tuple[tuple[str, str], ...] = ()

    @cached_property
    def existing(self) -> tuple[QuestionAuthority, ...]:
        """Authorities that exist on the day."""
        return tuple(council for council in self.councils if council.exists_on(self.as_at))

    @cached_property
    def _nodes(self) -> Mapping[str, tuple[Inspection, ...]]:
        return {
            slug: tuple(i for i in found if i.gives_node)
            for slug, found in self.inspections.items()
        }

    def graded(self, council: QuestionAuthority) -> tuple[Inspection, ...]:
        """The graded steps of an authority's line, in order."""
        return self._nodes.get(council.slug, ())

    def latest(self, council: QuestionAuthority) -> Inspection | None:
        """The latest graded step."""
        nodes = self.graded(council)
        return nodes[-1] if nodes else None

    def visits(self, council: QuestionAuthority) -> tuple[Inspection, ...]:
        """The visits to an authority, in order."""
        return tuple(i for i in self.inspections.get(council.slug, ()) if not i.is_graded)

    def visits_since_graded(self, council: QuestionAuthority) -> tuple[Inspection, ...]:
        """The visits after the latest graded step; every visit where there is none yet."""
        last = self.latest(council)
        visits = self.visits(council)
        return tuple(v for v in visits if v.order_key > last.order_key) if last else visits

    def within(self, regions: Collection[str]) -> QuestionContext:
        """The same of some regions; of all, where there are none."""
        if not regions:
            return self
        return replace(self, councils=tuple(c for c in self.councils if c.region in regions))
