"""An authority, a framework, a source and an inspection as a plan compares them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ratings.importing.types import SourceRow
from ratings.rules.dates import PartialDate
from ratings.rules.types import Area, Grade, Missing

PLAIN = (
    "theme", "direction", "direction_read", "direction_source_url", "report_url", "source_url",
    "verified", "note",
)  # fmt: skip
"""Fields that a row gives as the record keeps them, under the record's own names."""

GRADE = "grade:"
"""How the field of a judgement area is named: `grade:leaders`."""

REASONS = frozenset(Missing)
"""Reasons why there is no grade, as the field of an area may hold them."""

ALL_SAY, ONE_SAYS = ", ", " or "
"""Between the keys of sources in a discrepancy: each of them says it, or one of them does."""

Side = tuple[str, str, str]
"""One side of a discrepancy: field, source, value."""

DATES = {"end_date": "end", "published": "published"}
"""Fields that hold a whole day, and what `Held` calls them."""


@dataclass(frozen=True, slots=True)
class KnownAuthority:
    """An authority, the days between which it exists, and the slugs of its predecessors."""

    slug: str
    name: str
    start: date | None
    end: date | None
    predecessors: tuple[str, ...] = ()

    def existed(self, first: date, last: date) -> bool:
        """Whether it existed on any day between two."""
        return (self.start is None or self.start <= last) and (
            self.end is None or first <= self.end
        )


@dataclass(frozen=True, slots=True)
class KnownFramework:
    """A framework with what it asks and gives; `headings` maps folded headings to areas."""

    code: str
    short_name: str
    programme: str
    first: date
    last: date | None
    in_line: bool
    areas: tuple[Area, ...]
    headings: dict[str, str]
    grades: tuple[Grade, ...]
    kinds: frozenset[str]

    def in_force(self, first: date, last: date) -> bool:
        """Whether an inspection begun on one of these days can have been made under it."""
        return self.first <= last and (self.last is None or first <= self.last)

    @property
    def grade_keys(self) -> frozenset[str]:
        return frozenset(grade.key for grade in self.grades)


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source; `rank` sorts by trust, the most trusted first, a later one before its equal."""

    key: str
    title: str
    evidence: str
    rank: tuple[int, int]


@dataclass(slots=True)
class Held:
    """One inspection as the plan knows it so far; `is_new`: this plan would create it.

    `missing` gives reasons by area, `rating_sources` the keys of the sources of each grade.
    `presumed` are areas whose reason no row has given: what a row says of them stands.
    `rows` are the rows of the file that tell of it.
    """

    key: str
    authority: str
    framework: str
    kind: str
    is_graded: bool
    start: PartialDate | None = None
    end: date | None = None
    published: date | None = None
    theme: str = ""
    direction: str = ""
    direction_read: str = ""
    direction_source_url: str = ""
    priority_action: str = ""
    report_url: str = ""
    source_url: str = ""
    verified: str = ""
    note: str = ""
    grades: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    rating_sources: dict[str, set[str]] = field(default_factory=dict)
    presumed: set[str] = field(default_factory=set)
    is_new: bool = False
    rows: list[SourceRow] = field(default_factory=list)

    @property
    def first_day(self) -> date | None:
        return self.start.first_day if self.start else self.published

    def value(self, name: str) -> str:
        """A field as text: dates as ISO, a grade or the reason why there is none by key."""
        if name.startswith(GRADE):
            area = name.removeprefix(GRADE)
            return self.grades.get(area) or self.missing.get(area, "")
        if name == "start_date":
            return self.start.isoformat() if self.start else ""
        if name in DATES:
            day: date | None = getattr(self, DATES[name])
            return day.isoformat() if day else ""
        return str(getattr(self, name))

    def lacks(self, name: str) -> bool:
        """Whether the record does not know the value: empty, "not recorded", or presumed."""
        if name.removeprefix(GRADE) in self.presumed:
            return True
        return self.value(name) in ("", Missing.NOT_RECORDED)

    def presume(self, area: str, why: str) -> None:
        """Give a reason for an area of which nothing has been said yet."""
        if area not in self.missing:
            self.missing[area] = why
            self.presumed.add(area)

    def put(self, name: str, value: str) -> None:
        """Set a field from its text."""
        if name.startswith(GRADE):
            area = name.removeprefix(GRADE)
            self.missing.pop(area, None)
            self.grades.pop(area, None)
            self.presumed.discard(area)
            (self.missing if value in REASONS else self.grades)[area] = value
        elif name == "start_date":
            self.start = PartialDate.parse(value)
        elif name in DATES:
            setattr(self, DATES[name], date.fromisoformat(value))
        else:
            setattr(self, name, value)

    def supporters(self, name: str) -> set[str]:
        """Keys of the sources that are cited for a value."""
        if name.startswith(GRADE):
            area = name.removeprefix(GRADE)
            return set(self.rating_sources.get(area) or self.sources)
        return set(self.sources)
