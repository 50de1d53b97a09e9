"""The version of the public data: moves in the transaction of whatever changed it.

Pages, ETags and caches are keyed by it. `max(id)` would miss edits and deletions; a row
that every public change updates does not.
"""

from __future__ import annotations

import secrets
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from django.db import connection, models
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

PUBLIC_MODELS: list[type[models.Model]] = []


class DataVersion(models.Model):
    """One row: a number that only grows, when it last did, and a token drawn each time.

    The token makes a version that was rolled back differ from the next that takes its
    number, so that what was cached under the first can never be served for the second.
    """

    id = models.SmallAutoField(primary_key=True)
    number = models.PositiveBigIntegerField("version", default=0)
    token = models.CharField(max_length=16, default="")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "data version"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="data_version_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"data version {self.number}"

    @staticmethod
    def current() -> str:
        """Number and token now, `12.f3a09c…`; one query, as cheap as the database allows."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, token FROM ratings_dataversion WHERE id = 1")
            row = cursor.fetchone()
        return f"{row[0]}.{row[1]}" if row else "0."

    @classmethod
    def bump(cls) -> None:
        """Move the version, in the caller's transaction. Bulk writes call it themselves."""
        change = {"token": secrets.token_hex(8), "changed_at": timezone.now()}
        if not cls.objects.filter(id=1).update(number=models.F("number") + 1, **change):
            cls.objects.create(id=1, number=1, **change)


_MOVED_LATER: ContextVar[bool] = ContextVar("moved_later", default=False)


@contextmanager
def moved_once() -> Iterator[None]:
    """Move the version once for everything that is changed inside, instead of once a row.

    The caller holds the transaction in which all of it is written.
    """
    token = _MOVED_LATER.set(True)
    try:
        yield
    finally:
        _MOVED_LATER.reset(token)
    DataVersion.bump()


class ReadPerVersion:
    """What is read from the database once per data version and kept in the process."""

    _kept: ClassVar[dict[str, Any]]

    def __init_subclass__(cls) -> None:
        cls._kept = {}

    @classmethod
    def current(cls, version: str | None = None) -> Self:
        """What holds in the current data version, read again only when that moved."""
        version = version or DataVersion.current()
        if version not in cls._kept:
            fresh = cls._read()
            cls._kept.clear()
            cls._kept[version] = fresh
        found: Self = cls._kept[version]
        return found

    @classmethod
    @abstractmethod
    def _read(cls) -> Self:
        """Read it from the database."""


def public(model: type[models.Model]) -> type[models.Model]:
    """Class decorator: every save, deletion and many-to-many change moves the version."""
    PUBLIC_MODELS.append(model)
    post_save.connect(_changed, sender=model)
    post_delete.connect(_changed, sender=model)
    for field in model._meta.many_to_many:
        m2m_changed.connect(_changed, sender=field.remote_field.through)
    return model


def _changed(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    """A row that the public neither sees nor saw (a draft) leaves the version alone."""
    if _MOVED_LATER.get():
        return
    is_private = getattr(instance, "is_private", None)
    if is_private is None or not is_private():
        DataVersion.bump()
