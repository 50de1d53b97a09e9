"""The data of a comparison, in a fixed number of queries, and its presets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.http import HttpRequest

from ratings.charts.small_multiples import Multiples, MultiplesData, MultiplesRow, multiples
from ratings.forms import QueryDates
from ratings.models import Authority, Inspection
from ratings.models.authority import Neighbour
from ratings.models.authority_search import AuthoritySearch
from ratings.parameters import PLURALS, CountryPart
from ratings.rules import types
from ratings.rules.dates import MONTHS, day_in_words
from ratings.rules.grades import NO_OVERALL_GRADE
from ratings.rules.judgement_table import (
    JudgementTableCell,
    JudgementTableRow,
    build_judgement_table,
)
from ratings.rules.line import DID_NOT_YET_EXIST
from ratings.rules.row_types import AuthorityRow
from ratings.rules.status import AuthorityStatus, by_authority, get_status
from ratings.rules.succession import Ancestor, ancestry
from ratings.rules.trend import Comparability
from ratings.rules.types import MISSING_WORDS, Grade, NoGradeReason
from ratings.views.authorities import authority_row
from ratings.views.authority.related import AMONG, in_words
from ratings.views.compare.params import MOST, CompareParams, parse_compare_params
from ratings.views.context import DataContext, get_data_context
from ratings.views.dates import get_query_dates

DID_NOT_EXIST_KEY = "did-not-yet-exist"


@dataclass(frozen=True, slots=True)
class AreaCell:
    """A grade, or why there is none: `missing` as data, `words` for people."""

    grade: Grade | None
    missing: str
    words: str
    last_overall: str = ""


@dataclass(frozen=True, slots=True)
class AreaColumn:
    """Areas that may be compared; `frameworks` names those that judge them, oldest first."""

    row: JudgementTableRow
    frameworks: str

    @property
    def key(self) -> str:
        """The key of the newest of its areas."""
        return self.row.areas[0].key


@dataclass(frozen=True, slots=True)
class ComparedAreas:
    """One authority: the inspection that its grades are from, and one cell per column."""

    compared: ComparedAuthority
    inspection: types.Inspection | None
    framework: str
    cells: tuple[AreaCell, ...]


@dataclass(frozen=True, slots=True)
class AreaTable:
    columns: tuple[AreaColumn, ...]
    rows: tuple[ComparedAreas, ...]

    @property
    def pairs(self) -> Iterator[tuple[ComparedAreas, AreaColumn, AreaCell]]:
        """Every cell with its row and its column."""
        for row in self.rows:
            for column, cell in zip(self.columns, row.cells, strict=True):
                yield row, column, cell


def area_table(
    found: Sequence[ComparedAuthority], comparability: Comparability, names: Mapping[str, str]
) -> AreaTable:
    """The table of the authorities given; `names` are the frameworks' short names by code.

    Areas that may be compared share a column, also across frameworks, by the rules of the matrix.
    """
    latest = [each.latest for each in found if each.latest]
    matrix = build_judgement_table(latest, comparability)
    place = {inspection.id: i for i, inspection in enumerate(matrix.columns)}
    return AreaTable(
        columns=tuple(
            AreaColumn(row, ", ".join(names[code] for code in row.frameworks))
            for row in matrix.rows
        ),
        rows=tuple(_areas_row(each, matrix.rows, place, names) for each in found),
    )


def _areas_row(
    each: ComparedAuthority,
    rows: Sequence[JudgementTableRow],
    place: Mapping[str, int],
    names: Mapping[str, str],
) -> ComparedAreas:
    inspection = each.latest
    if inspection is None:
        nothing = _nothing(each)
        return ComparedAreas(each, None, "", tuple(nothing for _ in rows))
    cells = (_cell(row.cells[place[inspection.id]], row, each) for row in rows)
    return ComparedAreas(each, inspection, names[inspection.framework.code], tuple(cells))


def _nothing(each: ComparedAuthority) -> AreaCell:
    """No graded inspection of any kind by the day."""
    if not each.began:
        return AreaCell(None, DID_NOT_EXIST_KEY, DID_NOT_YET_EXIST)
    return AreaCell(
        None, NoGradeReason.NOT_YET_INSPECTED, MISSING_WORDS[NoGradeReason.NOT_YET_INSPECTED]
    )


def _cell(cell: JudgementTableCell, row: JudgementTableRow, each: ComparedAuthority) -> AreaCell:
    gives_none = cell.area is None and row.is_headline and cell.inspection.gives_node
    words = NO_OVERALL_GRADE if gives_none else cell.words
    return AreaCell(
        cell.grade, cell.missing, words, each.standing.last_overall if gives_none else ""
    )


def picture(found: Comparison) -> Multiples:
    """The chart: one row per authority, in the order of the page."""
    return multiples(multiples_data(found))


def multiples_data(found: Comparison) -> MultiplesData:
    """The data of the chart and of the spells in the JSON."""
    reference, as_at = found.record.reference, found.moment.as_at
    return MultiplesData(
        subjects=[_subject(each) for each in found.found],
        frameworks=[f for f in reference.begun(as_at) if f.in_line],
        scale=reference.axis(as_at),
        reach=reference.completeness,
        as_at=as_at,
        known_by=found.moment.known_by,
    )


def _subject(each: ComparedAuthority) -> MultiplesRow:
    standing = each.standing
    return MultiplesRow(
        standing.authority, standing.line, each.inspections, note_of(each), _picture_before(each)
    )


def _picture_before(each: ComparedAuthority) -> str:
    """`before it, until 31 March 2019: Bournemouth, Poole`; a day for each where they differ."""
    by_day: dict[date, list[str]] = {}
    for before in each.predecessors:
        by_day.setdefault(before.last_day, []).append(before.name)
    eras = (f"until {day_in_words(day)}: {', '.join(names)}" for day, names in by_day.items())
    return f"before it, {'; '.join(eras)}" if by_day else ""


def note_of(each: ComparedAuthority) -> str:
    """When it began or ended, where the chart shows that."""
    row = each.row
    if row.abolished:
        return f"abolished {day_in_words(row.abolished)}"
    if row.start and (each.predecessors or not each.began):
        return f"{'since' if each.began else 'began'} {day_in_words(row.start)}"
    return ""


@dataclass(frozen=True, slots=True)
class ComparedPredecessor:
    """A predecessor with its own line: history, never part of the successor's.

    `change` is how it ended, as text; `kind` is that of the record.
    """

    slug: str
    name: str
    line: str
    last_day: date
    first_day_after: date
    kind: str
    change: str


@dataclass(frozen=True, slots=True)
class ComparedAuthority:
    """One authority of the comparison; `rank` is its place among statistical neighbours or 0.

    `inspections` are its own, on record at the as-of dates, in the order of the line.
    """

    row: AuthorityRow
    rank: int
    inspections: tuple[types.Inspection, ...]
    predecessors: tuple[ComparedPredecessor, ...]

    @property
    def slug(self) -> str:
        return self.row.slug

    @property
    def standing(self) -> AuthorityStatus:
        return self.row.standing

    @property
    def began(self) -> bool:
        """Whether it existed, or had existed, on the day."""
        return self.standing.line.text != DID_NOT_YET_EXIST

    @property
    def words(self) -> str:
        """The overall grade, or why there is none."""
        return self.standing.words if self.began else DID_NOT_YET_EXIST

    @property
    def latest(self) -> types.Inspection | None:
        """The inspection of the current area grades: the line's latest, else the latest graded."""
        return self.standing.line.headline.inspection or self.standing.last_graded


NEIGHBOURS = "neighbours-"
REGION, REGION_TYPE, TYPE, MONTH = "region", "region-type", "type", "month"

Authorities = Mapping[str, Authority]
"""Every authority of the record by slug, in order of name."""


@dataclass(frozen=True, slots=True)
class ComparePreset:
    """One way to choose authorities, and its label after “compare with”."""

    key: str
    words: str


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


def presets_of(of: Authority | None, years: Iterable[int]) -> tuple[ComparePreset, ...]:
    """Every preset with its label; a general one where no authority is chosen yet."""
    region = _in_region(of) if of else "in its region"
    kind = PLURALS.get(of.authority_type, of.authority_type) if of else "authorities of its type"
    words = (
        *(f"statistical neighbours, {year} model" for year in years),
        f"others {region}",
        f"other {kind} {region}",
        f"other {kind} in England",
        "those inspected in the same month",
    )
    return tuple(ComparePreset(*pair) for pair in zip(preset_keys(years), words, strict=True))


def _in_region(of: Authority) -> str:
    """`in the South East`, `in Yorkshire and The Humber`."""
    return CountryPart(of.region, (of.region,)).in_words


def choose(preset: str, of: Authority, every: Authorities, moment: QueryDates) -> PresetAuthorities:
    """The authorities that the preset compares `of` with, as at the dates; one query at most."""
    if preset.startswith(NEIGHBOURS):
        return _neighbours(of, int(preset.removeprefix(NEIGHBOURS)))
    if preset == MONTH:
        return _same_month(of, every, moment)
    return _alike(preset, of, every, moment)


def _neighbours(of: Authority, year: int) -> PresetAuthorities:
    """All ten neighbours, abolished ones too: they stay in the model."""
    rows = Neighbour.objects.filter(authority=of, model_year=year).order_by("rank")
    ranks = dict(rows.values_list("neighbour__slug", "rank"))
    if not ranks:
        note = f"The Department for Education’s {year} model has no neighbours for {of.name}."
        return PresetAuthorities((), f"Compare {of.name} with others", note)
    note = (
        f"The ten authorities most like {of.name} in the Department for Education’s {year} model, "
        "the nearest first. Abolished ones stay in it."
    )
    heading = f"{of.name} and its statistical neighbours, {year} model"
    return PresetAuthorities(tuple(ranks), heading, note, ranks)


def _alike(preset: str, of: Authority, every: Authorities, moment: QueryDates) -> PresetAuthorities:
    """Those of its region, of its type, or both, among those that existed on the day."""
    kind = PLURALS.get(of.authority_type, of.authority_type)
    region = _in_region(of)
    tests: dict[str, tuple[Callable[[Authority], bool], str]] = {
        REGION: (lambda a: a.region == of.region, f"others {region}"),
        TYPE: (lambda a: a.authority_type == of.authority_type, f"other {kind}"),
        REGION_TYPE: (
            lambda a: (a.region, a.authority_type) == (of.region, of.authority_type),
            f"other {kind} {region}",
        ),
    }
    fits, words = tests[preset]
    found = [a.slug for a in every.values() if fits(a) and a.record().exists_on(moment.as_at)]
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


def _same_month(of: Authority, every: Authorities, moment: QueryDates) -> PresetAuthorities:
    """Those whose graded inspection began in the month of this authority's latest one.

    An inspection of which only the year is known is in no month.
    """
    graded = Inspection.objects.as_at(moment.as_at, moment.known_by).filter(
        kind__is_graded=True, framework__in_line=True
    )
    days = graded.exclude(start_precision="year").in_order()
    months = [
        (slug, (d.year, d.month)) for slug, d in days.values_list("authority__slug", "first_day")
    ]
    own = next((month for slug, month in reversed(months) if slug == of.slug), None)
    if own is None:
        note = f"{of.name} has no graded inspection in its line by that day: there is no month."
        return PresetAuthorities((), f"Compare {of.name} with others", note)
    words = f"others inspected in {MONTHS[own[1] - 1]} {own[0]}"
    then = {slug for slug, month in months if month == own}
    return _first_ten(of, [slug for slug in every if slug in then], words, "are on record")


@dataclass(frozen=True)
class Comparison:
    """The comparison that a URL requests. `choice` is that of a preset, if one was requested."""

    moment: QueryDates
    record: DataContext
    names: AuthoritySearch
    asked: CompareParams
    years: tuple[int, ...]
    every: Mapping[str, Authority]
    choice: PresetAuthorities | None
    found: tuple[ComparedAuthority, ...]

    @property
    def of(self) -> Authority | None:
        """What the others are compared with: the one requested, else the first of them."""
        slug = self.asked.of or next((each.slug for each in self.found), "")
        return self.every.get(slug)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The slugs besides `of`, as `authority` would name them."""
        return tuple(each.slug for each in self.found if each.slug != self.asked.of)


def comparison(request: HttpRequest) -> Comparison:
    """The comparison that the URL requests. Raises ParameterError."""
    dates, record = get_query_dates(request), get_data_context()
    names, years = AuthoritySearch.current(record.version), record.whole.model_years
    asked = parse_compare_params(request.GET, names, preset_keys(years))
    every = record.whole.authorities
    choice = choose(asked.preset, every[asked.of], every, dates) if asked.preset else None
    others = choice.slugs if choice else asked.authorities
    slugs = ((asked.of,) if asked.of else ()) + others
    return Comparison(
        moment=dates,
        record=record,
        names=names,
        asked=asked,
        years=years,
        every=every,
        choice=choice,
        found=_compared(slugs, every, choice, dates, record),
    )


def _compared(
    slugs: Sequence[str],
    every: Mapping[str, Authority],
    choice: PresetAuthorities | None,
    dates: QueryDates,
    record: DataContext,
) -> tuple[ComparedAuthority, ...]:
    successions = record.reference.successions
    ancestors = {slug: ancestry(slug, successions) for slug in slugs}
    own = {*slugs, *(each.slug for chain in ancestors.values() for each in chain)}
    series = by_authority(record.whole.of(own, dates.as_at, dates.known_by))
    standings = {
        slug: get_status(every[slug].record(), series.get(slug, ()),
                          record.reference.comparability, dates.as_at, dates.known_by)
        for slug in own
    }  # fmt: skip
    ranks = choice.ranks if choice else {}
    return tuple(
        ComparedAuthority(
            row=authority_row(every[slug], standings[slug], dates.as_at),
            rank=ranks.get(slug, 0),
            inspections=tuple(series.get(slug, ())),
            predecessors=tuple(
                _before(each, every, standings)
                for each in sorted(ancestors[slug], key=lambda each: -each.generation)
            ),
        )
        for slug in slugs
    )


def _before(
    ancestor: Ancestor, every: Mapping[str, Authority], standings: Mapping[str, AuthorityStatus]
) -> ComparedPredecessor:
    authority, succession = every[ancestor.slug], ancestor.succession
    return ComparedPredecessor(
        slug=authority.slug,
        name=authority.name,
        line=standings[ancestor.slug].line.text,
        last_day=authority.end_date or succession.date,
        first_day_after=succession.date,
        kind=succession.kind,
        change=in_words(AMONG, succession.kind, every[succession.successor].name),
    )
