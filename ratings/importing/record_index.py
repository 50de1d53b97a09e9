"""An in-memory index of the record for planning: plain data, read in a fixed number of queries.

A plan works on copies (`IndexedInspection`) to which it adds what each row says, so that two rows
of one file on the same inspection meet in one object. Nothing here writes to the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from ratings.importing.types import ImportRow
from ratings.models import (
    Alias,
    Authority,
    Discrepancy,
    FormerCode,
    Framework,
    HeadingAlias,
    Inspection,
    Rating,
    Source,
    Succession,
)
from ratings.models.db import read_snapshot
from ratings.models.event import partial_date
from ratings.models.framework import InspectionKind
from ratings.models.record import Record
from ratings.rules.dates import PartialDate
from ratings.rules.name_matching import normalise
from ratings.rules.types import Area, Grade, NoGradeReason

PLAIN = (
    "theme", "direction", "direction_read", "direction_source_url", "report_url", "source_url",
    "verified", "note",
)  # fmt: skip
"""Fields that a row gives in the same form, and under the same name, as the record."""

GRADE = "grade:"
"""Prefix of the field name for a judgement area: `grade:leaders`."""

REASONS = frozenset(NoGradeReason)
"""Reasons why there is no grade, as the value of an area's field."""

ALL_SAY, ONE_SAYS = ", ", " or "
"""Separators between source keys in a discrepancy: all of them say it, or one of them does."""

Side = tuple[str, str, str]
"""One side of a discrepancy: field, source, value."""

DATES = {"end_date": "end", "published": "published"}
"""Fields that hold a full date, and their attribute names on `IndexedInspection`."""

WHO = ("pk", "key", "authority__slug", "framework__code", "kind__key", "kind__is_graded")
WHEN = ("start_date", "start_precision", "end_date", "published")
WHAT = (*PLAIN, "priority_action")


@dataclass(frozen=True, slots=True)
class IndexedAuthority:
    """An authority, the days on which it began and ended, and the slugs of its predecessors."""

    slug: str
    name: str
    start: date | None
    end: date | None
    predecessors: tuple[str, ...] = ()

    def existed(self, first: date, last: date) -> bool:
        """Whether it existed on any day from `first` to `last`."""
        return (self.start is None or self.start <= last) and (
            self.end is None or first <= self.end
        )


@dataclass(frozen=True, slots=True)
class IndexedFramework:
    """A framework with its areas and grades; `headings` maps normalised headings to areas."""

    code: str
    short_name: str
    programme: str
    group: str
    first: date
    last: date | None
    in_line: bool
    areas: tuple[Area, ...]
    headings: dict[str, str]
    grades: tuple[Grade, ...]
    kinds: frozenset[str]

    def in_force(self, first: date, last: date) -> bool:
        """Whether an inspection begun between these days can have been made under it."""
        return self.first <= last and (self.last is None or first <= self.last)

    @property
    def grade_keys(self) -> frozenset[str]:
        return frozenset(grade.key for grade in self.grades)


@dataclass(frozen=True, slots=True)
class IndexedSource:
    """A source; `rank` sorts the most trusted first and, for equal trust, the later first."""

    key: str
    title: str
    evidence: str
    rank: tuple[int, int]


@dataclass(slots=True)
class IndexedInspection:
    """An inspection as planned so far; `is_new`: the plan would create it.

    `missing` gives reasons by area, `rating_sources` the keys of the sources of each grade.
    `presumed` are areas whose reason is assumed, given by no row: any row's value replaces it.
    `rows` are the rows of the file about this inspection.
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
    rows: list[ImportRow] = field(default_factory=list)

    @property
    def first_day(self) -> date | None:
        return self.start.first_day if self.start else self.published

    def value(self, name: str) -> str:
        """A field as text: dates in ISO format, a grade or the reason why there is none by key."""
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
        """Whether the record has no value: it is empty, "not recorded", or presumed."""
        if name.removeprefix(GRADE) in self.presumed:
            return True
        return self.value(name) in ("", NoGradeReason.NOT_RECORDED)

    def presume(self, area: str, why: str) -> None:
        """Assume a reason for an area that no row has mentioned yet."""
        if area not in self.missing:
            self.missing[area] = why
            self.presumed.add(area)

    def put(self, name: str, value: str) -> None:
        """Set a field from its text form."""
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
        """Keys of the sources that are cited for a field's value."""
        if name.startswith(GRADE):
            area = name.removeprefix(GRADE)
            return set(self.rating_sources.get(area) or self.sources)
        return set(self.sources)


@dataclass(slots=True)
class RecordIndex:
    """Everything that a plan compares with. `names` and `codes` map normalised text to slugs;
    `disputes` holds the recorded discrepancies by inspection, as (field, source, value), both sides
    of each."""

    authorities: dict[str, IndexedAuthority]
    names: dict[str, set[str]]
    codes: dict[str, str]
    frameworks: dict[str, IndexedFramework]
    kinds: dict[str, InspectionKind]
    sources: dict[str, IndexedSource]
    grades: tuple[Grade, ...]
    by_key: dict[str, IndexedInspection]
    disputes: dict[str, set[Side]]
    renamed: Collection[frozenset[str]] = ()
    """Pairs of grades of a scale and of the one before it (keys), printed one for the other."""
    by_year: dict[tuple[str, int], dict[int, IndexedInspection]] = field(default_factory=dict)
    by_authority: dict[str, dict[int, IndexedInspection]] = field(default_factory=dict)
    """Inspections by authority (and the years of their dates), by their `id()`, in order."""
    alike: dict[str, list[str]] = field(default_factory=dict)
    """Cache: slugs of authorities with names similar to an unknown one."""

    @classmethod
    def read(cls) -> RecordIndex:
        """Read the current record, drafts included, as one consistent snapshot."""
        with read_snapshot():
            record = Record.current()
            return cls(
                authorities=_authorities(),
                names=_names(),
                codes=_codes(),
                frameworks=_frameworks(record),
                kinds={kind.key: kind for kind in record.kinds.values()},
                sources=_sources(),
                grades=tuple(record.grades.values()),
                by_key=_inspections(),
                disputes=_disputes(),
                renamed=record.comparability.differences.keys(),
            )

    def __post_init__(self) -> None:
        for held in self.by_key.values():
            self.index(held)

    def index(self, held: IndexedInspection) -> None:
        """Index an inspection by the years of its dates; call again after setting a date."""
        self.by_authority.setdefault(held.authority, {})[id(held)] = held
        for day in (held.first_day, held.published):
            if day:
                self.by_year.setdefault((held.authority, day.year), {})[id(held)] = held

    def of(self, authority: str) -> list[IndexedInspection]:
        """Inspections of an authority that already have an id."""
        return [held for held in self.by_authority.get(authority, {}).values() if held.key]

    def near(self, authority: str, first: date, last: date) -> list[IndexedInspection]:
        """Inspections of an authority dated in these years or an adjacent one."""
        found: dict[int, IndexedInspection] = {}
        for year in range(first.year - 1, last.year + 2):
            found |= self.by_year.get((authority, year), {})
        return list(found.values())


# --- reading the record: ten queries, whatever its size ---


def _authorities() -> dict[str, IndexedAuthority]:
    before: dict[str, list[str]] = defaultdict(list)
    for successor, predecessor in Succession.objects.values_list(
        "successor__slug", "predecessor__slug"
    ):
        before[successor].append(predecessor)
    rows = Authority.objects.values_list("slug", "name", "start_date", "end_date")
    return {
        slug: IndexedAuthority(slug, name, start, end, tuple(before[slug]))
        for slug, name, start, end in rows
    }


def _names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = [
        *Authority.objects.values_list("name", "slug"),
        *Alias.objects.values_list("name", "authority__slug"),
        *Authority.objects.values_list("slug", "slug"),
    ]
    for name, slug in rows:
        found[normalise(name)].add(slug)
    return dict(found)


def _codes() -> dict[str, str]:
    columns = ("gss_code", "la_code", "ofsted_urn")
    found = {normalise(v): s for v, s in FormerCode.objects.values_list("value", "authority__slug")}
    for slug, *values in Authority.objects.values_list("slug", *columns):
        found |= {normalise(value): slug for value in values if value}
    return found


def _frameworks(record: Record) -> dict[str, IndexedFramework]:
    headings: dict[str, dict[str, str]] = defaultdict(dict)
    for area in record.areas.values():
        headings[area.framework] |= {fold_heading(w): area.key for w in (area.name, area.key)}
    rows = HeadingAlias.objects.values_list("area__framework__code", "area__key", "text")
    for code, key, text in rows:
        headings[code][fold_heading(text)] = key
    found = Framework.objects.select_related("programme").prefetch_related("kinds")
    return {
        row.code: IndexedFramework(
            code=row.code,
            short_name=row.short_name,
            programme=row.programme.key,
            group=row.group or row.code,
            first=row.first_day,
            last=row.last_day,
            in_line=row.in_line,
            areas=tuple(a for a in record.areas.values() if a.framework == row.code),
            headings=headings[row.code],
            grades=record.frameworks[row.pk].grades,
            kinds=frozenset(kind.key for kind in row.kinds.all()),
        )
        for row in found
    }


@lru_cache(maxsize=1_000)
def fold_heading(text: str) -> str:
    """Normalise a heading: no capitals, no punctuation, no leading article."""
    return normalise(text).removeprefix("the ")


def _sources() -> dict[str, IndexedSource]:
    rows = Source.objects.values_list("key", "title", "evidence", "trust", "order")
    return {
        key: IndexedSource(key, title, evidence, rank=(trust, -order))
        for key, title, evidence, trust, order in rows
    }


def _inspections() -> dict[str, IndexedInspection]:
    by_id: dict[int, IndexedInspection] = {}
    for row in Inspection.objects.in_order().values_list(*WHO, *WHEN, *WHAT):
        pk, key, authority, framework, kind, is_graded = row[:6]
        day, precision, end, published = row[6:10]
        what = dict(zip(WHAT, row[10:], strict=True))
        what["priority_action"] = "yes" if what["priority_action"] else ""
        start = partial_date(day, precision)
        by_id[pk] = IndexedInspection(
            key, authority, framework, kind, is_graded, start, end, published, **what
        )
    _add_sources(by_id)
    _add_ratings(by_id)
    return {held.key: held for held in by_id.values()}


def _add_sources(by_id: dict[int, IndexedInspection]) -> None:
    through = Inspection.sources.through.objects.values_list("inspection_id", "source__key")
    for pk, source in through:
        by_id[pk].sources.add(source)


def _add_ratings(by_id: dict[int, IndexedInspection]) -> None:
    rows = Rating.objects.values_list("pk", "inspection_id", "area__key", "grade__key", "missing")
    cited: dict[int, set[str]] = {}
    for pk, inspection, area, grade, missing in rows:
        held = by_id[inspection]
        if grade:
            held.grades[area] = grade
        else:
            held.missing[area] = missing
        cited[pk] = held.rating_sources[area] = set()
    for pk, source in Rating.sources.through.objects.values_list("rating_id", "source__key"):
        cited[pk].add(source)


def _disputes() -> dict[str, set[Side]]:
    rows = Discrepancy.objects.filter(inspection__isnull=False).values_list(
        "inspection__key", "field", "source_a", "value_a", "source_b", "value_b"
    )
    found: dict[str, set[Side]] = defaultdict(set)
    for key, name, source_a, value_a, source_b, value_b in rows:
        for sources, value in ((source_a, value_a), (source_b, value_b)):
            named = [each for some in sources.split(ALL_SAY) for each in some.split(ONE_SAYS)]
            found[key] |= {(name, source, value) for source in named}
    return dict(found)
