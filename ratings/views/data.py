"""Bulk downloads, lists as files, the data dictionary, and the page that offers both.

The data package and the SQLite file are written to disk first and sent from there. They are
made of many queries; where the data moved before the last of them, the middleware requests
the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from ratings.exports import serializers
from ratings.exports.columns import RATING_COLUMNS, STANDING_COLUMNS, rating_rows, status_row
from ratings.exports.database import write_database
from ratings.exports.datapackage import CC_BY, OGL, package_blocks, package_data
from ratings.exports.dictionary import TABLES, TableDef
from ratings.exports.dictionary.listing import dictionary_data, dictionary_sheet
from ratings.exports.dictionary.values import allowed
from ratings.exports.formats import FORMATS, FileMeta, Format
from ratings.exports.responses import FileResponse, csv_answer, json_answer, json_text
from ratings.exports.table import DataTable
from ratings.exports.tables import row_counts, sheet_of
from ratings.models.cached_urls import reverse
from ratings.models.record import Record
from ratings.rules.trend import Trend
from ratings.rules.types import Authority, Inspection
from ratings.views import authorities, inspections
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.inspections import InspectionList

# The lists as data: the same rows, filters and order as their pages, without paging.


@public_view(*authorities.PARAMETERS)
def authorities_json(request: HttpRequest) -> HttpResponse:
    """Every authority in the list, with its grade and trend on the day."""
    found = authorities.listed(request)
    rows = [serializers.status_data(row, found.record) for row in found.rows]
    provenance = serializers.provenance_data(found.moment, found.record)
    return json_answer({**provenance, "authorities": rows})


@public_view(*authorities.PARAMETERS)
def authorities_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per authority."""
    found = authorities.listed(request)
    rows = (status_row(row, found.record) for row in found.rows)
    return csv_answer("authorities", found.moment, DataTable(STANDING_COLUMNS, rows))


@public_view(*inspections.PARAMETERS)
def inspections_json(request: HttpRequest) -> HttpResponse:
    """Every inspection and visit in the list, of all its pages."""
    found = inspections.listed(request)
    rows = [
        {
            "authority": authority.slug,
            "authority_name": authority.name,
            **serializers.inspection_data(inspection, trend),
        }
        for authority, inspection, trend in _entries(found)
    ]
    provenance = serializers.provenance_data(found.moment, found.record)
    return json_answer({**provenance, "inspections": rows})


@public_view(*inspections.PARAMETERS)
def inspections_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per inspection and judgement area."""
    found = inspections.listed(request)
    rows = (row for each in _entries(found) for row in rating_rows(*each, found.record))
    return csv_answer("inspections", found.moment, DataTable(RATING_COLUMNS, rows))


def _entries(found: InspectionList) -> Iterator[tuple[Authority, Inspection, Trend | None]]:
    """The inspections in the order of the list with authority and trend; one query.

    The trend needs the inspection before, which the filters may have left out.
    """
    record, moment = found.record, found.moment
    for key in found.queryset.values_list("key", flat=True):
        if each := record.by_id.get(key):
            trend = record.trend(each, moment.as_at, moment.known_by)
            yield record.authorities[each.authority], each, trend


BLOCK = 65_536


def file_meta(request: HttpRequest, name: str) -> FileMeta:
    """The metadata of the download requested, by name; one query. Raises ParameterError."""
    address = settings.SITE_URL + request.get_full_path()
    return FileMeta(name, get_query_dates(request), Record.current(), address)


@public_view(*MOMENT)
def data(request: HttpRequest) -> HttpResponse:
    """Every table with its formats and its number of rows on the day; seven queries."""
    about = file_meta(request, "data")
    moment, counts = about.moment, row_counts(about)
    offers = [
        {
            "table": table,
            "rows": counts[table.name],
            "files": [
                {
                    "format": form.name,
                    "address": reverse(f"data-{form.suffix}-{table.name}") + moment.suffix(),
                }
                for form in FORMATS.values()
            ],
        }
        for table in TABLES
    ]
    return render(
        request,
        "ratings/data.html",
        {
            "moment": moment,
            "record": about.record,
            "offers": offers,
            "about": about,
            "site": settings.SITE_URL,
        },
    )


@public_view(*MOMENT)
def dictionary(request: HttpRequest) -> HttpResponse:
    """Every column of every table. The as-of dates do not change it: links carry them on."""
    about = file_meta(request, "dictionary")
    tables = [
        (
            table,
            [
                {"column": column, "values": allowed(column.values, about.record)}
                for column in table.columns
            ],
        )
        for table in TABLES
    ]
    return render(
        request,
        "ratings/dictionary.html",
        {"moment": about.moment, "record": about.record, "tables": tables},
    )


@public_view(*MOMENT)
def dictionary_json(request: HttpRequest) -> HttpResponse:
    """The same, with the meaning of every value."""
    about = file_meta(request, "dictionary")
    return json_answer(
        {
            **serializers.provenance_data(about.moment, about.record),
            "tables": dictionary_data(about.record),
        }
    )


@public_view(*MOMENT)
def dictionary_csv(request: HttpRequest) -> FileResponse:
    """The same, one row per column."""
    about = file_meta(request, "dictionary")
    return csv_answer("dictionary", about.moment, dictionary_sheet(about.record))


@public_view(*MOMENT)
def package_json(request: HttpRequest) -> HttpResponse:
    """datapackage.json: what is in the package, with the schema of every table."""
    about = file_meta(request, "datapackage.json")
    return json_answer(package_data(about))


@public_view(*MOMENT)
def package(request: HttpRequest) -> StreamingHttpResponse:
    """The Frictionless data package: every table as CSV, described."""
    about = file_meta(request, "data package")
    blocks = _made(about, _write_package)
    return file_answer(about, "datapackage", "zip", "application/zip", blocks)


@public_view(*MOMENT)
def database(request: HttpRequest) -> StreamingHttpResponse:
    """The SQLite file, for Datasette and SQL."""
    about = file_meta(request, "SQLite database")
    blocks = _made(about, write_database)
    kind = "application/vnd.sqlite3"
    return file_answer(about, "ratings-over-time", "sqlite", kind, blocks)


def _write_package(path: Path, about: FileMeta) -> None:
    description = json_text(package_data(about)).encode()
    with path.open("wb") as file:
        for block in package_blocks(about, description):
            file.write(block)


def _made(about: FileMeta, write: Callable[[Path, FileMeta], None]) -> Iterator[bytes]:
    """The file in blocks: made when the first is requested, deleted after the last.

    It is unlinked while open: its disk space is free once it is closed.
    """
    with TemporaryDirectory(prefix="ratings-") as folder:
        path = Path(folder) / "file"
        write(path, about)
        opened = path.open("rb")
    with opened as file:
        while block := file.read(BLOCK):
            yield block


def table_view(table: TableDef, form: Format) -> Callable[..., HttpResponseBase]:
    """The view of a file: the full table as at the as-of dates, streamed while it is read."""

    @public_view(*MOMENT)
    def file(request: HttpRequest) -> StreamingHttpResponse:
        about = file_meta(request, table.name)
        blocks = form.stream(sheet_of(table, about), about)
        return file_answer(about, table.name, form.suffix, form.media_type, blocks)

    return file


def file_answer(
    about: FileMeta, name: str, suffix: str, media_type: str, blocks: Iterator[bytes]
) -> StreamingHttpResponse:
    """A streaming file response, with links to its description and licence.

    It is named as `ratings-as-at-2024-03-31-known-by-2024-06-30-version-12-of-2026-11-22.csv`; the
    relations are registered with IANA.
    """
    response = StreamingHttpResponse(blocks, content_type=media_type)
    moment = about.moment
    known = f"-known-by-{moment.known_by}" if moment.known_by else ""
    day = f"-of-{about.version_date}" if about.version_date else ""
    file_name = f"{name}-as-at-{moment.as_at}{known}-version-{about.version}{day}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    described = [settings.SITE_URL + reverse(n) for n in ("datapackage-json", "dictionary")]
    response.headers["Link"] = ", ".join(
        [
            *(f'<{address}>; rel="describedby"' for address in described),
            *(f'<{address}>; rel="license"' for address in (OGL, CC_BY)),
        ]
    )
    return response


DATA_URLS: list[URLPattern] = [
    path("data/", data, name="data"),
    path("data/dictionary/", dictionary, name="dictionary"),
    path("data/dictionary.json", dictionary_json, name="dictionary-json"),
    path("data/dictionary.csv", dictionary_csv, name="dictionary-csv"),
    path("data/datapackage.json", package_json, name="datapackage-json"),
    path("data/datapackage.zip", package, name="datapackage-zip"),
    path("data/ratings-over-time.sqlite", database, name="data-sqlite"),
    *(
        path(f"data/{table.name}.{form.suffix}", table_view(table, form),
             name=f"data-{form.suffix}-{table.name}")
        for table in TABLES
        for form in FORMATS.values()
    ),
]  # fmt: skip
