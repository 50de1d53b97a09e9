"""What is told of a change: the values in words, and who (by role), when and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from ratings.rules.dates import day_in_words

NOTHING = "nothing"
NO_REASON = "no reason was given"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a version stands in the history of everything, the newest last.

    `table` is the model's name in lower case, `number` the version's own: many versions may
    be of one moment, and all the same each has a place of its own.
    """

    when: datetime
    table: str
    number: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that became another. `who` is a role, `why` the reason that was given."""

    when: datetime
    who: str
    what: str
    old: str
    new: str
    why: str
    place: Place


@dataclass(frozen=True, slots=True)
class Teller:
    """When, by whom and why something became another in public; `place` is of its version."""

    when: datetime
    who: str
    why: str
    place: Place

    def at(self, place: Place) -> Teller:
        """The same, found at another place in the history."""
        return replace(self, place=place)

    def correction(self, what: str = "", old: str = "", new: str = "") -> Correction:
        """One value that became another, told by this."""
        return Correction(self.when, self.who, what, old, new, self.why, self.place)


def teller(version: Any, otherwise: str = NO_REASON) -> Teller:
    """Who tells of a version; `otherwise` is the reason where none was given."""
    why = version.history_change_reason or otherwise
    return Teller(version.history_date, role(version.history_user), why, place_of(version))


def place_of(version: Any) -> Place:
    table = version.instance_type._meta.model_name
    return Place(version.history_date, table, version.history_id)


def role(user: Any) -> str:
    """What a person is here: their groups; never who they are."""
    if user is None:
        return "not recorded"
    groups = sorted(group.name.lower() for group in user.groups.all())
    return " and ".join(groups) or ("administrator" if user.is_superuser else "keeper")


def in_words(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_in_words(value)
    return str(value) if value not in (None, "") else NOTHING
