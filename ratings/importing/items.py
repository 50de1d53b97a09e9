"""One line of a plan: what one row says of one fact, and what that means for the record."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.importing.known import Held, KnownSource
from ratings.importing.rows import Where
from ratings.models import ImportItem

Outcome = ImportItem.Outcome

NO_SOURCE = KnownSource("", "the table that was loaded", "", (10**6, 0))
"""Who says what the site's own table says, where its rows name no source: the least trusted."""


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
        return f"{self.inspection}|{self.field}|{self.new}|{self.new_source}"

    @property
    def is_taken(self) -> bool:
        """Whether it is taken unless somebody chooses otherwise: what wins by trust."""
        return self.can_take and (self.outcome != Outcome.CONTRADICTS or self.wins)
