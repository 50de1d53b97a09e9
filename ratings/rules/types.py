"""The dataclasses that the rules take: the record's data without a database.

The models turn their rows into these (`InspectionQuerySet.records()`); charts, tables and
exports take them or what the rules derive from them. Terms are those of domain §1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from ratings.rules.dates import PartialDate


class Direction(StrEnum):
    """What an ungraded visit found. Where it has none, its status says why."""

    IMPROVED = "improved"
    DECLINED = "declined"
    UNCHANGED = "unchanged"
    MIXED = "mixed"


class DirectionStatus(StrEnum):
    """What is known of a visit's direction: four different facts (domain §1)."""

    STATED = "stated"
    NONE_STATED = "none-stated"
    NOT_READ = "not-read"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class InspectionKind:
    """What sort of inspection: graded (full, short, …) or an ungraded visit."""

    key: str
    name: str
    is_graded: bool
    asks_direction: bool = True


class AskedKind(Protocol):
    """An inspection type, or an inspection of it, with the fields that apply."""

    @property
    def is_graded(self) -> bool: ...
    @property
    def asks_direction(self) -> bool: ...


def direction_status(kind: AskedKind, direction: str, read: str) -> str:
    """What is known of the direction of a visit; empty for a graded inspection."""
    if kind.is_graded:
        return ""
    if direction:
        return DirectionStatus.STATED
    if not kind.asks_direction:
        return DirectionStatus.NOT_ASKED
    return DirectionStatus.NONE_STATED if read else DirectionStatus.NOT_READ


class DirectionRead(StrEnum):
    """What somebody read to know that a visit states no direction."""

    LETTER = "letter"
    ACCOUNT = "account"


FINDING_WORDS: dict[str, str] = {
    **{direction: str(direction) for direction in Direction},
    DirectionStatus.NONE_STATED: "read, no change stated",
    DirectionStatus.NOT_READ: "letter not read yet",
    DirectionStatus.NOT_ASKED: "no direction asked",
}
"""Labels of what a visit found (`Inspection.finding`): the same everywhere."""


class NoGradeReason(StrEnum):
    """Why there is no grade: each a different fact (domain §3, "Missing is never blank").

    The first four are kept in the record, for areas that the framework judges; the last two
    follow from the framework and from the authority having no inspection.
    """

    NOT_GRADED = "not-graded"
    NOT_PART = "not-part-of-this-inspection"
    REVIEWED_SEPARATELY = "reviewed-separately"
    NOT_RECORDED = "not-recorded"
    NOT_A_JUDGEMENT = "not-a-judgement-then"
    NOT_YET_INSPECTED = "not-yet-inspected"


MISSING_WORDS: dict[str, str] = {
    NoGradeReason.NOT_GRADED: "not graded",
    NoGradeReason.NOT_PART: "not part of this inspection",
    NoGradeReason.REVIEWED_SEPARATELY: "reviewed separately",
    NoGradeReason.NOT_RECORDED: "not recorded",
    NoGradeReason.NOT_A_JUDGEMENT: "not a judgement then",
    NoGradeReason.NOT_YET_INSPECTED: "not yet inspected",
}


CHILDRENS_SERVICES = "childrens-services"
"""The programme of the line, the national shares and the questions (domain §8)."""


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade. `position` counts from 1, the best, and means something within a scale only.

    `at_least` are the keys of the grades that it equals or betters on a scale of its own: two
    grades of which neither is at least the other (adequate, requires improvement) are not
    comparable. `tone` names a colour of the theme, nothing else.
    """

    key: str
    word: str
    letter: str
    position: int
    tone: str
    at_least: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Area:
    """A judgement area of one framework; `parent` is the key of the area it is a part of."""

    framework: str
    key: str
    name: str
    short_name: str
    order: int
    is_headline: bool = False
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """The rules that an inspection was made under, in force for starts between two days.

    `group` names the frameworks that it can be chosen with; `grades` are those of its scale, best
    first: none, where its result is a letter.
    """

    code: str
    name: str
    first_day: date
    last_day: date | None
    in_line: bool
    in_national: bool
    areas: tuple[Area, ...]
    short_name: str = ""
    programme: str = field(default=CHILDRENS_SERVICES, compare=False)
    group: str = field(default="", compare=False)
    kinds: tuple[InspectionKind, ...] = field(default=(), compare=False)
    grades: tuple[Grade, ...] = field(default=(), compare=False, repr=False)
    headline_area: Area | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        headline = next((area for area in self.areas if area.is_headline), None)
        object.__setattr__(self, "headline_area", headline)

    def area(self, key: str) -> Area | None:
        return next((area for area in self.areas if area.key == key), None)


@dataclass(frozen=True, slots=True)
class Rating:
    """The grade given for one area, or (`missing`) the reason why there is none.

    `label`: the words as published; `sources`: keys of sources, in their order.
    """

    area: Area
    grade: Grade | None
    missing: str = ""
    verified: str = ""
    label: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """One event on site with a published result: graded, or an ungraded visit.

    `authority` is a slug; `ratings` are in the framework's order; `sources` keys of sources, in
    theirs; `verified` the strength of the evidence. What every rule needs again and again is
    worked out once: `first_day`, from which it counts (its start, else its publication),
    `headline` (the grade of the framework's headline area, where it has one and it was graded)
    and `order_key` (domain §3.5: first day, publication, blank first, id).
    """

    id: str
    authority: str
    framework: Framework
    kind: str
    kind_name: str
    is_graded: bool
    start: PartialDate | None
    end: date | None = None
    published: date | None = None
    direction: str = ""
    direction_read: str = ""
    asks_direction: bool = True
    theme: str = ""
    priority_action: bool = False
    report_url: str = ""
    ratings: tuple[Rating, ...] = ()
    verified: str = ""
    source_url: str = ""
    direction_source_url: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    first_day: date = field(init=False, repr=False, compare=False)
    headline: Grade | None = field(init=False, repr=False, compare=False)
    order_key: tuple[date, date, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first_day = self.start.first_day if self.start else self.published
        if first_day is None:
            raise ValueError(f"{self.id} has neither a start nor a publication date")
        given = (r.grade for r in self.ratings if r.area.is_headline and r.grade)
        order_key = (first_day, self.published or date.min, self.id)
        object.__setattr__(self, "first_day", first_day)
        object.__setattr__(self, "headline", next(given, None))
        object.__setattr__(self, "order_key", order_key)

    @property
    def shown_date(self) -> PartialDate:
        """The first day, as precisely as it is known."""
        return self.start or PartialDate(self.first_day)

    @property
    def known_from(self) -> date:
        """The day it was public: publication, or the first day where none is recorded."""
        return self.published or self.first_day

    @property
    def direction_status(self) -> str:
        """What is known of the direction of a visit; empty for a graded inspection."""
        return direction_status(self, self.direction, self.direction_read)

    @property
    def finding(self) -> str:
        """A visit's direction, or the status that says why it has none (`FINDING_WORDS`)."""
        return self.direction or self.direction_status

    @property
    def gives_node(self) -> bool:
        """Whether it is a graded step of the line (domain §3.1 and §3.2)."""
        if not (self.is_graded and self.framework.in_line):
            return False
        return self.framework.headline_area is None or self.headline is not None

    def rating(self, area_key: str) -> Rating | None:
        for rating in self.ratings:
            if rating.area.key == area_key:
                return rating
        return None


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of the tile map's grid."""

    column: int
    row: int

    def beside(self, columns: int, rows: int) -> GridCell:
        """The cell so many columns to the east and rows to the south."""
        return GridCell(self.column + columns, self.row + rows)


@dataclass(frozen=True, slots=True)
class Authority:
    """A council responsible for children's services; no start or end: outside the record.

    `region` and `type` are labels; `cell` is its place on the tile map, if it has one, and its
    coordinates are in degrees.
    """

    slug: str
    name: str
    start: date | None = None
    end: date | None = None
    gss_code: str = ""
    la_code: str = ""
    ofsted_urn: str = ""
    region: str = ""
    type: str = ""
    cell: GridCell | None = None
    latitude: float | None = None
    longitude: float | None = None

    def exists_on(self, day: date) -> bool:
        return self.had_begun(day) and (self.end is None or day <= self.end)

    def had_begun(self, day: date) -> bool:
        return self.start is None or self.start <= day

    def abolished_by(self, day: date) -> date | None:
        """Its last day, where that is before a day."""
        return self.end if self.end and self.end < day else None


@dataclass(frozen=True, slots=True)
class Succession:
    """`predecessor` (slug) was replaced by `successor` (slug) on `date`; `kind` says how."""

    predecessor: str
    successor: str
    date: date
    kind: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that explains a timeline: an intervention, a trust, a reorganisation."""

    kind: str
    kind_name: str
    start: PartialDate
    end: PartialDate | None
    title: str
    source_url: str = ""
    authority: str = ""


def on_record(
    inspections: Iterable[Inspection],
    as_at: date,
    known_by: date | None = None,
) -> tuple[Inspection, ...]:
    """Inspections of children's services begun by `as_at` and public by `known_by` (all, if None),
    in line order.

    Domain §4: an inspection without a publication date counts as known from its first day.
    """
    kept = (
        i
        for i in inspections
        if i.framework.programme == CHILDRENS_SERVICES
        and i.first_day <= as_at
        and (known_by is None or i.known_from <= known_by)
    )
    return tuple(sorted(kept, key=lambda inspection: inspection.order_key))
