"""What somebody saw of a row before deciding: what is saved or published is of that, or refused.

Two people may have one page open. Whoever saves last would else put back, with the fields that
they never touched, what the other has just corrected; or publish a grade that they never saw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from ratings.importing.entry.types import join_words
from ratings.models import DataVersion

SINCE = (
    "Somebody has {} since you opened this page, so that nothing was saved: open the page"
    " again, and change what is still wrong."
)
CHANGED = SINCE.format("changed it")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A row whose changes are told, what to call it (empty: the object of the page), and
    the labels of its fields that say only what it belongs to."""

    row: models.Model
    name: str = ""
    untold: tuple[str, ...] = ()


class ConcurrentAdmin(SimpleHistoryAdmin):
    """A model whose rows two people may have open at once."""

    def told(self, obj: Any) -> list[HistoryRow]:
        """The rows whose changes the history page of an object tells: it, and what is its."""
        found = [HistoryRow(obj)]
        for field in (f for inline in self.inlines for f in inline.model._meta.fields):
            if field.related_model is self.model:
                rows = getattr(obj, field.remote_field.get_accessor_name()).all()
                found += [HistoryRow(row, named(row), (field.verbose_name,)) for row in rows]
        return found

    def seen_of(self, obj: Any) -> str:
        """The state of what a page is about: it moves with each save of a row that it tells of,
        and with each that is added or deleted.

        One query a row. Within a transaction that changes something, after `hold`.
        """
        return "-".join(f"{_key(told.row)}.{_latest(told.row)}" for told in self.told(obj))

    def changed_since(self, obj: Any, seen: str) -> str:
        """What others have done to the rows of a page since it was shown, as the sentence that
        refuses what was sent; empty where nothing."""
        then, now = _versions(seen), _versions(self.seen_of(obj))
        if then == now:
            return ""
        names = {_key(told.row): told.name or "it" for told in self.told(obj)}
        done = {
            "changed": [names[key] for key in now if then.get(key, now[key]) != now[key]],
            "added": [names[key] for key in now if key not in then],
            "deleted": [self._name_of_gone(key) for key in then if key not in now],
        }
        told = {verb: [name for name in found if name] for verb, found in done.items()}
        said = [f"{verb} {join_words(found, 'and')}" for verb, found in told.items() if found]
        return SINCE.format(join_words(said, "and")) if said else CHANGED

    def _name_of_gone(self, key: str) -> str:
        """What a row was called that is told of no more; empty for what the page never told of."""
        name, _, pk = key.partition(".")
        for inline in self.inlines:
            if inline.model._meta.model_name == name:
                row = last_known(inline.model, pk)
                return named(row) if row else ""
        return ""

    def hold(self, obj: Any) -> Any:
        """The row as it is now, it and those told of with it kept from others until the
        transaction ends; None if it is gone."""
        DataVersion.hold()
        now, *_ = [_held(told.row) for told in self.told(obj)]
        return now


def serialised(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page to which what is sent is read, checked and written while nobody else writes."""

    @wraps(page)
    def answered(admin: Any, request: HttpRequest, *args: Any, **kw: Any) -> HttpResponse:
        if request.method != "POST":
            return page(admin, request, *args, **kw)
        with transaction.atomic():
            DataVersion.hold()
            return page(admin, request, *args, **kw)

    return answered


def named(row: Any) -> str:
    """A row that belongs to another, as it is called."""
    return f"the {row._meta.verbose_name} “{row}”"


def last_known(model: Any, pk: str) -> Any:
    """A row that is gone, as it was last; None if nobody knows it."""
    if not pk.isdecimal():
        return None
    version = model.history.filter(id=pk).order_by("-history_id").first()
    return version.instance if version else None


def _held(row: Any) -> Any:
    return type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()


def _key(row: Any) -> str:
    return f"{row._meta.model_name}.{row.pk}"


def _latest(row: Any) -> int:
    entries = row.history.order_by("-history_id")
    return entries.values_list("history_id", flat=True).first() or 0


def _versions(seen: str) -> dict[str, str]:
    """The version of each row, by its key."""
    parts = (part.rpartition(".") for part in seen.split("-"))
    return {key: version for key, _, version in parts}
