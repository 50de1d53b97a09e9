"""Predecessors and successors of authorities. Source: domain §3.7 and §5."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ratings.rules.status import AuthorityStatus
from ratings.rules.types import Authority, Succession


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A predecessor with its own status on a day, and the succession that leads from it.

    `generation` is how many steps back it is.
    """

    status: AuthorityStatus
    succession: Succession
    generation: int

    @property
    def authority(self) -> Authority:
        return self.status.authority

    @property
    def last_day(self) -> date:
        return self.authority.end or self.succession.date


def predecessors(slug: str, successions: Sequence[Succession]) -> tuple[Succession, ...]:
    """The direct predecessors of an authority, in order of date, then name."""
    found = [s for s in successions if s.successor == slug]
    return tuple(sorted(found, key=lambda s: (s.date, s.predecessor)))


def successors(slug: str, successions: Sequence[Succession]) -> tuple[Succession, ...]:
    """The direct successors of an authority, in order of date, then name."""
    found = [s for s in successions if s.predecessor == slug]
    return tuple(sorted(found, key=lambda s: (s.date, s.successor)))


def ancestry(slug: str, successions: Sequence[Succession]) -> tuple[tuple[int, Succession], ...]:
    """The successions that lead to an authority, each with how many steps back it is.

    Chains are followed, nearest generation first; a loop ends the chain.
    """
    found: list[tuple[int, Succession]] = []
    seen, generation, current = {slug}, 1, [slug]
    while current:
        step = [s for child in current for s in predecessors(child, successions)]
        step = [s for s in step if s.predecessor not in seen]
        found += [(generation, s) for s in step]
        seen |= {s.predecessor for s in step}
        generation, current = generation + 1, [s.predecessor for s in step]
    return tuple(found)
