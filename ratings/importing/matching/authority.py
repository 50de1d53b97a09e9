"""Match a row's authority, by code and by name, among those that existed at the time."""

from __future__ import annotations

from collections.abc import Iterable

from ratings.importing.entry.types import EntryDates, join_words
from ratings.importing.matching.validation import MatchError
from ratings.importing.record_index import IndexedAuthority, RecordIndex
from ratings.importing.types import ImportRow
from ratings.rules.dates import day_in_words
from ratings.rules.name_matching import closest_matches, normalise

MOST_LOOKED_FOR = 200
"""Maximum number of unknown names for which similar ones are searched: each takes milliseconds and
a file may have a hundred thousand. In a file with more, spelling is not the problem."""

LONGEST_NAME = 100
"""Maximum length of a name to search for: no authority's is half as long, and longer names take
more time."""


def authority_of(row: ImportRow, known: RecordIndex, period: EntryDates) -> IndexedAuthority:
    """The authority that a row names: by code and by name, and existing at the time.

    A name or code that an authority shares with its predecessor ("Dorset") means the one that
    existed then. Raises MatchError.
    """
    by_name = {_then(known.authorities[s], row, known, period) for s in _named(row, known)}
    by_code = {
        known.authorities[known.codes[c]] for c in map(normalise, row.codes) if c in known.codes
    }
    found = by_name & by_code if by_name and by_code else by_name or by_code
    if not found and by_name:
        raise MatchError(_disagree(row, by_name, by_code))
    if not found:
        raise MatchError(_unknown(row, known))
    existing = [one for one in found if one.existed(period.first, period.last)]
    if len(existing) == 1:
        return existing[0]
    if existing:
        names = join_words(sorted(one.name for one in existing), "or")
        raise MatchError(f"“{row.authority}” may be {names}: both existed then. Give its GSS code.")
    raise MatchError(_did_not_exist(sorted(found, key=lambda one: one.slug)[0]))


def _named(row: ImportRow, known: RecordIndex) -> set[str]:
    return known.names.get(normalise(row.authority), set()) if row.authority else set()


def _then(
    named: IndexedAuthority, row: ImportRow, known: RecordIndex, period: EntryDates
) -> IndexedAuthority:
    """The authority, or its predecessor of that name if only that one existed at the time."""
    if named.existed(period.first, period.last):
        return named
    before = [known.authorities[slug] for slug in named.predecessors]
    alike = [
        one for one in before
        if normalise(one.name).startswith(normalise(row.authority))
        and one.existed(period.first, period.last)
    ]  # fmt: skip
    return alike[0] if len(alike) == 1 else named


def _disagree(
    row: ImportRow, by_name: Iterable[IndexedAuthority], by_code: Iterable[IndexedAuthority]
) -> str:
    named = join_words(sorted(one.name for one in by_name), "or")
    coded = join_words(sorted(one.name for one in by_code), "or")
    codes = ", ".join(row.codes)
    return f"The name is {named}’s and the code {codes} is {coded}’s: correct one of the cells."


def _unknown(row: ImportRow, known: RecordIndex) -> str:
    if not row.authority:
        return "It names no authority."
    near = [known.authorities[slug].name for slug in _alike(row.authority, known)]
    hint = f" Did it mean {join_words(near, 'or')}?" if near else ""
    return (
        f"No authority is called “{row.authority}”.{hint} Correct the cell, or add the spelling"
        " to the authority’s aliases."
    )


def _alike(name: str, known: RecordIndex) -> list[str]:
    """Slugs of the authorities that may be meant, searched once per name."""
    if len(name) > LONGEST_NAME:
        return []
    if name not in known.alike and len(known.alike) < MOST_LOOKED_FOR:
        names = ((word, slug) for word, slugs in known.names.items() for slug in slugs)
        known.alike[name] = closest_matches(name, names, 2)
    return known.alike.get(name, [])


def _did_not_exist(authority: IndexedAuthority) -> str:
    if authority.end:
        return (
            f"{authority.name} did not exist then: its last day was"
            f" {day_in_words(authority.end)}. Correct the authority or the date."
        )
    began = day_in_words(authority.start) if authority.start else ""
    return (
        f"{authority.name} did not exist then: it began on {began}. Correct the authority or"
        " the date."
    )
