"""Judgement areas as something to choose from and to speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ratings.parameters import DEFAULT_AREA
from ratings.rules.grades import in_a_sentence
from ratings.rules.types import Area, Framework


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area by key: `words` as a heading says it, `group` the rules that asked it last."""

    key: str
    words: str
    group: str
    is_headline: bool

    @property
    def in_a_sentence(self) -> str:
        return in_a_sentence(self.words)


def area_choices(frameworks: Iterable[Framework]) -> dict[str, AreaChoice]:
    """Every area once, those of the newest rules first; the newest rules name it."""
    newest = sorted(frameworks, key=lambda f: (f.first_day, f.code), reverse=True)
    found: dict[str, AreaChoice] = {}
    for framework in sorted(newest, key=lambda f: not f.in_national):
        for area in sorted(framework.areas, key=lambda area: area.order):
            words, rules = _words(area, framework), rules_name(framework)
            found.setdefault(area.key, AreaChoice(area.key, words, rules, area.is_headline))
    return dict(sorted(found.items(), key=lambda item: not _leads(item[1])))


def grouped(choices: Iterable[AreaChoice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a form, under the rules that they belong to."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for choice in choices:
        groups.setdefault(choice.group, []).append((choice.key, choice.words))
    return list(groups.items())


def _leads(choice: AreaChoice) -> bool:
    return choice.key == DEFAULT_AREA


def _words(area: Area, framework: Framework) -> str:
    """The overall judgement of the rules that are counted by its full name."""
    if area.is_headline and framework.in_national:
        return area.name
    return area.short_name


def rules_name(framework: Framework) -> str:
    """The name without the year of its version."""
    return framework.name.split(" (")[0]
