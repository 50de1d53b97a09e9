"""Schemas of authorities: the current status, and the full history of one."""

from __future__ import annotations

from typing import Any

from ninja import Field
from pydantic import create_model

from ratings.exports.serializers import API_COLUMNS
from ratings.views.api.schemas.base import ADay, APartialDay, Frame, Item, Listing, Part
from ratings.views.api.schemas.identity import Identity
from ratings.views.api.schemas.inspection import (
    ADirection,
    AStatus,
    DiscrepancyPart,
    InspectionPart,
    WhatWasRead,
    field_of,
)
from ratings.views.api.schemas.record import EventPart

# National shares.


class GoodPart(Part):
    """Good and outstanding together."""

    count: int
    percent_of_graded: float | None
    percent_of_existing: float | None


class DenominatorsPart(Part):
    """What the percentages are of."""

    percent_of_graded: int
    percent_of_existing: int


class National(Item):
    """How many authorities hold each grade of an area on the day."""

    area: str
    areas_counted: list[str] = Field(description="Areas that this count takes for one.")
    region: str
    type: str | None
    programme: str | None = Field(description="The same as `frameworks`, by its old name.")
    frameworks: str | None = Field(description="The group of frameworks requested.")
    frameworks_counted: list[str]
    which: str = Field(description="The `latest` or `first` inspection of each, or `all`.")
    begun_from: ADay | None
    begun_to: ADay | None
    existing: int = Field(description="Authorities that exist on the day.")
    inspected: int
    with_grade: int
    no_overall_grade: int = Field(0, description="A count of its own; for the overall area.")
    not_judged: int = Field(0, description="Inspected without that area; for other areas.")
    grades: dict[str, int]
    percent_of_graded: dict[str, float | None] = Field(description="Not rounded.")
    percent_of_existing: dict[str, float | None] = Field(description="Not rounded.")
    good_or_outstanding: GoodPart
    denominators: DenominatorsPart
    note: str | None


class NationalAnswer(Frame):
    """One national count."""

    result: National


class GradePart(Part):
    """An overall grade, and the inspection that gave it."""

    grade: str | None = Field(description="Key of the grade; null: no overall grade was given.")
    inspection: str | None
    date: APartialDay | None


class VisitPart(Part):
    """The last visit."""

    inspection: str
    kind: str
    date: APartialDay
    direction: ADirection
    direction_status: AStatus
    direction_read: WhatWasRead


class LinePart(Part):
    """The line, and what follows from it."""

    line: str = Field(
        description="The sentence to quote.",
        examples=["inadequate (2013) → requires improvement (2016) → declined (2018)"],
    )
    headline: GradePart = Field(description="The overall grade of the latest graded node.")
    last_overall: GradePart | None = Field(
        description="Where the headline is empty: the last overall grade, no longer given."
    )
    trend: str | None
    trend_across_frameworks: bool


fields: dict[str, Any] = {
    **{column.name: field_of(column) for column in API_COLUMNS},
    "last_visit": (VisitPart | None, ...),
}

Authority: Any = create_model(
    "Authority",
    __base__=(LinePart, Identity, Item),
    __doc__="Where an authority stands on the day.",
    **fields,
)


class Authorities(Listing):
    """A page of authorities."""

    results: list[Authority]


class SuccessorPart(Part):
    """An authority that replaced it."""

    slug: str
    name: str
    date: ADay = Field(description="First day of the successor.")
    kind: str = Field(description="`merged`, `split`, `part-transferred` or `replaced`.")


class PredecessorPart(SuccessorPart):
    """An authority that it replaced. Its ratings are history, never the successor's own."""

    last_day: ADay
    line: str


class PeerPart(Part):
    """Another authority with its headline; neighbours have a rank."""

    rank: int = Field(0, description="1 is the nearest; only neighbours have one.")
    slug: str
    name: str
    end_date: ADay | None
    headline: GradePart
    last_overall: GradePart | None


class FormerCodePart(Part):
    """A code or slug that an authority had before."""

    scheme: str = Field(description="`gss`, `dfe` or `slug`.")
    value: str


class OneAuthority(LinePart, Identity, Item):
    """All that is known of one authority on the day."""

    former_codes: list[FormerCodePart]
    aliases: list[str] = Field(description="Every other spelling of its name that was seen.")
    predecessors: list[PredecessorPart]
    successors: list[SuccessorPart]
    inspections: list[InspectionPart] = Field(description="Its own, in the order of the line.")
    events: list[EventPart] = Field(description="Its own and its predecessors'.")
    neighbours: dict[str, list[PeerPart]] = Field(
        description="Statistical neighbours by model year."
    )
    region_peers: list[PeerPart]
    discrepancies: list[DiscrepancyPart]
    url: str = Field(description="Its page.")


class AuthorityAnswer(Frame):
    """One authority."""

    result: OneAuthority
