"""The country, or a part of it: its authorities and every graded inspection of theirs.

Loaded once per page, then counted for any date. Source: domain §4.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ratings.rules.status import by_authority
from ratings.rules.types import Authority, Inspection


@dataclass(frozen=True, slots=True)
class GroupedAuthority:
    """An authority with what it can be grouped by: labels of ONS region and type."""

    authority: Authority
    region: str
    type: str

    @property
    def slug(self) -> str:
        return self.authority.slug


@dataclass(frozen=True)
class Country:
    """Authorities (abolished ones too) and their graded inspections, in line order."""

    councils: tuple[GroupedAuthority, ...]
    inspections: tuple[Inspection, ...]

    def within(self, regions: Collection[str] = (), type: str = "") -> Country:
        """The part in some regions and of one type; nothing given: all."""
        councils = tuple(
            c
            for c in self.councils
            if (not regions or c.region in regions) and (not type or c.type == type)
        )
        slugs = {c.slug for c in councils}
        return Country(councils, tuple(i for i in self.inspections if i.authority in slugs))

    def existing_on(self, day: date) -> frozenset[str]:
        """Slugs of the authorities that exist on a day."""
        return frozenset(c.slug for c in self.councils if c.authority.exists_on(day))

    def lines(self) -> Mapping[str, Sequence[Inspection]]:
        """The graded steps of each authority that has some, in order."""
        return self._lines

    @cached_property
    def _lines(self) -> Mapping[str, Sequence[Inspection]]:
        return by_authority(i for i in self.inspections if i.gives_node)
