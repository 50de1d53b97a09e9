"""Whom an authority is compared with by default: neighbours, region, type, the same month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ratings.forms import Moment
from ratings.models import Authority, Inspection
from ratings.models.authority import Neighbour
from ratings.parameters import PLURALS, Part
from ratings.rules.dates import MONTHS, day_in_words
from ratings.views.compare.params import MOST

NEIGHBOURS = "neighbours-"
REGION, REGION_TYPE, TYPE, MONTH = "region", "region-type", "type", "month"

Authorities = Mapping[str, Authority]
"""Every authority of the record by slug, in order of name."""


@dataclass(frozen=True, slots=True)
class Preset:
    """One way to choose, and its words after “compare with”."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a preset chose, in order. `heading` says who they are, `note` what was left out.

    `ranks` are places among statistical neighbours, by slug.
    """

    slugs: tuple[str, ...]
    heading: str
    note: str = ""
    ranks: Mapping[str, int] = field(default_factory=dict)


def preset_keys(years: Iterable[int]) -> tuple[str, ...]:
    """What `preset` may be."""
    return (*(f"{NEIGHBOURS}{year}" for year in years), REGION, REGION_TYPE, TYPE, MONTH)


def presets_of(of: Authority | None, years: Iterable[int]) -> tuple[Preset, ...]:
    """Every preset in words; about no authority in particular where there is none yet."""
    region = _in_region(of) if of else "in its region"
    kind = PLURALS.get(of.authority_type, of.authority_type) if of else "authorities of its type"
    words = (
        *(f"statistical neighbours, {year} model" for year in years),
        f"others {region}",
        f"other {kind} {region}",
        f"other {kind} in England",
        "those inspected in the same month",
    )
    return tuple(Preset(*pair) for pair in zip(preset_keys(years), words, strict=True))


def _in_region(of: Authority) -> str:
    """`in the South East`, `in Yorkshire and The Humber`."""
    return Part(of.region, (of.region,)).in_words


def choose(preset: str, of: Authority, every: Authorities, moment: Moment) -> Choice:
    """Whom the preset compares `of` with, as at the moment; one query at most."""
    if preset.startswith(NEIGHBOURS):
        return _neighbours(of, int(preset.removeprefix(NEIGHBOURS)))
    if preset == MONTH:
        return _same_month(of, every, moment)
    return _alike(preset, of, every, moment)


def _neighbours(of: Authority, year: int) -> Choice:
    """All ten, abolished ones too: they stay in the model."""
    rows = Neighbour.objects.filter(authority=of, model_year=year).order_by("rank")
    ranks = dict(rows.values_list("neighbour__slug", "rank"))
    if not ranks:
        note = f"The Department for Education’s {year} model has no neighbours for {of.name}."
        return Choice((), f"Compare {of.name} with others", note)
    note = (
        f"The ten authorities most like {of.name} in the Department for Education’s {year} model, "
        "the nearest first. Abolished ones stay in it."
    )
    return Choice(tuple(ranks), f"{of.name} and its statistical neighbours, {year} model", note,
                  ranks)  # fmt: skip


def _alike(preset: str, of: Authority, every: Authorities, moment: Moment) -> Choice:
    """Of its region, of its type, or both, among those that existed on the day."""
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


def _first_ten(of: Authority, found: Iterable[str], words: str, when: str) -> Choice:
    """The others among those found; the first ten by name where there are more."""
    others = [slug for slug in found if slug != of.slug]
    note = ""
    if len(others) > MOST:
        note = f"{len(others)} {words} {when}: the first ten by name are shown."
    elif not others:
        note = f"No {words.replace('others', 'other authorities', 1)} {when}."
    return Choice(tuple(others[:MOST]), f"{of.name} and {words}", note)


def _same_month(of: Authority, every: Authorities, moment: Moment) -> Choice:
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
        return Choice((), f"Compare {of.name} with others", note)
    words = f"others inspected in {MONTHS[own[1] - 1]} {own[0]}"
    then = {slug for slug, month in months if month == own}
    return _first_ten(of, [slug for slug in every if slug in then], words, "are on record")
