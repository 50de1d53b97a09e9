"""The dictionary in the words of Frictionless: a Table Schema for each table.

Source: https://specs.frictionlessdata.io/table-schema/ (version 1).
"""

from __future__ import annotations

from typing import Any

from ratings.exports.dictionary import Column, Link, Table, Type
from ratings.exports.dictionary.values import allowed
from ratings.models.reference import Reference

PARTIAL = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"

TYPES: dict[Type, dict[str, Any]] = {
    Type.TEXT: {"type": "string"},
    Type.ADDRESS: {"type": "string", "format": "uri"},
    Type.DATE: {"type": "date"},
    Type.PARTIAL: {"type": "string"},
    Type.WHOLE: {"type": "integer"},
    Type.DECIMAL: {"type": "number"},
    Type.YES_NO: {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
    Type.LIST: {"type": "string"},
}


def schema_of(table: Table, reference: Reference) -> dict[str, Any]:
    """The Table Schema of one table."""
    schema: dict[str, Any] = {
        "fields": [_field(column, reference) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.links:
        schema["foreignKeys"] = [_foreign_key(link) for link in table.links]
    return schema


def _field(column: Column, reference: Reference) -> dict[str, Any]:
    unit = f" Unit: {column.unit}." if column.unit else ""
    about = {"name": column.name, "description": f"{column.meaning}{unit} Source: {column.source}."}
    constraints = _constraints(column, reference)
    return about | TYPES[column.type] | ({"constraints": constraints} if constraints else {})


def _constraints(column: Column, reference: Reference) -> dict[str, Any]:
    found: dict[str, Any] = {"required": True} if column.required else {}
    values = list(allowed(column.values, reference))
    if values and column.type is Type.LIST:
        each = "|".join(value.replace("+", "[+]") for value in values)
        found["pattern"] = f"({each})([|]({each}))*"
    elif values:
        found["enum"] = values
    elif column.type is Type.PARTIAL:
        found["pattern"] = PARTIAL
    elif column.pattern:
        found["pattern"] = column.pattern
    return found


def _foreign_key(link: Link) -> dict[str, Any]:
    return {"fields": [link.column], "reference": {"resource": link.table, "fields": [link.to]}}
