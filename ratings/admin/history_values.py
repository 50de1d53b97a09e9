"""The values of a row, or of a version of it, in words a reader can compare."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from ratings.rules.dates import day_in_words


def values_of(row: Any) -> dict[str, Any]:
    """Label and value of every field of a row or a historical version of it."""
    model = getattr(row, "instance_type", type(row))
    found = {
        str(field.verbose_name): _value(row, field)
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated)
    }
    for field in model._meta.many_to_many:
        found[str(field.verbose_name)] = _many(row, field)
    return found


def _value(row: Any, field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        key = getattr(row, field.attname)
        related = field.related_model._default_manager.filter(pk=key).first()
        return str(related or key or "")
    value = getattr(row, field.attname)
    return str(dict(field.flatchoices).get(value, value)) if field.choices and value else value


def _many(row: Any, field: models.ManyToManyField[Any, Any]) -> str:
    if not hasattr(row, "history_id"):
        return ", ".join(sorted(str(one) for one in getattr(row, field.name).all()))
    rows = getattr(row, field.name).all()
    return ", ".join(sorted(str(getattr(one, field.m2m_reverse_field_name())) for one in rows))


def in_words(value: Any) -> str:
    """A value as it is shown; nothing is an empty string."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return day_in_words(value) if isinstance(value, date) else str(value)
