"""URLs of the comparison: explicit lists, one fewer, presets; all keep the as-of dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from ratings.models.cached_urls import reverse
from ratings.views.compare.comparison import NEIGHBOURS, Comparison, presets_of
from ratings.views.compare.params import MOST


@dataclass(frozen=True, slots=True)
class CompareLink:
    """A label and its URL; `is_current`: it is what the page shows."""

    words: str
    address: str
    is_current: bool = False


Pairs = list[tuple[str, str]]


def list_pairs(of: str, others: Iterable[str]) -> Pairs:
    """The parameters of an explicit list."""
    return [*([("of", of)] if of else []), *(("authority", slug) for slug in others)]


def explicit(found: Comparison) -> str:
    """The URL of the authorities shown as an explicit list, which no later change can alter."""
    return _address(found, list_pairs(found.asked.of, found.others))


def without(found: Comparison, slug: str) -> str:
    """The same list without one authority; without `of`, the others stay as a list."""
    of = "" if slug == found.asked.of else found.asked.of
    return _address(found, list_pairs(of, (other for other in found.others if other != slug)))


def hidden_pairs(found: Comparison) -> Pairs:
    """The hidden fields of the form that adds one."""
    dates = list(found.moment.parameters().items())
    return [*list_pairs(found.asked.of, found.others), *dates]


def is_full(found: Comparison) -> bool:
    return len(found.others) >= MOST


def addable(found: Comparison) -> list[tuple[str, str]]:
    """Slug and name of those not shown yet, in order of name; abolished ones are marked."""
    shown = {each.slug for each in found.found}
    return [option for option in options(found) if option[0] not in shown]


def options(found: Comparison) -> list[tuple[str, str]]:
    """Slug and name of every authority, those abolished with the year."""
    return [
        (slug, f"{a.name} (until {a.end_date.year})" if a.end_date else a.name)
        for slug, a in found.every.items()
    ]


def preset_links(found: Comparison) -> list[CompareLink]:
    """The other presets for the first authority."""
    of = found.of
    if of is None:
        return []
    return [
        CompareLink(
            preset.words,
            _address(found, [("of", of.slug), ("preset", preset.key)]),
            preset.key == found.asked.preset,
        )
        for preset in presets_of(of, found.years)
    ]


def examples(found: Comparison) -> list[CompareLink]:
    """Example comparisons, made from the record."""
    pairs: list[tuple[str, Pairs]] = []
    year = next(iter(found.years), None)
    if "kent" in found.every and year:
        words = f"Kent and its statistical neighbours, {year} model"
        pairs.append((words, [("of", "kent"), ("preset", f"{NEIGHBOURS}{year}")]))
    if "west-northamptonshire" in found.every:
        trio = ("northamptonshire", "west-northamptonshire", "north-northamptonshire")
        pairs.append(("Northamptonshire and the two that followed it", list_pairs("", trio)))
    if "durham" in found.every:
        pairs.append(
            ("Durham and others in the North East", [("of", "durham"), ("preset", "region")])
        )
    if "birmingham" in found.every:
        cities = ("birmingham", "leeds", "manchester", "liverpool", "sheffield")
        pairs.append(("Five large cities", list_pairs("", cities)))
    return [CompareLink(words, _address(found, each)) for words, each in pairs]


def _address(found: Comparison, pairs: Pairs) -> str:
    asked = [*pairs, *found.moment.parameters().items()]
    path = reverse("compare")
    return f"{path}?{urlencode(asked)}" if asked else path
