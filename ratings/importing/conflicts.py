"""A file that gives two values for one field of one inspection: neither wins by itself.

Two of its sheets, or two rows, disagree: whoever loads it looks at both and takes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ratings.importing.diff import says_the_same
from ratings.importing.plan_items import Item, Outcome
from ratings.importing.record_index import KnownSource

Values = dict[tuple[int, str], set[str]]
"""What a file says, by the identity of an inspection (`id(held)`) and field."""


def with_quarrels(items: Iterable[Item], said: Values, source: KnownSource) -> list[Item]:
    """The items, those that contradict what the same file says elsewhere not taken by
    themselves."""
    found = list(items)
    added = {(id(i.held), i.field, i.new) for i in found if i.outcome == Outcome.DETAILS}
    in_order = {key: sorted(values) for key, values in said.items() if len(values) > 1}
    return [_item(item, in_order, added, source) for item in found]


def _item(
    item: Item,
    said: Mapping[tuple[int, str], Sequence[str]],
    added: set[tuple[int, str, str]],
    source: KnownSource,
) -> Item:
    if item.outcome != Outcome.CONTRADICTS or item.held is None or not item.can_take:
        return item
    key = (id(item.held), item.field)
    values = said.get(key, ())
    other = next((each for each in values if not _agree(item.field, each, item.new)), None)
    if other is None:
        return item
    is_own = (*key, item.old) in added
    return replace(
        item,
        wins=False,
        old_source=(source.key or source.title) if is_own else item.old_source,
        reason=f"The file says “{other}” elsewhere: look at both.",
    )


def _agree(name: str, one: str, other: str) -> bool:
    return says_the_same(name, one, other) or says_the_same(name, other, one)
