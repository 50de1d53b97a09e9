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
    Discrepancy,
    HeadingAlias,
    Inspection,
    Rating,
    Source,
)
from ratings.models.db import read_snapshot
from ratings.models.event import partial_date
from ratings.models.record import Record
from ratings.rules import types
from ratings.rules.dates import PartialDate, Period
from ratings.rules.name_matching import normalise
from ratings.rules.types import NoGradeReason
from ratings.rules.validation import period_of

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

    @property
    def shown(self) -> str:
        """The first day as precisely as known, else publication; ISO text."""
        return self.start.isoformat() if self.start else self.value("published")

    @property
    def period(self) -> Period:
        """The days on which it may have begun."""
        found = period_of(self.start, self.published)
        assert found is not None
        return found

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


@dataclass(slots=True)
class RecordIndex:
    """Everything that a plan compares with. `names` and `codes` map normalised text to slugs,
    `headings` a framework's code and a normalised heading to an area; `disputes` holds the recorded
    discrepancies by inspection, as (field, source, value), both sides of each."""

    authorities: dict[str, types.Authority]
    successions: tuple[types.Succession, ...]
    names: dict[str, set[str]]
    codes: dict[str, str]
    frameworks: dict[str, types.Framework]
    headings: dict[tuple[str, str], str]
    kinds: dict[str, types.InspectionKind]
    sources: dict[str, Source]
    grades: tuple[types.Grade, ...]
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
                authorities=record.authorities,
                successions=record.successions,
                names=_names(record),
                codes=_codes(record),
                frameworks={each.code: each for each in record.frameworks.values()},
                headings=_headings(record),
                kinds={kind.key: kind for kind in record.kinds.values()},
                sources=record.sources,
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

    def near(self, authority: str, period: Period) -> list[IndexedInspection]:
        """Inspections of an authority dated in the years of a period or an adjacent one."""
        found: dict[int, IndexedInspection] = {}
        for year in range(period.first.year - 1, period.last.year + 2):
            found |= self.by_year.get((authority, year), {})
        return list(found.values())

    def area_of(self, heading: str, framework: str) -> str | None:
        """The key of the judgement area under a heading."""
        return self.headings.get((framework, fold_heading(heading)))


# --- reading the record: nine queries, whatever its size ---


def _names(record: Record) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for slug, authority in record.authorities.items():
        for name in (authority.name, slug, *record.aliases.get(slug, ())):
            found[normalise(name)].add(slug)
    return dict(found)


def _codes(record: Record) -> dict[str, str]:
    former = [(v, slug) for slug, own in record.former_codes.items() for _, v in own]
    found = {normalise(value): slug for value, slug in former}
    for slug, each in record.authorities.items():
        codes = (each.gss_code, each.la_code, each.ofsted_urn)
        found |= {normalise(code): slug for code in codes if code}
    return found


def _headings(record: Record) -> dict[tuple[str, str], str]:
    found = {
        (area.framework, fold_heading(words)): area.key
        for area in record.areas.values()
        for words in (area.name, area.key)
    }
    rows = HeadingAlias.objects.values_list("area__framework__code", "text", "area__key")
    return found | {(code, fold_heading(text)): key for code, text, key in rows}


@lru_cache(maxsize=1_000)
def fold_heading(text: str) -> str:
    """Normalise a heading: no capitals, no punctuation, no leading article."""
    return normalise(text).removeprefix("the ")


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
    through = Inspection.sources.through.objects.values_list("inspection_id", "source__key")
    for pk, source in through:
        by_id[pk].sources.add(source)
    cited: dict[int, set[str]] = {}
    ratings = Rating.objects.values_list(
        "pk", "inspection_id", "area__key", "grade__key", "missing"
    )
    for pk, inspection, area, grade, missing in ratings:
        held = by_id[inspection]
        (held.grades if grade else held.missing)[area] = grade or missing
        cited[pk] = held.rating_sources[area] = set()
    for pk, source in Rating.sources.through.objects.values_list("rating_id", "source__key"):
        cited[pk].add(source)
    return {held.key: held for held in by_id.values()}


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
