"""The OpenAPI document: django-ninja's, with the values that the record allows."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from ratings.exports.responses import json_answer
from ratings.forms import QueryDates, today
from ratings.models.record import Record
from ratings.views.api.ninja_api import api
from ratings.views.api.params import choices
from ratings.views.api.problems import PREFIX
from ratings.views.decorators import public_view

Document = dict[str, Any]

LAST = ("as_at", "known_by", "page", "limit", "fields")
"""Parameters that most operations share: listed after an operation's own."""

ETAG = {
    "description": "Moves with the data version: send it back as If-None-Match.",
    "schema": {"type": "string"},
}
LINK = {
    "description": "Where the other pages are (RFC 8288).",
    "schema": {"type": "string"},
}


@public_view()
def openapi_json(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document as JSON."""
    return json_answer(document(Record.current()))


def document(record: Record) -> Document:
    """The document for the current record: it lists the frameworks, areas and grades there are."""
    return record.kept("openapi", None, lambda: _completed(record))


def _completed(record: Record) -> Document:
    found = deepcopy(_as_declared())
    for operation in operations(found):
        for parameter in operation["parameters"]:
            _complete(parameter, record)
        operation["parameters"].sort(key=lambda parameter: parameter["name"] in LAST)
        _tell_headers(operation)
    for schema in found["components"]["schemas"].values():
        _open(schema)
    return found


def _open(schema: Document) -> None:
    """Allow additional properties: fields may be added within an API version."""
    schema.pop("additionalProperties", None)
    for details in (schema, *schema.get("properties", {}).values()):
        details.pop("title", None)


@cache
def _as_declared() -> Document:
    return dict(api.get_openapi_schema(path_prefix=PREFIX))


def operations(found: Document) -> Iterator[Document]:
    """Every operation of a document; each path has one."""
    for path in found["paths"].values():
        yield path["get"]


def _complete(parameter: Document, record: Record) -> None:
    """Complete the schema of a parameter: no `null`, which no URL can express, and its values."""
    schema = parameter["schema"]
    schema.pop("title", None)
    schema.pop("description", None)
    schema.pop("examples", None)
    for option in schema.pop("anyOf", ()):
        schema |= option if option != {"type": "null"} else {}
    if schema.get("default", "") is None:
        del schema["default"]
    if "x-choice" in schema:
        schema["enum"] = choices(schema.pop("x-choice"), record, QueryDates(today()))
    if "x-fields" in schema:
        _as_list(parameter, schema.pop("x-fields"))


def _as_list(parameter: Document, names: list[str]) -> None:
    """Declare a comma-separated list of names."""
    parameter["schema"] = {
        "type": "array",
        "items": {"type": "string", "enum": names},
        "minItems": 1,
    }
    parameter |= {"style": "form", "explode": False}


def _tell_headers(operation: Document) -> None:
    is_list = any(parameter["name"] == "limit" for parameter in operation["parameters"])
    operation["responses"][200]["headers"] = {"ETag": ETAG} | ({"Link": LINK} if is_list else {})
