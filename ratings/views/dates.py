"""The as-of dates of a page, and validation of query parameters."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import HttpRequest

from ratings.forms import MOMENT, MomentForm, QueryDates
from ratings.views.errors import ParameterError

__all__ = ["MOMENT", "check", "get_query_dates"]


def get_query_dates(request: HttpRequest) -> QueryDates:
    """The as-of dates in the query string. Raises ParameterError for an invalid date."""
    form = MomentForm(request.GET)
    check(form)
    return form.moment()


def check(form: forms.Form) -> None:
    """Raise ParameterError for the first invalid field of a query-string form."""
    for name in form.errors:
        field = form.fields[name]
        raise ParameterError(name, str(form.data.get(name, "")), _allowed(field))


def _allowed(field: forms.Field) -> Iterable[str]:
    """The valid values of a field: its own description of them, or its choices."""
    stated: Iterable[str] | None = getattr(field, "allowed", None)
    if stated:
        return stated
    choices = getattr(field, "choices", ())
    return [str(value) for value, _ in choices if value] or ["left out"]
