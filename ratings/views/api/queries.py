"""Query parameters of the operations: types that say exactly what they accept.

`enum_param("grade")` marks a parameter whose values are rows of the record: `params.CHOICES`
lists them, for validation and for the OpenAPI document alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from ninja import Field, Schema
from pydantic import BaseModel, BeforeValidator, WithJsonSchema

from ratings.forms import A_DATE, IsoDateField

MOST_ROWS = 500
USUAL_ROWS = 100
LAST_PAGE = 100_000

_WHOLE = re.compile(r"[0-9]{1,7}", re.ASCII)


def _day(value: Any) -> date:
    """Parse a day in ISO format, the only one that the site accepts."""
    text = str(value)
    try:
        day = IsoDateField(required=False).to_python(text) if text == text.strip() else None
    except ValidationError:
        day = None
    if day is None:
        raise ValueError(f"it can be {A_DATE}")
    return day


def _whole(value: Any) -> int:
    text = str(value)
    if not _WHOLE.fullmatch(text):
        raise ValueError("it can be a whole number")
    return int(text)


def _not_blank(value: Any) -> str:
    text = str(value)
    if not text.strip():
        raise ValueError("leave it out instead")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"it can be up to {LONGEST_TEXT} characters long")
    return text


A_DAY = {
    "type": "string",
    "format": "date",
    "pattern": "^(19|20)[0-9]{2}-|^2100-",
}

LONGEST_TEXT = 100

A_TEXT = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_TEXT,
    "pattern": r"\S",
}

Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(A_DAY)]
Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[
    int,
    BeforeValidator(_whole),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 9_999_999}),
]
Text = Annotated[str, BeforeValidator(_not_blank), WithJsonSchema(A_TEXT)]


def enum_param(choice: str, description: str) -> Any:
    """A parameter that is one of the values of a choice (`params.CHOICES`)."""
    return Field(None, description=description, json_schema_extra={"x-choice": choice})


def fields_param(item: type[BaseModel]) -> Any:
    """The parameter `fields` of an operation that returns such items."""
    names: list[Any] = list(item.model_fields)
    description = "Names of the fields wanted, with commas between them. Left out: all of them."
    return Field(None, description=description, json_schema_extra={"x-fields": names})


def optional_param(description: str) -> Any:
    """An optional parameter with a description."""
    return Field(None, description=description)


class MomentQuery(Schema):
    """The two as-of dates of everything that shows ratings, never mixed up."""

    as_at: Day | None = optional_param(
        "What was true on this day: inspections begun by then. Left out: today."
    )
    known_by: Day | None = optional_param(
        "What had been published by this day. Left out: everything known now."
    )


class PageQuery(Schema):
    """Pagination parameters of a list."""

    page: Whole = Field(1, ge=1, le=LAST_PAGE, description="Which page, from 1.")
    limit: Whole = Field(
        USUAL_ROWS, ge=1, le=MOST_ROWS, description=f"Rows on a page, at most {MOST_ROWS}."
    )


class AuthorityNamed(Schema):
    """The parameter that selects an authority."""

    authority: Text | None = Field(
        None,
        description="An authority by slug, name or any code, of today or of before.",
        examples=["kent", "E10000016", "886"],
    )


REGION = "A region by name or slug (`north-west`), in any case; all of England if left out."


class PlaceQuery(AuthorityNamed):
    """Parameters that select authorities by place."""

    region: str | None = enum_param("region", REGION)
    type: str | None = enum_param("type", "Type of authority.")


class SpanQuery(Schema):
    """Ranges of the days when inspections began and when their reports were published."""

    begun_from: Day | None = optional_param("Begun on this day or later.")
    begun_to: Day | None = optional_param("Begun on this day or earlier.")
    published_from: Day | None = optional_param("Report published on this day or later.")
    published_to: Day | None = optional_param("Report published on this day or earlier.")


class InspectionsQuery(SpanQuery, PlaceQuery, MomentQuery):
    """Parameters that filter inspections and their ratings."""

    result: str | None = enum_param("result", "Graded inspections, or visits.")
    kind: str | None = enum_param("kind", "Kind of inspection or visit.")
    framework: str | None = enum_param("framework", "The framework it was made under.")
    area: str | None = enum_param("area", "A judgement area that it was to grade.")
    direction: str | None = enum_param(
        "direction",
        "What a visit found, or why no direction is known of it: see `direction_status`. "
        "`not-stated`: no direction, whatever the reason.",
    )
    sort: str | None = enum_param(
        "inspection-sort", "The order; -date, the newest first, if left out."
    )


def given(query: Schema, names: Iterable[str]) -> dict[str, str]:
    """The parameters of these names that were given, as a query string has them."""
    values = ((name, getattr(query, name)) for name in names)
    return {name: _as_text(value) for name, value in values if value is not None}


def build_q(**conditions: Any) -> Q:
    """The conditions whose value was given."""
    return Q(**{name: value for name, value in conditions.items() if value})


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
