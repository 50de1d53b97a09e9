"""All tables in one zip: a Frictionless data package.

Sources: https://specs.frictionlessdata.io/data-package/ and /table-schema/ (version 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from ratings.exports.dictionary import TABLES, Column, ColumnType, ForeignKey, TableDef
from ratings.exports.dictionary.listing import dictionary_sheet
from ratings.exports.dictionary.values import allowed
from ratings.exports.formats import FileMeta
from ratings.exports.formats.metadata import RIGHTS, TITLE
from ratings.exports.formats.zipstream import ZipMember, zipped
from ratings.exports.serializers import completeness_data
from ratings.exports.table import csv_blocks
from ratings.exports.tables import sheet_of
from ratings.models.record import Record

NAME = "ofsted-ratings-over-time"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"

LICENCES = (
    {"name": "OGL-UK-3.0", "title": "Open Government Licence v3.0", "path": OGL},
    {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": CC_BY},
)

PARTIAL = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"

TYPES: dict[ColumnType, dict[str, Any]] = {
    ColumnType.TEXT: {"type": "string"},
    ColumnType.ADDRESS: {"type": "string", "format": "uri"},
    ColumnType.DATE: {"type": "date"},
    ColumnType.PARTIAL: {"type": "string"},
    ColumnType.WHOLE: {"type": "integer"},
    ColumnType.DECIMAL: {"type": "number"},
    ColumnType.YES_NO: {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
    ColumnType.LIST: {"type": "string"},
}


def package_data(about: FileMeta) -> dict[str, Any]:
    """The content of datapackage.json: the standard's keys, both as-of dates and how
    far the data are complete."""
    moment = about.moment
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITLE,
        "description": "How Ofsted has rated children's services of every English authority"
        f" since 2009, {moment.in_words()}.",
        "homepage": f"{settings.SITE_URL}/data/",
        "version": about.version,
        "created": about.changed.isoformat() if about.changed else None,
        "as_at": moment.as_at.isoformat(),
        "known_by": moment.known_by.isoformat() if moment.known_by else None,
        "completeness": completeness_data(about.record),
        "citation": about.citation,
        "licenses": list(LICENCES),
        "sources": [
            {"title": f"{source.publisher}: {source.title}"}
            | ({"path": source.url} if source.url else {})
            for source in about.record.sources.values()
        ],
        "resources": [_resource(table, about) for table in TABLES],
    }


def schema_of(table: TableDef, record: Record) -> dict[str, Any]:
    """The Table Schema of one table."""
    schema: dict[str, Any] = {
        "fields": [_field(column, record) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.links:
        schema["foreignKeys"] = [_foreign_key(link) for link in table.links]
    return schema


def _field(column: Column, record: Record) -> dict[str, Any]:
    unit = f" Unit: {column.unit}." if column.unit else ""
    about = {"name": column.name, "description": f"{column.meaning}{unit} Source: {column.source}."}
    constraints = _constraints(column, record)
    return about | TYPES[column.type] | ({"constraints": constraints} if constraints else {})


def _constraints(column: Column, record: Record) -> dict[str, Any]:
    found: dict[str, Any] = {"required": True} if column.required else {}
    values = list(allowed(column.values, record))
    if values and column.type is ColumnType.LIST:
        each = "|".join(value.replace("+", "[+]") for value in values)
        found["pattern"] = f"({each})([|]({each}))*"
    elif values:
        found["enum"] = values
    elif column.type is ColumnType.PARTIAL:
        found["pattern"] = PARTIAL
    elif column.pattern:
        found["pattern"] = column.pattern
    return found


def _foreign_key(link: ForeignKey) -> dict[str, Any]:
    return {"fields": [link.column], "reference": {"resource": link.table, "fields": [link.to]}}


def _resource(table: TableDef, about: FileMeta) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": f"{table.meaning} {table.row.capitalize()}. {table.moment}",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema_of(table, about.record),
    }


def package_blocks(about: FileMeta, described: bytes) -> Iterator[bytes]:
    """The zip in blocks; `described` is datapackage.json."""
    return zipped(_parts(about, described), about.changed)


def _parts(about: FileMeta, described: bytes) -> Iterator[ZipMember]:
    yield ZipMember("datapackage.json", (described,))
    yield ZipMember("README.txt", (_readme(about).encode(),))
    yield ZipMember("LICENCE.txt", (_licence().encode(),))
    for table in TABLES:
        yield ZipMember(f"{table.name}.csv", csv_blocks(sheet_of(table, about)))
    yield ZipMember("dictionary.csv", csv_blocks(dictionary_sheet(about.record)))


def _readme(about: FileMeta) -> str:
    tables = "".join(f"{t.name}.csv  {t.title}: {t.row}\n" for t in TABLES)
    said = "".join(f"{name}: {value}\n" for name, value in about.pairs())
    return (
        f"{said}\n{tables}dictionary.csv  every column: type, unit, values, meaning, source\n\n"
        "datapackage.json describes the tables for programs (Frictionless Data).\n"
        "A text that a spreadsheet would run as a formula begins with an apostrophe.\n"
    )


def _licence() -> str:
    lines = "\n".join(f"{line}." for line in RIGHTS)
    return (
        f"{lines}\n\n"
        "Contains public sector information licensed under the Open Government Licence v3.0:\n"
        f"{OGL}\n\n"
        f"The register of authorities is by mySociety, licensed under CC BY 4.0:\n{CC_BY}\n"
    )
