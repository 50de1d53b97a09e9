"""Query parameters of the national record, and their evaluation.

The same for pages, data and the comparison with published figures: each passes the parameters
of a URL, so that every number shown can be had from its URL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from ratings.forms import MomentForm, QueryDates
from ratings.models.cached_urls import reverse
from ratings.parameters import (
    DEFAULT_AREA,
    GOALS,
    AuthoritiesForm,
    CountForm,
    CountryPart,
    DrillDownForm,
    PageForm,
    councils,
    place,
)
from ratings.rules import national
from ratings.rules.grades import grades_of
from ratings.rules.national import CountBasis, CountCriteria, Country, Repeats, Shares
from ratings.rules.types import Framework, Grade
from ratings.views.dates import MOMENT, check
from ratings.views.errors import ParameterError
from ratings.views.national.selectors import AreaChoice, NationalRecord, grouped


def address(view: str, asked: NationalParams, **changes: str) -> str:
    """A national URL for the same as-of dates, region and type; `changes` are added, and a
    blank one removes a parameter. `from_` is the parameter `from`."""
    kept = _kept(asked.moment, asked.part, asked.type)
    if view.removesuffix("-json").removesuffix("-csv") in WITH_AREA:
        kept = kept | {"area": "" if asked.area.key == DEFAULT_AREA else asked.area.key}
    wanted = kept | {name.rstrip("_"): value for name, value in changes.items()}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{reverse(view)}?{query}" if query else reverse(view)


@lru_cache(maxsize=64)
def _kept(moment: QueryDates, part: CountryPart, type: str) -> dict[str, str]:
    """The parameters that all URLs of a page share; a page has hundreds of them."""
    return moment.parameters() | {"region": part.slug, "type": type}


WITH_AREA = {"national", "national-authorities", "national-over-time", "national-groups"}


COUNT = (
    *MOMENT, "area", "region", "type", "frameworks", "programme", "which", "begun_from", "begun_to",
)  # fmt: skip
"""Query parameters of a national count; `programme` is the old spelling of `frameworks`."""

PAGE = (*MOMENT, "area", "region", "type", "goal")
"""Query parameters of the national page and its parts."""

PLACE = (*MOMENT, "region", "type")
"""Query parameters of every drill-down list."""


@dataclass(frozen=True, slots=True)
class NationalParams:
    """Parsed parameters. `country` is the part requested as at the dates; `frameworks` are those
    that count and had begun, or the first to come; `group` names them, where one was requested."""

    moment: QueryDates
    national: NationalRecord
    country: Country
    part: CountryPart
    type: str
    area: AreaChoice
    areas: frozenset[str]
    frameworks: tuple[Framework, ...]
    counted: CountCriteria
    group: str = ""
    goal: str = ""

    @property
    def councils(self) -> str:
        """The authorities of the page, within a sentence: `county councils in the North West`."""
        return councils(self.part, self.type)

    @property
    def place(self) -> str:
        """The same for the page's heading: `North West`."""
        return place(self.part, self.type)

    @property
    def within(self) -> str:
        """`, North West` for the end of a heading; empty where all of England is requested."""
        if not (self.part or self.type):
            return ""
        return f", {self.councils if self.type else self.part.name}"

    def of_area(self, noun: str) -> str:
        """`overall grades`, `grades for leaders`."""
        if self.area.key == DEFAULT_AREA:
            return f"overall {noun}"
        return f"{noun} for {self.area.in_a_sentence}"

    @property
    def existing(self) -> frozenset[str]:
        """Slugs of the authorities of the part that exist on the day."""
        return self.country.existing_on(self.moment.as_at)

    @property
    def shares(self) -> Shares:
        return national.shares(self.existing, self.country.inspections, self.areas, self.counted)

    @property
    def repeats(self) -> Repeats:
        return national.repeats(self.existing, self.country.inspections, self.areas, self.counted)

    @property
    def grades(self) -> list[Grade]:
        """The grades that the frameworks which judge the area can give, best first."""
        judging = [f for f in self.frameworks if any(f.area(key) for key in self.areas)]
        return grades_of(judging or self.frameworks)

    @property
    def is_overall(self) -> bool:
        """Whether the area is the overall judgement of the frameworks that count."""
        return any(
            area.is_headline for f in self.frameworks for area in f.areas if area.key in self.areas
        )

    @property
    def reaches(self) -> date:
        """The last day on which anything is known: the day requested, or that of the record."""
        complete = self.national.record.complete_to.get("graded")
        days = (self.moment.as_at, self.moment.known_by, complete)
        return min(day for day in days if day)


def parse_count_params(data: Mapping[str, Any], found: NationalRecord) -> NationalParams:
    """Parse the URL of a count. Raises ParameterError."""
    form = CountForm(data, _areas(found), _groups(found))
    return _asked(data, found, _checked_count(form))


def parse_authorities_params(
    data: Mapping[str, Any], found: NationalRecord
) -> tuple[NationalParams, str]:
    """Parse the drill-down of a count, with the grade in it (blank: all)."""
    form = AuthoritiesForm(data, _areas(found), _groups(found), found.grades)
    values = _checked_count(form)
    return _asked(data, found, values), values["grade"]


def parse_page_params(
    data: Mapping[str, Any], found: NationalRecord
) -> tuple[NationalParams, PageForm]:
    """Parse the page's URL, with its form. Raises ParameterError."""
    form = PageForm(data, _areas(found))
    check(form)
    return _asked(data, found, form.cleaned_data), form


def parse_drill_down_params(
    data: Mapping[str, Any], found: NationalRecord, choices: Mapping[str, Iterable[str]]
) -> tuple[NationalParams, dict[str, str]]:
    """Parse the drill-down of a number on overall grades, with its own filters."""
    form = DrillDownForm(data, choices)
    check(form)
    values = form.cleaned_data
    return _asked(data, found, values), {name: values[name] for name in choices}


def _areas(found: NationalRecord) -> list[tuple[str, Any]]:
    return list(grouped(found.areas.values()))


def _groups(found: NationalRecord) -> list[str]:
    return list(dict.fromkeys(f.group for f in found.frameworks))


def _checked_count(form: CountForm) -> dict[str, Any]:
    check(form)
    if form.begins_after_it_ends():
        first, last = form.cleaned_data["begun_from"], form.cleaned_data["begun_to"]
        raise ParameterError("begun_to", str(last), [f"{first} or a later day"])
    return form.cleaned_data


def _asked(
    data: Mapping[str, Any], found: NationalRecord, values: Mapping[str, Any]
) -> NationalParams:
    form = MomentForm(data)
    check(form)
    moment = form.moment()
    area = values.get("area") or DEFAULT_AREA
    areas = national.counted_as_one(area, found.pairs) & found.areas.keys()
    group: str = values.get("frameworks") or values.get("programme") or ""
    counting = national.frameworks_that_count(found.frameworks, areas, group)
    frameworks = tuple(f for f in counting if f.first_day <= moment.as_at) or counting[:1]
    part: CountryPart = values["region"]
    country, is_narrowed = found.on(moment), bool(part.regions or values["type"])
    return NationalParams(
        moment=moment,
        national=found,
        country=country.within(part.regions, values["type"]) if is_narrowed else country,
        part=part,
        type=values["type"],
        area=found.areas[area],
        areas=areas,
        frameworks=frameworks,
        counted=CountCriteria(
            frameworks=frozenset(f.code for f in frameworks),
            which=CountBasis(values.get("which") or CountBasis.LATEST),
            begun_from=values.get("begun_from"),
            begun_to=values.get("begun_to"),
        ),
        group=group,
        goal=values.get("goal") or next(iter(GOALS)),
    )
