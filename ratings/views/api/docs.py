"""HTML documentation of the API: an introduction, and every operation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ratings.forms import QueryDates, today
from ratings.models.record import Record
from ratings.views.api.openapi import Document, document
from ratings.views.api.problems import PREFIX
from ratings.views.api.queries import MOST_ROWS, USUAL_ROWS
from ratings.views.decorators import public_view


@public_view()
def about(request: HttpRequest) -> HttpResponse:
    """What the API offers, how to call it, and what it promises."""
    record = Record.current()
    groups = list(_groups(document(record)))
    return render(
        request,
        "ratings/api.html",
        {
            "moment": QueryDates(today()),
            "record": record,
            "base": f"{settings.SITE_URL}/{PREFIX}".rstrip("/"),
            "site": settings.SITE_URL,
            "groups": groups,
            "count": sum(len(operations) for _, operations in groups),
            "usual": USUAL_ROWS,
            "most": MOST_ROWS,
        },
    )


@public_view()
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation as HTML; with JavaScript, interactive."""
    record = Record.current()
    return render(
        request,
        "ratings/api_docs.html",
        {
            "moment": QueryDates(today()),
            "record": record,
            "groups": list(_groups(document(record))),
        },
    )


def _groups(found: Document) -> Iterator[tuple[str, list[Document]]]:
    """The operations by tag, in the order of the document."""
    paths = [(address, path["get"]) for address, path in found["paths"].items()]
    for tag, group in groupby(paths, key=lambda pair: pair[1]["tags"][0]):
        yield tag, [_operation(address, details, found) for address, details in group]


EXAMPLES = {"{authority}": "kent", "{inspection}": "kent-ilacs-2018-2022-05-09"}


def _operation(address: str, details: Document, found: Document) -> Document:
    """One operation; `example` is a URL that works."""
    example = address
    for part, value in EXAMPLES.items():
        example = example.replace(part, value)
    return {
        "key": details["operationId"],
        "address": address,
        "example": example,
        "summary": details["summary"],
        "description": marked(details["description"]),
        "parameters": [_parameter(each) for each in details["parameters"]],
        "fields": list(_fields(details, found)),
    }


def _parameter(details: Document) -> Document:
    """A parameter; `values` are all that it can be, if it is an enum."""
    schema = details["schema"]
    return {
        "name": details["name"],
        "place": details["in"],
        "kind": _kind(schema),
        "description": marked(details.get("description", "")),
        "values": schema["items"]["enum"] if schema["type"] == "array" else schema.get("enum", ()),
    }


def _fields(details: Document, found: Document) -> Iterator[Document]:
    """The fields of a row, or of the one object, in the operation's response."""
    schemas = found["components"]["schemas"]
    frame = _resolved(details["responses"][200]["content"]["application/json"]["schema"], schemas)
    held = frame["properties"].get("results") or frame["properties"]["result"]
    item = _resolved(held.get("items", held), schemas)
    for name, schema in item["properties"].items():
        description = marked(schema.get("description", ""))
        yield {"name": name, "kind": _kind(schema), "description": description}


def marked(text: str) -> SafeString:
    """Text in backticks as code, as in the descriptions of an OpenAPI document."""
    parts = [
        format_html("<code>{}</code>", part) if i % 2 else part
        for i, part in enumerate(text.split("`"))
    ]
    return format_html_join("", "{}", ((part,) for part in parts))


def _resolved(schema: Document, schemas: Document) -> Document:
    name = schema.get("$ref", "").rpartition("/")[2]
    return schemas[name] if name else schema


KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "list",
    "object": "object",
    "null": "null",
}


def _kind(schema: Any) -> str:
    """The type of a value as a label: `text or null`."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(option) for option in schema["anyOf"]))
    if "$ref" in schema:
        return "object"
    return "date" if schema.get("format") == "date" else KINDS[schema["type"]]
