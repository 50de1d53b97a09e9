"""Data responses: JSON, or a table as a file named after its content and as-of dates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from ratings.exports.formats import CSV, FileMeta, Format
from ratings.exports.table import DataTable
from ratings.forms import QueryDates
from ratings.models.record import Record


def json_answer(data: dict[str, Any]) -> JsonResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def json_text(data: dict[str, Any]) -> str:
    """JSON that people can read too."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


class FileResponse(HttpResponse):
    """A table as a file download, written in `render`, after the view has returned.

    So one view serves every format: a caller that registers its URL for another format
    (`in_format`) changes it before a row is read. Django calls `render`, as for a
    TemplateResponse.
    """

    def __init__(self, name: str, moment: QueryDates, sheet: DataTable) -> None:
        super().__init__()
        self.name, self.moment, self.sheet = name, moment, sheet
        self.is_rendered = False
        self.put_into(CSV, "")

    def put_into(self, form: Format, address: str) -> None:
        """Choose the format; `address` is the URL of the file."""
        self.form, self.address = form, address
        name = file_name(self.name, self.moment, form.suffix)
        self.headers["Content-Type"] = form.media_type
        self.headers["Content-Disposition"] = f'attachment; filename="{name}"'

    def render(self) -> FileResponse:
        """Write the table, once; one query where the format has room for the data version."""
        if not self.is_rendered and self.form is CSV:
            self.content = self.sheet.csv().encode()
        elif not self.is_rendered:
            about = FileMeta(self.name, self.moment, Record.current(), self.address)
            self.content = b"".join(self.form.write(self.sheet, about))
        self.is_rendered = True
        return self


def csv_answer(name: str, moment: QueryDates, sheet: DataTable) -> FileResponse:
    """The table as a download, `kent-as-at-2024-03-31.csv` unless in another format."""
    return FileResponse(name, moment, sheet)


def in_format(response: HttpResponse, form: Format, request: HttpRequest) -> HttpResponse:
    """A table in another format; other responses (an error, a redirect) unchanged."""
    if isinstance(response, FileResponse):
        response.put_into(form, settings.SITE_URL + request.get_full_path())
    return response


def file_name(name: str, moment: QueryDates, suffix: str = CSV.suffix) -> str:
    known = f"-known-by-{moment.known_by}" if moment.known_by else ""
    return f"{name}-as-at-{moment.as_at}{known}.{suffix}"


def data_not_found(path: str, message: str, near: Sequence[str] = ()) -> HttpResponse:
    """A 404 in the format of the data URL; `near` are slugs that may be meant."""
    if path.endswith(".json"):
        data = {"error": message, "near": list(near)}
        return JsonResponse(data, status=404, json_dumps_params={"ensure_ascii": False})
    hint = f" Did you mean: {', '.join(near)}?" if near else ""
    return HttpResponse(f"{message}{hint}\n", "text/plain; charset=utf-8", status=404)
