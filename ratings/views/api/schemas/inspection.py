"""Schemas of inspections and visits, and what belongs to them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from ninja import Field
from pydantic import create_model

from ratings.exports.dictionary import BY_NAME, Column, ColumnType
from ratings.rules.types import Direction, DirectionRead, DirectionStatus
from ratings.views.api.schemas.base import ADay, APartialDay, Frame, Item, Listing, Part
from ratings.views.api.schemas.identity import Identity

# Schema of tidy rows: the columns of the data dictionary, with their JSON types.


TYPES: dict[ColumnType, Any] = {
    ColumnType.DATE: ADay,
    ColumnType.PARTIAL: APartialDay,
    ColumnType.WHOLE: int,
    ColumnType.DECIMAL: float,
    ColumnType.YES_NO: bool,
    ColumnType.LIST: list[str],
}


def field_of(column: Column) -> tuple[Any, Any]:
    """The type and meaning of a column; what is empty in a file is null, or an empty list."""
    kind = TYPES.get(column.type, str)
    is_there = column.required or column.type is ColumnType.LIST
    meaning = column.meaning.replace("Empty", "Null").replace("empty", "null")
    return (kind if is_there else kind | None, Field(description=meaning))


columns: dict[str, Any] = {column.name: field_of(column) for column in BY_NAME["ratings"].columns}

Rating: Any = create_model("Rating", __base__=Item, __doc__=BY_NAME["ratings"].row, **columns)


class Ratings(Listing):
    """A page of tidy rows."""

    results: list[Rating]


def _one_of(values: type[StrEnum], description: str) -> Any:
    """Describes a field that is one of some values, or null."""
    return Field(description=description, json_schema_extra={"enum": [*values, None]})


ADirection = Annotated[
    str | None, _one_of(Direction, "What a visit found; null: `direction_status` says why.")
]
AStatus = Annotated[
    str | None,
    _one_of(
        DirectionStatus,
        "`stated`; `none-stated`: the letter or an account was read and states none; "
        "`not-read`: nobody here has read it; `not-asked`: joint inspections, which answer "
        "another question; null: a graded inspection.",
    ),
]
WhatWasRead = Annotated[
    str | None,
    _one_of(
        DirectionRead,
        "What was read where no direction is stated: the `letter` of the visit or an "
        "`account` of it, at `direction_source_url`.",
    ),
]


class InspectionPart(Part):
    """One inspection or visit with its ratings."""

    id: str = Field(description="Permanent, even if a date is corrected later.")
    framework: str = Field(description="Code of the framework: see `/frameworks`.")
    kind: str
    is_graded: bool = Field(description="Whether it gives grades; else it is a visit.")
    start_date: APartialDay | None = Field(description="First day, as precisely as known.")
    end_date: ADay | None
    published: ADay | None = Field(description="When the report was published.")
    direction: ADirection
    direction_status: AStatus
    direction_read: WhatWasRead
    direction_source_url: str | None = Field(
        description="Where the direction was read, or that none is stated."
    )
    theme: str | None = Field(description="What a visit looked at.")
    priority_action: bool = Field(description="Whether areas for priority action were found.")
    report_url: str | None
    source_url: str | None
    sources: list[str] = Field(description="Keys of sources: see `/sources`.")
    verified: str = Field(description="Strength of evidence, `official+report` the strongest.")
    note: str | None
    ratings: dict[str, str] = Field(description="Judgement area to grade.")
    missing: dict[str, str] = Field(
        description="Judgement area to the reason why there is no grade: never blank."
    )
    trend: str | None = Field(
        description="Overall grade against the one before: `improved`, `declined`, `unchanged`, "
        "`first`, `not comparable`; null for what gives no overall grade to compare."
    )
    trend_across_frameworks: bool = Field(
        description="Whether the trend compares grades of two frameworks."
    )


class Dispute(Part):
    """One value of one source beside that of another."""

    value: str | None
    source: str


class DiscrepancyPart(Part):
    """A value on which two sources disagree."""

    inspection: str | None
    field: str = Field(description="A field of the inspection, or `grade:<area>`.")
    values: list[Dispute]
    chosen: str | None = Field(description="What was chosen; null while it is open.")
    why: str | None
    status: str = Field(description="`open` or `settled`.")


class Whose(Part):
    """The authority of a row."""

    authority: str = Field(description="Slug of the authority.")
    authority_name: str


class Inspection(InspectionPart, Whose, Item):
    """One inspection or visit of an authority."""


class Inspections(Listing):
    """A page of inspections and visits."""

    results: list[Inspection]


class AreaPart(Part):
    """One graded judgement area of an inspection."""

    trend: str | None
    trend_across_frameworks: bool
    label_as_published: str | None = Field(description="The words in the report.")
    verified: str | None
    sources: list[str]


class CorrectionPart(Part):
    """A value that was corrected after it was public."""

    when: str
    who: str
    what: str
    old: str
    new: str
    why: str


class OneInspection(InspectionPart, Item):
    """All that is known of one inspection."""

    authority: Identity
    line_until_then: str = Field(description="The authority's line up to and with it.")
    compared_with: str | None = Field(description="The inspection that the trends compare with.")
    areas: dict[str, AreaPart]
    discrepancies: list[DiscrepancyPart]
    corrections: list[CorrectionPart]
    previous: str | None = Field(description="The authority's inspection before.")
    next: str | None
    url: str = Field(description="Its page.")


class InspectionAnswer(Frame):
    """One inspection."""

    result: OneInspection
