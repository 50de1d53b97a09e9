"""The two dates of a page, and what is refused in an address."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import HttpRequest

from ratings.forms import MomentForm, QueryDates
from ratings.views.errors import ParameterError

MOMENT = ("as_at", "known_by")
"""The parameters that every page on ratings takes: `@public_page(*MOMENT, …)`."""


def get_query_dates(request: HttpRequest) -> QueryDates:
    """The dates that the address asks for. Raises BadParameter for what is not a date."""
    form = MomentForm(request.GET)
    check(form)
    return form.moment()


def check(form: forms.Form) -> None:
    """Raise BadParameter for the first value that the form of an address refuses."""
    for name in form.errors:
        field = form.fields[name]
        raise ParameterError(name, str(form.data.get(name, "")), _allowed(field))


def _allowed(field: forms.Field) -> Iterable[str]:
    """What a field would have understood: its own words for it, or its choices."""
    stated: Iterable[str] | None = getattr(field, "allowed", None)
    if stated:
        return stated
    choices = getattr(field, "choices", ())
    return [str(value) for value, _ in choices if value] or ["left out"]
