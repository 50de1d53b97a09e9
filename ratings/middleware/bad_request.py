"""Readable errors: 400 for an invalid parameter, 503 while the database is unavailable."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from ratings.views.errors import UNSAVED, ParameterError, address_without

logger = logging.getLogger(__name__)

AWAY = "The record cannot be read just now. Please try again in a minute."
RETRY_SECONDS = "30"


class BadRequestMiddleware:
    """Answer a `ParameterError` with 400 and an unavailable database with 503.

    As HTML from `400.html` (context: `error`, a ParameterError, and the URL `without` it) and
    `503.html` (context: `message`); as JSON or plain text for URLs of data.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ParameterError):
            return _bad_parameter(request, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            logger.error("The database did not answer %s", request.path, exc_info=exception)
            said = UNSAVED if request.method == "POST" else AWAY
            response = _refusal(request, 503, {"error": AWAY}, {"message": said})
            response.headers["Retry-After"] = RETRY_SECONDS
            return response
        return None


def _bad_parameter(request: HttpRequest, error: ParameterError) -> HttpResponse:
    without = address_without(request, error)
    data = {
        "error": error.message,
        "parameter": error.name,
        "value": error.value,
        "allowed": error.allowed,
        "without": f"{settings.SITE_URL}{without}" if without else None,
    }
    return _refusal(request, 400, data, {"error": error, "without": without})


def _refusal(
    request: HttpRequest, status: int, data: dict[str, Any], context: dict[str, Any]
) -> HttpResponse:
    """The error response in the format of the URL; never cached."""
    last, headers = request.path.rsplit("/", 1)[-1], {"Cache-Control": "no-store"}
    if last.endswith(".json"):
        options = {"ensure_ascii": False}
        return JsonResponse(data, status=status, headers=headers, json_dumps_params=options)
    if "." not in last:
        try:
            page = render_to_string(f"{status}.html", context, request)
            return HttpResponse(page, status=status, headers=headers)
        except TemplateDoesNotExist:
            logger.warning("There is no template %s.html", status)
    text, kind = f"{data['error']}\n", "text/plain; charset=utf-8"
    return HttpResponse(text, kind, status=status, headers=headers)
