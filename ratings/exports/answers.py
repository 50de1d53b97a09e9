"""Data as an answer: JSON, or CSV as a file whose name says what it holds and as at when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse

from ratings.exports.sheet import Sheet
from ratings.forms import Moment


def json_answer(data: dict[str, Any]) -> JsonResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def csv_answer(name: str, moment: Moment, sheet: Sheet) -> HttpResponse:
    """The sheet as a file to keep: `kent-as-at-2024-03-31.csv`."""
    response = HttpResponse(sheet.csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(name, moment)}"'
    return response


def file_name(name: str, moment: Moment) -> str:
    known = f"-known-by-{moment.known_by}" if moment.known_by else ""
    return f"{name}-as-at-{moment.as_at}{known}.csv"


def data_not_found(path: str, message: str, near: Sequence[str] = ()) -> HttpResponse:
    """A 404 in the form that an address of data asks for; `near` are slugs that may be meant."""
    if path.endswith(".json"):
        data = {"error": message, "near": list(near)}
        return JsonResponse(data, status=404, json_dumps_params={"ensure_ascii": False})
    hint = f" Did you mean: {', '.join(near)}?" if near else ""
    return HttpResponse(f"{message}{hint}\n", "text/plain; charset=utf-8", status=404)
