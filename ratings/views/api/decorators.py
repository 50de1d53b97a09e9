"""The mark of an operation: it reads, its answer may be kept, unknown parameters are refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.operation import Operation

from ratings.views.api.problems import Problem, answered, only_reading
from ratings.views.decorators import check_parameters
from ratings.views.errors import BadParameter, address_without

View = Callable[..., Any]


def parameters_of(operation: Operation) -> tuple[str, ...]:
    """The query parameters that the signature of an operation declares."""
    queries = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return tuple(name for model in queries for name in _flat(model))


def _flat(model: Any) -> Iterable[str]:
    return list(model.__ninja_flatten_map__)


def public_operation(known: Collection[str]) -> Callable[[View], View]:
    """`public_page` for an operation: the same rules, and every refusal is JSON.

    HEAD is answered as GET: the server sends the headers alone.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def operation(request: HttpRequest, **path: Any) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return only_reading()
            try:
                check_parameters(request.GET, known, ())
            except BadParameter as refused:
                return answered(Problem.of(refused, 400), address_without(request, refused))
            response = _as_get(view, request, path)
            response.public_page = True  # type: ignore[attr-defined]
            return response

        operation.csrf_exempt = True  # type: ignore[attr-defined]
        operation.parameters = tuple(known)  # type: ignore[attr-defined]
        return operation

    return decorate


def _as_get(view: View, request: HttpRequest, path: dict[str, Any]) -> HttpResponse:
    """The view's answer to GET; the request is left as it came."""
    method = request.method
    request.method = "GET"
    try:
        response: HttpResponse = view(request, **path)
    finally:
        request.method = method
    return response
