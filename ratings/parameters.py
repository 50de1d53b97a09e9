"""Query parameters that narrow a national count: judgement area, region, type, frameworks, …

Choices that are data (areas, groups of frameworks) are passed to the form; regions and types are
the model's own. A blank parameter means the same as one left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst, slugify

from ratings.forms import IsoDateField
from ratings.models.authority import Authority
from ratings.rules.national import CountBasis

ENGLAND = "England"

COMBINED_REGIONS: dict[str, tuple[str, ...]] = {
    "North East, Yorkshire and the Humber": (
        Authority.Region.NORTH_EAST,
        Authority.Region.YORKSHIRE_AND_THE_HUMBER,
    ),
}
"""Ofsted's regions that hold several of ONS's (domain §5)."""

WITHOUT_ARTICLE = (ENGLAND, Authority.Region.LONDON, Authority.Region.YORKSHIRE_AND_THE_HUMBER)

PLURALS: dict[str, str] = {
    Authority.Type.COUNTY: "county councils",
    Authority.Type.LONDON_BOROUGH: "London boroughs",
    Authority.Type.METROPOLITAN: "metropolitan districts",
    Authority.Type.UNITARY: "unitary authorities",
}
"""Plural labels of the types of authority."""

DEFAULT_AREA = "overall-effectiveness"
GOALS = {
    "requires-improvement": "requires improvement or better",
    "good": "good or better",
}
"""What counts as recovered (domain §3), by grade; the first is the default."""

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CountryPart:
    """A part of the country: its name, and the ONS regions in it (none: all of England)."""

    name: str = ENGLAND
    regions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it is less than all of England."""
        return bool(self.regions)

    @property
    def slug(self) -> str:
        """For a URL; blank for all of England."""
        return slugify(self.name) if self.regions else ""

    @property
    def in_words(self) -> str:
        """`in England`, `in the North East`, `in London`."""
        return f"in {self.name}" if self.name in WITHOUT_ARTICLE else f"in the {self.name}"


PARTS: tuple[CountryPart, ...] = (
    CountryPart(),
    *(CountryPart(str(name), (str(name),)) for name in Authority.Region.values),
    *(
        CountryPart(name, tuple(str(r) for r in regions))
        for name, regions in COMBINED_REGIONS.items()
    ),
)


def councils(part: CountryPart, type: str, number: int = 2) -> str:
    """The authorities selected: `councils in England`, `county councils in the North West`."""
    noun = type or "council" if number == 1 else PLURALS.get(type, "councils")
    return f"{noun} {part.in_words}"


def place(part: CountryPart, type: str) -> str:
    """The same for a heading: `England`, `North West`, `County councils in the North West`."""
    return capfirst(councils(part, type)) if type else part.name


class ChosenField(forms.ChoiceField):
    """A choice field whose validation error lists what is `allowed`, without the blank choice."""

    def __init__(self, choices: Iterable[tuple[str, Any]], **options: Any) -> None:
        super().__init__(choices=list(choices), **{"required": False} | options)
        self.widget.attrs["class"] = "field"

    @property
    def allowed(self) -> list[str]:
        choices: Iterable[tuple[Any, Any]] = self.choices  # type: ignore[assignment]
        flat = (option for value, words in choices for option in _options(value, words))
        return list(dict.fromkeys(str(value) for value in flat if value))


def _options(value: Any, words: Any) -> list[Any]:
    """The values of one choice: several where it is an option group."""
    return [value] if isinstance(words, str) else [inner for inner, _ in words]


class PartField(ChosenField):
    """An ONS region by name or slug, Ofsted's combined one, or England; gives a `CountryPart`."""

    def __init__(self, **options: Any) -> None:
        choices = [(part.slug and part.name, part.name) for part in PARTS]
        super().__init__(choices, **options)

    @property
    def allowed(self) -> list[str]:
        return [part.name for part in PARTS]

    def valid_value(self, value: str) -> bool:
        return part_named(value) is not None

    def prepare_value(self, value: Any) -> Any:
        """The choice that a slug means, so that the form shows what was requested."""
        part = part_named(str(value or ""))
        return part.name if part and part.regions else value

    def clean(self, value: Any) -> CountryPart:
        return part_named(super().clean(value)) or CountryPart()


_NAMED = {name: part for part in PARTS for name in (part.name.casefold(), slugify(part.name))}


def part_named(text: str) -> CountryPart | None:
    """The part that a name or slug means, case-insensitive: the only place that knows how."""
    return _NAMED.get(text.strip().casefold())


class PlaceForm(forms.Form):
    """Which part of the country: `region` and `type`."""

    region = PartField(label="Region")
    type = ChosenField([("", "all types"), *Authority.Type.choices], label="Type of authority")

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="national-%s", label_suffix="")

    def chosen(self, name: str) -> ChosenField:
        """One of the fields that offer choices."""
        field = self.fields[name]
        assert isinstance(field, ChosenField)
        return field


class AreaForm(PlaceForm):
    """A judgement area in a part of the country. `areas` are choices, possibly in groups."""

    area = ChosenField([], label="Judgement area")
    field_order: tuple[str, ...] = ("area", "region", "type")

    def __init__(self, data: Mapping[str, Any], areas: Iterable[tuple[str, Any]]) -> None:
        super().__init__(data)
        self.chosen("area").choices = list(areas)


class PageForm(AreaForm):
    """Parameters of the national page: judgement area and place, and which recovery is meant."""

    goal = ChosenField(GOALS.items(), label="Recovered means")
    field_order = ("area", "region", "type", "goal")


class CountForm(AreaForm):
    """Everything that narrows a national count; `programme` is the old name of `frameworks`."""

    frameworks = ChosenField([], label="Frameworks")
    programme = ChosenField([], label="Frameworks")
    which = ChosenField([("", "latest"), *((w.value, w.value) for w in CountBasis)], label="Which")
    begun_from = IsoDateField(required=False, label="Begun from")
    begun_to = IsoDateField(required=False, label="Begun to")

    def __init__(
        self,
        data: Mapping[str, Any],
        areas: Iterable[tuple[str, Any]],
        groups: Iterable[str],
    ) -> None:
        super().__init__(data, areas)
        offered = [("", "all"), *((group, group) for group in groups)]
        self.chosen("frameworks").choices = self.chosen("programme").choices = offered

    def begins_after_it_ends(self) -> bool:
        """Whether the range of the two days is empty."""
        first: date | None = self.cleaned_data["begun_from"]
        last: date | None = self.cleaned_data["begun_to"]
        return bool(first and last and first > last)


NO_GRADE = "no-overall-grade"
NOT_INSPECTED = "not-yet-inspected"
READINGS = {
    "run": "until a graded inspection found another grade",
    "spell": "until the next graded inspection",
}
"""The two readings of how long a grade is held (`rules.times`); the first is the default."""

NOT_COMPARABLE = "not-comparable"
CHANGES = ("improved", "unchanged", "declined", NOT_COMPARABLE)
OUTCOMES = ("recovered", "censored")


class AuthoritiesForm(CountForm):
    """The authorities in a drill-down of a national count: those with one grade, or without any."""

    grade = ChosenField([], label="Grade")

    def __init__(
        self,
        data: Mapping[str, Any],
        areas: Iterable[tuple[str, Any]],
        groups: Iterable[str],
        grades: Iterable[str],
    ) -> None:
        super().__init__(data, areas, groups)
        offered = (*grades, NO_GRADE, NOT_INSPECTED)
        self.chosen("grade").choices = [("", "all"), *((key, key) for key in offered)]


class DrillDownForm(PlaceForm):
    """The drill-down of a transition, a duration or a recovery: every field is a choice.

    `choices` maps a parameter's name to its values; each parameter is optional.
    """

    def __init__(self, data: Mapping[str, Any], choices: Mapping[str, Iterable[str]]) -> None:
        super().__init__(data)
        for name, values in choices.items():
            offered = [("", "all"), *((value, value) for value in values)]
            self.fields[name] = ChosenField(offered, label=name)
