"""Every URL that ends in .csv has siblings in .xlsx, .ods and .jsonl with the same table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from ratings.exports.formats import CSV, OTHERS, Format
from ratings.exports.responses import in_format

View = Callable[..., HttpResponse]


def format_urls(patterns: Iterable[object]) -> list[URLPattern]:
    """For each URL of a CSV (`due.csv`, named `due-csv`) one in every other format
    (`due.ods`, named `due-ods`), answered by the same view with the same parameters."""
    return [
        _sibling(pattern, form)
        for pattern in patterns
        if isinstance(pattern, URLPattern) and (pattern.name or "").endswith(f"-{CSV.suffix}")
        for form in OTHERS
    ]


def _sibling(pattern: URLPattern, form: Format) -> URLPattern:
    route = str(pattern.pattern).removesuffix(CSV.suffix) + form.suffix
    name = str(pattern.name).removesuffix(CSV.suffix) + form.suffix
    return path(route, _in(form, pattern.callback), name=name)


def _in(form: Format, view: View) -> View:
    """The view of a CSV, wrapped to return another format."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        return in_format(view(request, *args, **kwargs), form, request)

    return answered
