"""Optimistic concurrency: reject a save or a publication if the rows changed since rendering.

Two users may have the same page open. Otherwise the later save would overwrite, with fields that
the user never touched, what the other has just corrected; or publish a grade they never saw.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from ratings.models import DataVersion
from ratings.rules.validation import join_words

SINCE = (
    "Somebody has {} since you opened this page, so that nothing was saved: open the page"
    " again, and change what is still wrong."
)
CHANGED = SINCE.format("changed it")


HistoryRow = tuple[models.Model, str, tuple[str, ...]]
"""A row whose changes a history page shows, its display name (empty: the page's own object), and
the labels of fields to leave out, as they only name its parent."""


class ConcurrentAdmin(SimpleHistoryAdmin):
    """A ModelAdmin that detects concurrent changes to an object and its related rows."""

    def told(self, obj: Any) -> list[HistoryRow]:
        """Return the rows that the history page of an object covers: itself and its inlines."""
        found: list[HistoryRow] = [(obj, "", ())]
        for field in (f for inline in self.inlines for f in inline.model._meta.fields):
            if field.related_model is self.model:
                rows = getattr(obj, field.remote_field.get_accessor_name()).all()
                found += [(row, named(row), (str(field.verbose_name),)) for row in rows]
        return found

    def seen_of(self, obj: Any) -> str:
        """Return the state of a page's rows, as text: it differs after each save, addition or
        deletion of one of them.

        One query per row. In a transaction that writes, call it after `hold`.
        """
        seen = []
        for row, *_ in self.told(obj):
            entries = row.history.order_by("-history_id")  # type: ignore[attr-defined]
            latest = entries.values_list("history_id", flat=True).first() or 0
            seen.append(f"{_key(row)}.{latest}")
        return "-".join(seen)

    def changed_since(self, obj: Any, seen: str) -> str:
        """Return the error message that states what others have changed, added or deleted among
        a page's rows since it was rendered; empty if nothing."""
        then, now = _versions(seen), _versions(self.seen_of(obj))
        if then == now:
            return ""
        names = {_key(row): name or "it" for row, name, _ in self.told(obj)}
        done = {
            "changed": [names[key] for key in now if then.get(key, now[key]) != now[key]],
            "added": [names[key] for key in now if key not in then],
            "deleted": [self._name_of_gone(key) for key in then if key not in now],
        }
        told = {verb: [name for name in found if name] for verb, found in done.items()}
        said = [f"{verb} {join_words(found, 'and')}" for verb, found in told.items() if found]
        return SINCE.format(join_words(said, "and")) if said else CHANGED

    def _name_of_gone(self, key: str) -> str:
        """Return the name of a deleted inline row; empty if it is of another model or unknown."""
        name, _, pk = key.partition(".")
        for inline in self.inlines:
            if inline.model._meta.model_name == name:
                row = last_known(inline.model, pk)
                return named(row) if row else ""
        return ""

    def hold(self, obj: Any) -> Any:
        """Lock the row and those of its history page until the transaction ends, and return it
        as it is now; None if it was deleted."""
        DataVersion.hold()
        now, *_ = [
            type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
            for row, *_ in self.told(obj)
        ]
        return now


def serialised(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serialise POSTs to a view: take the write lock before validating."""

    @wraps(page)
    def answered(admin: Any, request: HttpRequest, *args: Any, **kw: Any) -> HttpResponse:
        if request.method != "POST":
            return page(admin, request, *args, **kw)
        with transaction.atomic():
            DataVersion.hold()
            return page(admin, request, *args, **kw)

    return answered


def named(row: Any) -> str:
    """Return the display name of a related row: its model's name and its own."""
    return f"the {row._meta.verbose_name} “{row}”"


def last_known(model: Any, pk: str) -> Any:
    """Return the last historical state of a deleted row; None if it has no history."""
    if not pk.isdecimal():
        return None
    version = model.history.filter(id=pk).order_by("-history_id").first()
    return version.instance if version else None


def _key(row: Any) -> str:
    return f"{row._meta.model_name}.{row.pk}"


def _versions(seen: str) -> dict[str, str]:
    """Parse the text of `seen_of` into the latest history id of each row, by its key."""
    parts = (part.rpartition(".") for part in seen.split("-"))
    return {key: version for key, _, version in parts}
