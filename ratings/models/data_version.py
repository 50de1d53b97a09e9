"""The version of the public data: it moves in the transaction of the change.

Pages, ETags and caches are keyed by it. `max(id)` would miss edits and deletions; a row
that every public change updates does not.

One transaction is one version, however many rows it changes: the number grows with the first
of them, the token and the time with each. `VersionEntry` keeps every version that was.

What a version changed is found by its dates: they never go back, whatever the clock does.
"""

from __future__ import annotations

import secrets
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils import timezone

from ratings.models.db import one_row

CURRENT = "SELECT number, token, changed_at FROM ratings_dataversion WHERE id = 1"

PUBLIC_MODELS: list[type[models.Model]] = []

MOMENT = timedelta(microseconds=1)
"""The smallest time step of both databases."""

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class DataVersion(models.Model):
    """One row: a number that only grows, when it last moved, and a token drawn each time.

    The token makes a version that was rolled back differ from the next that takes its
    number, and the state within a transaction from the one before, so that what was cached
    under the first can never be served for the second.
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
        """Number and token now, `12.f3a09c…`; one query, as cheap as the database allows.

        Where an answer is being made `of_version`: that one, without a query.
        """
        if made_of := _MADE_OF.get():
            return made_of
        row = one_row(CURRENT)
        if row is None:
            return "0."
        _LAST_READ[:] = [(int(row[0]), row[2])]
        return f"{row[0]}.{row[1]}"

    @classmethod
    def hold(cls) -> None:
        """Wait until nobody else writes; nobody else does until this transaction ends.

        What is read from here on is written back without undoing what others did. Before any
        row: every save asks for the version first, and two that wait for one another never end.
        """
        cls.objects.select_for_update().first()

    @classmethod
    def bump(cls) -> None:
        """Move the version, in the caller's transaction. Bulk writes call it themselves."""
        with transaction.atomic(savepoint=False):
            now = change_timestamp()
            is_first = all(entry[1] is not _moved_here for entry in connection.run_on_commit)
            change = {"token": secrets.token_hex(8), "changed_at": now}
            row = cls.objects.filter(id=1)
            if not row.update(number=models.F("number") + int(is_first), **change):
                cls.objects.create(id=1)
                row.update(number=1, **change)
            VersionEntry.keep(row.values_list("number", flat=True).get(), now)
            if is_first:
                transaction.on_commit(_moved_here)


class VersionEntry(models.Model):
    """A version that the data had, and when it took its last form.

    What a version changed are the rows of history between the version before and this one:
    they are written in the same transaction, before the version moves.
    """

    number = models.PositiveBigIntegerField("version", primary_key=True)
    moved_at = models.DateTimeField()

    class Meta:
        verbose_name = "version of the data"
        verbose_name_plural = "versions of the data"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"data version {self.number}"

    @classmethod
    def keep(cls, number: int, now: datetime) -> None:
        """Record a new version, or a later time of the current one."""
        if not cls.objects.filter(number=number).update(moved_at=now):
            cls.objects.create(number=number, moved_at=now)


def _moved_here() -> None:
    """A no-op `on_commit` callback that marks a transaction which moved the version.

    Django forgets the mark when the transaction ends or its savepoint is rolled back.
    """


_MADE_OF: ContextVar[str] = ContextVar("made_of", default="")


@contextmanager
def pinned_version(version: str) -> Iterator[None]:
    """Everything that is made inside says that it is of this version; whoever makes it asks
    afterwards whether the version has moved meanwhile."""
    token = _MADE_OF.set(version)
    try:
        yield
    finally:
        _MADE_OF.reset(token)


def change_timestamp() -> datetime:
    """Now, or just after the last time written if the clock was put back.

    For versions and for history, of drafts too, which are read in the order of their dates.
    """
    with transaction.atomic(savepoint=False):
        dates = _dates()
        dates.last = max(timezone.now(), dates.last)
    return dates.last


class _Dates:
    """The last time that a transaction has written; known by it as `_moved_here` is."""

    def __init__(self, last: datetime) -> None:
        self.last = last

    def __call__(self) -> None:
        """Nothing is done at the end of a transaction."""


def _dates() -> _Dates:
    """Of this transaction, asked once: it begins after all that others have written.

    Whoever asks first waits for whoever moves the version, one after the other: so the history
    of a version lies between the times of two versions, never within that of another.
    (SQLite has one writer at a time by itself.)
    """
    found = next((e[1] for e in connection.run_on_commit if isinstance(e[1], _Dates)), None)
    if found is None:
        row = DataVersion.objects.select_for_update().filter(id=1)
        last = row.values_list("changed_at", flat=True).first()
        found = _Dates(max(filter(None, (last, *_of_drafts())), default=BEFORE_ALL) + MOMENT)
        transaction.on_commit(found)
    return found


def _of_drafts() -> Iterator[datetime | None]:
    """The last times in the history of what may be a draft, which moves no version."""
    for model in PUBLIC_MODELS:
        if hasattr(model, "is_private"):
            history: Any = model.history  # type: ignore[attr-defined]
            yield history.aggregate(last=models.Max("history_date"))["last"]


_LAST_READ: list[tuple[int, datetime | str]] = []
"""The version that `current()` found last in this process, with its time as the database
gave it."""


def version_date(number: int) -> datetime | None:
    """When a version moved; without a query for the one that `current()` found last."""
    found = next((when for version, when in _LAST_READ if version == number), None)
    if found is None:
        return VersionEntry.objects.filter(number=number).values_list("moved_at", flat=True).first()
    when = datetime.fromisoformat(found) if isinstance(found, str) else found
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def day_of(number: int) -> date | None:
    """The day in London on which a version moved."""
    when = version_date(number)
    local = timezone.localtime(when) if when else None
    return local.date() if local else None


_MOVED_LATER: ContextVar[bool] = ContextVar("moved_later", default=False)


@contextmanager
def single_version() -> Iterator[None]:
    """Move the data version once for all changes inside, instead of once per row.

    The caller holds the transaction in which they are written.
    """
    token = _MOVED_LATER.set(True)
    try:
        yield
    finally:
        _MOVED_LATER.reset(token)
    DataVersion.bump()


class VersionCached:
    """What is read from the database once per data version and kept in the process."""

    _kept: ClassVar[dict[str, Any]]

    def __init_subclass__(cls) -> None:
        cls._kept = {}

    @classmethod
    def current(cls, version: str | None = None) -> Self:
        """What holds in the current data version, read again only when that moved."""
        version = version or DataVersion.current()
        found: Self | None = cls._kept.get(version)
        if found is None:
            found = cls._read()
            cls._kept.clear()
            cls._kept[version] = found
        return found

    @classmethod
    @abstractmethod
    def _read(cls) -> Self:
        """Read it from the database."""


def public(model: type[models.Model]) -> type[models.Model]:
    """Class decorator: every save, deletion and many-to-many change moves the version."""
    PUBLIC_MODELS.append(model)
    pre_save.connect(_about_to_change, sender=model)
    pre_delete.connect(_about_to_change, sender=model)
    post_save.connect(_changed, sender=model)
    post_delete.connect(_changed, sender=model)
    for field in model._meta.many_to_many:
        m2m_changed.connect(_changed, sender=field.remote_field.through)
    return model


def _about_to_change(sender: type[models.Model], **_: Any) -> None:
    """Take the version lock before the first history row is written."""
    with transaction.atomic(savepoint=False):
        _dates()


def _changed(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    """A row that the public neither sees nor saw (a draft) leaves the version alone."""
    if _MOVED_LATER.get():
        return
    is_private = getattr(instance, "is_private", None)
    if is_private is None or not is_private():
        DataVersion.bump()
