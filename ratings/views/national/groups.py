"""The shares on the day by region and by type of authority."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ratings.models.authority import Authority
from ratings.parameters import PARTS, Part
from ratings.rules.national import Shares, shares
from ratings.rules.national_shares import Country
from ratings.views.national.authorities import without_words
from ratings.views.national.params import Asked, address
from ratings.views.national.share_table import ShareTable, given, share_row

BY_REGION, BY_TYPE = "region", "type"
CAPTION = "Counts, and percentages of the authorities with a grade for the area."


@dataclass(frozen=True, slots=True)
class Group:
    """The shares of a region or of a type; `value` asks for it in an address."""

    by: str
    name: str
    value: str
    shares: Shares


def groups_of(asked: Asked) -> tuple[Group, ...]:
    """Every region, then every type, each followed by all of them together.

    Regions are of the type asked for and types of the region asked for, so that each table
    says what makes up the numbers of the page.
    """
    country = asked.national.on(asked.moment)
    everyone = replace(country, inspections=asked.counted.every(country.inspections))
    regions = [part for part in PARTS if len(part.regions) == 1]
    types = [(str(kind), str(kind)) for kind in Authority.Type.values]
    return (
        *(_region(part, everyone, asked) for part in (*regions, Part())),
        *(_type(name, value, everyone, asked) for name, value in (*types, ("All types", ""))),
    )


def _region(part: Part, everyone: Country, asked: Asked) -> Group:
    found = _shares(asked, everyone.within(part.regions, asked.type))
    return Group(BY_REGION, part.name, part.slug, found)


def _type(name: str, value: str, everyone: Country, asked: Asked) -> Group:
    found = _shares(asked, everyone.within(asked.part.regions, value))
    return Group(BY_TYPE, name[:1].upper() + name[1:], value, found)


def _shares(asked: Asked, country: Country) -> Shares:
    existing = country.existing_on(asked.moment.as_at)
    return shares(existing, country.inspections, asked.areas, asked.counted)


def group_tables(asked: Asked) -> tuple[ShareTable, ShareTable]:
    """By region and by type; each number leads to its authorities."""
    groups = groups_of(asked)
    return _table(BY_REGION, "Region", groups, asked), _table(BY_TYPE, "Type", groups, asked)


def _table(by: str, head: str, groups: tuple[Group, ...], asked: Asked) -> ShareTable:
    own = [group for group in groups if group.by == by]
    grades = given(asked, [group.shares for group in groups])
    rows = tuple(
        share_row(
            group.name,
            group.shares,
            grades,
            href=address("national", asked, **{by: group.value}),
            behind=address("national-authorities", asked, **{by: group.value}),
        )
        for group in own
    )
    return ShareTable(CAPTION, head, grades, without_words(asked), rows)
