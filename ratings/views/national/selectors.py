"""The data of every national count: the country, framework programmes, judgement areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ratings.forms import QueryDates
from ratings.models.record import Record
from ratings.parameters import DEFAULT_AREA
from ratings.rules import types
from ratings.rules.grades import in_a_sentence
from ratings.rules.national import Country
from ratings.rules.types import Framework


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area by key: `words` is its label as a heading, `group` the rules that judged it last."""

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
            # the overall judgement of the rules that are counted has its full name
            is_overall = area.is_headline and framework.in_national
            words, rules = area.name if is_overall else area.short_name, rules_name(framework)
            found.setdefault(area.key, AreaChoice(area.key, words, rules, area.is_headline))
    return dict(sorted(found.items(), key=lambda item: item[0] != DEFAULT_AREA))


def grouped(choices: Iterable[AreaChoice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a form, grouped by the rules that they belong to."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for choice in choices:
        groups.setdefault(choice.group, []).append((choice.key, choice.words))
    return list(groups.items())


def rules_name(framework: Framework) -> str:
    """The name without the year of its version."""
    return framework.name.split(" (")[0]


@dataclass(frozen=True, slots=True)
class NationalRecord:
    """The record for counting: everything public, whatever the day.

    `frameworks` are the oldest first, `areas` all that they judge, by key; `programmes` maps
    a framework's code to its programme; `pairs` are keys of areas that are counted as one.
    """

    record: Record
    country: Country
    frameworks: list[types.Framework]
    areas: dict[str, AreaChoice]
    programmes: dict[str, str]
    pairs: tuple[tuple[str, str], ...]

    def on(self, moment: QueryDates) -> Country:
        """The country with what had begun and was public at the as-of dates."""
        days = (moment.as_at, moment.known_by)
        return self.record.kept("country", days, lambda: self._at(*days))

    def _at(self, as_at: date, known_by: date | None) -> Country:
        known = self.record.as_at(as_at, known_by)
        return replace(self.country, inspections=tuple(each for each in known if each.is_graded))

    def codes_of(self, programme: str) -> frozenset[str]:
        """The frameworks of a programme."""
        return frozenset(code for code, each in self.programmes.items() if each == programme)


def get_national_record() -> NationalRecord:
    """The record for counting; one query, for the data version."""
    return build_national_record(Record.current())


def build_national_record(record: Record) -> NationalRecord:
    """The same, from a context that a page has already."""
    return record.kept("national", None, lambda: _national(record))


def _national(record: Record) -> NationalRecord:
    frameworks = sorted(record.frameworks.values(), key=lambda f: (f.first_day, f.code))
    graded = tuple(each for each in record.inspections if each.is_graded)
    return NationalRecord(
        record=record,
        country=Country(tuple(record.authorities.values()), graded),
        frameworks=frameworks,
        areas=area_choices(frameworks),
        programmes=record.programmes,
        pairs=record.counted_as_one,
    )
