"""Predecessors and successors of authorities. Source: domain §3.7 and §5."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ratings.rules.types import Succession


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A predecessor, with the succession that leads from it and how many steps back it is."""

    succession: Succession
    generation: int

    @property
    def slug(self) -> str:
        return self.succession.predecessor


def predecessors(slug: str, successions: Sequence[Succession]) -> tuple[Succession, ...]:
    """The direct predecessors of an authority, in order of date, then name."""
    found = [s for s in successions if s.successor == slug]
    return tuple(sorted(found, key=lambda s: (s.date, s.predecessor)))


def successors(slug: str, successions: Sequence[Succession]) -> tuple[Succession, ...]:
    """The direct successors of an authority, in order of date, then name."""
    found = [s for s in successions if s.predecessor == slug]
    return tuple(sorted(found, key=lambda s: (s.date, s.successor)))


def ancestry(slug: str, successions: Sequence[Succession]) -> tuple[Ancestor, ...]:
    """Every predecessor, chains followed, nearest generation first; a loop ends the chain."""
    found: list[Ancestor] = []
    seen, generation, current = {slug}, 1, [slug]
    while current:
        step = [s for child in current for s in predecessors(child, successions)]
        step = [s for s in step if s.predecessor not in seen]
        found += [Ancestor(s, generation) for s in step]
        seen |= {s.predecessor for s in step}
        generation, current = generation + 1, [s.predecessor for s in step]
    return tuple(found)
