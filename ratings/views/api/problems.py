"""Errors of the API: one shape for all, always JSON.

- 400: an unknown parameter, one given twice, two that contradict each other
- 404: not found: an authority, an inspection, a page
- 405: the API is read only
- 422: an invalid value of a parameter
- 503: the database is unavailable
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja.errors import ValidationError

from ratings.views.errors import LONGEST_ECHO, ParameterError

logger = logging.getLogger(__name__)

PREFIX = "api/v1/"

READING = "GET, HEAD, OPTIONS"
AWAY = "The record cannot be read just now. Please try again in a minute."
RETRY_SECONDS = "30"


class ApiError(Exception):
    """An error with its status; `where` is `query`, `path` or `address`."""

    def __init__(
        self,
        status: int,
        message: str,
        where: str = "address",
        parameter: str | None = None,
        value: str | None = None,
        allowed: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.status, self.where, self.parameter = status, where, parameter
        self.value = value[:LONGEST_ECHO] if value is not None else None
        self.message, self.allowed = message, list(allowed)

    @classmethod
    def of(cls, error: ParameterError, status: int, where: str = "query") -> ApiError:
        """The same error as on an HTML page of the site."""
        message = error.message.replace("This page", "This operation", 1)
        return cls(status, message, where, error.name, error.value, error.allowed)


def answered(problem: ApiError, without: str = "") -> HttpResponse:
    """The error as JSON, never cached; `without` is the URL without the parameter."""
    data = {
        "error": problem.message,
        "where": problem.where,
        "parameter": problem.parameter,
        "value": problem.value,
        "allowed": problem.allowed,
        "without": f"{settings.SITE_URL}{without}" if without else None,
    }
    response = JsonResponse(data, status=problem.status, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "no-store"
    return response


def on_problem(request: HttpRequest, error: ApiError) -> HttpResponse:
    return answered(error)


def on_bad_parameter(request: HttpRequest, error: ParameterError) -> HttpResponse:
    return answered(ApiError.of(error, 422))


def on_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return answered(ApiError(404, str(error)))


def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The first value that does not fit the schema, with what would be valid."""
    first = error.errors[0]
    where, parameter = str(first["loc"][0]), str(first["loc"][-1])
    value = request.GET.get(parameter, "")
    message = f"“{value[:LONGEST_ECHO]}” is not something that {parameter} can be. {_why(first)}"
    return answered(ApiError(422, message, where, parameter, value))


def _why(error: dict[str, Any]) -> str:
    """The reason as a sentence."""
    words = str(error.get("ctx", {}).get("error") or error["msg"]).strip()
    sentence = words[:1].upper() + words[1:]
    return sentence if sentence.endswith(".") else f"{sentence}."


def on_database_away(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("The database did not answer %s", request.path, exc_info=error)
    response = answered(ApiError(503, AWAY))
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def method_not_allowed() -> HttpResponse:
    """The 405 for any method but GET and HEAD."""
    response = answered(ApiError(405, "This API can only be read: ask with GET or HEAD."))
    response.headers["Allow"] = READING
    return response
