"""Bulk downloads, lists as files, the data dictionary, and the page that offers both.

The data package and the SQLite file are written to disk first and sent from there. They are
made of many queries; where the data moved before the last of them, the middleware requests
the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

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
from ratings.exports.tables import ExportContext, row_counts, sheet_of
from ratings.models import Authority
from ratings.models.cached_urls import reverse
from ratings.models.data_version import version_date
from ratings.models.inspection import Detail
from ratings.rules import types
from ratings.rules.status import by_authority
from ratings.rules.trend import Trend, headline_trend, one_before
from ratings.views import authorities, inspections
from ratings.views.authorities import AuthorityList
from ratings.views.context import DataContext, get_data_context
from ratings.views.dates import MOMENT, get_query_dates
from ratings.views.decorators import public_view
from ratings.views.inspections import InspectionList

# The lists as data: the same rows, filters and order as their pages, without paging.


@public_view(*authorities.PARAMETERS)
def authorities_json(request: HttpRequest) -> HttpResponse:
    """Every authority in the list, with its grade and trend on the day."""
    found = authorities.listed(request)
    rows = [serializers.status_data(row, found.record.reference) for row in found.rows]
    return json_answer({**_provenance(found), "authorities": rows})


@public_view(*authorities.PARAMETERS)
def authorities_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per authority."""
    found = authorities.listed(request)
    rows = (status_row(row, found.moment, found.record.reference) for row in found.rows)
    return csv_answer("authorities", found.moment, DataTable(STANDING_COLUMNS, rows))


@public_view(*inspections.PARAMETERS)
def inspections_json(request: HttpRequest) -> HttpResponse:
    """Every inspection and visit in the list, of all its pages."""
    found = inspections.listed(request)
    rows = [
        {
            "authority": each.authority.slug,
            "authority_name": each.authority.name,
            **serializers.inspection_data(each.inspection, each.detail, each.trend),
        }
        for each in _entries(found)
    ]
    return json_answer({**_provenance(found), "inspections": rows})


@public_view(*inspections.PARAMETERS)
def inspections_csv(request: HttpRequest) -> HttpResponse:
    """The same, one row per inspection and judgement area."""
    found = inspections.listed(request)
    reference = found.record.reference
    rows = (
        row
        for each in _entries(found)
        for row in rating_rows(each.authority, each.inspection, each.detail, each.trend, reference)
    )
    return csv_answer("inspections", found.moment, DataTable(RATING_COLUMNS, rows))


@dataclass(frozen=True, slots=True)
class DownloadedInspection:
    """One inspection with its authority, provenance and trend."""

    authority: Authority
    inspection: types.Inspection
    detail: Detail
    trend: Trend | None


def _entries(found: InspectionList) -> Iterator[DownloadedInspection]:
    """The inspections in the order of the list; three queries.

    All inspections of an authority are read, because a trend needs the one before, which
    the filters may have left out.
    """
    whole = found.record.whole
    series = by_authority(whole.as_at(found.moment.as_at, found.moment.known_by))
    for key in found.queryset.values_list("key", flat=True):
        inspection = whole.by_id.get(key)
        if inspection is not None:
            slug = inspection.authority
            trend = _trend(inspection, series.get(slug, ()), found)
            yield DownloadedInspection(
                whole.authorities[slug], inspection, whole.detail(key), trend
            )


def _trend(
    inspection: types.Inspection, series: Sequence[types.Inspection], found: InspectionList
) -> Trend | None:
    """The trend of a graded inspection of the line; other inspections have none."""
    if not inspection.gives_node:
        return None
    before = one_before(inspection, series)
    return headline_trend(inspection, before, found.record.reference.comparability)


def _provenance(found: AuthorityList | InspectionList) -> serializers.Data:
    reference, version = found.record.reference, found.record.number
    return serializers.provenance_data(found.moment, reference, version)


BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class DownloadParams:
    """The record, the as-of dates, and the metadata of a file."""

    record: DataContext
    asked: ExportContext
    about: FileMeta


def question_of(request: HttpRequest, name: str) -> DownloadParams:
    """Parse the request; `name` is the download requested. One query. Raises ParameterError."""
    record, dates = get_data_context(), get_query_dates(request)
    changed = version_date(int(record.number))
    about = FileMeta(
        name,
        dates,
        record.number,
        timezone.localtime(changed) if changed else None,
        settings.SITE_URL + request.get_full_path(),
        record.reference,
    )
    return DownloadParams(record, ExportContext(dates, record.reference, settings.SITE_URL), about)


@public_view(*MOMENT)
def data(request: HttpRequest) -> HttpResponse:
    """Every table with its formats and its number of rows on the day; seven queries."""
    found = question_of(request, "data")
    moment, counts = found.asked.moment, row_counts(found.asked)
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
            "record": found.record,
            "offers": offers,
            "about": found.about,
            "site": found.asked.site,
        },
    )


@public_view(*MOMENT)
def dictionary(request: HttpRequest) -> HttpResponse:
    """Every column of every table. The as-of dates do not change it: links carry them on."""
    found = question_of(request, "dictionary")
    tables = [
        (
            table,
            [
                {"column": column, "values": allowed(column.values, found.record.reference)}
                for column in table.columns
            ],
        )
        for table in TABLES
    ]
    return render(
        request,
        "ratings/dictionary.html",
        {"moment": found.asked.moment, "record": found.record, "tables": tables},
    )


@public_view(*MOMENT)
def dictionary_json(request: HttpRequest) -> HttpResponse:
    """The same, with the meaning of every value."""
    found = question_of(request, "dictionary")
    reference = found.record.reference
    return json_answer(
        {
            **serializers.provenance_data(found.asked.moment, reference, found.record.number),
            "tables": dictionary_data(reference),
        }
    )


@public_view(*MOMENT)
def dictionary_csv(request: HttpRequest) -> FileResponse:
    """The same, one row per column."""
    found = question_of(request, "dictionary")
    return csv_answer("dictionary", found.asked.moment, dictionary_sheet(found.record.reference))


@public_view(*MOMENT)
def package_json(request: HttpRequest) -> HttpResponse:
    """datapackage.json: what is in the package, with the schema of every table."""
    found = question_of(request, "datapackage.json")
    return json_answer(package_data(found.asked, found.about))


@public_view(*MOMENT)
def package(request: HttpRequest) -> StreamingHttpResponse:
    """The Frictionless data package: every table as CSV, described."""
    found = question_of(request, "data package")
    blocks = _made(found, _write_package)
    return file_answer(found, "datapackage", "zip", "application/zip", blocks)


@public_view(*MOMENT)
def database(request: HttpRequest) -> StreamingHttpResponse:
    """The SQLite file, for Datasette and SQL."""
    found = question_of(request, "SQLite database")
    blocks = _made(found, write_database)
    kind = "application/vnd.sqlite3"
    return file_answer(found, "ratings-over-time", "sqlite", kind, blocks)


def _write_package(path: Path, asked: ExportContext, about: FileMeta) -> None:
    description = json_text(package_data(asked, about)).encode()
    with path.open("wb") as file:
        for block in package_blocks(asked, about, description):
            file.write(block)


def _made(
    found: DownloadParams, write: Callable[[Path, ExportContext, FileMeta], None]
) -> Iterator[bytes]:
    """The file in blocks: made when the first is requested, deleted after the last.

    It is unlinked while open: its disk space is free once it is closed.
    """
    with TemporaryDirectory(prefix="ratings-") as folder:
        path = Path(folder) / "file"
        write(path, found.asked, found.about)
        opened = path.open("rb")
    with opened as file:
        while block := file.read(BLOCK):
            yield block


def table_view(table: TableDef, form: Format) -> Callable[..., HttpResponseBase]:
    """The view of a file: the full table as at the as-of dates, streamed while it is read."""

    @public_view(*MOMENT)
    def file(request: HttpRequest) -> StreamingHttpResponse:
        found = question_of(request, table.name)
        blocks = form.stream(sheet_of(table, found.asked), found.about)
        return file_answer(found, table.name, form.suffix, form.media_type, blocks)

    return file


def file_answer(
    found: DownloadParams, name: str, suffix: str, media_type: str, blocks: Iterator[bytes]
) -> StreamingHttpResponse:
    """A streaming file response, with links to its description and licence.

    It is named as `ratings-as-at-2024-03-31-known-by-2024-06-30-version-12-of-2026-11-22.csv`; the
    relations are registered with IANA.
    """
    response = StreamingHttpResponse(blocks, content_type=media_type)
    moment, about = found.asked.moment, found.about
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
