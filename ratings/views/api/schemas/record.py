"""Schemas of events, successions, neighbours, discrepancies, changes and record data."""

from __future__ import annotations

from ninja import Field

from ratings.views.api.schemas.base import (
    ADay,
    APartialDay,
    Frame,
    Item,
    Listing,
    Part,
    VersionPart,
)


class EventPart(Part):
    """Something that happened to an authority's children's services."""

    authority: str
    kind: str
    title: str
    start_date: APartialDay
    end_date: APartialDay | None
    source_url: str | None
    verified: str
    note: str | None


class Event(EventPart, Item):
    """An event, with the authority's name."""

    authority_name: str


class Events(Listing):
    """A page of events, the oldest first."""

    results: list[Event]


class Succession(Item):
    """One authority gave way to another."""

    predecessor: str
    predecessor_name: str
    successor: str
    successor_name: str
    date: ADay = Field(description="First day of the successor.")
    kind: str = Field(description="`merged`, `split`, `part-transferred` or `replaced`.")
    source_url: str


class Successions(Listing):
    """A page of successions, the oldest first."""

    results: list[Succession]


class Neighbour(Item):
    """A statistical neighbour of an authority, in one of the Department for Education's models."""

    authority: str
    authority_name: str
    model_year: int
    rank: int = Field(description="1 is the nearest of ten.")
    neighbour: str
    neighbour_name: str


class Neighbours(Listing):
    """A page of neighbours."""

    results: list[Neighbour]


class Discrepancy(Item):
    """A value on which two sources disagree."""

    authority: str
    authority_name: str
    inspection: str | None
    field: str = Field(description="A field of the inspection, `grade:<area>` or `event:<what>`.")
    value_a: str | None
    source_a: str
    value_b: str | None
    source_b: str
    chosen: str | None
    why: str | None
    status: str = Field(description="`open` or `settled`.")
    address: str = Field(description="Its page.")


class Discrepancies(Listing):
    """A page of discrepancies, open ones first."""

    results: list[Discrepancy]


class Change(Item):
    """One thing that became of the record in public."""

    when: str
    change: str = Field(
        description="`entered`, `corrected`, `withdrawn`, `cited`, `disputed` or `settled`."
    )
    about: str = Field(description="`inspection`, `event`, `authority`, …")
    authority: str | None
    authority_name: str | None
    inspection: str | None
    title: str | None
    what: str | None = Field(description="The value that changed; null: the whole of it.")
    old: str | None
    new: str | None
    who: str | None
    why: str | None
    address: str | None


class LoadedPart(Part):
    """How much came with the record, before the first change."""

    inspections: int
    visits: int
    ratings: int
    events: int
    discrepancies: int


class Changes(Frame):
    """Changes, the newest first; the next page begins at `older`."""

    results: list[Change]
    loaded_with_the_record: LoadedPart | None = Field(
        description="On the last page: what came with the record."
    )
    older: str | None = Field(description="The address of the next page; null: there is none.")


class Framework(Item):
    """The rules that inspections were made under."""

    code: str
    name: str
    short_name: str
    programme: str = Field(description="The same as `group`, by its old name.")
    group: str = Field(description="Frameworks of one group can be asked for together.")
    part_of: str = Field(description="Key of the programme: see `/programmes`.")
    scale: str | None = Field(description="Key of its scale: see `/scales`; null: a letter.")
    first_day: ADay = Field(description="Inspections begun on this day or later.")
    last_day: ADay | None
    in_line: bool = Field(description="Whether its graded inspections give nodes of the line.")
    in_national: bool = Field(description="Whether it counts in national shares.")
    areas: list[str]
    grades: list[str] = Field(description="Best first.")
    kinds: list[str]


class Frameworks(Listing):
    """The frameworks, the oldest first."""

    results: list[Framework]


class Area(Item):
    """One thing that a framework judges."""

    framework: str
    key: str
    name: str
    short_name: str
    parent: str | None = Field(description="The area that it is a part of.")
    is_headline: bool = Field(description="Whether it is the overall grade.")


class Areas(Listing):
    """The judgement areas, those of the oldest framework first."""

    results: list[Area]


class Programme(Item):
    """What Ofsted inspects with a question of its own."""

    key: str
    name: str
    inspected: str | None = Field(description="What is inspected.")
    frameworks: list[str] = Field(description="The oldest first.")


class Programmes(Listing):
    """The programmes, in their order."""

    results: list[Programme]


class Scale(Item):
    """Grades that can be put in order with each other, and with those of no other scale."""

    key: str
    name: str
    grades: list[str] = Field(description="Best first.")
    frameworks: list[str] = Field(description="Those that judge on it, the oldest first.")
    earlier: str | None = Field(description="The scale before it.")
    difference: str | None = Field(description="Why the two are not one.")


class Scales(Listing):
    """The scales, in their order."""

    results: list[Scale]


class Grade(Item):
    """One grade. Two grades that are on no scale together are not comparable with each other."""

    key: str
    word: str
    position: int = Field(description="Its place on its scales; 1 is the best.")
    frameworks: list[str]


class Grades(Listing):
    """The grades, the best first."""

    results: list[Grade]


class Source(Item):
    """Something that states facts."""

    key: str
    title: str
    publisher: str
    url: str | None
    licence: str | None
    trust: int = Field(description="1 is the most trusted.")


class Sources(Listing):
    """The sources, the most trusted first."""

    results: list[Source]


class Version(VersionPart, Item):
    """A version of the data."""


class Versions(Listing):
    """The versions of the data, the newest first."""

    results: list[Version]
