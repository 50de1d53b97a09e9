"""The shares on the day by region and by type of authority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ratings.models.authority import Authority
from ratings.parameters import NO_GRADE, NOT_INSPECTED, PARTS, CountryPart
from ratings.rules.grades import GOOD, best_first, reaches
from ratings.rules.national import Shares, shares, whole_percent
from ratings.rules.national_shares import Country
from ratings.rules.types import Grade
from ratings.views.national.authorities import without_words
from ratings.views.national.params import NationalParams, address

BY_REGION, BY_TYPE = "region", "type"
CAPTION = "Counts, and percentages of the authorities with a grade for the area."


@dataclass(frozen=True, slots=True)
class GroupShares:
    """The shares of a region or of a type; `value` is its query parameter."""

    by: str
    name: str
    value: str
    shares: Shares


def groups_of(asked: NationalParams) -> tuple[GroupShares, ...]:
    """Every region, then every type, each followed by the total.

    Regions are of the type requested and types of the region requested, so that each table
    breaks down the numbers of the page.
    """
    country = asked.national.on(asked.moment)
    everyone = replace(country, inspections=asked.counted.every(country.inspections))
    regions = [part for part in PARTS if len(part.regions) == 1]
    types = [(str(kind), str(kind)) for kind in Authority.Type.values]
    return (
        *(_region(part, everyone, asked) for part in (*regions, CountryPart())),
        *(_type(name, value, everyone, asked) for name, value in (*types, ("All types", ""))),
    )


def _region(part: CountryPart, everyone: Country, asked: NationalParams) -> GroupShares:
    found = _shares(asked, everyone.within(part.regions, asked.type))
    return GroupShares(BY_REGION, part.name, part.slug, found)


def _type(name: str, value: str, everyone: Country, asked: NationalParams) -> GroupShares:
    found = _shares(asked, everyone.within(asked.part.regions, value))
    return GroupShares(BY_TYPE, name[:1].upper() + name[1:], value, found)


def _shares(asked: NationalParams, country: Country) -> Shares:
    existing = country.existing_on(asked.moment.as_at)
    return shares(existing, country.inspections, asked.areas, asked.counted)


@dataclass(frozen=True, slots=True)
class ShareCell:
    """A count; `percent` is of those with a grade. `href`: its drill-down, if there is one."""

    key: str
    count: int
    percent: int | None
    href: str = ""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """`name` may be a link. `good` are those good or outstanding; `cells` one per grade."""

    name: str
    href: str
    cells: tuple[ShareCell, ...]
    good: ShareCell
    without: ShareCell
    not_inspected: ShareCell
    with_grade: int
    existing: int


@dataclass(frozen=True, slots=True)
class ShareTable:
    """`head` names the first column; `without` labels the inspected without a grade."""

    caption: str
    head: str
    grades: tuple[Grade, ...]
    without: str
    rows: tuple[ShareRow, ...]


def share_row(
    name: str, shares: Shares, grades: Sequence[Grade], *, href: str = "", behind: str = ""
) -> ShareRow:
    """A row; `behind` is the URL of the drill-down list, to which a grade is added."""

    def cell(key: str, count: int, *, is_grade: bool = True) -> ShareCell:
        percent = whole_percent(count, shares.with_grade) if is_grade else None
        mark = "&" if "?" in behind else "?"
        link = f"{behind}{mark}grade={key}" if behind and count else ""
        return ShareCell(key, count, percent, link)

    good = sum(shares.count(g) for g in grades if reaches(g, GOOD))
    return ShareRow(
        name=name,
        href=href,
        cells=tuple(cell(g.key, shares.count(g)) for g in grades),
        good=ShareCell("good-or-outstanding", good, whole_percent(good, shares.with_grade)),
        without=cell(NO_GRADE, len(shares.without), is_grade=False),
        not_inspected=cell(NOT_INSPECTED, shares.existing - shares.inspected, is_grade=False),
        with_grade=shares.with_grade,
        existing=shares.existing,
    )


def given(asked: NationalParams, found: Sequence[Shares]) -> tuple[Grade, ...]:
    """The grades of the columns: those on the scale, best first."""
    held = {grade for shares in found for grade in shares.holders}
    return tuple(best_first(held | set(asked.grades)))


def group_tables(asked: NationalParams) -> tuple[ShareTable, ShareTable]:
    """Tables by region and by type; each number links to its authorities."""
    groups = groups_of(asked)
    return _table(BY_REGION, "Region", groups, asked), _table(BY_TYPE, "Type", groups, asked)


def _table(
    by: str, head: str, groups: tuple[GroupShares, ...], asked: NationalParams
) -> ShareTable:
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
