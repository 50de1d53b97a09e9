"""All tables in one zip: a Frictionless data package.

Source: https://specs.frictionlessdata.io/data-package/ (version 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ratings.exports.dictionary import TABLES, Table
from ratings.exports.dictionary.listing import dictionary_sheet
from ratings.exports.dictionary.schema import schema_of
from ratings.exports.formats import About
from ratings.exports.formats.metadata import RIGHTS, TITLE
from ratings.exports.formats.zipstream import Part, zipped
from ratings.exports.serializers import completeness_data
from ratings.exports.table import csv_blocks
from ratings.exports.tables import Asked, sheet_of

NAME = "ofsted-ratings-over-time"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"

LICENCES = (
    {"name": "OGL-UK-3.0", "title": "Open Government Licence v3.0", "path": OGL},
    {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": CC_BY},
)


def package_data(asked: Asked, about: About) -> dict[str, Any]:
    """What stands in datapackage.json; beside the standard's own keys, both dates and how
    far the record reaches."""
    moment = asked.moment
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITLE,
        "description": "How Ofsted has rated children's services of every English authority"
        f" since 2009, {moment.in_words()}.",
        "homepage": f"{asked.site}/data/",
        "version": about.version,
        "created": about.changed.isoformat() if about.changed else None,
        "as_at": moment.as_at.isoformat(),
        "known_by": moment.known_by.isoformat() if moment.known_by else None,
        "completeness": completeness_data(asked.reference),
        "citation": about.citation,
        "licenses": list(LICENCES),
        "sources": [
            {"title": f"{source.publisher}: {source.title}"}
            | ({"path": source.url} if source.url else {})
            for source in asked.reference.sources.values()
        ],
        "resources": [_resource(table, asked) for table in TABLES],
    }


def _resource(table: Table, asked: Asked) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": f"{table.meaning} {table.row.capitalize()}. {table.moment}",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema_of(table, asked.reference),
    }


def package_blocks(asked: Asked, about: About, described: bytes) -> Iterator[bytes]:
    """The zip in blocks; `described` is datapackage.json."""
    return zipped(_parts(asked, about, described), about.changed)


def _parts(asked: Asked, about: About, described: bytes) -> Iterator[Part]:
    yield Part("datapackage.json", (described,))
    yield Part("README.txt", (_readme(about).encode(),))
    yield Part("LICENCE.txt", (_licence().encode(),))
    for table in TABLES:
        yield Part(f"{table.name}.csv", csv_blocks(sheet_of(table, asked)))
    yield Part("dictionary.csv", csv_blocks(dictionary_sheet(asked.reference)))


def _readme(about: About) -> str:
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
