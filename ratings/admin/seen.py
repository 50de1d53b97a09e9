"""What somebody saw of a row before deciding: what is saved or published is of that, or refused.

Two people may have one page open. Whoever saves last would else put back, with the fields that
they never touched, what the other has just corrected; or publish a grade that they never saw.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from ratings.admin.base import KeeperAdmin

CHANGED = (
    "Somebody has changed it since you opened this page, so that nothing was saved: open the page"
    " again, and change what is still wrong."
)


def seen_of(admin: KeeperAdmin, obj: Any) -> str:
    """The state of what a page is about: it moves with each save of a row that it tells of.

    One query a row. Within a transaction that changes something, after `hold`.
    """
    return "-".join(_states(told.row for told in admin.told(obj)))


def _states(rows: Iterable[models.Model]) -> Iterable[str]:
    for row in rows:
        entries = row.history.order_by("-history_id")  # type: ignore[attr-defined]
        latest = entries.values_list("history_id", flat=True).first()
        yield f"{row.pk}.{latest or 0}"


def hold(obj: Any) -> Any:
    """The row as it is now, kept from others until the transaction ends; None if it is gone."""
    rows = type(obj)._base_manager.select_for_update(of=("self",))
    return rows.filter(pk=obj.pk).first()
