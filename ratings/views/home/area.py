"""The judgement area that the first page is about, and those it can be about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ratings.parameters import DEFAULT_AREA
from ratings.rules.grades import in_a_sentence
from ratings.rules.national import counted_as_one, frameworks_that_count
from ratings.rules.types import Area, Framework
from ratings.views.errors import BadParameter


@dataclass(frozen=True, slots=True)
class ChosenArea:
    """One area, or several that are counted as one (domain §4).

    `key` is the one in the newest framework, `keys` all of them, `frameworks` those whose
    inspections count. `is_headline` says that it is an overall grade of the national shares;
    `in_line`, that its inspections give nodes of the line, so that they can be compared.
    """

    key: str
    words: str
    keys: frozenset[str]
    frameworks: tuple[Framework, ...]
    is_headline: bool

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(framework.code for framework in self.frameworks)

    @property
    def in_a_sentence(self) -> str:
        return in_a_sentence(self.words)

    @property
    def in_line(self) -> bool:
        return any(framework.in_line for framework in self.frameworks)

    @property
    def parameter(self) -> str:
        """What an address has to say; blank for what it means anyway."""
        return "" if self.key == DEFAULT_AREA else self.key

    @property
    def is_asked_now(self) -> bool:
        """Whether a framework that is still in force judges it."""
        return any(f.last_day is None and f.area(self.key) for f in self.frameworks)


def chosen_area(asked: str, choices: Iterable[ChosenArea]) -> ChosenArea:
    """The area that an address asks for, by any of its keys. Raises BadParameter."""
    known = tuple(choices)
    for area in known:
        if (asked or DEFAULT_AREA) in area.keys:
            return area
    raise BadParameter("area", asked, [area.key for area in known])


def area_choices(
    frameworks: Iterable[Framework], pairs: Iterable[tuple[str, str]], names: Mapping[str, str]
) -> tuple[ChosenArea, ...]:
    """Every area that can be counted, those of the national shares first, then by age.

    `names` are the short names of frameworks, for areas whose own name is not enough.
    """
    newest_first = sorted(frameworks, key=lambda f: (f.in_national, f.first_day), reverse=True)
    links = list(pairs)
    found: dict[str, ChosenArea] = {}
    for framework in newest_first:
        for area in framework.areas:
            if not any(area.key in other.keys for other in found.values()):
                found[area.key] = _area(area, newest_first, links)
    headline_first = sorted(found.values(), key=lambda area: not area.is_headline)
    return tuple(_named_apart(headline_first, names))


def _area(area: Area, known: list[Framework], links: list[tuple[str, str]]) -> ChosenArea:
    keys = counted_as_one(area.key, links)
    frameworks = frameworks_that_count(known, keys)
    national = any(framework.in_national for framework in frameworks)
    return ChosenArea(area.key, area.short_name, keys, frameworks, area.is_headline and national)


def _named_apart(areas: Iterable[ChosenArea], names: Mapping[str, str]) -> Iterable[ChosenArea]:
    """The areas; an area that no framework in force judges names the ones that did."""
    for area in areas:
        judging = [f for f in area.frameworks if any(f.area(key) for key in area.keys)]
        told = ", ".join(names.get(f.code, f.code) for f in judging)
        if area.is_headline:
            yield _renamed(area, "Overall effectiveness")
        elif area.is_asked_now:
            yield area
        else:
            yield _renamed(area, f"{area.words} ({told})")


def _renamed(area: ChosenArea, words: str) -> ChosenArea:
    return ChosenArea(area.key, words, area.keys, area.frameworks, area.is_headline)
