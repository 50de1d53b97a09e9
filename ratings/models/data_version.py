"""The version of the public data: it moves in the transaction of the change.

Pages, ETags and caches are keyed by it. `max(id)` would miss edits and deletions; a row
that every public change updates does not.

One transaction is one version, however many rows it changes: the number grows with the first
of them, the token and the time with each. `VersionEntry` keeps every version that was.

What a version changed is in its rows of `PublicChange`; its dates never go back, whatever
the clock does.
"""

from __future__ import annotations

import secrets
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils import timezone

from ratings.models.db import one_row

CURRENT = "SELECT number, token, changed_at FROM ratings_dataversion WHERE id = 1"

PUBLIC_MODELS: list[type[models.Model]] = []

LISTED = frozenset({"inspection", "rating", "event", "authority", "succession", "discrepancy"})
"""Models whose changes are listed one by one; those of others (names, codes, rules) are counted."""

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
    def number_of_transaction(cls) -> int:
        """The number of the version that the caller's transaction makes."""
        number = cls.objects.filter(id=1).values_list("number", flat=True).first() or 0
        return number + int(_is_unmoved())

    @classmethod
    def bump(cls, counted: str = "") -> None:
        """Move the version, in the caller's transaction. Bulk writes call it themselves.

        `counted`: the model that changed, where its changes are only counted.
        """
        with transaction.atomic(savepoint=False):
            now, is_first = change_timestamp(), _is_unmoved()
            change = {"token": secrets.token_hex(8), "changed_at": now}
            row = cls.objects.filter(id=1)
            if not row.update(number=models.F("number") + int(is_first), **change):
                cls.objects.create(id=1)
                row.update(number=1, **change)
            VersionEntry.keep(row.values_list("number", flat=True).get(), now, counted)
            if is_first:
                transaction.on_commit(_moved_here)


class VersionEntry(models.Model):
    """A version that the data had, and when it took its last form.

    `also` counts by model the changes of names, codes and rules, which are not listed one by one.
    """

    number = models.PositiveBigIntegerField("version", primary_key=True)
    moved_at = models.DateTimeField()
    also = models.JSONField(default=dict, null=True)

    class Meta:
        verbose_name = "version of the data"
        verbose_name_plural = "versions of the data"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"data version {self.number}"

    @classmethod
    def keep(cls, number: int, now: datetime, counted: str = "") -> None:
        """Record a new version, or a later time and more changes of the current one."""
        entry = cls.objects.filter(number=number).first() or cls(number=number)
        entry.moved_at = now
        if counted:
            counts = entry.also or {}
            entry.also = counts | {counted: counts.get(counted, 0) + 1}
        entry.save()

    @classmethod
    def first_known(cls) -> VersionEntry | None:
        """The first version on record: what came with the record belongs to it."""
        return cls.objects.order_by("number").first()

    @property
    def also_in_words(self) -> str:
        """`2 aliases and 1 source`; empty where nothing was counted."""
        counts = (self.also or {}).items()
        names = ((count, apps.get_model("ratings", key)._meta) for key, count in counts)
        parts = [
            f"{count} {each.verbose_name if count == 1 else each.verbose_name_plural}"
            for count, each in sorted(names, key=lambda found: str(found[1].model_name))
        ]
        return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _is_unmoved() -> bool:
    """Whether this transaction has not moved the version yet."""
    return all(entry[1] is not _moved_here for entry in connection.run_on_commit)


def _moved_here() -> None:
    """A no-op `on_commit` callback that marks a transaction which moved the version.

    Django forgets the mark when the transaction ends or its savepoint is rolled back.
    """


class TransactionState:
    """What is kept while a transaction lasts, once a transaction and kind: known by it as
    `_moved_here` is. Outside a transaction it is kept by nobody."""

    def __call__(self) -> None:
        """Nothing is done at the end of a transaction."""

    @classmethod
    def current(cls) -> Self:
        """That of this transaction."""
        callbacks = (entry[1] for entry in connection.run_on_commit)
        found = next((each for each in callbacks if isinstance(each, cls)), None)
        if found is None:
            found = cls()
            transaction.on_commit(found)
        return found


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
        dates = _Dates.current()
        dates.last = max(timezone.now(), dates.last)
    return dates.last


class _Dates(TransactionState):
    """The last time that a transaction has written: it begins after all that others have.

    Whoever asks first waits for whoever moves the version, one after the other: so the changes
    of a version come after those of the one before, and their order is that of the versions.
    (SQLite has one writer at a time by itself.)
    """

    def __init__(self) -> None:
        row = DataVersion.objects.select_for_update().filter(id=1)
        last = row.values_list("changed_at", flat=True).first()
        self.last = max(filter(None, (last, *_of_drafts())), default=BEFORE_ALL) + MOMENT


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


MOVED_LATER: ContextVar[bool] = ContextVar("moved_later", default=False)
"""Whether the version is moved once at the end of what is done: see `single_version`."""


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
        _Dates.current()


def _changed(
    instance: models.Model, action: str = "", reverse: bool = False, raw: bool = False, **_: Any
) -> None:
    """A row that the public neither sees nor saw (a draft) leaves the version alone."""
    if MOVED_LATER.get():
        return
    is_private = getattr(instance, "is_private", None)
    if is_private is None or not is_private():
        name = str(instance._meta.model_name)
        is_counted = not (raw or reverse or action.startswith("pre_") or name in LISTED)
        DataVersion.bump(counted=name if is_counted else "")
