"""One line of a plan: what one row says of one fact, and what that means for the record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ratings.importing.record_index import Held, Known, KnownSource
from ratings.importing.types import Where
from ratings.models import ImportItem
from ratings.rules.dates import day_in_words

Outcome = ImportItem.Outcome

NO_SOURCE = KnownSource("", "the table that was loaded", "", (10**6, 0))
"""Who says what the site's own table says, where its rows name no source: the least trusted."""


LONGEST_CHANGE = 400
"""Characters by which a run keeps what an item would do."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a plan. `held` is the inspection it is about, None where none was found;
    `areas` are those whose grades a citation is for."""

    outcome: str
    where: Where
    authority: str
    held: Held | None = None
    field: str = ""
    old: str = ""
    new: str = ""
    old_source: str = ""
    new_source: str = ""
    reason: str = ""
    wins: bool = False
    can_take: bool = False
    areas: tuple[str, ...] = ()

    @property
    def inspection(self) -> str:
        return self.held.key if self.held else ""

    @property
    def change(self) -> str:
        """What it would do: items with the same words are taken or left together."""
        if not self.can_take and self.outcome != Outcome.CONTRADICTS:
            return ""
        if self.outcome == Outcome.NEW:
            return f"new|{self.inspection}"
        return _short(f"{self.inspection}|{self.field}|{self.new}|{self.new_source}")

    @property
    def is_taken(self) -> bool:
        """Whether it is taken unless somebody chooses otherwise: what wins by trust."""
        return self.can_take and (self.outcome != Outcome.CONTRADICTS or self.wins)


def _short(change: str) -> str:
    """The words themselves, or what stands for them where they are too long to keep."""
    if len(change) <= LONGEST_CHANGE:
        return change
    return f"sha256:{hashlib.sha256(change.encode()).hexdigest()}"


def new_in_words(known: Known, held: Held) -> str:
    """Why an inspection is new, as a sentence with its kind and dates."""
    kind = known.kinds[held.kind].name
    days = [f"begun {held.start.in_words()}"] if held.start else []
    days += [f"published {day_in_words(held.published)}"] if held.published else []
    return f"A {kind} that the record does not have, {', '.join(days)}."
