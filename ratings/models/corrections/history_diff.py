"""Versions of a row, the times in which it was public, and what differs between two of them, in
words: who (by role), when and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby, pairwise
from typing import Any

from ratings.models.history import FIRST_RECORDED
from ratings.rules.dates import day_in_words

UNTOLD = frozenset({"id", "inspection", "status", "sources"})
"""Fields that say nothing to the public, and sources, which are compared by their titles."""

WHILE_WITHDRAWN = "changed while it was withdrawn"
EVER, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

Shown = Callable[[Any], bool]
"""Whether the public sees a version."""

NOTHING = "nothing"
NO_REASON = "no reason was given"


@dataclass(frozen=True, slots=True, order=True)
class HistoryCursor:
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
    place: HistoryCursor


@dataclass(frozen=True, slots=True)
class ChangeAuthor:
    """When, by whom and why something became another in public; `place` is of its version."""

    when: datetime
    who: str
    why: str
    place: HistoryCursor

    def correction(self, what: str = "", old: str = "", new: str = "") -> Correction:
        """One value that became another, told by this."""
        return Correction(self.when, self.who, what, old, new, self.why, self.place)


def teller(version: Any, otherwise: str = NO_REASON) -> ChangeAuthor:
    """Who tells of a version; `otherwise` is the reason where none was given."""
    why = version.history_change_reason or otherwise
    return ChangeAuthor(version.history_date, role(version.history_user), why, place_of(version))


def place_of(version: Any) -> HistoryCursor:
    table = version.instance_type._meta.model_name
    return HistoryCursor(version.history_date, table, version.history_id)


def role(user: Any) -> str:
    """The role of a user: their groups, never their name."""
    if user is None:
        return "not recorded"
    groups = sorted(group.name.lower() for group in user.groups.all())
    return " and ".join(groups) or ("administrator" if user.is_superuser else "keeper")


def in_words(value: Any) -> str:
    """A value as display text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_in_words(value)
    return str(value) if value not in (None, "") else NOTHING


Step = tuple[Any, Any, ChangeAuthor]
"""Two successive versions as public (None: there was none yet), and who tells of it."""


@dataclass(frozen=True, slots=True)
class PublicSpan:
    """A time in which a row was public; `opened` made it so, `closed` (or None) ended it."""

    start: datetime
    end: datetime
    opened: Any
    closed: Any = None


def versions(history: Any, *related: str, with_sources: bool = True) -> list[Any]:
    """Versions, the oldest first, with their authors."""
    found = history.order_by("history_id").select_related("history_user", *related)
    rows = (f"{rows_of_sources(found.model)}__source",) if with_sources else ()
    return list(found.prefetch_related("history_user__groups", *rows))


def rows_of_sources(model: Any) -> str:
    """The accessor of a version's rows of sources, which `.sources` cannot prefetch."""
    return f"{model._meta.model_name}_sources_set"


def at(version: Any) -> datetime:
    """Since when a version holds; what came with the record always did."""
    is_first = version.history_change_reason == FIRST_RECORDED
    return EVER if is_first else version.history_date


def is_there(version: Any) -> bool:
    """Whether it is a version of a row that was not deleted."""
    return version is not None and version.history_type != "-"


def spans_of(found: Sequence[Any], shown: Shown) -> list[PublicSpan]:
    """The times in which a row was public; without history it always was."""
    if not found:
        return [PublicSpan(EVER, NEVER, None)]
    firsts = [(is_shown, next(group)) for is_shown, group in groupby(found, key=shown)]
    after = [version for _, version in firsts[1:]]
    return [
        PublicSpan(at(version), at(closed) if closed else NEVER, version, closed)
        for (is_shown, version), closed in zip(firsts, [*after, None], strict=True)
        if is_shown
    ]


def steps(found: Sequence[Any], spans: Iterable[PublicSpan]) -> Iterator[Step]:
    """Changes while public, one by one; between two times, one step told by the second."""
    shown: list[Any] = []
    for span in spans:
        then = next((v for v in reversed(found) if at(v) <= span.start), None)
        if shown:
            yield shown[-1], then, teller(span.opened, WHILE_WITHDRAWN)
        shown = [then, *(v for v in found if span.start < at(v) < span.end)]
        for before, after in pairwise(shown):
            yield before, after, teller(after)


def differences(
    before: Any, after: Any, prefix: str, by: ChangeAuthor, untold: frozenset[str] = frozenset()
) -> Iterator[Correction]:
    """The fields in which two versions differ, in words."""
    delta = after.diff_against(before, excluded_fields=UNTOLD | untold, foreign_keys_are_objs=True)
    changes = [(change.field, change.old, change.new) for change in delta.changes]
    if hasattr(after, rows_of_sources(after)):
        changes.append(("sources", _titles(before), _titles(after)))
    for field, old, new in changes:
        if old != new:
            about = after.instance_type._meta.get_field(field)
            old, new = (dict(about.flatchoices).get(value, value) for value in (old, new))
            yield by.correction(prefix + str(about.verbose_name), in_words(old), in_words(new))


def _titles(version: Any) -> str:
    rows = getattr(version, rows_of_sources(version)).all()
    return ", ".join(sorted(str(row.source) for row in rows))
