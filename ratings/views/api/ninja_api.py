"""The NinjaAPI instance: its operations, error handlers and URLs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.operation import Operation

from ratings.views.api import (
    authorities,
    changes,
    events,
    inspections,
    problems,
    ratings,
    reference,
)
from ratings.views.api.problems import ApiError, answered, method_not_allowed
from ratings.views.decorators import check_parameters
from ratings.views.errors import ParameterError, address_without

VERSION = "1"

DESCRIPTION = """How Ofsted has rated every English authority's services for children since 2009.

Read only; no key is needed. Everything that shows ratings takes two dates: `as_at`, what was
true on that day, and `known_by`, what had been published by then. An overall grade is never
derived where none was given, and a grade that is missing says why.

Lists come in pages: `page`, `limit` (at most 500), and where the others are in the header `Link`.
`fields` chooses what is sent. What an operation does not know is refused by name. Every answer
carries an ETag that moves with the data version: send it back as `If-None-Match`.

Inspections and reports: Ofsted, OGL v3.0. Codes and regions: ONS, OGL v3.0. Register of
authorities: mySociety, CC BY 4.0. Statistical neighbours: Department for Education, OGL v3.0."""


class Api(NinjaAPI):
    """Sets each operation's id to its function's name, which reads well in generated clients."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="Ofsted ratings over time",
    version=VERSION,
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    servers=[{"url": "/"}],
    openapi_extra={
        "info": {
            "license": {
                "name": "Open Government Licence v3.0; CC BY 4.0",
                "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            },
        },
    },
)

HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    problems.ApiError: problems.on_problem,
    ParameterError: problems.on_bad_parameter,
    Http404: problems.on_not_found,
    ValidationError: problems.on_invalid,
    OperationalError: problems.on_database_away,
    InterfaceError: problems.on_database_away,
}
for error, handler in HANDLERS.items():
    api.add_exception_handler(error, handler)

assert ratings, "its operations stand on the router of the inspections"
api.add_router("/authorities", authorities.router)
api.add_router("", inspections.router)
api.add_router("", ratings.national_router)
api.add_router("", events.router)
api.add_router("", changes.router)
api.add_router("", reference.router)


def addresses() -> list[URLPattern]:
    """The URL patterns of all operations, each with the parameters it declares."""
    return [*_operations(), path("", api_not_found), path("<path:place>", api_not_found)]


View = Callable[..., Any]


def parameters_of(operation: Operation) -> tuple[str, ...]:
    """The query parameters that the signature of an operation declares."""
    queries = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return tuple(str(name) for model in queries for name in model.__ninja_flatten_map__)


def public_operation(known: Collection[str]) -> Callable[[View], View]:
    """`public_view` for an operation: the same rules, and every error is JSON.

    HEAD is answered as GET: the server sends the headers alone.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def operation(request: HttpRequest, **path: Any) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return method_not_allowed()
            try:
                check_parameters(request.GET, known, ())
            except ParameterError as refused:
                return answered(ApiError.of(refused, 400), address_without(request, refused))
            response = _as_get(view, request, path)
            response.public_page = True  # type: ignore[attr-defined]
            return response

        operation.csrf_exempt = True  # type: ignore[attr-defined]
        operation.parameters = tuple(known)  # type: ignore[attr-defined]
        return operation

    return decorate


def _as_get(view: View, request: HttpRequest, path: dict[str, Any]) -> HttpResponse:
    """The view's response to GET; the request is left unchanged."""
    method = request.method
    request.method = "GET"
    try:
        response: HttpResponse = view(request, **path)
    finally:
        request.method = method
    return response


def _operations() -> Iterator[URLPattern]:
    for router in api._get_bound_routers():
        views = router.path_operations.values()
        for view, pattern in zip(views, router.urls_paths(router.prefix), strict=True):
            mark = public_operation(parameters_of(view.operations[0]))
            yield path(str(pattern.pattern), mark(pattern.callback), name=pattern.name)


def api_not_found(request: HttpRequest, place: str = "") -> HttpResponse:
    """The 404 of every other URL under the API."""
    if request.method not in ("GET", "HEAD"):
        return problems.method_not_allowed()
    known = [f"/{problems.PREFIX}{pattern.pattern}" for pattern in _operations()]
    message = "There is nothing at this address. The operations are listed at /api/docs/."
    return problems.answered(problems.ApiError(404, message, value=request.path, allowed=known))


api_not_found.csrf_exempt = True  # type: ignore[attr-defined]  # it only reads: 405, not 403
