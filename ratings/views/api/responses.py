"""Responses: a page of a list, or one object; each has its as-of dates and licence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from ratings.exports import serializers
from ratings.exports.responses import json_answer
from ratings.exports.serializers import Data
from ratings.views.api.params import ApiParams
from ratings.views.api.problems import ApiError
from ratings.views.api.queries import PageQuery

Item = type[BaseModel]


class SliceableRows(Protocol):
    """Rows that can be counted and sliced: a list, or a lazy queryset."""

    def __getitem__(self, place: slice, /) -> Iterable[Any]: ...


def listing(
    asked: ApiParams[Any], item: Item, rows: SliceableRows, total: int, shape: Callable[[Any], Data]
) -> HttpResponse:
    """One page of rows. Raises ApiError for a page that does not exist."""
    place = window(asked.query, total)
    results = [chosen(shape(row), item, asked.fields) for row in rows[place]]
    return page_answer(asked, results, total)


def page_answer(asked: ApiParams[Any], results: list[Data], total: int) -> HttpResponse:
    """The rows of one page, with the total and links to the other pages."""
    query: PageQuery = asked.query
    pages = pages_of(query, total)
    response = json_answer(
        {
            **provenance(asked),
            "total": total,
            "page": query.page,
            "pages": pages,
            "limit": query.limit,
            "results": results,
        }
    )
    response.headers["Link"] = _links(asked.request, query.page, pages)
    return response


def one(asked: ApiParams[Any], item: Item, data: Data) -> HttpResponse:
    """The response for one object."""
    return json_answer({**provenance(asked), "result": chosen(data, item, asked.fields)})


def window(query: PageQuery, total: int) -> slice:
    """The slice of the page requested. Raises ApiError for one that does not exist."""
    pages = pages_of(query, total)
    if query.page > pages:
        message = f"There is no page {query.page}: the last is {pages}."
        allowed = [f"a whole number from 1 to {pages}"]
        raise ApiError(404, message, "query", "page", str(query.page), allowed)
    first = (query.page - 1) * query.limit
    return slice(first, first + query.limit)


def pages_of(query: PageQuery, total: int) -> int:
    """The number of pages; an empty list has one, with nothing on it."""
    return max(1, -(-total // query.limit))


def chosen(data: Data, item: Item, fields: Sequence[str]) -> Data:
    """The fields that an item declares, or those of them that were requested."""
    return {name: data[name] for name in (fields or item.model_fields) if name in data}


def provenance(asked: ApiParams[Any]) -> Data:
    """As-of dates, how far the record reaches, the data version, the licence."""
    return serializers.provenance_data(asked.moment, asked.record)


def _links(request: HttpRequest, page: int, pages: int) -> str:
    """Links to the other pages, as in RFC 8288."""
    places = {"first": 1, "prev": page - 1, "next": page + 1, "last": pages}
    there = {rel: number for rel, number in places.items() if 1 <= number <= pages}
    return ", ".join(f'<{_address(request, n)}>; rel="{rel}"' for rel, n in there.items())


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
