"""Base classes of the schemas: types of values, and the envelope of every response."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import ConfigDict

ADay = Annotated[str, Field(json_schema_extra={"format": "date"})]
"""A day: `2024-03-31`."""

APartialDay = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$")]
"""A date as precisely as it is known: `2018`, `2018-05` or `2018-05-09`."""


def _never_required(schema: dict[str, Any]) -> None:
    schema.pop("required", None)


class Part(Schema):
    """A part of an answer: all of its fields are always there, and no others."""

    model_config = ConfigDict(extra="forbid")


class Item(Part):
    """What an answer holds: every field is there, unless `fields` left it out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_never_required)


class VersionPart(Part):
    """A version of the data."""

    number: int
    date: ADay | None = Field(description="The day in London on which it came.")
    moved_at: str | None = Field(description="The moment at which it came.")
    address: str = Field(description="Where it says what it changed.")


class CompletenessPart(Part):
    """A kind of fact and the days between which everything of it is on record."""

    kind: str = Field(description="`graded` inspections or `visits`.")
    basis: str = Field(description="The day that counts: it was `published`, or it had `begun`.")
    first_day: ADay | None = Field(description="Null: from the beginning of the record.")
    last_day: ADay
    words: str


class Frame(Part):
    """What every answer says of itself."""

    as_at: ADay = Field(description="The day that the answer is about.")
    known_by: ADay | None = Field(description="Published by this day; null: all that is known.")
    complete_to: dict[str, ADay] = Field(
        description="To which day the record is complete: `graded` inspections, `visits`."
    )
    completeness: list[CompletenessPart] = Field(
        description="How far the record reaches. Anything later may have happened but is not "
        "recorded here."
    )
    data_version: str = Field(description="Moves with every change of the public record.")
    version: VersionPart
    licence: str = Field(description="Under which licences the facts may be used.")


class Listing(Frame):
    """One page of a list; the header `Link` says where the others are."""

    total: int = Field(description="Rows on all pages.")
    page: int
    pages: int = Field(description="How many pages there are; an empty list has one.")
    limit: int = Field(description="The most rows on a page.")


class Refusal(Part):
    """Why there is no answer."""

    error: str = Field(description="What is wrong, in a sentence.")
    where: str = Field(description="`query`, `path` or `address`.")
    parameter: str | None = Field(description="The parameter that is meant.")
    value: str | None = Field(description="What it was given.")
    allowed: list[str] = Field(description="What would have been understood.")
    without: str | None = Field(description="The same address without a parameter that is unknown.")
