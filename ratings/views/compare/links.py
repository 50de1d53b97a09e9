"""URLs of the comparison: explicit lists, one fewer, presets; all keep the as-of dates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from ratings.models.cached_urls import reverse
from ratings.views.compare.comparison import NEIGHBOURS, Comparison, presets_of
from ratings.views.compare.params import MOST

Pairs = list[tuple[str, str]]


def list_pairs(of: str, others: Iterable[str]) -> Pairs:
    """The parameters of an explicit list."""
    return [*([("of", of)] if of else []), *(("authority", slug) for slug in others)]


def explicit(found: Comparison) -> str:
    """The URL of the authorities shown as an explicit list, which no later change can alter."""
    return _address(found, list_pairs(found.asked_of, found.others))


def without(found: Comparison, slug: str) -> str:
    """The same list without one authority; without `of`, the others stay as a list."""
    of = "" if slug == found.asked_of else found.asked_of
    return _address(found, list_pairs(of, (other for other in found.others if other != slug)))


def hidden_pairs(found: Comparison) -> Pairs:
    """The hidden fields of the form that adds one."""
    dates = list(found.moment.parameters().items())
    return [*list_pairs(found.asked_of, found.others), *dates]


def is_full(found: Comparison) -> bool:
    return len(found.others) >= MOST


def addable(found: Comparison) -> list[tuple[str, str]]:
    """Slug and name of those not shown yet, in order of name; abolished ones are marked."""
    shown = {each.authority.slug for each in found.found}
    return [option for option in options(found) if option[0] not in shown]


def options(found: Comparison) -> list[tuple[str, str]]:
    """Slug and name of every authority, those abolished with the year."""
    return [
        (slug, f"{a.name} (until {a.end.year})" if a.end else a.name)
        for slug, a in found.record.authorities.items()
    ]


def preset_links(found: Comparison) -> list[dict[str, Any]]:
    """The other presets for the first authority."""
    of = found.of
    if of is None:
        return []
    return [
        {
            "words": words,
            "address": _address(found, [("of", of.slug), ("preset", key)]),
            "is_current": key == found.preset,
        }
        for key, words in presets_of(of, found.record.model_years)
    ]


def examples(found: Comparison) -> list[dict[str, Any]]:
    """Example comparisons, made from the record."""
    pairs: list[tuple[str, Pairs]] = []
    year = next(iter(found.record.model_years), None)
    if "kent" in found.record.authorities and year:
        words = f"Kent and its statistical neighbours, {year} model"
        pairs.append((words, [("of", "kent"), ("preset", f"{NEIGHBOURS}{year}")]))
    if "west-northamptonshire" in found.record.authorities:
        trio = ("northamptonshire", "west-northamptonshire", "north-northamptonshire")
        pairs.append(("Northamptonshire and the two that followed it", list_pairs("", trio)))
    if "durham" in found.record.authorities:
        pairs.append(
            ("Durham and others in the North East", [("of", "durham"), ("preset", "region")])
        )
    if "birmingham" in found.record.authorities:
        cities = ("birmingham", "leeds", "manchester", "liverpool", "sheffield")
        pairs.append(("Five large cities", list_pairs("", cities)))
    return [{"words": words, "address": _address(found, each)} for words, each in pairs]


def _address(found: Comparison, pairs: Pairs) -> str:
    asked = [*pairs, *found.moment.parameters().items()]
    path = reverse("compare")
    return f"{path}?{urlencode(asked)}" if asked else path
