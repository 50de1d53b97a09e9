"""Everything that a plan compares with, and where to find an inspection in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ratings.importing.record_index import loaders
from ratings.importing.record_index.types import (
    Held,
    KnownAuthority,
    KnownFramework,
    KnownSource,
    Side,
)
from ratings.models.read_snapshot import one_reading
from ratings.models.reference import Kind, Reference
from ratings.rules.types import Grade


@dataclass(slots=True)
class Known:
    """Everything that a plan compares with. `names` and `codes` map folded words to slugs;
    `disputes` holds by inspection (field, source, value) that are on record as discrepancies,
    both sides of each."""

    authorities: dict[str, KnownAuthority]
    names: dict[str, set[str]]
    codes: dict[str, str]
    frameworks: dict[str, KnownFramework]
    kinds: dict[str, Kind]
    sources: dict[str, KnownSource]
    grades: tuple[Grade, ...]
    by_key: dict[str, Held]
    disputes: dict[str, set[Side]]
    by_year: dict[tuple[str, int], dict[int, Held]] = field(default_factory=dict)
    by_authority: dict[str, dict[int, Held]] = field(default_factory=dict)
    """Inspections by authority (and the years of their dates), by their `id()`, in order."""
    alike: dict[str, list[str]] = field(default_factory=dict)
    """Slugs of authorities with names like one that is unknown, as far as looked for."""

    @classmethod
    def read(cls) -> Known:
        """The record now, drafts among it; whoever saves meanwhile is in it whole or not."""
        with one_reading():
            return cls._read()

    @classmethod
    def _read(cls) -> Known:
        reference = Reference.current()
        return cls(
            authorities=loaders.authorities(),
            names=loaders.names(),
            codes=loaders.codes(),
            frameworks=loaders.frameworks(reference),
            kinds={kind.key: kind for kind in reference.kinds.values()},
            sources=loaders.sources(),
            grades=tuple(reference.grades.values()),
            by_key=loaders.inspections(),
            disputes=loaders.disputes(),
        )

    def __post_init__(self) -> None:
        for held in self.by_key.values():
            self.index(held)

    def index(self, held: Held) -> None:
        """Make an inspection findable by the years of its dates, after one of them was set."""
        self.by_authority.setdefault(held.authority, {})[id(held)] = held
        for day in (held.first_day, held.published):
            if day:
                self.by_year.setdefault((held.authority, day.year), {})[id(held)] = held

    def of(self, authority: str) -> list[Held]:
        """Inspections of an authority that have their id."""
        return [held for held in self.by_authority.get(authority, {}).values() if held.key]

    def near(self, authority: str, first: date, last: date) -> list[Held]:
        """Inspections of an authority with a date in these years or one beside them."""
        found: dict[int, Held] = {}
        for year in range(first.year - 1, last.year + 2):
            found |= self.by_year.get((authority, year), {})
        return list(found.values())
