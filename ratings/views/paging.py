"""Pagination of long lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

from ratings.views.errors import ParameterError


def page_of(request: HttpRequest, rows: Any, per_page: int) -> Page[Any]:
    """The page of a list that the URL requests. Raises ParameterError where there is none."""
    paginator = Paginator(rows, per_page)
    text = request.GET.get("page") or "1"
    allowed = [f"a whole number from 1 to {paginator.num_pages}"]
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ParameterError("page", text, allowed)
    if not 1 <= int(text) <= paginator.num_pages:
        raise ParameterError("page", text, allowed)
    return paginator.page(int(text))


def numbers_of(page: Page[Any]) -> Iterator[str | int]:
    """The page numbers below a list: both ends, those near this one, and … between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


def older_address(request: HttpRequest, before: str) -> str | None:
    """The URL of the next page of data that goes back in time; None: this is the last."""
    if not before:
        return None
    asked = {name: value for name, value in request.GET.items() if value}
    query = urlencode(sorted({**asked, "before": before}.items()))
    return f"{settings.SITE_URL}{request.path}?{query}"


def with_next(response: HttpResponse, older: str | None) -> HttpResponse:
    """The response with a header `Link` to the next page, where there is one."""
    if older:
        response.headers["Link"] = f'<{older}>; rel="next"'
    return response
