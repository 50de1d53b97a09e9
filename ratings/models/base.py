"""Natural keys: fixtures identify rows by real-world fields, not by primary key."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models, transaction

key_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", "Use lower-case letters, digits and single hyphens."
)


class NaturalKeyManager(models.Manager[Any]):
    """Finds a row by the fields that its model names in `natural_key_fields`."""

    def get_by_natural_key(self, *values: object) -> models.Model:
        fields: tuple[str, ...] = self.model.natural_key_fields
        found: models.Model = self.get(**dict(zip(fields, values, strict=True)))
        return found


class NaturalKeyModel(models.Model):
    """A model that is identified by `natural_key_fields` (lookups such as `area__key`)."""

    natural_key_fields: ClassVar[tuple[str, ...]] = ("key",)
    objects = NaturalKeyManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in one transaction with its version, its history and what is told of it."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(value_of(self, field) for field in self.natural_key_fields)


def value_of(row: models.Model, lookup: str) -> Any:
    """The value of a lookup on a row: `inspection__key`, None where there is no inspection."""
    first = lookup.partition("__")[0]
    if getattr(row, first) is None:
        return None
    return attrgetter(lookup.replace("__", "."))(row)
