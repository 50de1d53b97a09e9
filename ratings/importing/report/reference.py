"""The names in the record to search reports for: authorities, frameworks, areas, grades."""

from __future__ import annotations

from dataclasses import dataclass

from ratings.importing.report.text import squeeze
from ratings.models import HeadingAlias
from ratings.models.data_version import VersionCached
from ratings.models.record import Record
from ratings.rules import types
from ratings.rules.name_matching import normalise


@dataclass(frozen=True)
class ReferenceData(VersionCached):
    """The record's data for the report parser; `spellings`: names as normalised word tuples.

    `headings`: by group and area key, all squeezed phrases that may be an area's heading.
    """

    councils: dict[str, types.Authority]
    spellings: dict[tuple[str, ...], frozenset[str]]
    frameworks: tuple[types.Framework, ...]
    headings: dict[tuple[str, str], frozenset[str]]

    def of_group(self, group: str) -> list[types.Framework]:
        return [each for each in self.frameworks if each.group == group]

    @classmethod
    def _read(cls) -> ReferenceData:
        record = Record.current()
        return cls(
            councils=record.authorities,
            spellings=_spellings(record),
            frameworks=tuple(record.frameworks.values()),
            headings=_headings(),
        )


def _spellings(record: Record) -> dict[tuple[str, ...], frozenset[str]]:
    """Slugs by normalised words; two authorities may share a spelling.

    A name also means a former council whose own name begins with it: "Dorset" was printed for the
    old county too, and the day decides which is meant.
    """
    found: dict[tuple[str, ...], set[str]] = {}
    for slug, council in record.authorities.items():
        for name in (council.name, *record.aliases.get(slug, ())):
            found.setdefault(tuple(normalise(name).split()), set()).add(slug)
    for each in record.successions:
        older = [words for words, slugs in found.items() if each.predecessor in slugs]
        for words, slugs in found.items():
            if each.successor in slugs and any(name[: len(words)] == words for name in older):
                slugs.add(each.predecessor)
    return {words: frozenset(slugs) for words, slugs in found.items()}


def _headings() -> dict[tuple[str, str], frozenset[str]]:
    """Squeezed headings by group and area key: versions of one framework share them.

    The name of another area of the group is never a heading of this one: files from before 2023
    say "children in care" and include the care leavers.
    """
    record = Record.current()
    groups = {each.code: each.group for each in record.frameworks.values()}
    areas = [(groups[a.framework], a.key, a.name) for a in record.areas.values()]
    aliases = HeadingAlias.objects.values_list("area__framework__code", "area__key", "text")
    names = {(group, squeeze(name)): key for group, key, name in areas}
    found: dict[tuple[str, str], set[str]] = {}
    for group, key, text in (*areas, *((groups[f], key, text) for f, key, text in aliases)):
        phrase, kept = squeeze(text), found.setdefault((group, key), set())
        if all(names.get((group, f"{the}{phrase}"), key) == key for the in ("", "the")):
            kept.add(phrase.removeprefix("the"))
    return {key: frozenset(phrases) for key, phrases in found.items()}
