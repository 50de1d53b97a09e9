"""The data of every national count: the country, frameworks, judgement areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ratings.forms import MomentForm, QueryDates
from ratings.models.record import Record
from ratings.parameters import DEFAULT_AREA
from ratings.rules.grades import grades_of, in_a_sentence
from ratings.rules.national import Country
from ratings.rules.types import Framework
from ratings.views.dates import check


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

    `frameworks` are those that a page may be about, oldest first, `areas` all that they judge, by
    key; `pairs` are keys of areas that are counted as one.
    """

    record: Record
    country: Country
    frameworks: tuple[Framework, ...]
    areas: dict[str, AreaChoice]
    pairs: tuple[tuple[str, str], ...]

    def on(self, moment: QueryDates) -> Country:
        """The country with what had begun and was public at the as-of dates."""
        days = (moment.as_at, moment.known_by)
        return self.record.kept("country", days, lambda: self._at(*days))

    def _at(self, as_at: date, known_by: date | None) -> Country:
        known = self.record.as_at(as_at, known_by)
        return replace(self.country, inspections=tuple(each for each in known if each.is_graded))

    @property
    def grades(self) -> list[str]:
        """The keys of the grades that the frameworks can give, best first."""
        return [grade.key for grade in grades_of(self.frameworks)]


def get_national_record(data: Mapping[str, Any]) -> NationalRecord:
    """The record for counting on the days of a URL; one query, for the data version.

    Raises ParameterError.
    """
    form = MomentForm(data)
    check(form)
    return build_national_record(Record.current(), form.moment().span)


def build_national_record(record: Record, days: tuple[date, date]) -> NationalRecord:
    """The same, from a context that a page has already."""
    return record.kept("national", days, lambda: _national(record, days))


def _national(record: Record, days: tuple[date, date]) -> NationalRecord:
    frameworks = record.begun(*days)
    graded = tuple(each for each in record.inspections if each.is_graded)
    return NationalRecord(
        record=record,
        country=Country(tuple(record.authorities.values()), graded),
        frameworks=frameworks,
        areas=area_choices(frameworks),
        pairs=record.counted_as_one,
    )
