"""The data of a comparison, in a fixed number of queries, and its presets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest

from ratings.charts.small_multiples import MultiplesData, MultiplesRow
from ratings.forms import QueryDates
from ratings.models.record import Record
from ratings.parameters import PLURALS, CountryPart
from ratings.rules import types
from ratings.rules.dates import MONTHS, day_in_words
from ratings.rules.grades import NO_OVERALL_GRADE
from ratings.rules.judgement_table import (
    JudgementTableRow,
    build_judgement_table,
)
from ratings.rules.line import DID_NOT_YET_EXIST
from ratings.rules.status import AuthorityStatus
from ratings.rules.succession import Predecessor
from ratings.rules.types import MISSING_WORDS, Authority, NoGradeReason
from ratings.views.compare.params import MOST, parse_compare_params
from ratings.views.dates import get_query_dates

DID_NOT_EXIST_KEY = "did-not-yet-exist"


@dataclass(frozen=True, slots=True)
class ComparedAuthority:
    """One authority of the comparison; `rank` is its place among statistical neighbours or 0.

    `predecessors` are the earliest generation first.
    """

    status: AuthorityStatus
    rank: int
    predecessors: list[Predecessor]

    @property
    def authority(self) -> Authority:
        return self.status.authority

    @property
    def words(self) -> str:
        """The overall grade, or why there is none."""
        return self.status.words if self.status.began else DID_NOT_YET_EXIST

    @property
    def latest(self) -> types.Inspection | None:
        """The inspection of the current area grades: the line's latest, else the latest graded."""
        return self.status.line.headline.inspection or self.status.last_graded


Columns = tuple[JudgementTableRow, ...]
AreaRow = tuple[ComparedAuthority, list[dict[str, Any]]]
"""One authority, and a cell for each column."""


def area_table(found: Sequence[ComparedAuthority], record: Record) -> tuple[Columns, list[AreaRow]]:
    """Areas that may be compared, by the rules of the matrix, and the authorities' grades."""
    latest = [each.latest for each in found if each.latest]
    inspections, columns = build_judgement_table(latest, record.comparability)
    place = {inspection.id: i for i, inspection in enumerate(inspections)}
    return columns, [(each, [_cell(row, place, each) for row in columns]) for each in found]


def _cell(
    row: JudgementTableRow, place: Mapping[str, int], each: ComparedAuthority
) -> dict[str, Any]:
    """A grade, or why there is none: `missing` as data, `words` for people."""
    if each.latest is None:
        reason = NoGradeReason.NOT_YET_INSPECTED
        missing: tuple[str, str] = (reason, MISSING_WORDS[reason])
        if not each.status.began:
            missing = (DID_NOT_EXIST_KEY, DID_NOT_YET_EXIST)
        return {"grade": None, "missing": missing[0], "words": missing[1], "last_overall": ""}
    cell = row.cells[place[each.latest.id]]
    gives_none = cell.area is None and row.is_headline and cell.inspection.gives_node
    return {
        "grade": cell.grade,
        "missing": cell.missing,
        "words": NO_OVERALL_GRADE if gives_none else cell.words,
        "last_overall": each.status.last_overall if gives_none else "",
    }


def multiples_data(found: Comparison) -> MultiplesData:
    """The data of the chart and of the spells in the JSON."""
    record, as_at = found.record, found.moment.as_at
    return MultiplesData(
        subjects=[_subject(each) for each in found.found],
        frameworks=[f for f in record.begun(as_at) if f.in_line],
        scale=record.axis(as_at),
        reach=record.completeness,
        as_at=as_at,
        known_by=found.moment.known_by,
    )


def _subject(each: ComparedAuthority) -> MultiplesRow:
    status = each.status
    return MultiplesRow(
        status.authority, status.line, status.inspections, note_of(each), _picture_before(each)
    )


def _picture_before(each: ComparedAuthority) -> str:
    """`before it, until 31 March 2019: Bournemouth, Poole`; a day for each where they differ."""
    by_day: dict[date, list[str]] = {}
    for before in each.predecessors:
        by_day.setdefault(before.last_day, []).append(before.authority.name)
    eras = (f"until {day_in_words(day)}: {', '.join(names)}" for day, names in by_day.items())
    return f"before it, {'; '.join(eras)}" if by_day else ""


def note_of(each: ComparedAuthority) -> str:
    """When it began or ended, where the chart shows that."""
    status, start = each.status, each.authority.start
    if status.abolished:
        return f"abolished {day_in_words(status.abolished)}"
    if start and (each.predecessors or not status.began):
        return f"{'since' if status.began else 'began'} {day_in_words(start)}"
    return ""


NEIGHBOURS = "neighbours-"
REGION, REGION_TYPE, TYPE, MONTH = "region", "region-type", "type", "month"


@dataclass(frozen=True, slots=True)
class PresetAuthorities:
    """The authorities of a preset, in order. `heading` names them, `note` says what was left out.

    `ranks` are places among statistical neighbours, by slug.
    """

    slugs: tuple[str, ...]
    heading: str
    note: str = ""
    ranks: Mapping[str, int] = field(default_factory=dict)


def preset_keys(years: Iterable[int]) -> tuple[str, ...]:
    """The values of `preset`."""
    return (*(f"{NEIGHBOURS}{year}" for year in years), REGION, REGION_TYPE, TYPE, MONTH)


def presets_of(of: Authority | None, years: Iterable[int]) -> list[tuple[str, str]]:
    """Every preset with its label after “compare with”; a general one without an authority."""
    region = _in_region(of) if of else "in its region"
    kind = PLURALS.get(of.type, of.type) if of else "authorities of its type"
    words = (
        *(f"statistical neighbours, {year} model" for year in years),
        f"others {region}",
        f"other {kind} {region}",
        f"other {kind} in England",
        "those inspected in the same month",
    )
    return list(zip(preset_keys(years), words, strict=True))


def _in_region(of: Authority) -> str:
    """`in the South East`, `in Yorkshire and The Humber`."""
    return CountryPart(of.region, (of.region,)).in_words


def choose(preset: str, of: Authority, record: Record, moment: QueryDates) -> PresetAuthorities:
    """The authorities that the preset compares `of` with, as at the dates."""
    if preset.startswith(NEIGHBOURS):
        return _neighbours(of, int(preset.removeprefix(NEIGHBOURS)), record)
    if preset == MONTH:
        return _same_month(of, record, moment)
    return _alike(preset, of, record, moment)


def _neighbours(of: Authority, year: int, record: Record) -> PresetAuthorities:
    """All ten neighbours, abolished ones too: they stay in the model."""
    ranks = record.neighbours.get(of.slug, {}).get(year, {})
    if not ranks:
        note = f"The Department for Education’s {year} model has no neighbours for {of.name}."
        return PresetAuthorities((), f"Compare {of.name} with others", note)
    note = (
        f"The ten authorities most like {of.name} in the Department for Education’s {year} model, "
        "the nearest first. Abolished ones stay in it."
    )
    heading = f"{of.name} and its statistical neighbours, {year} model"
    return PresetAuthorities(tuple(ranks), heading, note, ranks)


def _alike(preset: str, of: Authority, record: Record, moment: QueryDates) -> PresetAuthorities:
    """Those of its region, of its type, or both, among those that existed on the day."""
    kind = PLURALS.get(of.type, of.type)
    region = _in_region(of)
    tests: dict[str, tuple[Callable[[Authority], bool], str]] = {
        REGION: (lambda a: a.region == of.region, f"others {region}"),
        TYPE: (lambda a: a.type == of.type, f"other {kind}"),
        REGION_TYPE: (
            lambda a: (a.region, a.type) == (of.region, of.type),
            f"other {kind} {region}",
        ),
    }
    fits, words = tests[preset]
    found = [a.slug for a in record.authorities.values() if fits(a) and a.exists_on(moment.as_at)]
    return _first_ten(of, found, words, f"existed on {day_in_words(moment.as_at)}")


def _first_ten(of: Authority, found: Iterable[str], words: str, when: str) -> PresetAuthorities:
    """The others among those found; the first ten by name where there are more."""
    others = [slug for slug in found if slug != of.slug]
    note = ""
    if len(others) > MOST:
        note = f"{len(others)} {words} {when}: the first ten by name are shown."
    elif not others:
        note = f"No {words.replace('others', 'other authorities', 1)} {when}."
    return PresetAuthorities(tuple(others[:MOST]), f"{of.name} and {words}", note)


def _same_month(of: Authority, record: Record, moment: QueryDates) -> PresetAuthorities:
    """Those whose graded inspection began in the month of this authority's latest one.

    An inspection of which only the year is known is in no month.
    """
    months = [
        (each.authority, (each.first_day.year, each.first_day.month))
        for each in record.as_at(moment.as_at, moment.known_by)
        if each.is_graded and each.framework.in_line and each.shown_date.precision != "year"
    ]
    own = next((month for slug, month in reversed(months) if slug == of.slug), None)
    if own is None:
        note = f"{of.name} has no graded inspection in its line by that day: there is no month."
        return PresetAuthorities((), f"Compare {of.name} with others", note)
    words = f"others inspected in {MONTHS[own[1] - 1]} {own[0]}"
    then = {slug for slug, month in months if month == own}
    found = [slug for slug in record.authorities if slug in then]
    return _first_ten(of, found, words, "are on record")


@dataclass(frozen=True)
class Comparison:
    """The comparison that a URL requests. `choice` is that of a preset, if one was requested.

    `asked_of` is the slug of what the others are compared with, empty for none.
    """

    moment: QueryDates
    record: Record
    asked_of: str
    preset: str
    choice: PresetAuthorities | None
    found: tuple[ComparedAuthority, ...]

    @property
    def of(self) -> Authority | None:
        """What the others are compared with: the one requested, else the first of them."""
        slug = self.asked_of or next((each.authority.slug for each in self.found), "")
        return self.record.authorities.get(slug)

    @property
    def others(self) -> list[str]:
        """The slugs besides `of`, as `authority` would name them."""
        slugs = (each.authority.slug for each in self.found)
        return [slug for slug in slugs if slug != self.asked_of]


def comparison(request: HttpRequest) -> Comparison:
    """The comparison that the URL requests. Raises ParameterError."""
    dates, record = get_query_dates(request), Record.current()
    of, others, preset = parse_compare_params(request.GET, record, preset_keys(record.model_years))
    choice = choose(preset, record.authorities[of], record, dates) if preset else None
    slugs = ((of,) if of else ()) + (choice.slugs if choice else others)
    days, ranks = (dates.as_at, dates.known_by), choice.ranks if choice else {}
    found = (
        ComparedAuthority(
            status=record.status(slug, *days),
            rank=ranks.get(slug, 0),
            predecessors=sorted(
                record.predecessors(slug, *days), key=lambda each: -each.generation
            ),
        )
        for slug in slugs
    )
    return Comparison(dates, record, of, preset, choice, tuple(found))
